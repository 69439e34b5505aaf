//! What a language model is asked, and what it says.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

/// A question to a model.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What was said so far, as chat completions have it.
    pub messages: Vec<Value>,
    /// The tools that it may call, as chat completions have them.
    pub tools: Vec<Value>,
    /// How long the whole answer may take.
    pub patience: Duration,
}

impl Ask {
    /// The same with another patience.
    #[must_use]
    pub fn within(&self, patience: Duration) -> Self {
        Self {
            patience,
            ..self.clone()
        }
    }
}

/// What a model said in one round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// For the person.
    pub text: String,
    /// The tools that it wants called.
    pub calls: Vec<Wanted>,
}

/// A tool that a model wants called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Its own name for the call.
    pub id: String,
    /// Which tool.
    pub name: String,
    /// With what, as the text that it wrote.
    pub arguments: String,
}

/// Why a model gave no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It took too long.
    #[error("it took too long")]
    TooSlow,
    /// It is asked too often.
    #[error("it is asked too often at present")]
    Busy,
    /// It cannot be reached.
    #[error("it cannot be reached")]
    Away,
    /// It refuses the key, the name of the model, or the question.
    #[error("it refused the question with status {0}")]
    Refused(u16),
    /// Its answer broke off.
    #[error("its answer broke off")]
    BrokenOff,
    /// It said nothing.
    #[error("it said nothing")]
    Silent,
    /// Its answer was cut: it was too long, or kept back.
    #[error("its answer was cut off")]
    CutOff,
    /// Its answer is not what such an endpoint says.
    #[error("its answer cannot be understood")]
    Garbled,
    /// Its answer has no end.
    #[error("it did not come to an end")]
    Endless,
}

/// Hears the text of an answer as it comes.
pub type Hear<'a> = dyn FnMut(&str) + Send + 'a;

/// A language model.
#[async_trait]
pub trait Model: std::fmt::Debug + Send + Sync {
    /// How long a whole turn may take.
    fn patience(&self) -> Duration;

    /// Asks it once. Text goes to `hear` as it comes.
    ///
    /// # Errors
    /// When there is no whole answer. What was heard until then is no answer.
    async fn ask(&self, ask: &Ask, hear: &mut Hear<'_>) -> Result<Said, Failure>;
}
