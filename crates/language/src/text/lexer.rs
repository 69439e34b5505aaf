//! Splits a sentence: at white space, and punctuation off the words it touches.

use rondo_domain::Tag;

use super::{Shape, Token};

/// What stands in front of a word without being part of it.
const BEFORE: &str = "([{<'‘’@*•-–—,.:;?!…/&+~\"“”«»„";
/// What stands behind a word without being part of it.
const BEHIND: &str = ")]}>'‘’,.:;?!…*-–—\"“”«»/&~";
/// What parts two words without any white space.
const BETWEEN: &str = ",;—()[]";

/// Every token of the text.
pub(super) fn tokens(raw: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        raw,
        at: 0,
        tokens: Vec::with_capacity(raw.len() / 4 + 4),
        unclosed: Vec::new(),
    };
    while lexer.next().is_some() {}
    lexer.tokens
}

struct Lexer<'t> {
    raw: &'t str,
    at: usize,
    tokens: Vec<Token>,
    /// Closing quotes that do not come any more: looked for once, not once a quote.
    unclosed: Vec<char>,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<()> {
        let rest = &self.raw[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        let first = self.raw[self.at..].chars().next()?;
        if let Some(end) = self.quoted(first) {
            return self.push(end, Shape::Quoted);
        }
        if let Some(end) = self.tag(first) {
            return self.push(end, Shape::Tag);
        }
        let is_priority = first == '!' && self.raw[self.at + 1..].starts_with(|next: char| next.is_ascii_alphabetic());
        if BEFORE.contains(first) && !is_priority {
            return self.push(self.at + first.len_utf8(), Shape::Mark(first));
        }
        self.word()
    }

    #[expect(clippy::unnecessary_wraps, reason = "a step of the lexer ends with what it did")]
    fn push(&mut self, end: usize, shape: Shape) -> Option<()> {
        let start = std::mem::replace(&mut self.at, end);
        self.tokens.push(Token { start, end, shape });
        Some(())
    }

    /// A word, with the punctuation behind it as tokens of its own.
    fn word(&mut self) -> Option<()> {
        let rest = &self.raw[self.at..];
        let parts = |(at, c): &(usize, char)| {
            c.is_whitespace() || (*at > 0 && BETWEEN.contains(*c) && !is_decimal(rest, *at, c.len_utf8()))
        };
        let end = rest.char_indices().find(parts).map_or(rest.len(), |(at, _)| at);
        let core = rest[..end].trim_end_matches(|c| BEHIND.contains(c));
        let (core_end, piece_end) = (self.at + core.len(), self.at + end);
        if !core.is_empty() {
            self.push(core_end, Shape::Word)?;
        }
        while let Some(mark) = self.raw[self.at..piece_end].chars().next() {
            self.push(self.at + mark.len_utf8(), Shape::Mark(mark))?;
        }
        Some(())
    }

    /// Where the quoted text ends that begins here.
    fn quoted(&mut self, first: char) -> Option<usize> {
        let close = closing(first)?;
        if self.unclosed.contains(&close) {
            return None;
        }
        let inside = self.at + first.len_utf8();
        let found = self.raw[inside..]
            .match_indices(close)
            .map(|(at, _)| inside + at + close.len_utf8());
        if first == '\'' && !self.opens_single(inside) {
            return None;
        }
        // A quote in the middle of a word, as in 5"x3", closes nothing.
        let closes = |end: &usize| !self.raw[*end..].starts_with(char::is_alphanumeric);
        let end = { found }.find(closes);
        if end.is_none() {
            self.unclosed.push(close);
        }
        end
    }

    /// Whether a single quote can open quoted text: not that of `'til` and `'27`.
    fn opens_single(&self, inside: usize) -> bool {
        let rest = &self.raw[inside..];
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_short = ["til", "till", "n", "em", "tis", "twas", "cause", "round", "s"].contains(&word);
        !is_short && rest.starts_with(char::is_alphabetic)
    }

    /// Where the tag ends that begins here.
    fn tag(&mut self, first: char) -> Option<usize> {
        let inside = (first == '#').then_some(self.at + 1)?;
        let rest = &self.raw[inside..];
        if let Some(words) = rest.strip_prefix('"') {
            let end = words.chars().take(Tag::MAX + 2).collect::<String>().find('"')?;
            return Tag::new(&words[..end]).is_ok().then_some(inside + end + 2);
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || BETWEEN.contains(c))
            .unwrap_or(rest.len());
        let name = rest[..end].trim_end_matches(|c| BEHIND.contains(c));
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        (!is_number && name.len() <= 4 * Tag::MAX && Tag::new(name).is_ok()).then_some(inside + name.len())
    }
}

const fn closing(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '\'' => Some('\''),
        '‘' => Some('’'),
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        _ => None,
    }
}

/// Whether the comma stands between digits, as in 1,000.
fn is_decimal(text: &str, at: usize, length: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    text[..at].ends_with(digit) && text[at + length..].starts_with(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| &text[token.start..token.end]).collect()
    }

    #[test]
    fn punctuation_is_split_off_and_what_is_inside_a_word_stays() {
        assert_eq!(
            split("Buy milk, (tomorrow)!"),
            ["Buy", "milk", ",", "(", "tomorrow", ")", "!"]
        );
        assert_eq!(
            split("See https://example.org/a#b at 9:30."),
            ["See", "https://example.org/a#b", "at", "9:30", "."]
        );
        assert_eq!(
            split("every mon,wed 1,000 !high every! @5pm"),
            ["every", "mon", ",", "wed", "1,000", "!high", "every", "!", "@", "5pm"]
        );
    }

    #[test]
    fn quotes_and_tags_are_one_token() {
        assert_eq!(
            split(r#"a "b c" #d #"e f" C# #12 5" x"#),
            ["a", r#""b c""#, "#d", "#\"e f\"", "C#", "#12", "5", "\"", "x"]
        );
        assert_eq!(split("“a b” «c d» \"open"), ["“a b”", "«c d»", "\"", "open"]);
    }
}
