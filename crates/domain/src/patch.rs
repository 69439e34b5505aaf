//! What an edit says about a field that may be empty.

/// One field of a merge patch (RFC 7396): left alone, cleared, or set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is cleared.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T> Patch<T> {
    /// The field after the edit, when it was `present` before.
    pub fn over(self, present: Option<T>) -> Option<T> {
        match self {
            Self::Keep => present,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The field after the edit, for one whose cleared state is a value of its own: `None` when it
    /// stays.
    pub fn or_when_cleared(self, cleared: impl FnOnce() -> T) -> Option<T> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(cleared()),
            Self::Set(value) => Some(value),
        }
    }

    /// The value that it is set to.
    pub const fn set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}
