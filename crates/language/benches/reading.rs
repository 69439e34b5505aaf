//! How long a phrase of the corpus takes to read, with criterion's statistics, and whether half of them
//! keep within the target: `cargo bench -p rondo-language --bench reading`.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group};
use rondo_domain::{Person, UserId, Zone};
use rondo_language::{Setting, read};

/// What half of the phrases must not exceed.
const TARGET: Duration = Duration::from_micros(20);
const ROUNDS: u32 = 200;

fn phrases() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files = fs::read_dir(folder).expect("the corpus is there").flatten();
    let texts = files.flat_map(|file| {
        let text = fs::read_to_string(file.path()).expect("the corpus can be read");
        let mut group: serde_json::Value = serde_json::from_str(&text).expect("the corpus is JSON");
        let cases = group["cases"].as_array_mut().map(std::mem::take).unwrap_or_default();
        cases.into_iter().filter_map(|case| case["text"].as_str().map(str::to_owned))
    });
    texts.collect()
}

fn person() -> Person {
    let zone = Zone::parse("Europe/Berlin").expect("a zone");
    Person::new(UserId::from_u128(1), "Ann", zone)
}

fn setting(person: &Person) -> Setting<'_> {
    Setting::of(person, "2026-03-10T09:00:00Z".parse().expect("an instant"))
}

fn reading(criterion: &mut Criterion) {
    let person = person();
    let setting = setting(&person);
    for text in [
        "Buy milk",
        "Pay rent every month on the 1st at 9am #home !high remind me 2 days before",
        "Take the trash out every Monday and Tuesday at 6:15 pm until 30 June",
    ] {
        criterion.bench_function(text, |bencher| bencher.iter(|| read(black_box(text), &setting)));
    }
}

/// The mean time of each phrase, the quickest first.
fn times() -> Vec<(Duration, String)> {
    let person = person();
    let setting = setting(&person);
    let timed = |text: String| {
        let began = Instant::now();
        for _ in 0..ROUNDS {
            black_box(read(black_box(&text), &setting));
        }
        (began.elapsed() / ROUNDS, text)
    };
    let mut times: Vec<_> = phrases().into_iter().map(timed).collect();
    times.sort();
    times
}

criterion_group! {
    name = group;
    config = Criterion::default().measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(300));
    targets = reading
}

fn main() {
    // `cargo test --all-targets` runs this as well, unoptimised.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    group();
    let times = times();
    let (median, slowest) = (&times[times.len() / 2], &times[times.len() - 1]);
    println!(
        "{} phrases: median {:?}, slowest {:?} ({:?})",
        times.len(),
        median.0,
        slowest.0,
        slowest.1
    );
    assert!(median.0 < TARGET, "the median is not under {TARGET:?}");
}
