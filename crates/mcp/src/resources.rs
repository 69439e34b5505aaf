//! What a client may put into a conversation by itself: the day's tasks.

use rmcp::ErrorData;
use rmcp::model::{ReadResourceResult, Resource, ResourceContents};
use rondo_application::tools;
use rondo_application::{App, Caller};
use serde_json::{Value, json};

/// A list that can be read, with the arguments of `list_tasks` that find it.
struct Listed {
    uri: &'static str,
    title: &'static str,
    description: &'static str,
    filter: fn() -> Value,
}

const LISTS: [Listed; 3] = [
    Listed {
        uri: "rondo://tasks/today",
        title: "Today's tasks",
        description: "The open tasks that are due today, and what day it is for the user",
        filter: || json!({"status": "pending", "due": "today", "limit": 500}),
    },
    Listed {
        uri: "rondo://tasks/overdue",
        title: "Overdue tasks",
        description: "The open tasks that were due before now",
        filter: || json!({"overdue": true, "limit": 500}),
    },
    Listed {
        uri: "rondo://tasks/upcoming",
        title: "Upcoming tasks",
        description: "The open tasks that are due on later days, the next ones first",
        filter: || json!({"status": "pending", "due": "upcoming", "limit": 50}),
    },
];

const JSON: &str = "application/json";

/// What can be read.
pub(crate) fn list() -> Vec<Resource> {
    let described = LISTS.iter().map(|list| {
        let name = list.uri.rsplit('/').next().unwrap_or(list.uri);
        Resource::new(list.uri, name)
            .with_title(list.title)
            .with_description(list.description)
            .with_mime_type(JSON)
    });
    described.collect()
}

/// Reads one of them.
pub(crate) async fn read(app: &App, caller: &Caller, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let Some(list) = LISTS.iter().find(|list| list.uri == uri) else {
        let known = LISTS.map(|list| list.uri).join(", ");
        return Err(ErrorData::resource_not_found(
            format!("there is no {uri}; there are {known}"),
            None,
        ));
    };
    match tools::call(app, caller, "list_tasks", (list.filter)()).await {
        Ok(tasks) => {
            let contents = ResourceContents::text(tasks.to_string(), uri).with_mime_type(JSON);
            Ok(ReadResourceResult::new(vec![contents]))
        }
        Err(refusal) => Err(ErrorData::internal_error(refusal.message, None)),
    }
}
