//! How people name a task.

use super::Target;
use super::filter;
use super::lead::{plain, rest_after, rest_before};
use crate::Setting;

/// Reads what is named.
pub(super) fn target(text: &str, setting: &Setting<'_>) -> Option<Target> {
    let text = plain(text);
    if let Some(inside) = quoted(text) {
        return Some(Target::Quoted(inside.to_owned()));
    }
    if let Some(reference) = reference(text) {
        return Some(reference);
    }
    if let Some(set) = filter::set(text, setting) {
        return Some(Target::Set(set));
    }
    let bare = bare(text);
    match quoted(bare) {
        _ if bare.is_empty() => None,
        Some(inside) => Some(Target::Quoted(inside.to_owned())),
        None => Some(Target::Words(bare.to_owned())),
    }
}

/// Reads "it", "the second one", "numbers 1 and 3", "both".
pub(super) fn reference(text: &str) -> Option<Target> {
    let lower = plain(text).to_lowercase();
    match lower.as_str() {
        "it" | "that" | "this" | "that one" | "this one" | "that task" | "this task" | "the task" | "the same" => {
            Some(Target::It)
        }
        "both" | "them" | "those" | "these" | "all" | "all of them" | "both of them" | "them all" | "all of those"
        | "all of these" | "everything" | "these tasks" | "those tasks" | "all three" | "each of them" => Some(Target::All),
        _ => places(&lower),
    }
}

const PLACES: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
];

/// One place of a list, or several: "1 and 3", "the first and the last".
fn places(text: &str) -> Option<Target> {
    let text = rest_after(text, &["numbers", "tasks"]).unwrap_or(text);
    let parts = text.split([',', '&']).flat_map(|part| part.split(" and "));
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).take(51).collect();
    let mut targets = parts.iter().map(|part| place(part)).collect::<Option<Vec<Target>>>()?;
    match targets.len() {
        0 | 51.. => None,
        1 => targets.pop(),
        _ => Some(Target::Several(targets)),
    }
}

fn place(text: &str) -> Option<Target> {
    let text = rest_after(text, &["the"]).unwrap_or(text);
    let text = rest_before(text, &["one", "task", "item"]).unwrap_or(text);
    if text == "last" {
        return Some(Target::Last);
    }
    if let Some(index) = PLACES.iter().position(|word| *word == text) {
        return Some(Target::Number(index + 1));
    }
    let number = rest_after(text, &["number", "no.", "no", "nr", "task", "item"]).unwrap_or(text);
    let number = number.trim_start_matches('#').trim_end_matches(['.', ')']);
    let digits = number
        .strip_suffix("st")
        .or_else(|| number.strip_suffix("nd"))
        .or_else(|| number.strip_suffix("rd"));
    let digits = digits.or_else(|| number.strip_suffix("th")).unwrap_or(number);
    let shaped = !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: usize = shaped.then(|| digits.parse().ok())??;
    (number > 0).then_some(Target::Number(number))
}

/// The words of a title, without what people put around them.
fn bare(text: &str) -> &str {
    let leads = &[
        "the task called",
        "the task named",
        "the task",
        "task called",
        "my task",
        "task",
        "the",
        "my",
    ];
    let text = rest_after(text, leads).filter(|rest| !rest.is_empty()).unwrap_or(text);
    rest_before(text, &["task", "todo"]).unwrap_or(text)
}

fn quoted(text: &str) -> Option<&str> {
    let pairs = [('"', '"'), ('“', '”'), ('«', '»')];
    let inside = pairs
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))?;
    (!inside.trim().is_empty() && !inside.contains('"')).then(|| inside.trim())
}
