//! Whether the crate is as fast as it should be: `cargo bench -p rondo-recurrence --bench targets`.
//! It fails when a target is missed.

mod questions;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use questions::Question;

/// For a rule that people have, with COUNT or without, ten years into its series.
const COMMON: Duration = Duration::from_micros(2);
/// For the hardest that can be written.
const HARD: Duration = Duration::from_millis(1);
/// How long each question is asked again and again.
const PATIENCE: Duration = Duration::from_millis(20);

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this as well, unoptimised.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let common = questions::common().filter(|question| is_late(question, COMMON)).count();
    let hard = questions::hard().filter(|question| is_late(question, HARD)).count();
    match common + hard {
        0 => ExitCode::SUCCESS,
        late => {
            eprintln!("{late} of the questions above took too long");
            ExitCode::FAILURE
        }
    }
}

fn is_late(question: &Question, target: Duration) -> bool {
    let time = quickest(question);
    let verdict = if time < target { "ok" } else { "LATE" };
    println!("{time:>10.2?}  of {target:>4?}  {verdict:<4}  {}", question.rule);
    time >= target
}

/// The mean of the best of many rounds: the rest is other programs on the machine.
fn quickest(question: &Question) -> Duration {
    const ROUND: u32 = 16;
    let began = Instant::now();
    let mut quickest = Duration::MAX;
    while began.elapsed() < PATIENCE {
        let round = Instant::now();
        (0..ROUND).for_each(|_| {
            black_box(black_box(question).ask());
        });
        quickest = quickest.min(round.elapsed() / ROUND);
    }
    quickest
}
