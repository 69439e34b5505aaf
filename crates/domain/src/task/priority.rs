//! How much a task matters.

/// Three degrees; a task that says nothing is of medium priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Can wait.
    Low,
    /// As most things.
    #[default]
    Medium,
    /// First.
    High,
}

impl Priority {
    /// The word for it, in JSON and for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The priority of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Low, Self::Medium, Self::High]
            .into_iter()
            .find(|priority| priority.word() == word)
    }
}
