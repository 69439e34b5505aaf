//! The phrases that mean something, each read from one place on, without regard to what is around it.

mod around_rule;
mod bound;
mod clock;
mod day;
mod every;
mod frequency;
mod lead;
mod moment;
mod month_days;
mod ordinal_day;
mod priority;
mod remind;
mod span;
mod turned;
mod week_days;
mod when;
mod written_date;

pub(crate) use around_rule::except;
pub(crate) use bound::{Bound, bound};
pub(crate) use clock::{Clock, Part, Style};
pub(crate) use day::Day;
pub(crate) use every::{Repeats, Step, every};
pub(crate) use frequency::frequency;
pub(crate) use priority::priority;
pub(crate) use remind::{Ahead, remind};
pub(crate) use span::{several_days, span};
pub(crate) use week_days::WeekDays;
pub(crate) use when::{When, when};

/// How sure it is that a phrase means what it can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hold {
    /// Only at the end of the sentence, or in front of another phrase.
    Loose,
    /// Also before a word that cannot be part of the same name, and at the beginning.
    Firm,
    /// Before any word in small letters as well.
    Firmer,
    /// Everywhere.
    Sure,
}
