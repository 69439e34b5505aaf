//! The fields of an account as they are sent.

use jiff::civil::Weekday;
use rondo_domain::{Before, MAX_REMINDERS, parse_weekday};
use serde_json::Value;

use crate::input::{list, string, text, word};

const SHORTEST_PASSWORD: usize = 8;
const LONGEST_PASSWORD: usize = 200;

/// Reads an address; it is compared in small letters.
pub(super) fn email(value: &Value) -> Result<String, String> {
    let address = string(value)?.trim().to_lowercase();
    let shaped = address.split_once('@').is_some_and(|(local, domain)| {
        let plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
        plain(local) && plain(domain)
    });
    if shaped && address.len() <= 254 {
        Ok(address)
    } else {
        Err("must be an e-mail address like ann@example.org, of at most 254 bytes".to_owned())
    }
}

/// Reads a password that is being chosen.
pub(super) fn new_password(value: &Value) -> Result<String, String> {
    let password = string(value)?;
    if (SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&password.chars().count()) {
        Ok(password.to_owned())
    } else {
        Err(format!("must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"))
    }
}

/// Reads a password that is being checked: one that nobody could have chosen is wrong, not invalid.
pub(super) fn password(value: &Value) -> Result<String, String> {
    let password = string(value)?;
    Ok(password.chars().take(LONGEST_PASSWORD + 1).collect())
}

/// Reads a name for people to see.
pub(super) fn name(value: &Value) -> Result<String, String> {
    let name = string(value)?.trim();
    match name.chars().count() {
        1..=100 if !name.chars().any(char::is_control) => Ok(name.to_owned()),
        _ => Err("must have 1 to 100 characters, none of them control characters".to_owned()),
    }
}

/// Reads a language tag (BCP 47), by its shape.
pub(crate) fn locale(value: &Value) -> Result<String, String> {
    let tag = string(value)?;
    let mut parts = tag.split('-');
    let language = parts
        .next()
        .is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if language && rest && tag.len() <= 35 {
        Ok(tag.to_owned())
    } else {
        Err("must be a language tag like en, en-GB or de-CH".to_owned())
    }
}

/// Reads a day of the week.
pub(super) fn weekday(value: &Value) -> Result<Weekday, String> {
    word(
        parse_weekday,
        "monday, tuesday, wednesday, thursday, friday, saturday, sunday",
    )(value)
}

/// Reads durations before a due date.
pub(super) fn reminder_defaults(value: &Value) -> Result<Vec<Before>, String> {
    let mut kept = Vec::new();
    for before in list(MAX_REMINDERS, |item| text(str::parse::<Before>)(item))(value)? {
        if !kept.contains(&before) {
            kept.push(before);
        }
    }
    Ok(kept)
}
