//! Reading takes time that grows with the length of the text alone, whatever is in it.

use std::time::{Duration, Instant};

use rondo_domain::{Person, UserId, Zone};
use rondo_language::{Setting, read};

/// Texts that make a reader look far ahead, or again and again.
const PIECES: &[&str] = &[
    "a ",
    "tomorrow ",
    "every ",
    "every mon, ",
    "every day for 2 weeks ",
    "\"",
    "\"a ",
    "“a ",
    "#a ",
    "# ",
    "!high ",
    ", ",
    "( ",
    "1 ",
    "1st and ",
    "at 9 ",
    "at 9 and ",
    "remind me 1 day and ",
    "remind me 1 day before and ",
    "from monday to ",
    "next week ",
    "in 3 days ",
    "until ",
    "half past ",
    "the 1st of ",
    "jan, ",
    "mon ",
    "daily ",
    "starting ",
    "🎉 ",
    "é",
];

/// The quickest of a few.
fn time(text: &str) -> Duration {
    let person = Person::new(UserId::from_u128(1), "Ann", Zone::UTC);
    let setting = Setting::of(&person, "2026-03-10T09:00:00Z".parse().unwrap());
    let once = |_| {
        let began = Instant::now();
        let _ = read(text, &setting);
        began.elapsed()
    };
    (0..2).map(once).min().unwrap()
}

/// Ten times the text takes about ten times as long. A quadratic reader would take a hundred times: the
/// bound lies between, for machines that have other things to do.
#[test]
fn time_grows_with_the_length() {
    for piece in PIECES {
        let (short, long) = (piece.repeat(10_000 / piece.len()), piece.repeat(100_000 / piece.len()));
        let (before, after) = (time(&short).max(Duration::from_micros(500)), time(&long));
        assert!(after < before * 45, "{piece:?}: {before:?}, and ten times as long {after:?}");
    }
}
