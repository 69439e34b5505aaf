//! What the accepted phrases come to together.

mod begin;
mod reminders;

use jiff::civil::{Date, Time};
use rondo_domain::{Due, Priority, Repeat, Tag, Tags, When as Reminder};

use crate::accept::Accepted;
use crate::candidate::Said;
use crate::phrase::{Bound, Clock, Day, Part, Repeats, WeekDays};
use crate::setting::Setting;
use crate::wording;

use self::begin::Beginning;

/// What a sentence says, apart from its title.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    pub(crate) due: Option<Due>,
    pub(crate) repeat: Option<Repeat>,
    pub(crate) reminders: Option<Vec<Reminder>>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) priority: Option<Priority>,
}

/// The parts of a sentence, each with the place of the phrase that says it.
#[derive(Debug, Default)]
struct Parts<'c> {
    day: Option<(usize, Day)>,
    clock: Option<(usize, Clock)>,
    more: Vec<Clock>,
    part: Option<Part>,
    rule: Option<(usize, &'c Repeats)>,
    end: Option<(usize, Bound)>,
    except: Option<(usize, WeekDays)>,
    bounds: Vec<usize>,
}

/// Puts the phrases together.
///
/// # Errors
/// The phrase that cannot mean what it says beside the others.
pub(crate) fn settle(accepted: &Accepted<'_>, setting: &Setting<'_>) -> Result<Settled, usize> {
    let mut settled = Settled::default();
    let parts = gather(accepted, &mut settled);
    if parts.rule.is_some() {
        let beginning = Beginning::of(&parts, setting)?;
        settled.due = Some(beginning.due);
        settled.repeat = Some(beginning.repeat);
    } else {
        // Without a rule there is nothing to bound, and one time a day.
        let several = parts.clock.map(|(at, _)| at).filter(|_| !parts.more.is_empty());
        let except = parts.except.map(|(at, _)| at);
        if let Some(index) = parts.bounds.first().copied().or(except).or(several) {
            return Err(index);
        }
        settled.due = due(&parts, setting);
        // At the end of the calendar there is no such day.
        let said = parts.day.map(|(at, _)| at).or(parts.clock.map(|(at, _)| at));
        if let Some(index) = said.filter(|_| settled.due.is_none()) {
            return Err(index);
        }
    }
    settled.reminders = reminders::settle(accepted, settled.due, settled.repeat.is_some(), setting)?;
    Ok(settled)
}

fn gather<'c>(accepted: &Accepted<'c>, settled: &mut Settled) -> Parts<'c> {
    let mut parts = Parts::default();
    for (index, candidate) in accepted.iter() {
        match &candidate.said {
            Said::Rule(rule) => {
                parts.rule = Some((index, rule));
                parts.part = parts.part.or(rule.part);
            }
            Said::Bound(bound) => {
                parts.bounds.push(index);
                parts.day = parts.day.or(bound.first_day().map(|day| (index, day)));
                parts.end = parts.end.or(bound.ends().then_some((index, *bound)));
            }
            Said::Except(days) => parts.except = Some((index, *days)),
            Said::When(when) => {
                parts.day = parts.day.or(when.day.map(|day| (index, day)));
                parts.clock = parts.clock.or(when.clock.map(|clock| (index, clock)));
                parts.part = parts.part.or(when.part);
                parts.more.extend(&when.more);
            }
            // One more than a task may have tells that there are too many.
            Said::Tag(tag) if settled.tags.len() > Tags::MAX || settled.tags.contains(tag) => {}
            Said::Tag(tag) => settled.tags.push(tag.clone()),
            Said::Priority(priority) => settled.priority = Some(*priority),
            Said::Remind(_) | Said::Span | Said::Days => {}
        }
    }
    parts
}

impl Parts<'_> {
    /// The time of day, if one is said.
    fn time(&self) -> Option<Time> {
        let clock = self.clock.map(|(_, clock)| clock.within(self.part));
        clock.or(self.part.map(Part::time))
    }

    /// Whether the rule comes more than once in a day.
    fn has_several_times(&self) -> bool {
        let twice = self.rule.is_some_and(|(_, rule)| rule.also.is_some() && self.clock.is_none());
        !self.more.is_empty() || twice
    }
}

/// When a task that does not recur is due.
fn due(parts: &Parts<'_>, setting: &Setting<'_>) -> Option<Due> {
    let (now, today, time) = (setting.local(), setting.today(), parts.time());
    let date: Date = match (parts.day, time) {
        (None, None) => return None,
        (Some((_, day)), _) => {
            let date = day.resolve(today)?.0;
            // The midnight of an evening is that at its end.
            let is_later = |clock: Clock| (date == today && clock.is_midnight_word()) || clock.is_after_midnight(parts.part);
            if parts.clock.is_some_and(|(_, clock)| is_later(clock)) {
                date.tomorrow().ok()?
            } else {
                date
            }
        }
        (None, Some(time)) if time < now.time() => today.tomorrow().ok()?,
        (None, Some(_)) => today,
    };
    // "tonight", said at night, is no time that is past.
    let is_over = parts.clock.is_none() && date == today && time.is_some_and(|time| time < now.time());
    Some(Due {
        date,
        time: time.filter(|_| !is_over),
    })
}

/// What else a day could be, in words.
pub(crate) fn other_day(day: Day, setting: &Setting<'_>) -> (String, Vec<String>) {
    match day.resolve(setting.today()) {
        Some((date, other)) => (wording::date(date), other.map(wording::date).into_iter().collect()),
        None => (String::new(), Vec::new()),
    }
}
