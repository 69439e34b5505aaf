//! A turn with a model: it speaks, tools are called, it speaks again, within bounds.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::state::Step;
use super::super::turn::Turn;
use super::gate::{Gate, Verdict};
use super::{Ask, Failure, Model, Said, Wanted, prompt};
use crate::tools::{Effect, Refusal, Tool};

/// How often a model is asked in one turn.
const MOST_ROUNDS: usize = 8;
/// How many tools it may call in one turn.
const MOST_CALLS: usize = 24;
/// How often it may make the very same call.
const MOST_REPEATS: usize = 2;
/// The longest answer, in characters.
const LONGEST_TEXT: usize = 16_000;
/// How much of a tool's result a model is shown, in bytes.
const LONGEST_RESULT: usize = 24_000;

/// What a turn with a model came to.
pub(super) enum Outcome {
    /// It said this, and wants these changes, which the person has not asked for in so many words.
    Said { text: String, proposed: Vec<Step> },
    /// It gave no answer that can be used.
    Failed(Failure),
}

struct Rounds {
    messages: Vec<Value>,
    gate: Gate,
    proposed: Vec<Step>,
    held: Vec<Step>,
    seen: HashMap<String, usize>,
    calls: usize,
}

/// Asks until the model has nothing more to call.
pub(super) async fn run(turn: &mut Turn<'_>, model: &dyn Model, message: &str) -> Outcome {
    let began = Instant::now();
    let mut rounds = Rounds {
        messages: prompt::messages(turn, message).await,
        gate: Gate::of(message, &turn.setting()),
        proposed: Vec::new(),
        held: Vec::new(),
        seen: HashMap::new(),
        calls: 0,
    };
    let tools: Vec<Value> = rounds.gate.offered().map(prompt::tool).collect();
    for _ in 0..MOST_ROUNDS {
        let left = model.patience().saturating_sub(began.elapsed());
        let said = match ask(turn, model, &rounds.messages, &tools, left).await {
            Ok(said) => said,
            Err(failure) => return Outcome::Failed(failure),
        };
        if said.calls.is_empty() {
            let text = said.text.trim().to_owned();
            let proposed = rounds.end(turn).await;
            return Outcome::Said { text, proposed };
        }
        rounds.messages.push(prompt::spoken(&said));
        for wanted in &said.calls {
            match rounds.called(turn, wanted).await {
                Ok(result) => rounds.messages.push(prompt::result(wanted, &shortened(&result))),
                Err(failure) => return Outcome::Failed(failure),
            }
        }
    }
    Outcome::Failed(Failure::Endless)
}

/// Asks once. Text is passed on as it comes: what came before a call of a tool stays where it was said.
async fn ask(
    turn: &Turn<'_>,
    model: &dyn Model,
    messages: &[Value],
    tools: &[Value],
    left: Duration,
) -> Result<Said, Failure> {
    if left.is_zero() {
        return Err(Failure::TooSlow);
    }
    let ask = Ask {
        messages: messages.to_vec(),
        tools: tools.to_vec(),
        patience: left,
    };
    let mut hear = |text: &str| turn.tell(text);
    let answered = tokio::time::timeout(left, model.ask(&ask, &mut hear)).await;
    let said = answered.unwrap_or(Err(Failure::TooSlow))?;
    if said.text.chars().count() > LONGEST_TEXT {
        return Err(Failure::Endless);
    }
    Ok(said)
}

impl Rounds {
    /// Calls a tool for the model, or notes that it wants it; gives what the model is told.
    async fn called(&mut self, turn: &mut Turn<'_>, wanted: &Wanted) -> Result<Value, Failure> {
        self.calls += 1;
        let again = self.seen.entry(format!("{}{}", wanted.name, wanted.arguments)).or_default();
        *again += 1;
        if self.calls > MOST_CALLS || *again > MOST_REPEATS {
            return Err(Failure::Endless);
        }
        let Some(tool) = Tool::named(&wanted.name) else {
            let known: Vec<&str> = self.gate.offered().map(|tool| tool.name).collect();
            let message = format!("there is no tool {:?}; there are {}", wanted.name, known.join(", "));
            return Ok(Refusal::new("unknown-tool", message).json());
        };
        let Some(arguments) = read(&wanted.arguments) else {
            let message = "the arguments are no JSON object; send one that fits the schema";
            return Ok(Refusal::new("malformed-arguments", message).json());
        };
        if tool.effect == Effect::Reads {
            self.gate.has_read();
        }
        match self.gate.judge(tool, &arguments) {
            Verdict::Do => match turn.act(tool.name, arguments.clone()).await {
                Ok(result) => {
                    self.gate.has_changed(tool, &arguments);
                    Ok(result)
                }
                Err(refusal) => Ok(refusal.json()),
            },
            Verdict::Hold => Ok(self.set_aside(turn, tool, arguments, true).await),
            Verdict::Propose => Ok(self.set_aside(turn, tool, arguments, false).await),
        }
    }

    /// Fixes which task is meant now, so that a later yes is about what was shown. A deletion that the
    /// person's sentence plainly names may be made at the end; anything else waits for the yes.
    async fn set_aside(&mut self, turn: &mut Turn<'_>, tool: &Tool, mut arguments: Value, may_be_held: bool) -> Value {
        let pinned = match turn.pinned(tool.name, &mut arguments).await {
            Ok(pinned) => pinned,
            Err(refusal) => return refusal.json(),
        };
        let step = Step::new(tool.name, arguments, pinned.about);
        let note = if may_be_held && self.gate.names(&pinned.title, pinned.is_known) {
            self.held.push(step.clone());
            "it is deleted when you have ended, if it is the only one; for several the person is asked first"
        } else {
            self.proposed.push(step.clone());
            "not done: the person is asked first. Do not say that it was done, and do not call it again"
        };
        json!({"proposed": step.about, "note": note})
    }

    /// Makes the one deletion that was held back; several are proposed. What is proposed is noted.
    async fn end(mut self, turn: &mut Turn<'_>) -> Vec<Step> {
        self.held.dedup();
        if self.held.len() == 1 && self.proposed.is_empty() {
            let step = self.held.remove(0);
            // What it was refused for is among the calls.
            let _ = turn.act(&step.tool, step.arguments).await;
        }
        self.proposed.append(&mut self.held);
        for step in &self.proposed {
            turn.note(&step.tool, step.arguments.clone(), json!({"proposed": step.about}));
        }
        self.proposed
    }
}

/// The arguments as an object; none at all is an empty one.
fn read(text: &str) -> Option<Value> {
    if text.trim().is_empty() {
        return Some(json!({}));
    }
    serde_json::from_str(text).ok().filter(Value::is_object)
}

fn shortened(result: &Value) -> String {
    let mut text = result.to_string();
    if text.len() > LONGEST_RESULT {
        let end = (0..=LONGEST_RESULT)
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or(0);
        text.truncate(end);
        text.push_str("… (cut off: ask for fewer)");
    }
    text
}
