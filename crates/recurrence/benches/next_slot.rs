//! How long one question takes, with criterion's statistics:
//! `cargo bench -p rondo-recurrence --bench next_slot`. What it should take: `targets.rs`.

mod questions;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use questions::Question;
use rondo_recurrence::Rule;

fn common(criterion: &mut Criterion) {
    questions::common().for_each(|question| measure(criterion, "common", &question));
}

fn hard(criterion: &mut Criterion) {
    questions::hard().for_each(|question| measure(criterion, "hard", &question));
}

fn measure(criterion: &mut Criterion, group: &str, question: &Question) {
    criterion.bench_function(&format!("{group}: {}", question.rule), |bencher| {
        bencher.iter(|| black_box(question).ask());
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
