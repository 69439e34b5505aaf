//! What a person sees: text that is safe to print, colour on a terminal only.

use std::io::{IsTerminal, Write};

use jiff::civil::Date;
use serde_json::Value;

use super::arguments::Common;
use super::failure::Failure;

/// Where answers go, and how.
pub(super) struct Output {
    json: bool,
    colour: bool,
}

/// How something is set off.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tone {
    /// Less important than the rest.
    Faint,
    /// Wants to be seen.
    Strong,
}

impl Output {
    pub(super) fn of(common: &Common) -> Self {
        let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            json: common.json,
            colour: is_wanted && std::io::stdout().is_terminal(),
        }
    }

    /// Shows the value as JSON when that is asked for, else as text.
    pub(super) fn show(&self, value: &Value, text: impl FnOnce(&Self) -> String) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{value:#}")?;
        } else {
            out.write_all(text(self).as_bytes())?;
        }
        out.flush()?;
        Ok(())
    }

    /// The text, set off where there is colour.
    pub(super) fn toned(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Faint => "2",
            Tone::Strong => "1;31",
        };
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Text of a task, without what a terminal would obey.
pub(super) fn plain(text: &str) -> String {
    let safe = |c: char| if c.is_control() || is_invisible(c) { ' ' } else { c };
    text.chars().map(safe).collect()
}

/// Characters that turn the direction of the text around them.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The end of a task's id, which tells tasks of one day apart.
pub(super) fn short(task: &Value) -> String {
    let id = task["id"].as_str().unwrap_or_default();
    id.get(id.len().saturating_sub(8)..).unwrap_or(id).to_owned()
}

/// When a task is due: `Thu 2026-12-17 10:00`; empty when it is not.
pub(super) fn due(task: &Value) -> String {
    let Some(date) = task["due_date"].as_str() else {
        return String::new();
    };
    let weekday = date.parse::<Date>().map(|date| date.strftime("%a ").to_string());
    let time = task["due_time"].as_str().unwrap_or_default();
    format!("{}{date} {time}", weekday.unwrap_or_default()).trim_end().to_owned()
}
