//! For which occurrences of a recurring task an edit holds.

use crate::Field;

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
    pub(super) fn usual(of_task: &[Field], of_series: &[Field]) -> Self {
        let moves = |field: &Field| matches!(field, Field::DueDate | Field::DueTime);
        if of_series.is_empty() && of_task.iter().all(moves) {
            Self::This
        } else {
            Self::Following
        }
    }
}
