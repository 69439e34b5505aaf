//! `rondo add`

use serde_json::{Value, json};

use super::arguments::Add;
use super::failure::Failure;
use super::output::Output;
use super::server::Server;
use super::{table, understood};

/// Adds a task: in words, or with a title as it stands and flags.
pub(super) async fn run(asked: Add) -> Result<(), Failure> {
    let (server, output) = (Server::of(&asked.common.to)?, Output::of(&asked.common));
    let text = asked.text.join(" ");
    let mut fields = asked.fields.json();
    if fields.is_empty() {
        return in_words(&server, &output, &text, asked.dry_run).await;
    }
    if asked.dry_run {
        return Err(Failure::Here(
            "--dry-run says what is understood of words; flags are what they are".to_owned(),
        ));
    }
    fields.insert("title".to_owned(), json!(text));
    let task = server.post("/api/tasks", &Value::Object(fields)).await?;
    output.show(&task, |output| table::task(output, &task))
}

async fn in_words(server: &Server, output: &Output, text: &str, dry_run: bool) -> Result<(), Failure> {
    let answer = server
        .post("/api/tasks/quick", &json!({"text": text, "dry_run": dry_run}))
        .await?;
    output.show(&answer, |output| {
        let task = table::task(output, &answer["task"]);
        format!("{task}{}", understood::text(output, &answer["understood"]))
    })
}
