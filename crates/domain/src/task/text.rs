//! Title and description: text with limits.

use std::fmt;

/// What is to be done, in 1 to 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Title(String);

impl Title {
    /// The longest title, in characters.
    pub const MAX: usize = 255;

    /// The title without the white space around it.
    ///
    /// # Errors
    /// Says what is wrong with it, for a person.
    pub fn new(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err("must not be empty".to_owned()),
            1..=Self::MAX => without_nul(text).map(Self),
            n => Err(format!("must have at most {} characters, has {n}", Self::MAX)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The details of a task, in up to 10,000 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    /// The longest description, in characters.
    pub const MAX: usize = 10_000;

    /// The description as it was written.
    ///
    /// # Errors
    /// Says what is wrong with it, for a person.
    pub fn new(text: &str) -> Result<Self, String> {
        match text.chars().count() {
            0..=Self::MAX => without_nul(text).map(Self),
            n => Err(format!("must have at most {} characters, has {n}", Self::MAX)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Postgres stores every character but this one, so no text may have it.
fn without_nul(text: &str) -> Result<String, String> {
    if text.contains('\0') {
        Err("must not contain the character U+0000".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_trimmed_and_counted_in_characters() {
        assert_eq!(Title::new("  Call Ann \n").unwrap().as_str(), "Call Ann");
        assert!(Title::new(&"ä".repeat(255)).is_ok());
        assert!(Title::new(&"ä".repeat(256)).unwrap_err().contains("256"));
        assert!(Title::new(" \t ").is_err());
        assert!(Title::new("a\0b").is_err());
    }

    #[test]
    fn a_description_keeps_its_white_space() {
        assert_eq!(Description::new(" two\nlines ").unwrap().as_str(), " two\nlines ");
        assert!(Description::new(&"x".repeat(10_001)).is_err());
    }
}
