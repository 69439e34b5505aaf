//! Words that mean a number, a day, a month or an amount of time.

mod amount;
mod calendar;
mod number;

pub(crate) use amount::{Amount, Measure, amount, measure};
pub(crate) use calendar::{Name, month, weekday};
pub(crate) use number::{count, ordinal, small};
