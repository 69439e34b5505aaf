//! What was found out about one part.

use std::fmt;

use serde_json::{Value, json};

/// How a part does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// As it should.
    Fine,
    /// Worth a look.
    Odd,
    /// Not as it should.
    Wrong,
}

/// What was found out about one part.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    part: String,
    pub(super) state: State,
    says: String,
    mend: Option<String>,
}

impl Finding {
    pub(super) fn fine(part: impl Into<String>, says: impl Into<String>) -> Self {
        Self::new(part, State::Fine, says, None)
    }

    pub(super) fn odd(part: impl Into<String>, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::new(part, State::Odd, says, Some(mend.into()))
    }

    pub(super) fn wrong(part: impl Into<String>, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::new(part, State::Wrong, says, Some(mend.into()))
    }

    fn new(part: impl Into<String>, state: State, says: impl Into<String>, mend: Option<String>) -> Self {
        Self {
            part: part.into(),
            state,
            says: says.into(),
            mend,
        }
    }

    pub(super) fn to_json(&self) -> Value {
        json!({"part": self.part, "state": self.state.word(), "says": self.says, "mend": self.mend})
    }
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Odd => "odd",
            Self::Wrong => "wrong",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:5} {:34} {}", self.state.word(), self.part, self.says)?;
        match &self.mend {
            Some(mend) => write!(f, "\n      {:34} -> {mend}", ""),
            None => Ok(()),
        }
    }
}
