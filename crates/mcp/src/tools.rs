//! The tools, as the protocol describes them.

use std::sync::Arc;

use rmcp::ErrorData;
use rmcp::model::{CallToolRequestParams, CallToolResult, JsonObject, Tool as Described, ToolAnnotations};
use rondo_application::tools::{self, Effect, TOOLS, Tool};
use rondo_application::{App, Caller};
use serde_json::Value;

/// The tools that the caller's token is good for.
pub(crate) fn list(caller: &Caller) -> Vec<Described> {
    let may = |tool: &&Tool| caller.may(tool.scope()).is_ok();
    TOOLS.iter().filter(may).map(described).collect()
}

fn described(tool: &Tool) -> Described {
    let hints = ToolAnnotations::from_raw(
        Some(tool.title.to_owned()),
        Some(tool.effect == Effect::Reads),
        // In the words of the protocol: not only additive.
        Some(matches!(tool.effect, Effect::Changes | Effect::Deletes)),
        Some(tool.idempotent),
        Some(false),
    );
    Described::new(tool.name, tool.description, Arc::new(schema(tool)))
        .with_title(tool.title)
        .with_annotations(hints)
}

fn schema(tool: &Tool) -> JsonObject {
    match tool.schema() {
        Value::Object(schema) => schema,
        _ => JsonObject::new(),
    }
}

/// Calls a tool. What it refuses is its result, for the model to read.
pub(crate) async fn call(app: &App, caller: &Caller, request: CallToolRequestParams) -> Result<CallToolResult, ErrorData> {
    let arguments = Value::Object(request.arguments.unwrap_or_default());
    match tools::call(app, caller, &request.name, arguments).await {
        Ok(result) => Ok(CallToolResult::structured(result)),
        Err(refusal) if refusal.code == "unknown-tool" => Err(ErrorData::invalid_params(refusal.message, None)),
        Err(refusal) => Ok(CallToolResult::structured_error(refusal.json())),
    }
}
