//! `list_tags`

use serde_json::{Value, json};

use super::schema::object;
use super::{Effect, Refusal, Tool};
use crate::input::Fields;
use crate::{App, Caller, tags};

pub(super) const TOOL: Tool = Tool {
    name: "list_tags",
    title: "List tags",
    description: "The user's tags by name, each with the number of tasks that have it.",
    effect: Effect::Reads,
    idempotent: true,
    schema,
};

fn schema() -> Value {
    object(json!({}), &[])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    Fields::of(arguments)?.finish()?;
    Ok(json!({"tags": tags::list(app, caller).await?}))
}
