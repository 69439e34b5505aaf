//! Turns in the life of a series at which it once went wrong; the random test of the recurring task
//! service found them.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeSet;

use rondo_domain::{
    Actor, Basis, CatchUp, Change, Choice, Completion, Context, Draft, Edit, Field, Follower, Patch, Person, Reopening,
    Repeat, RepeatEdit, Scope, Skipping, Slot, Task, TaskId, Timestamp, Title, UserId, Zone, parse_date,
};

/// A person in UTC, and a day.
struct Day(Person, Timestamp);

impl Day {
    fn new(day: &str) -> Self {
        let person = Person::new(UserId::from_u128(1), "Ann", Zone::UTC);
        Self(person, format!("{day}T09:00:00Z").parse().unwrap())
    }

    fn context(&self) -> Context<'_> {
        Context {
            person: &self.0,
            actor: Actor::Rest,
            now: self.1,
        }
    }

    /// A whole-day task that recurs so.
    fn task(&self, rule: &str, due: &str, basis: Basis) -> Task {
        let mut draft = Draft::titled(Title::new("Water the plants").unwrap());
        draft.date = parse_date(due);
        draft.repeat = Some(Repeat {
            choice: choice(rule),
            basis,
            catch_up: CatchUp::Next,
        });
        let change = Task::create(TaskId::from_u128(2), draft, self.context()).unwrap();
        change.into_task()
    }

    fn complete(&self, task: Task) -> Task {
        let Completion::Done(change) = task.complete(self.context()) else {
            panic!("it was open")
        };
        change.into_task()
    }

    fn skip(&self, task: Task, after: Vec<Task>) -> Task {
        let follower = follower(&task, after);
        let skipped = task.skip(None, follower.as_ref(), self.context());
        let Skipping::Done(change) = skipped else {
            panic!("it can be skipped: {skipped:?}")
        };
        change.into_task()
    }

    /// What comes when a completed task is followed, given what stands after it.
    fn next(&self, task: &Task, after: Vec<Task>) -> Option<Task> {
        let follower = follower(task, after).unwrap();
        task.successor(task.version, &follower, self.context()).map(Change::into_task)
    }

    fn edit(&self, task: Task, edit: &Edit) -> Task {
        let change = task.edit(edit, Some(Scope::Following), self.context()).unwrap();
        change.expect("something changes").into_task()
    }
}

fn choice(rule: &str) -> Choice {
    Choice::parse_word(rule).unwrap_or_else(|| Choice::Rule(rule.parse().unwrap()))
}

fn slot(day: &str) -> Slot {
    parse_date(day).unwrap().at(0, 0, 0, 0)
}

fn move_to(day: &str) -> Edit {
    Edit {
        date: Patch::Set(parse_date(day).unwrap()),
        ..Edit::default()
    }
}

fn take_rule(rule: &str) -> Edit {
    Edit {
        repeat: RepeatEdit {
            choice: Patch::Set(choice(rule)),
            ..RepeatEdit::default()
        },
        ..Edit::default()
    }
}

fn leave_out(days: &[&str]) -> Edit {
    Edit {
        exdates: Some(days.iter().map(|day| slot(day)).collect()),
        ..Edit::default()
    }
}

/// What stands after an occurrence, all of it given up or the last alone not.
fn follower(task: &Task, after: Vec<Task>) -> Option<Follower> {
    let number = task.occurrence.as_ref()?.number;
    let given_up = after.iter().filter(|next| next.is_given_up()).count();
    Follower::of(task, after, number + 1 + u32::try_from(given_up).unwrap())
}

fn stands_on(task: &Task) -> Slot {
    task.occurrence.as_ref().unwrap().slot
}

/// The rule's text is the same on either day; its phase is not.
#[test]
fn an_interval_of_days_counts_from_the_day_of_a_move_for_good() {
    let day = Day::new("2026-03-10");
    for (to, next) in [("2026-03-12", "2026-03-15"), ("2026-03-08", "2026-03-11")] {
        let task = day.task("FREQ=DAILY;INTERVAL=3;COUNT=4", "2026-03-10", Basis::DueDate);
        let moved = day.edit(task, &move_to(to));
        assert_eq!(stands_on(&moved), slot(to));
        assert_eq!(moved.series().unwrap().rule.to_string(), "FREQ=DAILY;INTERVAL=3;COUNT=4");
        let done = Day::new("2026-03-08").complete(moved);
        assert_eq!(stands_on(&day.next(&done, Vec::new()).unwrap()), slot(next), "from {to}");
    }
}

/// In a week that the rule passes over, it is the next week's that the occurrence stands for.
#[test]
fn a_rule_that_names_its_days_keeps_its_weeks_when_one_is_moved_for_good() {
    let day = Day::new("2026-03-10");
    let task = day.task("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "2026-03-10", Basis::DueDate);
    let moved = day.edit(task, &move_to("2026-03-17"));
    assert_eq!(stands_on(&moved), slot("2026-03-24"));
    let done = Day::new("2026-03-17").complete(moved);
    assert_eq!(stands_on(&day.next(&done, Vec::new()).unwrap()), slot("2026-03-26"));
}

/// COUNT counts completions there, not the dates of a calendar, and no date is added to those.
#[test]
fn where_completions_count_one_is_moved_for_good_as_far_as_count_allows() {
    let day = Day::new("2026-03-10");
    let with_extra = |task: Task| {
        let extra = Some(BTreeSet::from([slot("2026-05-05")]));
        day.edit(
            task,
            &Edit {
                rdates: extra,
                ..Edit::default()
            },
        )
    };
    let task = day.task("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2", "2026-03-10", Basis::CompletionDate);
    let moved = day.edit(with_extra(task), &move_to("2026-03-27"));
    assert_eq!(stands_on(&moved), slot("2026-03-31"));

    let task = day.task("FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-10", Basis::CompletionDate);
    let next = day.next(&day.complete(with_extra(task)), Vec::new()).unwrap();
    let last = day.edit(next, &take_rule("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=1"));
    assert_eq!(stands_on(&day.edit(last, &move_to("2026-03-27"))), slot("2026-03-12"));
}

#[test]
fn what_is_given_up_before_its_day_does_not_come_again_on_it() {
    let day = Day::new("2026-03-10");
    let task = day.task("weekly", "2026-03-17", Basis::CompletionDate);
    let skipped = day.skip(task.clone(), Vec::new());
    assert_eq!(stands_on(&skipped), slot("2026-03-24"));
    let follower = follower(&task, Vec::new());
    let deleted = task.delete(follower.as_ref(), day.context());
    assert_eq!(stands_on(deleted[1].task()), slot("2026-03-24"));
}

#[test]
fn a_date_that_is_left_out_is_passed_over_where_completions_count() {
    let day = Day::new("2026-03-10");
    for (rule, out, expected) in [
        ("weekly", "2026-03-17", "2026-03-24"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", "2026-03-13", "2026-03-17"),
    ] {
        let task = day.task(rule, "2026-03-10", Basis::CompletionDate);
        let task = day.edit(task, &leave_out(&[out]));
        let next = day.next(&day.complete(task), Vec::new()).unwrap();
        assert_eq!(stands_on(&next), slot(expected), "{rule}");
    }
}

/// The first is open again and skipped past the second, which was deleted: what comes next is after both.
#[test]
fn nothing_comes_twice_after_a_skip_past_what_was_given_up() {
    let day = Day::new("2026-03-09");
    let first = day.complete(day.task("daily", "2026-03-10", Basis::DueDate));
    let second = day.next(&first, Vec::new()).unwrap();
    let follower = follower(&second, Vec::new());
    let second = second.delete(follower.as_ref(), day.context()).remove(0).into_task();
    let Reopening::Done { task, .. } = first.reopen(None, day.context()) else {
        panic!("it was completed")
    };
    let first = day.skip(task.into_task(), vec![second.clone()]);
    assert_eq!(stands_on(&first), slot("2026-03-12"));
    let third = day.next(&day.complete(first), vec![second]).unwrap();
    assert_eq!(stands_on(&third), slot("2026-03-13"));
}

#[test]
fn one_that_came_back_to_a_date_that_is_left_out_stays_there() {
    let day = Day::new("2026-03-10");
    let done = day.complete(day.task("daily", "2026-03-10", Basis::DueDate));
    let left_out = leave_out(&["2026-03-10"]);
    let change = done.edit_series(&left_out, day.context()).unwrap().unwrap();
    assert_eq!(change.fields(), [Field::Exdates], "what is completed does not move");
    let Reopening::Done { task, .. } = change.into_task().reopen(None, day.context()) else {
        panic!("it was completed")
    };
    let open = task.into_task();
    assert!(
        open.clone()
            .edit(&left_out, Some(Scope::Series), day.context())
            .unwrap()
            .is_none()
    );
    assert!(open.edit_series(&left_out, day.context()).unwrap().is_none());
}

#[test]
fn dates_left_out_of_a_rule_with_times_are_days_for_one_without() {
    let day = Day::new("2026-03-10");
    let task = day.task("FREQ=DAILY;BYHOUR=9,21", "2026-03-10", Basis::DueDate);
    let edit = Edit {
        exdates: Some(BTreeSet::from([parse_date("2026-03-12").unwrap().at(9, 0, 0, 0)])),
        ..Edit::default()
    };
    let task = day.edit(day.edit(task, &edit), &take_rule("daily"));
    let series = task.series().unwrap();
    assert_eq!(series.exdates, BTreeSet::from([slot("2026-03-12")]));
    let again = leave_out(&["2026-03-12"]);
    assert!(task.edit_series(&again, day.context()).unwrap().is_none());
}

/// An older slot keeps its time when the rule loses its times; it is shown as a day, and may be skipped so.
#[test]
fn a_slot_is_skipped_by_what_is_shown_of_it() {
    let day = Day::new("2026-03-10");
    let first = day.complete(day.task("FREQ=DAILY;BYHOUR=9,21", "2026-03-10", Basis::DueDate));
    let second = day.edit(day.next(&first, Vec::new()).unwrap(), &take_rule("daily"));
    let Reopening::Done { task, .. } = first.reopen(None, day.context()) else {
        panic!("it was completed")
    };
    let first = task.into_task().follow(&second, &[], day.context()).unwrap().into_task();
    assert_eq!(first.series().unwrap().slot_text(stands_on(&first)), "2026-03-10");
    let follower = follower(&first, Vec::new());
    let skipped = first.skip(Some(slot("2026-03-10")), follower.as_ref(), day.context());
    assert!(matches!(skipped, Skipping::Done(_)), "{skipped:?}");
}

#[test]
fn the_rule_as_it_is_may_be_sent_when_nothing_is_left_of_it() {
    let day = Day::new("2026-03-10");
    let done = day.complete(day.task("FREQ=DAILY;COUNT=2", "2026-03-10", Basis::DueDate));
    let second = day.complete(day.next(&done, Vec::new()).unwrap());
    let mut series = second.series().unwrap().clone();
    series.exdates = BTreeSet::from([slot("2026-03-10"), slot("2026-03-11")]);
    let mut empty = second;
    empty.occurrence.as_mut().unwrap().series = series.into();
    let same = take_rule("FREQ=DAILY;COUNT=2");
    assert!(empty.edit(&same, Some(Scope::Following), day.context()).unwrap().is_none());
}
