//! Whether the crate is as fast as it should be: `cargo bench -p rondo-recurrence --bench targets`.
//! It prints medians, and fails when one misses its target.

mod questions;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use questions::Question;

/// For a rule that people have, with COUNT or without, ten years into its series.
const COMMON: Duration = Duration::from_micros(2);
/// For the hardest: those that never come, and those of which a thousand years are counted.
const HARD: Duration = Duration::from_millis(1);
/// How long each question is asked again and again.
const PATIENCE: Duration = Duration::from_millis(100);
/// What takes at least this long is a round by itself.
const ROUND: Duration = Duration::from_micros(20);

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
    let time = median(question);
    let verdict = if time < target { "ok" } else { "LATE" };
    println!("{time:>10.2?}  of {target:>4?}  {verdict:<4}  {}", question.rule);
    time >= target
}

/// The median of many rounds: too short for another program on the machine to come between most of
/// them, and too long for the clock to be coarse.
fn median(question: &Question) -> Duration {
    let time = |round: u32| {
        let began = Instant::now();
        (0..round).for_each(|_| {
            black_box(black_box(question).ask());
        });
        began.elapsed() / round
    };
    let round = if time(1) < ROUND { 16 } else { 1 };
    let began = Instant::now();
    let mut rounds = Vec::new();
    while began.elapsed() < PATIENCE {
        rounds.push(time(round));
    }
    rounds.sort_unstable();
    rounds[rounds.len() / 2]
}
