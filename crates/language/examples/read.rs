//! Reads each line of the standard input as quick add would, and writes it as a case of `corpus/`, to be
//! looked at and kept: `cargo run -p rondo-language --example read en-GB < phrases.txt`.

use std::io::{self, BufRead};

use rondo_domain::{Basis, Choice, Person, UserId, When, Zone};
use rondo_language::{Setting, read};
use rondo_recurrence::Slots;
use serde_json::{Map, Value, json};

fn main() -> io::Result<()> {
    let argument = |at: usize, default: &str| std::env::args().nth(at).unwrap_or_else(|| default.to_owned());
    let zone = Zone::parse(&argument(2, "Europe/Berlin")).expect("the second argument is a zone");
    let now = argument(3, "2026-03-10T10:00:00+01:00")
        .parse()
        .expect("the third argument is an instant");
    let mut person = Person::new(UserId::from_u128(1), "Ann", zone);
    person.locale = argument(1, "en-GB");
    for line in io::stdin().lock().lines() {
        println!("  {},", case(&line?, &Setting::of(&person, now), &person));
    }
    Ok(())
}

fn case(text: &str, setting: &Setting<'_>, person: &Person) -> Value {
    let reading = read(text, setting);
    let mut expect = Map::new();
    expect.insert("title".to_owned(), json!(reading.title));
    if let Some(due) = reading.due {
        expect.insert("due_date".to_owned(), json!(due.date.to_string()));
        if let Some(time) = due.time {
            expect.insert("due_time".to_owned(), json!(time.strftime("%H:%M").to_string()));
        }
        if let Some(Choice::Rule(rule)) = reading.repeat.as_ref().map(|repeat| &repeat.choice) {
            let time = due.time.filter(|_| rule.has_times()).unwrap_or_default();
            let slots = Slots::new(due.date.to_datetime(time), rule.clone());
            let dates: Vec<String> = slots.iter().take(3).map(|slot| slot.date().to_string()).collect();
            expect.insert("next_dates".to_owned(), json!(dates));
            expect.insert("words".to_owned(), json!(rule.in_words()));
        }
    }
    if reading.repeat.is_some_and(|repeat| repeat.basis == Basis::CompletionDate) {
        expect.insert("recurrence_basis".to_owned(), json!("completion_date"));
    }
    if let Some(priority) = reading.priority {
        expect.insert("priority".to_owned(), json!(priority.word()));
    }
    if !reading.tags.is_empty() {
        expect.insert(
            "tags".to_owned(),
            json!(reading.tags.iter().map(ToString::to_string).collect::<Vec<_>>()),
        );
    }
    let told = |when: &When| match when {
        When::Before(before) => before.to_string(),
        When::At(at) => at.in_zone(&person.zone).strftime("%Y-%m-%d %H:%M").to_string(),
    };
    if let Some(reminders) = reading.reminders {
        expect.insert("reminders".to_owned(), json!(reminders.iter().map(told).collect::<Vec<_>>()));
    }
    let others: Vec<_> = reading
        .understood
        .iter()
        .flat_map(|piece| piece.alternatives.clone())
        .collect();
    if !others.is_empty() {
        expect.insert("alternatives".to_owned(), json!(others));
    }
    json!({"text": text, "expect": expect})
}
