//! The promises.

use std::collections::BTreeMap;
use std::sync::Arc;

use rondo_application::series as app_series;
use rondo_contract::{CloudEvent, TaskEvent};
use rondo_domain::recurrence::{End, Slots};
use rondo_domain::{Basis, Person, Scope, Series, SeriesId, SeriesState, Slot, Task, TaskId, Template};
use serde_json::Value;

use super::book::News;
use super::commands::{says, series_of};
use super::ensure;
use super::era::Era;
use super::naive::{self, Closed};
use super::series::{closed, is_withdrawn, last_made, last_standing, line, number, place_after, slot, successor};
use super::story::Story;

/// What a delivery must lead to: the number and slot of the next occurrence.
pub(super) fn follows(story: &Story, event: &CloudEvent<TaskEvent>) -> Result<Option<(u32, Slot)>, String> {
    let task = &story.book.tasks[&TaskId::from(event.subject)];
    let Some(series) = series_of(task).map(|id| &story.book.series[&id]) else {
        return Ok(None);
    };
    if story.delivered.contains(&event.data.user_sequence) {
        return Ok(None);
    }
    let rows = story.book.rows(series.id)?;
    let next = |at| successor(task, Closed::Completed(at), series, &rows, &story.zone);
    Ok(task.completed_at.and_then(next))
}

/// Whether just that one followed.
pub(super) fn followed(story: &Story, expected: Option<(u32, Slot)>, news: &[News]) -> Result<(), String> {
    let came: Vec<_> = news.iter().map(|news| (number(&news.after), slot(&news.after))).collect();
    let expected: Vec<_> = expected.into_iter().map(|(number, slot)| (number, Some(slot))).collect();
    ensure!(came == expected, "{expected:?} must follow, not {came:?}\n{story}");
    ensure!(
        news.iter().all(|news| news.event.kind == "task.created"),
        "the next one is not told as new"
    );
    Ok(())
}

/// What holds for anything that happened to a row.
pub(super) fn news(story: &mut Story, before: &BTreeMap<SeriesId, Series>, news: &[News]) -> Result<(), String> {
    for item in news {
        let Some(id) = series_of(&item.after) else { continue };
        let series = &story.book.series[&id];
        let rows: Vec<&Task> = story.book.rows(id)?.into_values().collect();
        let first = news.iter().find(|news| series_of(&news.after) == Some(id));
        let old = before
            .get(&id)
            .filter(|_| first.is_some_and(|first| first.after.id == item.after.id));
        story.eras.entry(id).or_default().take(item, old, series, &rows);
        let Some(slot) = item.gave_slot() else { continue };
        ensure!(
            naive::allows(series, number(&item.after), slot),
            "the rule does not give {slot}: {}",
            line(&item.after)
        );
        if item.event.kind == "task.created" && number(&item.after) > 1 {
            as_the_series_makes_one(series, &item.after)?;
        }
    }
    Ok(())
}

fn as_the_series_makes_one(series: &Series, made: &Task) -> Result<(), String> {
    ensure!(
        Template::of(made) == series.template || series.rule.has_times(),
        "a new one is not as its template"
    );
    ensure!(made.zone == series.zone, "a new one is in another zone than its series");
    ensure!(
        made.is_open() && !made.occurrence.as_ref().is_some_and(|place| place.touched),
        "a new one is not new"
    );
    on_its_slot(series, made)
}

/// The due date is the slot, with the series' time.
fn on_its_slot(series: &Series, task: &Task) -> Result<(), String> {
    let slot = slot(task).ok_or("it has a slot")?;
    let time = if series.rule.has_times() {
        Some(slot.time())
    } else {
        series.template.time
    };
    let due = task.due.map(|due| (due.date, due.time));
    ensure!(
        due == Some((slot.date(), time)),
        "an untouched one is due off its slot: {}",
        line(task)
    );
    Ok(())
}

/// What holds for every series, whatever happened.
pub(super) fn all_series(story: &Story) -> Result<(), String> {
    for series in story.book.series.values() {
        let rows = story.book.rows(series.id)?;
        let all: Vec<&Task> = rows.values().copied().collect();
        if let Some(era) = story.eras.get(&series.id) {
            era.check(series, &all)?;
        }
        for task in all.iter().filter(|task| task.is_open()) {
            if task.occurrence.as_ref().is_some_and(|place| !place.touched) {
                on_its_slot(series, task)?;
            }
        }
        two_open_only_if_kept(&all)?;
        if story.eras.get(&series.id).is_none_or(Era::is_in_order) {
            says_whether_it_ended(story, series, &rows)?;
        }
    }
    Ok(())
}

fn two_open_only_if_kept(rows: &[&Task]) -> Result<(), String> {
    let stand: Vec<&Task> = rows.iter().copied().filter(|task| !is_withdrawn(task)).collect();
    for pair in stand.windows(2) {
        let worked_on = pair[1].is_deleted() || pair[1].occurrence.as_ref().is_some_and(|place| place.touched);
        ensure!(
            !pair[0].is_open() || worked_on,
            "two are open although nobody worked on the second: {}",
            line(pair[1])
        );
    }
    Ok(())
}

/// The state that people must see of a series.
fn expected_state(story: &Story, series: &Series, rows: &BTreeMap<u32, &Task>) -> Result<Option<SeriesState>, String> {
    let Some(last) = last_made(rows) else { return Ok(None) };
    if rows.values().any(|task| task.is_open()) {
        return Ok(Some(series.state()));
    }
    let before = last_standing(rows).unwrap_or(last);
    let place = place_after(before, rows).ok_or("it has a slot")?;
    let zone = series.zone.as_ref().unwrap_or(&story.zone);
    let runs_out = closed(last).is_some_and(|closed| naive::next(series, place.number, place.after, closed, zone).is_none());
    Ok(Some(if runs_out { SeriesState::Ended } else { series.state() }))
}

fn says_whether_it_ended(story: &Story, series: &Series, rows: &BTreeMap<u32, &Task>) -> Result<(), String> {
    let Some(expected) = expected_state(story, series, rows)? else {
        return Ok(());
    };
    let open = rows.values().copied().find(|task| task.is_open());
    let Some(mut last) = open.or(last_made(rows)).cloned() else {
        return Ok(());
    };
    if let Some(place) = &mut last.occurrence {
        place.series = Arc::new(series.clone());
    }
    let person = Person::new(story.ann.id, "Ann", story.zone.clone());
    let state = last.series_state(&person);
    ensure!(
        state == Some(expected),
        "the state is {expected:?}, it says {state:?} by {}",
        line(&last)
    );
    Ok(())
}

/// What holds once every event has arrived.
pub(super) fn settled(story: &Story) -> Result<(), String> {
    for series in story
        .book
        .series
        .values()
        .filter(|series| series.state() == SeriesState::Live)
    {
        let rows = story.book.rows(series.id)?;
        let Some(last) = last_standing(&rows).or(last_made(&rows)) else {
            continue;
        };
        let place = place_after(last, &rows).filter(|place| place.is_free && !last.is_open());
        let Some(place) = place else { continue };
        let zone = series.zone.as_ref().unwrap_or(&story.zone);
        let Some(era) = story.eras.get(&series.id) else { continue };
        let went_on = era.went_on.map(Closed::GivenUp);
        let given_up = last_made(&rows).and_then(closed);
        let due = |closed| naive::next(series, place.number, place.after, closed, zone).is_some();
        let owed = [closed(last), given_up, went_on].into_iter().flatten().all(due);
        ensure!(
            !owed || closed(last).is_none(),
            "a live series stands still after {}",
            line(last)
        );
    }
    Ok(())
}

/// An edit reaches as far as its scope says, and no field that it does not change.
pub(super) fn edited(
    story: &Story,
    before: &BTreeMap<SeriesId, Series>,
    scope: Option<Scope>,
    patch: &Value,
    news: &[News],
) -> Result<(), String> {
    let Some(first) = news.first() else { return Ok(()) };
    let Some((old, new)) = series_of(&first.after).and_then(|id| Some((before.get(&id)?, &story.book.series[&id]))) else {
        return Ok(());
    };
    let changed = &first.event.data.changed;
    let has = |field: &str| changed.iter().any(|name| name == field);
    for (field, differs) in template_differences(&old.template, &new.template) {
        ensure!(
            !differs || has(field),
            "{field} of the template changed, although the edit changes {changed:?}"
        );
    }
    ensure!(
        old.zone == new.zone || has("time_zone"),
        "the zone of the series changed by {changed:?}"
    );
    if scope == Some(Scope::This) {
        ensure!(old == new, "an edit of one occurrence changed the series");
        ensure!(news.len() == 1, "an edit of one occurrence reached another");
    }
    for other in &news[1..] {
        let reached = number(&other.after) > number(&first.after) || scope == Some(Scope::Series);
        ensure!(reached, "an edit reached {}, before it", line(&other.after));
        let born = other.event.kind == "task.created";
        let told = &other.event.data.changed;
        ensure!(
            born || told.iter().all(|field| has(field)),
            "{told:?} followed an edit of {changed:?}"
        );
        ensure!(
            born || other.before.as_ref().is_some_and(Task::is_open),
            "an edit changed history: {}",
            line(&other.after)
        );
    }
    keeps_what_count_allows(old, new, first, patch)
}

fn template_differences(old: &Template, new: &Template) -> [(&'static str, bool); 6] {
    [
        ("title", old.title != new.title),
        ("description", old.description != new.description),
        ("priority", old.priority != new.priority),
        ("tags", old.tags != new.tags),
        ("due_time", old.time != new.time),
        ("reminders", old.reminders != new.reminders),
    ]
}

/// Moved for good, a plain interval has as many dates left as it had.
fn keeps_what_count_allows(old: &Series, new: &Series, moved: &News, patch: &Value) -> Result<(), String> {
    let (End::Count(_), Some(before)) = (old.rule.end(), moved.before.as_ref()) else {
        return Ok(());
    };
    if says(patch, "recurrence") || says(patch, "recurrence_frequency") || old.start == new.start {
        return Ok(());
    }
    // Moved to a date that is left out, it goes on from there: that one is used up.
    if new.exdates.contains(&new.start) {
        return Ok(());
    }
    let left = |series: &Series, task: &Task| {
        let slots = Slots::new(series.start, series.rule.clone());
        slots.iter().filter(|given| Some(*given) >= slot(task)).count()
    };
    let (had, has) = (left(old, before), left(new, &moved.after));
    ensure!(
        old.basis == Basis::CompletionDate || new.basis == Basis::CompletionDate || had.max(1) == has,
        "COUNT allowed {had} more, and after a move {has}"
    );
    Ok(())
}

/// The application shows the state of each series as it is.
pub(super) async fn shown_states(story: &Story) -> Result<(), String> {
    for series in story.book.series.values() {
        let rows = story.book.rows(series.id)?;
        let Some(expected) = expected_state(story, series, &rows)? else {
            continue;
        };
        let in_order = story.eras.get(&series.id).is_none_or(Era::is_in_order);
        // While one is open before others that were given up, the series is shown by the open one.
        let is_between = last_standing(&rows).is_some_and(Task::is_open) && last_made(&rows).is_some_and(Task::is_given_up);
        if is_between || !in_order {
            continue;
        }
        let shown = app_series::get(&story.app, &story.caller, series.id).await;
        let shown = shown.map_err(|error| error.to_string())?;
        ensure!(
            shown.state == expected.word(),
            "series {} is {expected:?}, and shown as {}",
            series.id,
            shown.state
        );
    }
    Ok(())
}
