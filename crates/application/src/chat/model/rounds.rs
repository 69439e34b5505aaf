//! A turn with a model: it speaks, tools are called, it speaks again, within bounds.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::pinned::{Pinned, pinned};
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
/// What stands between the texts of two rounds.
const BETWEEN: &str = "\n\n";
/// How much of a tool's result a model is shown, in bytes.
const LONGEST_RESULT: usize = 24_000;

/// What a turn with a model came to.
pub(super) struct Outcome {
    /// What it said, or why that cannot be used.
    pub(super) said: Result<String, Failure>,
    /// The changes that it wants and the person has not asked for in so many words.
    pub(super) proposed: Vec<Step>,
    /// Whether the person asked for a change.
    pub(super) is_about_a_change: bool,
}

struct Rounds {
    messages: Vec<Value>,
    gate: Gate,
    proposed: Vec<Step>,
    held: Vec<Step>,
    seen: HashMap<String, usize>,
    calls: usize,
    /// What it said, round by round.
    text: String,
}

/// Asks until the model has nothing more to call.
pub(super) async fn run(turn: &mut Turn<'_>, model: &dyn Model, message: &str) -> Outcome {
    let messages = prompt::messages(turn, message).await;
    let is_shown_tasks = !turn.state.shown.is_empty() || !turn.state.spoken.is_empty() || messages.len() > 2;
    let mut rounds = Rounds {
        gate: Gate::of(turn, message, is_shown_tasks).await,
        messages,
        proposed: Vec::new(),
        held: Vec::new(),
        seen: HashMap::new(),
        calls: 0,
        text: String::new(),
    };
    let ended = rounds.ask_until_it_ends(turn, model).await;
    let is_about_a_change = rounds.gate.asks_for_a_change();
    let said = ended.map(|()| rounds.text.trim().to_owned());
    let proposed = rounds.end(turn, said.is_ok()).await;
    Outcome {
        said,
        proposed,
        is_about_a_change,
    }
}

/// Asks once. Text is passed on as it comes: what came before a call of a tool stays where it was said.
async fn ask(
    turn: &Turn<'_>,
    model: &dyn Model,
    messages: &[Value],
    tools: &[Value],
    left: Duration,
    has_said: bool,
) -> Result<Said, Failure> {
    if left.is_zero() {
        return Err(Failure::TooSlow);
    }
    let ask = Ask {
        messages: messages.to_vec(),
        tools: tools.to_vec(),
        patience: left,
    };
    let mut glue = if has_said { BETWEEN } else { "" };
    let mut hear = |text: &str| turn.tell(&format!("{}{}", std::mem::take(&mut glue), without_marks(text)));
    let answered = tokio::time::timeout(left, model.ask(&ask, &mut hear)).await;
    let mut said = answered.unwrap_or(Err(Failure::TooSlow))?;
    said.text = without_marks(&said.text);
    if said.text.chars().count() > LONGEST_TEXT {
        return Err(Failure::Endless);
    }
    Ok(said)
}

/// A model's text without the marks of our receipts and their like.
fn without_marks(text: &str) -> String {
    text.replace(['✓', '✔', '✅', '☑', '🗸', '✗', '✘', '❌'], "")
}

impl Rounds {
    async fn ask_until_it_ends(&mut self, turn: &mut Turn<'_>, model: &dyn Model) -> Result<(), Failure> {
        let began = Instant::now();
        let tools: Vec<Value> = self.gate.offered().map(prompt::tool).collect();
        for _ in 0..MOST_ROUNDS {
            let left = model.patience().saturating_sub(began.elapsed());
            let said = ask(turn, model, &self.messages, &tools, left, !self.text.is_empty()).await?;
            if !self.text.is_empty() && !said.text.is_empty() {
                self.text.push_str(BETWEEN);
            }
            self.text.push_str(&said.text);
            if said.calls.is_empty() {
                let is_silent = self.text.trim().is_empty() && self.proposed.is_empty() && self.held.is_empty();
                return if is_silent && !turn.has_changed_something() {
                    Err(Failure::Silent)
                } else {
                    Ok(())
                };
            }
            self.messages.push(prompt::spoken(&said));
            for wanted in &said.calls {
                let result = self.called(turn, wanted).await?;
                self.messages.push(prompt::result(wanted, &shortened(&result)));
            }
        }
        Err(Failure::Endless)
    }

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
        let names_no_task = tool.name != "add_task" && !arguments["task"].is_string();
        if tool.effect == Effect::Reads || names_no_task {
            // What names no task that could be changed is refused by the tool, in its words.
            self.gate.has_read();
            return Ok(told(turn.call(tool.name, arguments).await));
        }
        match pinned(turn, tool, arguments.clone()).await {
            Ok(call) => Ok(self.judged(turn, tool, call).await),
            Err(refusal) => {
                self.gate.has_read();
                turn.note(tool.name, arguments, refusal.json());
                Ok(refusal.json())
            }
        }
    }

    /// Makes a change that the person asked for, or sets it aside.
    async fn judged(&mut self, turn: &mut Turn<'_>, tool: &Tool, call: Pinned) -> Value {
        match self.gate.judge(turn, tool, &call).await {
            Verdict::Do(place) => self.done(turn, tool, call, place).await,
            Verdict::Hold => set_aside(
                &mut self.held,
                tool,
                call,
                "it is deleted when you have ended, if it is the only one; for several the person is asked first",
            ),
            Verdict::Propose => set_aside(
                &mut self.proposed,
                tool,
                call,
                "not done: the person is asked first. Do not say that it was done, and do not call it again",
            ),
        }
    }

    async fn done(&mut self, turn: &mut Turn<'_>, tool: &Tool, call: Pinned, place: Option<usize>) -> Value {
        let outcome = turn.act_on(tool, call.clone()).await;
        if outcome.is_ok() {
            self.gate.has_changed(place, tool, &call);
            // What is read now may be different.
            self.seen.clear();
        }
        if call.task.is_some() {
            self.gate.has_read();
        }
        told(outcome)
    }

    /// Makes the one deletion that was held back, if the model came to its end; else it is proposed, as
    /// several are. What is proposed is noted.
    async fn end(mut self, turn: &mut Turn<'_>, is_whole: bool) -> Vec<Step> {
        if !is_whole && !turn.has_changed_something() {
            // The interpreter reads the sentence afresh.
            return Vec::new();
        }
        if is_whole && self.held.len() == 1 && self.proposed.is_empty() {
            let step = self.held.remove(0);
            // What it was refused for is among the acts.
            let _ = turn.act(&step.tool, step.arguments).await;
        }
        self.proposed.append(&mut self.held);
        for step in &self.proposed {
            turn.note(&step.tool, step.arguments.clone(), json!({"proposed": step.about}));
        }
        self.proposed
    }
}

/// Keeps a call for later. The same deletion twice is one, however it is written.
fn set_aside(steps: &mut Vec<Step>, tool: &Tool, call: Pinned, note: &str) -> Value {
    let step = Step::new(tool.name, call.arguments, call.about);
    let is_same = |each: &Step| {
        let is_deletion = tool.effect == Effect::Deletes && each.tool == step.tool;
        *each == step || (is_deletion && each.arguments["task"] == step.arguments["task"])
    };
    let told = json!({"proposed": step.about, "note": note});
    if !steps.iter().any(is_same) {
        steps.push(step);
    }
    told
}

fn told(outcome: Result<Value, Refusal>) -> Value {
    outcome.unwrap_or_else(|refusal| refusal.json())
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
