//! What was taken for what in a sentence.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::output::{Output, Tone, plain};
use super::table::fill;

/// One line a part that was understood, with the other ways to read it.
pub(super) fn text(output: &Output, understood: &Value) -> String {
    let parts = understood.as_array().map_or(&[][..], Vec::as_slice);
    if parts.is_empty() {
        return String::new();
    }
    let width = parts.iter().map(|part| word(part, "text").width()).max().unwrap_or(0);
    let mut lines = format!("\n{}\n", output.toned(Tone::Faint, "understood:"));
    for part in parts {
        let said = fill(&word(part, "text"), width);
        lines.extend(["  ", &said, "  ", &meaning(&part["meaning"]), &others(part), "\n"]);
    }
    lines
}

fn word(part: &Value, name: &str) -> String {
    plain(part[name].as_str().unwrap_or_default())
}

/// A meaning is a text, or JSON that says it.
fn meaning(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), plain)
}

fn others(part: &Value) -> String {
    let others = part["alternatives"].as_array().map_or(&[][..], Vec::as_slice);
    if others.is_empty() {
        return String::new();
    }
    let named: Vec<String> = others.iter().map(meaning).collect();
    format!(" (or {})", named.join(", or "))
}
