//! What can be wrong with the text of a rule, in words for the person who wrote it.

use super::{MAX_COUNT, MAX_INTERVAL};

/// Why a text is not a rule, and where: shown to a person as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (in {part}, at byte {position} of the rule)")]
pub struct ParseError {
    /// The part of the rule, such as `BYDAY`; the beginning of what stands there if it is no known part.
    pub part: String,
    /// The byte of the text, counted from 0, at which the wrong value or part begins.
    pub position: usize,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a part of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A rule begins with its frequency.
    #[error("the rule needs FREQ=HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY")]
    NoFrequency,
    /// SECONDLY and MINUTELY.
    #[error("{0} is too often: the shortest is HOURLY")]
    TooOften(String),
    /// A name that RFC 5545 does not know.
    #[error("RFC 5545 has no rule part of this name")]
    UnknownPart,
    /// A piece between semicolons that is not NAME=VALUE.
    #[error("expected NAME=VALUE, found {0:?}")]
    NotAPart(String),
    /// The same part again.
    #[error("the part is given twice")]
    Duplicate,
    /// A value that is not what the part takes.
    #[error("expected {expected}, found {found:?}")]
    Value {
        /// What would be right.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// COUNT and UNTIL.
    #[error("a rule ends by COUNT or by UNTIL, not by both")]
    TwoEnds,
    /// A part that RFC 5545 does not allow with the frequency.
    #[error("the part is only allowed with {0}")]
    OnlyWith(&'static str),
    /// `BYDAY=1MO` with BYWEEKNO.
    #[error("a weekday with a number, such as 1MO, is not allowed together with BYWEEKNO")]
    OrdinalInWeeks,
    /// BYSETPOS alone.
    #[error("BYSETPOS needs another BY part to choose from")]
    NothingToChooseFrom,
}

pub(super) const INTERVAL: &str = "a whole number from 1 to 10000";
pub(super) const COUNT: &str = "a whole number from 1 to 1000000";

// The two texts say the limits; this keeps them true.
const _: () = assert!(MAX_INTERVAL == 10_000 && MAX_COUNT == 1_000_000);
