//! Content lines (RFC 5545 sections 3.1 and 3.3.11): folding, parameters, escapes.

use std::fmt::Write;

use crate::Spot;
use crate::batch::Unreadable;
use crate::finding::{Findings, quoted};

/// A content line: `NAME;PARAMETER=value:value`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins in the file.
    pub(super) number: usize,
    /// In capitals.
    pub(super) name: String,
    /// Each name in capitals, each value without its quotes.
    pub(super) params: Vec<(String, String)>,
    /// As it stands, escapes and all.
    pub(super) value: String,
}

impl Line {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        params.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The most content lines of a file. A true line has a name and a value: eight megabytes of them are
/// fewer, and what lines of two letters would fill is memory.
const MOST_LINES: usize = 500_000;

/// The content lines of a file; one that is none is reported.
///
/// # Errors
/// When there are too many.
pub(super) fn lines(bytes: &[u8], findings: &mut Findings) -> Result<Vec<Line>, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = Vec::new();
    for (number, unfolded) in unfolded(bytes) {
        if lines.len() == MOST_LINES {
            return Err(Unreadable(format!("has more than {MOST_LINES} lines; cut it in parts")));
        }
        let at = Spot {
            line: Some(number),
            ..Spot::default()
        };
        let text = String::from_utf8_lossy(&unfolded);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            findings.changed(&at, "", "some bytes are no UTF-8 and became U+FFFD");
        }
        if text.trim().is_empty() {
            continue;
        }
        match parse(number, &text) {
            Some(line) => lines.push(line),
            None => findings.left_out(&at, "", format!("{} is no line of an iCalendar file", quoted(&text))),
        }
    }
    Ok(lines)
}

/// The lines with their numbers and their folds undone, as bytes: a fold may stand inside a letter.
fn unfolded(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    let mut lines = lines
        .map(|(index, line)| (index + 1, line.strip_suffix(b"\r").unwrap_or(line)))
        .peekable();
    let is_fold = |(_, line): &(usize, &[u8])| matches!(line.first(), Some(b' ' | b'\t'));
    std::iter::from_fn(move || {
        let (number, first) = lines.next()?;
        let mut whole = first.to_vec();
        while let Some((_, fold)) = lines.next_if(is_fold) {
            whole.extend_from_slice(&fold[1..]);
        }
        Some((number, whole))
    })
}

fn parse(number: usize, text: &str) -> Option<Line> {
    let mut quotes = false;
    let mut pieces: Vec<String> = vec![String::new()];
    let mut rest = text.char_indices();
    let value = loop {
        let (index, c) = rest.next()?;
        match c {
            '"' => quotes = !quotes,
            ':' if !quotes => break &text[index + 1..],
            ';' if !quotes => pieces.push(String::new()),
            _ => pieces.last_mut()?.push(c),
        }
    };
    let mut pieces = pieces.into_iter();
    let name = pieces.next()?.trim().to_ascii_uppercase();
    let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let params = pieces.map(|piece| {
        let (name, value) = piece.split_once('=').unwrap_or((&piece, ""));
        (name.trim().to_ascii_uppercase(), value.to_owned())
    });
    named.then(|| Line {
        number,
        name,
        params: params.collect(),
        value: value.to_owned(),
    })
}

/// A TEXT value as it is meant.
pub(super) fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some('n' | 'N')) => text.push('\n'),
            ('\\', Some(escaped @ ('\\' | ';' | ','))) => text.push(escaped),
            _ => {
                text.push(c);
                continue;
            }
        }
        chars.next();
    }
    text
}

/// The items of a list of TEXT values.
pub(super) fn items(value: &str) -> impl Iterator<Item = String> {
    let mut escaped = false;
    let ends = move |c| {
        let ends = c == ',' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    };
    value.split(ends).map(|item| unescaped(item).trim().to_owned())
}

/// A text as a TEXT value. Characters that RFC 5545 has no place for, which are those that no key types,
/// are U+FFFD: so a text of nothing else is one still.
pub(super) fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\t' => value.push(c),
            c if c.is_ascii_control() => value.push(char::REPLACEMENT_CHARACTER),
            c => value.push(c),
        }
    }
    value
}

/// Whether [`escaped`] keeps every character of it.
pub(super) fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| c.is_ascii_control() && !matches!(c, '\n' | '\t'))
}

/// The longest line, in bytes without its end.
const LONGEST: usize = 75;

/// Appends a content line, folded.
pub(super) fn push(out: &mut String, name: &str, value: &str) {
    let mut left = LONGEST;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if c.len_utf8() > left {
            out.push_str("\r\n ");
            left = LONGEST - 1;
        }
        left -= c.len_utf8();
        let _ = out.write_char(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_name_parameters_and_a_value() {
        let mut findings = Findings::default();
        let file = "due;TZID=\"A;B:C\";value=date:2026:10\r\nSUMM\r\n ARY:Buy\\, then\\n\r\n\t cook\r\nnonsense\r\n";
        let lines = lines(file.as_bytes(), &mut findings).unwrap();
        assert_eq!((lines[0].name.as_str(), lines[0].value.as_str()), ("DUE", "2026:10"));
        assert_eq!(
            (lines[0].param("TZID"), lines[0].param("VALUE")),
            (Some("A;B:C"), Some("date"))
        );
        assert_eq!(
            (lines[1].number, unescaped(&lines[1].value).as_str()),
            (2, "Buy, then\n cook")
        );
        assert_eq!((findings.len(), findings[0].at.line), (1, Some(5)));
    }

    #[test]
    fn a_fold_may_stand_inside_a_letter() {
        let mut bytes = b"SUMMARY:caf\xc3".to_vec();
        bytes.extend_from_slice(b"\r\n \xa9\r\n");
        let mut findings = Findings::default();
        assert_eq!(lines(&bytes, &mut findings).unwrap()[0].value, "café");
        assert!(findings.is_empty());
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut out = String::new();
        push(&mut out, "SUMMARY", &escaped(&"é;\\".repeat(100)));
        assert!(out.lines().all(|line| line.len() <= LONGEST));
        let read = lines(out.as_bytes(), &mut Findings::default()).unwrap();
        assert_eq!(unescaped(&read[0].value), "é;\\".repeat(100));
        assert_eq!(items("a\\,b,c\\\\,d").collect::<Vec<_>>(), ["a,b", "c\\", "d"]);
    }
}
