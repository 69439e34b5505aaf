//! What several test files need.
use jiff::civil::{DateTime, Time, date};
use rondo_recurrence::{Rule, Slots};

/// `2026-03-10` (midnight) or `2026-03-10T09:00`.
pub(crate) fn moment(text: &str) -> DateTime {
    if text.contains('T') {
        return text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    }
    text.parse::<jiff::civil::Date>().unwrap().to_datetime(Time::midnight())
}

pub(crate) fn rule(text: &str) -> Rule {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn slots(start: &str, text: &str) -> Slots {
    Slots::new(moment(start), rule(text))
}

pub(crate) fn first(slots: &Slots, count: usize) -> Vec<DateTime> {
    slots.iter().take(count).collect()
}

/// `1997-09: 2 4 6; 1997-10: 1-3` at that time of day.
pub(crate) fn days(text: &str, hour: i8) -> Vec<DateTime> {
    let months = text.split(';').map(|month| month.split_once(':').unwrap());
    months
        .flat_map(|(month, days)| {
            let (year, month) = month.trim().split_once('-').unwrap();
            let (year, month) = (year.parse().unwrap(), month.parse().unwrap());
            days.split_whitespace().flat_map(move |range| {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                let range = first.parse().unwrap()..=last.parse().unwrap();
                range.map(move |day| date(year, month, day).at(hour, 0, 0, 0))
            })
        })
        .collect()
}

/// Random numbers that are the same for the same seed on every machine (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but without, `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(crate) fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }
}
