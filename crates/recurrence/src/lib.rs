//! RFC 5545 recurrence rules over civil dates: read them, write them, say them in English, and
//! find their next dates. Pure: no zones, no clock, no I/O.
//!
//! ```
//! use jiff::civil::date;
//! use rondo_recurrence::{Every, Rule, Slots, Unit};
//!
//! // A rule comes as RFC 5545 text …
//! let rule: Rule = "FREQ=MONTHLY;BYDAY=3FR;UNTIL=20260630".parse()?;
//! assert_eq!(rule.in_words(), "every month on the third Friday until 30 June 2026");
//!
//! // … and with a start it gives slots. All-day series use midnight.
//! let slots = Slots::new(date(2026, 1, 1).at(0, 0, 0, 0), rule);
//! let now = date(2026, 1, 20).at(15, 0, 0, 0);
//! assert_eq!(slots.next_after(now), Some(date(2026, 2, 20).at(0, 0, 0, 0)));
//!
//! // Everyday words clamp: monthly from the 31st stays at the end of the month, and the stored
//! // rule says so in plain RFC 5545, for any other program to read.
//! let start = date(2026, 8, 31);
//! let monthly = Rule::friendly(Every { unit: Unit::Month, interval: 1 }, start);
//! assert_eq!(monthly.to_string(), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1");
//! let slots = Slots::new(start.at(9, 0, 0, 0), monthly);
//! let days: Vec<_> = slots.iter().take(3).map(|slot| slot.date()).collect();
//! assert_eq!(days, [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]);
//! assert!(slots.is_clamped(date(2026, 9, 30).at(9, 0, 0, 0)));
//! # Ok::<(), rondo_recurrence::ParseError>(())
//! ```
//!
//! What to know before use:
//!
//! - A slot is only what the rule gives. DTSTART is a slot only when the rule matches it, and
//!   COUNT counts the rule's dates from there; EXDATE hides dates that COUNT has counted.
//! - A rule obeys RFC 5545 section 3.3.10 to the letter: `BYMONTHDAY=31` skips short months.
//! - `UNTIL=…Z` is an instant. Turn [`End::UntilUtc`] into [`End::Until`] in the series' zone
//!   before asking for slots.
//! - Dates run from year 1 to 9999. A search ends in bounded time for every rule, also for one
//!   that never gives a date, such as 30 February.

mod calendar;
mod every;
mod numbers;
mod rule;
mod slots;

pub use every::{Every, Unit};
pub use rule::{End, Frequency, MONTHS, ParseError, Reason, Rule, WEEKDAYS};
pub use slots::Slots;
