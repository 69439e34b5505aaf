//! Three thousand rules against the dates that python-dateutil gives: see `tests/oracle`.

use jiff::civil::{Date, DateTime};
use rondo_recurrence::Slots;

use crate::support::rule;

const TABLE: &str = include_str!("../oracle/dates.txt");

/// `19970902T0900`, or `19970902` with the start's time.
fn moment(text: &str, start: Option<DateTime>) -> DateTime {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i8>().unwrap();
    let date = Date::new(text[..4].parse().unwrap(), number(4..6), number(6..8)).unwrap();
    match start {
        Some(start) if text.len() == 8 => date.to_datetime(start.time()),
        _ => date.at(number(9..11), number(11..13), 0, 0),
    }
}

#[test]
fn dates_are_those_of_dateutil() {
    let mut rules = 0;
    for line in TABLE.lines() {
        let mut fields = line.split(' ');
        let start = moment(fields.next().unwrap(), None);
        let text = fields.next().unwrap();
        let (dates, stops): (Vec<_>, Vec<_>) = fields.partition(|field| *field != ".");
        let expected: Vec<_> = dates.into_iter().map(|date| moment(date, Some(start))).collect();
        let slots = Slots::new(start, rule(text));
        let found: Vec<_> = slots.iter().take(expected.len() + stops.len()).collect();
        assert_eq!(found, expected, "{text} from {start}");
        rules += 1;
    }
    assert!(rules >= 2000, "the table has {rules} rules");
}
