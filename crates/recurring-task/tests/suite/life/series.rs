//! One series: who stands where, and what must come next.

use std::collections::BTreeMap;

use rondo_domain::{Deletion, Series, SeriesState, Slot, Task, Zone};

use super::naive::{self, Closed};

pub(super) fn slot(task: &Task) -> Option<Slot> {
    task.occurrence.as_ref().map(|place| place.slot)
}

pub(super) fn number(task: &Task) -> u32 {
    task.occurrence.as_ref().map_or(0, |place| place.number)
}

pub(super) fn is_withdrawn(task: &Task) -> bool {
    matches!(task.deletion, Some((_, Deletion::Withdrawn)))
}

/// How a closed occurrence came to its end.
pub(super) fn closed(task: &Task) -> Option<Closed> {
    match (task.completed_at, task.deletion) {
        (Some(at), None | Some((_, Deletion::User))) => Some(Closed::Completed(at)),
        (None, Some((at, Deletion::User))) => Some(Closed::GivenUp(at)),
        _ => None,
    }
}

/// Where the next one comes, if nobody stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) number: u32,
    pub(super) after: Slot,
    pub(super) is_free: bool,
}

/// The place after an occurrence, beyond those that were given up.
pub(super) fn place_after(task: &Task, rows: &BTreeMap<u32, &Task>) -> Option<Place> {
    let (mut last, mut after) = (number(task), slot(task)?);
    while let Some(given_up) = rows.get(&(last + 1)).filter(|next| next.is_given_up()) {
        after = after.max(slot(given_up)?);
        last += 1;
    }
    Some(Place {
        number: last + 1,
        after,
        is_free: rows.get(&(last + 1)).is_none_or(|next| is_withdrawn(next)),
    })
}

/// The slot that must follow an occurrence which is closed so, and its number.
pub(super) fn successor(
    task: &Task,
    closed: Closed,
    series: &Series,
    rows: &BTreeMap<u32, &Task>,
    person: &Zone,
) -> Option<(u32, Slot)> {
    let place = place_after(task, rows).filter(|place| place.is_free)?;
    let zone = series.zone.as_ref().unwrap_or(person);
    let slot = naive::next(series, place.number, place.after, closed, zone)?;
    (series.state() == SeriesState::Live).then_some((place.number, slot))
}

/// The last occurrence that stands: neither given up nor withdrawn.
pub(super) fn last_standing<'a>(rows: &BTreeMap<u32, &'a Task>) -> Option<&'a Task> {
    rows.values()
        .rev()
        .copied()
        .find(|task| !task.is_given_up() && !is_withdrawn(task))
}

/// The last occurrence that was made and not withdrawn.
pub(super) fn last_made<'a>(rows: &BTreeMap<u32, &'a Task>) -> Option<&'a Task> {
    rows.values().rev().copied().find(|task| !is_withdrawn(task))
}

/// A row in one line.
pub(super) fn line(task: &Task) -> String {
    let state = match (task.deletion, task.completed_at) {
        (Some((_, reason)), done) => format!("deleted {reason:?}{}", if done.is_some() { " (done)" } else { "" }),
        (None, Some(at)) => format!("completed {at}"),
        (None, None) => "open".to_owned(),
    };
    let touched = task.occurrence.as_ref().is_some_and(|place| place.touched);
    let due = task.due.map(|due| format!("{} {:?}", due.date, due.time));
    let slot = slot(task).map(|slot| slot.to_string()).unwrap_or_default();
    format!(
        "{} {} on {slot} due {} {state}{}",
        number(task),
        task.id,
        due.unwrap_or_default(),
        if touched { "" } else { " untouched" }
    )
}
