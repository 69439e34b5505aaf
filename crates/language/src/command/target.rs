//! How people name a task.

use super::Target;

/// Reads what is named.
pub(super) fn target(text: &str) -> Option<Target> {
    let text = text.trim().trim_end_matches(['.', '!', '?', ',']).trim();
    let lower = text.to_lowercase();
    let plain = ["the ", "my ", "task ", "todo "]
        .iter()
        .fold(lower.as_str(), |rest, lead| rest.strip_prefix(lead).unwrap_or(rest));
    match plain {
        "" => None,
        "it" | "that" | "this" | "that one" | "this one" | "that task" | "this task" => Some(Target::It),
        "both" | "them" | "those" | "these" | "all" | "all of them" | "both of them" | "them all" | "all of those" => {
            Some(Target::All)
        }
        "last" | "last one" | "last task" => Some(Target::Last),
        _ => Some(place(plain).map_or_else(|| Target::Words(text.to_owned()), Target::Number)),
    }
}

const PLACES: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

fn place(text: &str) -> Option<usize> {
    let text = text
        .strip_suffix(" one")
        .or_else(|| text.strip_suffix(" task"))
        .unwrap_or(text);
    if let Some(index) = PLACES.iter().position(|word| *word == text) {
        return Some(index + 1);
    }
    let number = text
        .strip_prefix("number ")
        .or_else(|| text.strip_prefix('#'))
        .unwrap_or(text);
    number.parse().ok().filter(|number| (1..=500).contains(number))
}
