//! Chat driven by a language model: the same tools, within bounds.
//!
//! What a model says is not believed, and what it wants is not simply done:
//!
//! - It can call the tools and nothing else, with the caller's own rights.
//! - [`gate`] lets through at once what the person's own words of this turn ask for, of the task that
//!   they name. Whatever else it wants to change is shown as an exact set and waits for the person's
//!   yes, which is carried out without the model. So instructions in a title or in a tool's result can
//!   at most become a question.
//! - The answer ends with what was really done, from the tools' results, under marks that its own text
//!   cannot have.
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
use super::state::Step;
use super::turn::Turn;

/// Answers a message with the model, or without it where it fails.
pub(super) async fn answer(turn: &mut Turn<'_>, model: &dyn Model, message: &str) -> String {
    let outcome = rounds::run(turn, model, message).await;
    match outcome.said {
        Ok(text) => {
            let is_nothing = outcome.is_about_a_change && turn.acts.is_empty() && outcome.proposed.is_empty();
            receipt::remember(turn, &text);
            let end = if is_nothing {
                "Nothing was changed.".to_owned()
            } else {
                receipt::of(turn, outcome.proposed)
            };
            let glue = if text.is_empty() || end.is_empty() { "" } else { "\n\n" };
            turn.tell(&format!("{glue}{end}"));
            format!("{text}{glue}{end}")
        }
        Err(failure) => {
            tracing::warn!(%failure, "the language model did not answer");
            let answer = without(turn, message, &failure, outcome.proposed).await;
            turn.tell(&answer);
            answer
        }
    }
}

/// The answer after a failure. What was changed is not tried again.
async fn without(turn: &mut Turn<'_>, message: &str, failure: &Failure, proposed: Vec<Step>) -> String {
    if turn.has_changed_something() {
        receipt::remember(turn, "");
        let end = receipt::of(turn, proposed);
        return format!("The language model failed halfway ({failure}). {end}");
    }
    let own = interpreter::answer(turn, message).await;
    format!("The language model did not answer ({failure}), so I read this without it.\n{own}")
}
