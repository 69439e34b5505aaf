//! What the bytes of an input stand for.

use jiff::civil::{Date, DateTime};

/// Bytes that stand for one moment.
const MOMENT: usize = 6;

/// A text that may be a rule, and two moments.
#[derive(Debug)]
pub(crate) struct Input<'b> {
    pub(crate) text: &'b str,
    /// Where the series starts.
    pub(crate) start: DateTime,
    /// After which moment the next date is asked for.
    pub(crate) after: DateTime,
}

impl<'b> Input<'b> {
    /// The text up to the last line break, the moments from the bytes behind it. All bytes mean
    /// something: those that are missing are 0, and a text ends where it ceases to be UTF-8.
    pub(crate) fn of(bytes: &'b [u8]) -> Self {
        let line_break = bytes.iter().rposition(|byte| *byte == b'\n');
        let (text, moments) = bytes.split_at(line_break.unwrap_or(bytes.len()));
        let text = match str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => str::from_utf8(&text[..error.valid_up_to()]).expect("this much is UTF-8"),
        };
        let mut moments = moments.iter().skip(1).copied().chain(std::iter::repeat(0));
        let mut next = || moment(std::array::from_fn(|_| moments.next().unwrap_or(0)));
        Self {
            text,
            start: next(),
            after: next(),
        }
    }
}

/// Half of the moments are in this century or the last, the others near the ends of the calendar,
/// and anywhere.
fn moment([kind, high, low, day, hour, minute]: [u8; MOMENT]) -> DateTime {
    let number = i16::from_be_bytes([high, low]);
    let year = match kind % 8 {
        0..=3 => 1980 + number.rem_euclid(100),
        4 => 1 + number % 4,
        5 => 9999 - number.rem_euclid(4),
        6 => 1 + number.rem_euclid(9999),
        _ => number % 10_000,
    };
    let month = i8::try_from(kind / 8 % 12 + 1).expect("1 to 12");
    let first = Date::new(year, month, 1).expect("a month from -9999 to 9999");
    let last = first.days_in_month();
    // From the end of the month where the highest bit is set: there is more to go wrong.
    let place = i8::try_from(day % 128 % last.unsigned_abs()).expect("0 to 30");
    let day = if day < 128 { 1 + place } else { last - place };
    let small = |number: u8| i8::try_from(number).expect("less than 60");
    let second = if minute >= 240 { small(minute % 60) } else { 0 };
    first.with().day(day).build().expect("a day of the month").at(
        small(hour % 24),
        small(minute % 60),
        second,
        i32::from(minute == 255),
    )
}
