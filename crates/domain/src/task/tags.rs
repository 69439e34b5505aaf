//! Tags: words that group tasks.

use std::fmt;

/// One tag: letters and digits of any language, spaces, `-` and `_`, up to 50 characters.
/// Compared without case, shown as it was first written.
#[derive(Clone, Debug)]
pub struct Tag(String);

impl Tag {
    /// The longest tag, in characters.
    pub const MAX: usize = 50;

    /// The tag without the white space around it.
    ///
    /// # Errors
    /// Says what is wrong with it, for a person.
    pub fn new(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_') || is_mark(c);
        match text.chars().count() {
            0 => Err("a tag must not be empty".to_owned()),
            n if n > Self::MAX => Err(format!("a tag must have at most {} characters, one has {n}", Self::MAX)),
            _ if !text.chars().all(allowed) => Err("a tag may have letters, digits, spaces, - and _ only".to_owned()),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By what it is compared.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// Accents and vowel signs that follow a letter: Unicode counts them apart, people do not.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}'..='\u{94d}' | '\u{e31}'..='\u{e4e}' | '\u{3099}'..='\u{309a}')
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Tag {}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The tags of a task, each once, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// The most tags that a task may have.
    pub const MAX: usize = 50;

    /// These tags; a repeated one counts once.
    ///
    /// # Errors
    /// Says what is wrong with them, for a person.
    pub fn new(tags: impl IntoIterator<Item = Tag>) -> Result<Self, String> {
        let mut kept: Vec<Tag> = Vec::new();
        for tag in tags {
            if !kept.contains(&tag) {
                kept.push(tag);
            }
        }
        match kept.len() {
            n if n > Self::MAX => Err(format!("a task may have at most {} tags, this one has {n}", Self::MAX)),
            _ => Ok(Self(kept)),
        }
    }

    /// Each tag.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }

    /// The same tags, each as `first_written` shows it.
    #[must_use]
    pub fn shown_as(&self, first_written: impl Fn(&Tag) -> Option<Tag>) -> Self {
        Self(
            self.0
                .iter()
                .map(|tag| first_written(tag).unwrap_or_else(|| tag.clone()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Tag {
        Tag::new(text).unwrap()
    }

    #[test]
    fn tags_of_any_language_are_compared_without_case() {
        assert_eq!(tag("Büro"), tag("BÜRO"));
        for good in ["two words", "日本語", "e\u{301}te", "q3_2026", "a-b"] {
            assert!(Tag::new(good).is_ok(), "{good}");
        }
        for bad in ["", "a,b", "#home", "a/b", "x\0"] {
            assert!(Tag::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_repeated_tag_counts_once_and_the_first_spelling_stays() {
        let tags = Tags::new([tag("Home"), tag("home"), tag("work")]).unwrap();
        assert_eq!(tags.iter().map(Tag::as_str).collect::<Vec<_>>(), ["Home", "work"]);
        assert!(Tags::new((0..51).map(|n| tag(&format!("t{n}")))).is_err());
    }
}
