//! How long one question takes: `cargo bench -p rondo-recurrence`.
//!
//! The aim: under 2 µs for a rule that people have, under 1 ms for the hardest that can be written.

#[path = "../tests/suite/hard_rules.rs"]
mod hard_rules;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{DateTime, date};
use rondo_recurrence::{Rule, Slots};

/// Rules that people have, six years into their series.
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
    "FREQ=WEEKLY;BYDAY=MO;COUNT=1000",
    "FREQ=DAILY;COUNT=1000000",
];

/// Rules whose dates are counted for a hundred years.
const COUNTED: &[&str] = &[
    "FREQ=DAILY;COUNT=1000000",
    "FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=-1;COUNT=1000000",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=1000000",
];

fn common(criterion: &mut Criterion) {
    let start = date(2020, 1, 6).at(9, 0, 0, 0);
    for text in COMMON {
        measure(criterion, "common", start, text, date(2026, 3, 10).at(15, 0, 0, 0));
    }
}

fn hard(criterion: &mut Criterion) {
    for (start, text) in hard_rules::NEVER {
        let start = start
            .parse::<jiff::civil::Date>()
            .expect("a date of the table")
            .at(0, 0, 0, 0);
        measure(criterion, "hard", start, text, start);
    }
    for text in COUNTED {
        measure(
            criterion,
            "counted",
            date(2020, 1, 6).at(9, 0, 0, 0),
            text,
            date(2120, 1, 1).at(0, 0, 0, 0),
        );
    }
}

fn measure(criterion: &mut Criterion, group: &str, start: DateTime, text: &str, after: DateTime) {
    let slots = Slots::new(start, text.parse().expect("a rule of the table"));
    criterion.bench_function(&format!("{group}: {text}"), |bencher| {
        bencher.iter(|| black_box(&slots).next_after(black_box(after)));
    });
}

fn reading(criterion: &mut Criterion) {
    let text = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=20300101";
    criterion.bench_function("read", |bencher| bencher.iter(|| black_box(text).parse::<Rule>()));
    let rule: Rule = text.parse().expect("a rule");
    criterion.bench_function("print", |bencher| bencher.iter(|| black_box(&rule).to_string()));
    criterion.bench_function("in words", |bencher| bencher.iter(|| black_box(&rule).in_words()));
}

criterion_group! {
    name = next_slot;
    config = Criterion::default().measurement_time(std::time::Duration::from_secs(1))
        .warm_up_time(std::time::Duration::from_millis(300));
    targets = common, hard, reading
}
criterion_main!(next_slot);
