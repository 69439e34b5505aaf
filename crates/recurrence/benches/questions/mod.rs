//! What the benchmarks ask: the next date of rules that people have, and of the hardest ones.

#[path = "../../tests/suite/hard_rules.rs"]
mod hard_rules;

use jiff::civil::{Date, DateTime, date};
use rondo_recurrence::Slots;

/// Rules that people have, ten years into their series.
const COMMON: &[&str] = &[
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=3FR",
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    "FREQ=HOURLY;INTERVAL=4;BYMINUTE=0",
    "FREQ=DAILY;COUNT=5000",
    "FREQ=DAILY;INTERVAL=3;COUNT=2000",
    "FREQ=DAILY;BYHOUR=8,20;COUNT=10000",
    "FREQ=WEEKLY;BYDAY=MO;COUNT=1000",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5000",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=1000",
    "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=200",
    "FREQ=MONTHLY;BYMONTHDAY=15,-1;COUNT=400",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=200",
    "FREQ=MONTHLY;BYDAY=3FR;COUNT=200",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=200",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;COUNT=50",
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15;COUNT=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1;COUNT=30",
    "FREQ=HOURLY;INTERVAL=4;BYMINUTE=0;COUNT=50000",
];

/// Rules whose dates are counted for a thousand years, and have no short cycle to count by.
const COUNTED: &[&str] = &[
    "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=1000000",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=1000000",
    "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1;COUNT=1000000",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU;COUNT=1000000",
    "FREQ=HOURLY;INTERVAL=240;BYYEARDAY=-322,-52,221,333;COUNT=1000000",
    "FREQ=DAILY;INTERVAL=10;BYMONTHDAY=31;COUNT=1000000",
    "FREQ=HOURLY;INTERVAL=2494;BYYEARDAY=-4;COUNT=1000000",
];

/// The first slot after a moment.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) rule: &'static str,
    slots: Slots,
    after: DateTime,
}

impl Question {
    fn new(start: DateTime, rule: &'static str, after: DateTime) -> Self {
        let slots = Slots::new(start, rule.parse().expect("a rule of the table"));
        Self { rule, slots, after }
    }

    pub(crate) fn ask(&self) -> Option<DateTime> {
        self.slots.next_after(self.after)
    }
}

pub(crate) fn common() -> impl Iterator<Item = Question> {
    let (start, after) = (date(2016, 1, 4).at(9, 0, 0, 0), date(2026, 3, 10).at(15, 0, 0, 0));
    COMMON.iter().map(move |rule| Question::new(start, rule, after))
}

pub(crate) fn hard() -> impl Iterator<Item = Question> {
    let never = hard_rules::NEVER.iter().map(|(start, rule)| {
        let start = start.parse::<Date>().expect("a date of the table").at(0, 0, 0, 0);
        Question::new(start, rule, start)
    });
    let (start, after) = (date(2020, 1, 6).at(9, 0, 0, 0), date(3020, 1, 1).at(0, 0, 0, 0));
    never.chain(COUNTED.iter().map(move |rule| Question::new(start, rule, after)))
}
