//! Searches for a sentence that breaks what the crate promises of every text: `cargo xtask fuzz`, from
//! the root of the repository.
//!
//! The first byte of an input chooses when and where it is said, the rest is the sentence. `seeds/` has
//! sentences to begin with, `word.dict` the words of the language.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rondo_domain::{Person, Timestamp, UserId, Zone};
use rondo_language::{Kind, Reading, Setting, command, read};

/// Nights on which clocks change, the ends of months and of the calendar, and an ordinary day.
const TIMES: [(&str, &str); 6] = [
    ("2026-03-10T09:00:00Z", "Europe/Berlin"),
    ("2026-03-29T00:59:59Z", "Europe/Berlin"),
    ("2026-11-01T05:30:00Z", "America/New_York"),
    ("2024-02-29T23:59:00Z", "UTC"),
    ("9999-12-30T12:00:00Z", "UTC"),
    ("0001-01-02T00:00:00Z", "Pacific/Auckland"),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, text)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let (now, zone) = TIMES[usize::from(*choice) % TIMES.len()];
    let mut person = Person::new(UserId::from_u128(1), "Ann", Zone::parse(zone).expect("a zone of the table"));
    if choice & 0x80 == 0 {
        "en-GB".clone_into(&mut person.locale);
    }
    let now: Timestamp = now.parse().expect("an instant of the table");
    let setting = Setting::of(&person, now);
    let reading = read(&text, &setting);
    lies_where_it_says(&text, &reading);
    is_quoted_from_the_text(&text, &reading);
    assert!(
        reading.repeat.is_none() || reading.due.is_some(),
        "a rule without a date: {reading:?}"
    );
    let _ = command::parse(&text, &setting);
});

/// Each piece is at its place in UTF-16, after the one before it, and says what it means.
fn lies_where_it_says(text: &str, reading: &Reading) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut end = 0;
    for piece in &reading.understood {
        assert!(piece.start >= end && piece.end <= units.len(), "{piece:?}");
        assert_eq!(String::from_utf16_lossy(&units[piece.start..piece.end]), piece.text);
        assert!(!piece.meaning.is_empty(), "{piece:?}");
        end = piece.end;
    }
}

/// The title has no word that the text does not have, and all of it when nothing was understood.
fn is_quoted_from_the_text(text: &str, reading: &Reading) {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    assert!(letters(&reading.title) <= letters(text), "{reading:?}");
    if reading.understood.iter().all(|piece| piece.kind == Kind::Title) {
        assert_eq!(letters(&reading.title), letters(text), "{reading:?}");
    }
}
