//! The BY parts of a rule as sets.

use crate::numbers::{Numbers, Signed};

/// What the BY parts of a rule list. An empty set is a part that was not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Parts {
    pub(crate) months: Numbers<1>,
    pub(crate) weeks: Signed<1>,
    pub(crate) year_days: Signed<6>,
    pub(crate) month_days: Signed<1>,
    pub(crate) days: Days,
    pub(crate) hours: Numbers<1>,
    pub(crate) minutes: Numbers<1>,
    /// BYSECOND=0, the only BYSECOND that is accepted.
    pub(crate) on_the_minute: bool,
    pub(crate) positions: Signed<6>,
}

impl Parts {
    /// Whether any part but BYSETPOS was given: something for BYSETPOS to choose from.
    pub(crate) fn give_a_set(&self) -> bool {
        Self {
            positions: Signed::default(),
            ..*self
        } != Self::default()
    }
}

/// BYDAY: weekdays, and weekdays with an ordinal such as the third Friday. Weekdays are numbered
/// from Monday, 0 to 6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Days {
    pub(crate) each: Numbers<1>,
    pub(crate) nth: [Signed<1>; 7],
}

impl Days {
    /// These weekdays, whichever in the period.
    pub(crate) fn each(weekdays: impl IntoIterator<Item = u16>) -> Self {
        Self {
            each: Numbers::of(weekdays),
            ..Self::default()
        }
    }

    pub(crate) fn insert(&mut self, weekday: u16, ordinal: Option<i16>) {
        match ordinal {
            None => self.each.insert(weekday),
            Some(ordinal) => self.nth[usize::from(weekday)].insert(ordinal),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn has_ordinals(&self) -> bool {
        self.nth.iter().any(|ordinals| !ordinals.is_empty())
    }

    /// The ordinals with their weekday, in the order of weekdays.
    pub(crate) fn ordinals(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        (0_i64..)
            .zip(&self.nth)
            .flat_map(|(weekday, set)| set.iter().map(move |nth| (nth, weekday)))
    }
}
