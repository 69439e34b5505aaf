//! A rule in plain English.

use super::Rule;

impl Rule {
    /// The rule as a person would say it.
    pub fn in_words(&self) -> String {
        self.to_string()
    }
}
