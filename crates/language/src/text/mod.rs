//! A sentence as tokens.

mod cursor;
mod lexer;

pub(crate) use cursor::{Cursor, Read, list};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, digits and what stands between them, as in `9:30` or `a@b.example`.
    Word,
    /// One character of punctuation, in front of a word or behind it.
    Mark(char),
    /// Text in quotes, with them.
    Quoted,
    /// `#tag` or `#"two words"`.
    Tag,
}

/// A piece of the text, by its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
}

/// A sentence with its tokens.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    /// As it was written.
    pub(crate) raw: &'t str,
    /// In small letters, byte for byte: only ASCII changes.
    lower: String,
    pub(crate) tokens: Vec<Token>,
    /// Whether all of it is in capital letters, so that they say nothing.
    shouted: bool,
}

impl<'t> Text<'t> {
    /// Splits a sentence, in time that grows with its length alone.
    pub(crate) fn new(raw: &'t str) -> Self {
        Self {
            raw,
            lower: raw.to_ascii_lowercase(),
            tokens: lexer::tokens(raw),
            shouted: !raw.chars().any(char::is_lowercase),
        }
    }

    /// A cursor before that token.
    pub(crate) fn cursor(&self, at: usize) -> Cursor<'_> {
        Cursor::new(self, at)
    }

    /// The token's text as it was written.
    pub(crate) fn written(&self, token: Token) -> &'t str {
        &self.raw[token.start..token.end]
    }

    /// The word at that place, in small letters.
    pub(crate) fn word(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at).filter(|token| token.shape == Shape::Word)?;
        Some(&self.lower[token.start..token.end])
    }

    /// Whether the word there begins with a capital letter that means something.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        let is_word = |token: &&Token| token.shape == Shape::Word;
        let first = self.tokens.get(at).filter(is_word).map(|token| self.written(*token));
        !self.shouted && first.and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }

    /// Whether a token touches the one before it.
    pub(crate) fn is_glued(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].end == self.tokens[at].start
    }
}
