//! For which occurrences of a recurring task an edit holds.

use crate::{Edit, Field, Patch};

/// For which occurrences an edit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// This one alone.
    This,
    /// This one and those that follow.
    Following,
    /// Every one that is not completed.
    Series,
}

impl Scope {
    /// The scope of that word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "this" => Some(Self::This),
            "following" => Some(Self::Following),
            "series" => Some(Self::Series),
            _ => None,
        }
    }

    /// The scope of an edit that names none: moving an occurrence moves it alone, anything else holds
    /// for those that follow too.
    pub(super) fn usual(edit: &Edit, fields: &[Field]) -> Self {
        let moves_only = fields.iter().all(|field| matches!(field, Field::DueDate | Field::DueTime));
        if moves_only && !edit.touches_series() {
            Self::This
        } else {
            Self::Following
        }
    }
}

impl Edit {
    /// The fields in it that belong to the series as a whole.
    pub(super) fn series_fields(&self) -> Vec<Field> {
        let repeat = &self.repeat;
        [
            (Field::IsRecurring, repeat.is_recurring == Some(false)),
            (Field::Recurrence, repeat.choice != Patch::Keep),
            (Field::RecurrenceBasis, repeat.basis.is_some()),
            (Field::CatchUp, repeat.catch_up.is_some()),
            (Field::Exdates, self.exdates.is_some()),
            (Field::Rdates, self.rdates.is_some()),
        ]
        .into_iter()
        .filter_map(|(field, given)| given.then_some(field))
        .collect()
    }

    fn touches_series(&self) -> bool {
        !self.series_fields().is_empty()
    }
}
