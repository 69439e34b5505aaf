//! Rules at random, spread over the whole grammar and made so that most of them give dates.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::civil::{DateTime, date};

use crate::support::Random;

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A rule as text, and its start.
#[derive(Debug)]
pub(crate) struct RandomRule {
    pub(crate) start: DateTime,
    pub(crate) text: String,
}

impl RandomRule {
    pub(crate) fn new(random: &mut Random) -> Self {
        let frequency = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"][random.index(7)];
        let mut text = format!("FREQ={frequency}");
        let start = start(random);
        if random.one_in(2) {
            let interval = [2, 2, 3, 4, 5, 6, 7, 10, 14, 18, 24, 36][random.index(12)];
            write!(text, ";INTERVAL={interval}").unwrap();
        }
        let chances = [3, 5, 10][random.index(3)];
        by_parts(random, frequency, chances, &mut text);
        if random.one_in(3) {
            write!(text, ";WKST={}", DAYS[random.index(7)]).unwrap();
        }
        end(random, start, &mut text);
        Self { start, text }
    }
}

fn start(random: &mut Random) -> DateTime {
    let day = i64::try_from(random.below(15_000)).unwrap();
    let midnight = date(1990, 1, 1)
        .checked_add(jiff::Span::new().days(day))
        .unwrap()
        .at(0, 0, 0, 0);
    let minutes = if random.one_in(2) {
        0
    } else {
        i64::try_from(random.below(24 * 60)).unwrap()
    };
    midnight.checked_add(jiff::Span::new().minutes(minutes)).unwrap()
}

fn by_parts(random: &mut Random, frequency: &str, chances: u64, text: &mut String) {
    let before = text.len();
    let yearly = frequency == "YEARLY";
    if random.one_in(chances) {
        list(text, "BYMONTH", &random.some(1..=12, 4));
    }
    let in_weeks = yearly && random.one_in(chances);
    if in_weeks {
        list(text, "BYWEEKNO", &random.some(-53..=53, 3));
    }
    if (yearly || frequency == "HOURLY") && random.one_in(chances * 2) {
        list(text, "BYYEARDAY", &random.some(-366..=366, 5));
    }
    if frequency != "WEEKLY" && random.one_in(chances) {
        list(text, "BYMONTHDAY", &random.some(-31..=31, 4));
    }
    if random.one_in(chances.div_ceil(2)) {
        list(text, "BYDAY", &weekdays(random, frequency, in_weeks));
    }
    if random.one_in(chances) {
        list(text, "BYHOUR", &random.some(0..=23, 3));
    }
    if random.one_in(chances) {
        list(text, "BYMINUTE", &random.some(0..=59, 3));
    }
    if text.len() > before && random.one_in(chances) {
        let most = [2, 5, 40][random.index(3)];
        list(text, "BYSETPOS", &random.some(-most..=most, 3));
    }
}

fn weekdays(random: &mut Random, frequency: &str, in_weeks: bool) -> Vec<String> {
    let days = random.some(0..=6, 4);
    let numbered = matches!(frequency, "MONTHLY" | "YEARLY") && !in_weeks && random.one_in(2);
    let most = if frequency == "YEARLY" && random.one_in(2) { 53 } else { 5 };
    let named = days.into_iter().map(|day| {
        let name = DAYS[usize::try_from(day).unwrap()];
        match random.some(-most..=most, 1).first() {
            Some(number) if numbered => format!("{number}{name}"),
            _ => name.to_owned(),
        }
    });
    named.collect()
}

fn end(random: &mut Random, start: DateTime, text: &mut String) {
    match random.below(8) {
        0 => write!(text, ";COUNT={}", random.below(30) + 1).unwrap(),
        1 => {
            let days = [3, 30, 400, 4000][random.index(4)];
            let until = start.checked_add(jiff::Span::new().days(days)).unwrap();
            write!(text, ";UNTIL={}", until.strftime("%Y%m%dT%H%M%S")).unwrap();
        }
        _ => {}
    }
}

fn list(text: &mut String, name: &str, items: &[impl ToString]) {
    let items: Vec<_> = items.iter().map(ToString::to_string).collect();
    write!(text, ";{name}={}", items.join(",")).unwrap();
}

impl Random {
    pub(crate) fn index(&mut self, length: u64) -> usize {
        usize::try_from(self.below(length)).unwrap()
    }

    /// One to `most` different numbers of the range; a range that begins below 0 is without 0.
    fn some(&mut self, range: std::ops::RangeInclusive<i64>, most: u64) -> Vec<i64> {
        let (first, last) = range.into_inner();
        let count = self.index(most) + 1;
        let mut numbers = BTreeSet::new();
        while numbers.len() < count {
            let number = first + i64::try_from(self.below(u64::try_from(last - first + 1).unwrap())).unwrap();
            if number != 0 || first == 0 {
                numbers.insert(number);
            }
        }
        numbers.into_iter().collect()
    }
}
