//! What was taken for what, for a preview.

use rondo_domain::Choice;

use crate::accept::Accepted;
use crate::candidate::{Candidate, Said};
use crate::phrase::{Ahead, Bound, Clock, Day, Hold, Part, Repeats, Step, When};
use crate::reading::{Kind, Understood};
use crate::setting::Setting;
use crate::settle::{Settled, other_day};
use crate::text::Text;
use crate::wording;

/// Every phrase that means something, and what was left in the title although it could.
pub(crate) fn understood(
    text: &Text<'_>,
    all: &[Candidate],
    accepted: &Accepted<'_>,
    settled: &Settled,
    setting: &Setting<'_>,
) -> Vec<Understood> {
    let mut units = Units::default();
    let mut found = Vec::with_capacity(all.len());
    for (index, candidate) in all.iter().enumerate() {
        let told = if accepted.taken[index] {
            Some(tell(candidate, settled, setting))
        } else {
            left(text, candidate, setting)
        };
        let Some((kind, meaning, alternatives)) = told else { continue };
        let (start, end) = (text.tokens[candidate.from].start, text.tokens[candidate.to - 1].end);
        found.push(Understood {
            start: units.count(text.raw, start),
            end: units.count(text.raw, end),
            text: text.raw[start..end].to_owned(),
            kind,
            meaning,
            alternatives,
        });
    }
    found
}

/// Counts UTF-16 code units up to places that come one after the other.
#[derive(Default)]
struct Units {
    bytes: usize,
    units: usize,
}

impl Units {
    fn count(&mut self, text: &str, to: usize) -> usize {
        self.units += text[self.bytes..to].chars().map(char::len_utf16).sum::<usize>();
        self.bytes = to;
        self.units
    }
}

type Told = (Kind, String, Vec<String>);

fn tell(candidate: &Candidate, settled: &Settled, setting: &Setting<'_>) -> Told {
    match &candidate.said {
        Said::Except(_) => (Kind::Recurrence, rule_in_words(settled), Vec::new()),
        Said::Rule(rule) => (
            Kind::Recurrence,
            rule_in_words(settled),
            rule.other.clone().into_iter().collect(),
        ),
        Said::Bound(bound) => tell_bound(*bound, settled, setting),
        Said::When(when) => tell_when(when, settled, setting),
        Said::Remind(ahead) => (Kind::Reminder, tell_ahead(ahead, settled, setting), Vec::new()),
        Said::Tag(tag) => (Kind::Tag, tag.to_string(), Vec::new()),
        Said::Priority(priority) => (Kind::Priority, priority.word().to_owned(), Vec::new()),
        Said::Span | Said::Days => (Kind::Title, PART_OF_TITLE.to_owned(), Vec::new()),
    }
}

const PART_OF_TITLE: &str = "part of the title";

fn rule_in_words(settled: &Settled) -> String {
    let Some(repeat) = &settled.repeat else { return String::new() };
    let words = match &repeat.choice {
        Choice::Rule(rule) => rule.clone().with_end(rondo_recurrence::End::Never).in_words(),
        Choice::Every(_) => String::new(),
    };
    match repeat.basis {
        rondo_domain::Basis::CompletionDate => format!("{words}, counted from the completion"),
        rondo_domain::Basis::DueDate => words,
    }
}

fn tell_bound(bound: Bound, settled: &Settled, setting: &Setting<'_>) -> Told {
    if let Bound::From(day) = bound {
        let (meaning, others) = other_day(day, setting);
        return (Kind::Start, meaning, others);
    }
    let end = settled.repeat.as_ref().and_then(|repeat| match &repeat.choice {
        Choice::Rule(rule) => rule.end().whole_day(),
        Choice::Every(_) => None,
    });
    (Kind::End, bound.in_words(end), Vec::new())
}

fn tell_when(when: &When, settled: &Settled, setting: &Setting<'_>) -> Told {
    let due = settled.due;
    let time = due
        .and_then(|due| due.time)
        .filter(|_| when.clock.is_some() || when.part.is_some());
    let Some(day) = when.day else {
        let others = when.clock.and_then(Clock::other_half).map(wording::time);
        let times = when.more.iter().map(|clock| wording::time(clock.within(when.part)));
        let meaning = when
            .clock
            .map(|clock| wording::time(clock.within(when.part)))
            .filter(|_| !when.more.is_empty());
        let meaning = meaning.or(time.map(wording::time)).unwrap_or_default();
        let meaning = std::iter::once(meaning).chain(times).collect::<Vec<_>>().join(" and ");
        let others = others.filter(|other| *other != meaning);
        return (Kind::Time, meaning, others.into_iter().collect());
    };
    let (mut meaning, mut others) = other_day(day, setting);
    if let (Some(due), None) = (due, &settled.repeat) {
        meaning = wording::date(due.date);
    }
    if let Some(time) = time {
        meaning = format!("{meaning} at {}", wording::time(time));
        let half = when
            .clock
            .filter(|clock| clock.within(when.part) == clock.time)
            .and_then(Clock::other_half);
        others.extend(half.map(wording::time));
    }
    (Kind::Date, meaning, others)
}

fn tell_ahead(ahead: &Ahead, settled: &Settled, setting: &Setting<'_>) -> String {
    match ahead {
        Ahead::None => "none".to_owned(),
        Ahead::Before(before, None) => before
            .iter()
            .map(|before| wording::before(*before))
            .collect::<Vec<_>>()
            .join(" and "),
        Ahead::Before(..) | Ahead::At(_) => {
            let whens = settled.reminders.iter().flatten();
            let told = whens.map(|when| match when {
                rondo_domain::When::Before(before) => wording::before(*before),
                rondo_domain::When::At(at) => {
                    let local = at.in_zone(setting.zone);
                    format!("{} at {}", wording::date(local.date()), wording::time(local.time()))
                }
            });
            told.collect::<Vec<_>>().join(" and ")
        }
    }
}

/// What stays in the title although it could be a rule, a day or a time, with what it could be.
fn left(text: &Text<'_>, candidate: &Candidate, setting: &Setting<'_>) -> Option<Told> {
    let other = match &candidate.said {
        Said::Rule(rule) => Some(plainly(rule)),
        Said::When(when) if is_clear(text, candidate, when) => Some(when_in_words(when, setting)),
        Said::Span | Said::Days => None,
        _ => return None,
    };
    Some((Kind::Title, PART_OF_TITLE.to_owned(), other.into_iter().collect()))
}

/// Whether it looks like a date or a time: not the "Sun" of a cream, nor the "9/11" of a report.
fn is_clear(text: &Text<'_>, candidate: &Candidate, when: &When) -> bool {
    let mut words = (candidate.from..candidate.to).filter_map(|at| text.word(at));
    let is_date = matches!(when.day, Some(Day::OfYear(..) | Day::On(..))) && candidate.to > candidate.from + 1;
    candidate.firm >= Hold::Firm || (is_date && words.any(|word| word.starts_with(|c: char| c.is_ascii_digit())))
}

fn when_in_words(when: &When, setting: &Setting<'_>) -> String {
    let day = when.day.map(|day| other_day(day, setting).0);
    let time = when.clock.map(|clock| clock.within(when.part)).or(when.part.map(Part::time));
    match (day, time.map(wording::time)) {
        (Some(day), Some(time)) => format!("{day} at {time}"),
        (day, time) => day.or(time).unwrap_or_default(),
    }
}

fn plainly(rule: &Repeats) -> String {
    let unit = match rule.step {
        Step::Hour => "hour",
        Step::Calendar(rondo_recurrence::Unit::Day) => "day",
        Step::Calendar(rondo_recurrence::Unit::Week) => "week",
        Step::Calendar(rondo_recurrence::Unit::Month) => "month",
        Step::Calendar(rondo_recurrence::Unit::Year) => "year",
    };
    match rule.interval {
        1 => format!("every {unit}"),
        interval => format!("every {interval} {unit}s"),
    }
}
