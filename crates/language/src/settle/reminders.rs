//! When the reminders come that a sentence asks for.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use rondo_domain::{Before, Due, MAX_REMINDERS, When as Reminder};

use crate::accept::Accepted;
use crate::candidate::Said;
use crate::phrase::{Ahead, Part, When};
use crate::setting::Setting;

/// Every reminder, each once; `None` when the sentence says nothing of them.
///
/// # Errors
/// The phrase that asks for one too many.
pub(super) fn settle(
    accepted: &Accepted<'_>,
    due: Option<Due>,
    recurs: bool,
    setting: &Setting<'_>,
) -> Result<Option<Vec<Reminder>>, usize> {
    let mut found: Option<Vec<Reminder>> = None;
    for (index, candidate) in accepted.iter() {
        let Said::Remind(ahead) = &candidate.said else { continue };
        let asked = match ahead {
            Ahead::None => Vec::new(),
            Ahead::Before(before, None) => before.iter().copied().map(Reminder::Before).collect(),
            Ahead::Before(before, Some(when)) => {
                let each = before.iter().map(|before| at_that_time(*before, when, due, recurs, setting));
                each.collect::<Option<_>>().ok_or(index)?
            }
            Ahead::At(when) => vec![at(when, due, recurs, setting).ok_or(index)?],
        };
        let list = found.get_or_insert_default();
        list.extend(asked);
        if list.len() > MAX_REMINDERS {
            return Err(index);
        }
    }
    Ok(found)
}

/// A reminder at a time of its own. A time without a day is on the day on which the task is due: then
/// it is kept as a time before that, where it is one, so that the next occurrence has it too.
fn at(when: &When, due: Option<Due>, recurs: bool, setting: &Setting<'_>) -> Option<Reminder> {
    let time = time_of(when);
    let (day, from_due) = match (when.day, due) {
        (Some(day), _) => (day.resolve(setting.today())?.0, false),
        (None, Some(due)) => (due.date, true),
        (None, None) => (coming_day(time?, setting)?, false),
    };
    let time = time.unwrap_or(setting.all_day);
    let due_time = due.map(|due| due.time.unwrap_or(setting.all_day));
    let minutes = due_time
        .map(|due| minutes(due) - minutes(time))
        .filter(|minutes| from_due && *minutes >= 0);
    if let Some(before) = minutes.filter(|_| recurs).and_then(Before::minutes) {
        return Some(Reminder::Before(before));
    }
    Some(Reminder::At(setting.zone.instant(day.to_datetime(time))?))
}

/// So many days before the due date at a time of day. Of a recurring task it is kept as a duration, which
/// the next occurrence has too: a time later in the day than the due time as one day less.
fn at_that_time(before: Before, when: &When, due: Option<Due>, recurs: bool, setting: &Setting<'_>) -> Option<Reminder> {
    let days = before.days();
    let (Some(time), Some(due), 1..) = (time_of(when), due, days) else {
        return Some(Reminder::Before(before));
    };
    if recurs {
        let due_time = due.time.unwrap_or(setting.all_day);
        let minutes = days * 24 * 60 + minutes(due_time) - minutes(time);
        return Before::minutes(minutes).map(Reminder::Before);
    }
    let day = due.date.checked_sub(days.days()).ok()?;
    Some(Reminder::At(setting.zone.instant(day.to_datetime(time))?))
}

fn time_of(when: &When) -> Option<Time> {
    when.clock.map(|clock| clock.within(when.part)).or(when.part.map(Part::time))
}

fn coming_day(time: Time, setting: &Setting<'_>) -> Option<Date> {
    let today = setting.today();
    if time < setting.local().time() {
        today.tomorrow().ok()
    } else {
        Some(today)
    }
}

fn minutes(time: Time) -> i64 {
    60 * i64::from(time.hour()) + i64::from(time.minute())
}
