//! Chat driven by a language model: the same tools, within bounds.
//!
//! What a model says is not believed, and what it wants is not simply done:
//!
//! - It can call the tools and nothing else, with the caller's own rights.
//! - [`gate`] lets through at once what the person's own words of this turn ask for. Whatever else it
//!   wants to change is shown as an exact set and waits for the person's yes, which is carried out
//!   without the model. So instructions in a title or in a tool's result can at most become a question.
//! - The answer ends with what was really done, from the tools' results.
//! - A turn has bounds: rounds, calls, time, the length of text. A model that fails, hangs, repeats
//!   itself or breaks off has the interpreter answer instead, unless something was changed already:
//!   then the answer says what.

mod gate;
mod prompt;
mod receipt;
mod rounds;
mod wanted;

pub use wanted::{Ask, Failure, Hear, Model, Said, Wanted};

use super::interpreter;
use super::turn::Turn;
use rounds::Outcome;

/// Answers a message with the model, or without it where it fails.
pub(super) async fn answer(turn: &mut Turn<'_>, model: &dyn Model, message: &str) -> String {
    let outcome = rounds::run(turn, model, message).await;
    let ended = match outcome {
        Outcome::Said { text, proposed } => {
            let end = receipt::of(turn, proposed);
            let glue = if text.is_empty() || end.is_empty() { "" } else { "\n\n" };
            turn.tell(&format!("{glue}{end}"));
            return format!("{text}{glue}{end}");
        }
        Outcome::Failed(failure) => failure,
    };
    tracing::warn!(failure = %ended, "the language model did not answer");
    let answer = if turn.has_changed_something() {
        format!(
            "The language model failed halfway ({ended}). {}",
            receipt::of(turn, Vec::new())
        )
    } else {
        let own = interpreter::answer(turn, message).await;
        format!("The language model did not answer ({ended}), so I read this without it.\n{own}")
    };
    turn.tell(&answer);
    answer
}
