//! A place between tokens, from which phrases are read.

use super::{Shape, Text};

/// What was read, and where it ends.
pub(crate) type Read<'t, T> = Option<(T, Cursor<'t>)>;

/// A place before a token. Reading gives a new place and leaves this one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t Text<'t>,
    pub(crate) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t Text<'_>, at: usize) -> Self {
        Self { text, at }
    }

    pub(crate) fn text(self) -> &'t Text<'t> {
        self.text
    }

    /// The place behind one more token.
    pub(crate) fn next(self) -> Self {
        Self { at: self.at + 1, ..self }
    }

    /// The place before the token that was read last.
    pub(crate) fn back(self) -> Option<Self> {
        Some(Self {
            at: self.at.checked_sub(1)?,
            ..self
        })
    }

    /// The next word, in small letters.
    pub(crate) fn word(self) -> Read<'t, &'t str> {
        Some((self.text.word(self.at)?, self.next()))
    }

    /// The next word, without going on.
    pub(crate) fn peek(self) -> &'t str {
        self.text.word(self.at).unwrap_or_default()
    }

    /// Behind that word.
    pub(crate) fn eat(self, word: &str) -> Option<Self> {
        (self.text.word(self.at)? == word).then(|| self.next())
    }

    /// Behind one of these words.
    pub(crate) fn eat_any(self, words: &[&str]) -> Option<Self> {
        words.contains(&self.text.word(self.at)?).then(|| self.next())
    }

    /// Behind one of these words, if it stands here.
    pub(crate) fn skip(self, words: &[&str]) -> Self {
        self.eat_any(words).unwrap_or(self)
    }

    /// Behind all the words of one of these phrases.
    pub(crate) fn eat_phrase(self, phrases: &[&str]) -> Option<Self> {
        phrases.iter().find_map(|phrase| phrase.split(' ').try_fold(self, Self::eat))
    }

    /// Behind that punctuation.
    pub(crate) fn mark(self, mark: char) -> Option<Self> {
        let token = self.text.tokens.get(self.at)?;
        (token.shape == Shape::Mark(mark)).then(|| self.next())
    }

    /// Behind that punctuation, if it touches what was read before.
    pub(crate) fn skip_glued(self, mark: char) -> Self {
        if self.text.is_glued(self.at) {
            self.mark(mark).unwrap_or(self)
        } else {
            self
        }
    }

    /// Behind what joins the items of a list: a comma, "and", or both.
    pub(crate) fn joint(self) -> Option<Self> {
        let comma = self.mark(',').or_else(|| self.mark('/'));
        let words: &[&str] = &["and", "or"];
        let after = comma.unwrap_or(self);
        after
            .eat_any(words)
            .or_else(|| after.mark('&'))
            .or_else(|| after.mark('+'))
            .or(comma)
    }

    /// Whether no word follows, but punctuation, a tag or nothing.
    pub(crate) fn is_end(self) -> bool {
        self.text.word(self.at).is_none()
    }

    /// Whether the token here begins with a capital letter.
    pub(crate) fn is_capital(self) -> bool {
        self.text.is_capital(self.at)
    }
}

/// Reads items that are joined by commas and "and", a month's worth at most.
pub(crate) fn list<'t, T>(first: Cursor<'t>, item: impl Fn(Cursor<'t>) -> Read<'t, T>) -> Read<'t, Vec<T>> {
    let (one, mut cursor) = item(first)?;
    let mut items = vec![one];
    while items.len() < 31 {
        let Some((one, after)) = cursor.joint().and_then(&item) else {
            break;
        };
        items.push(one);
        cursor = after;
    }
    Some((items, cursor))
}
