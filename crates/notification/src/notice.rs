//! What a person is told.

use std::fmt;

use rondo_domain::UserId;

/// A reminder in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What kind of reminder it is, as events name it.
    pub kind: &'static str,
    /// Whom it reminds.
    pub user: UserId,
    /// Of what.
    pub title: String,
    /// When that is due, as events write it.
    pub due: Option<String>,
    /// How much it matters.
    pub priority: &'static str,
}

impl fmt::Display for Notice {
    /// Always one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[REMINDER] {} | User: {} | Task: ", self.kind, self.user)?;
        for c in self.title.chars() {
            if steers(c) {
                write!(f, "{}", c.escape_default())?;
            } else {
                write!(f, "{c}")?;
            }
        }
        let due = self.due.as_deref().unwrap_or("none");
        write!(f, " | Due: {due} | Priority: {}", self.priority)
    }
}

/// Whether a character steers the console rather than showing itself: control characters, the line
/// and paragraph separators, and those that turn the direction of what follows.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(title: &str) -> Notice {
        Notice {
            kind: "24_hours_before",
            user: UserId::from_u128(7),
            title: title.to_owned(),
            due: Some("2026-03-10".to_owned()),
            priority: "high",
        }
    }

    #[test]
    fn a_reminder_is_the_line_of_the_contract() {
        assert_eq!(
            notice("Bücher zurückgeben 📚").to_string(),
            "[REMINDER] 24_hours_before | User: 00000000-0000-0000-0000-000000000007 | Task: Bücher zurückgeben 📚 \
             | Due: 2026-03-10 | Priority: high"
        );
    }

    #[test]
    fn a_title_cannot_make_a_second_line() {
        let line = notice("a\r\nb\u{85}c\u{2028}d\u{2029}e\u{1b}[2Jf\u{202e}g").to_string();
        let title = r"Task: a\r\nb\u{85}c\u{2028}d\u{2029}e\u{1b}[2Jf\u{202e}g |";
        assert!(line.contains(title), "{line}");
    }
}
