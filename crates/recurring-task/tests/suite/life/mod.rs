//! The whole life of recurring tasks: random commands by way of the application, on a real database, with
//! the events delivered late, doubled and out of order. After each step, promises of `docs/recurrence.md`
//! are held against every row.

mod book;
mod checks;
mod commands;
mod era;
mod naive;
mod series;
mod story;
mod wishes;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rondo_fixture::{Engine, on_both_engines, seed};

use self::story::Story;

on_both_engines!(a_series_keeps_its_promises_all_its_life);

const STEPS: usize = 60;

/// Says what is wrong, unless it is not.
macro_rules! ensure {
    ($holds:expr, $($what:tt)+) => {
        if !$holds {
            return Err(format!($($what)+));
        }
    };
}
use ensure;

async fn a_series_keeps_its_promises_all_its_life(engine: Engine) {
    let mut seeds = StdRng::seed_from_u64(seed());
    for _ in 0..stories(engine) {
        tell(engine, seeds.random()).await;
    }
}

/// `RONDO_TEST_STORIES`, or what is enough for every day.
fn stories(engine: Engine) -> usize {
    let wanted = std::env::var("RONDO_TEST_STORIES").ok();
    let wanted = wanted.map(|number| number.parse().expect("RONDO_TEST_STORIES is a whole number"));
    wanted.unwrap_or(if engine == Engine::Sqlite { 14 } else { 4 })
}

async fn tell(engine: Engine, seed: u64) {
    let mut story = Story::begin(engine, seed).await;
    for _ in 0..STEPS {
        if let Err(wrong) = story.step().await {
            panic!("{wrong}\nthe story of seed {seed}:\n{story}");
        }
    }
    if let Err(wrong) = story.end().await {
        panic!("{wrong}\nthe story of seed {seed}:\n{story}");
    }
}
