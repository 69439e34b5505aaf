//! `rondo reopen` and `rondo restore`: what was closed is open again.

use serde_json::{Value, json};

use super::arguments::Several;
use super::failure::Failure;
use super::name::{Among, resolve_all};
use super::output::{Output, plain};
use super::server::Server;
use super::table;

/// Opens completed tasks again.
pub(super) async fn reopen(asked: Several) -> Result<(), Failure> {
    let tasks = all(&asked, Among::Completed, "reopen").await?;
    Output::of(&asked.common).show(&json!(tasks), |output| {
        let fates: String = tasks.iter().filter_map(fate).collect();
        format!("{}{fates}", table::tasks(output, &tasks))
    })
}

/// Brings deleted tasks back.
pub(super) async fn restore(asked: Several) -> Result<(), Failure> {
    let tasks = all(&asked, Among::Deleted, "restore").await?;
    Output::of(&asked.common).show(&json!(tasks), |output| table::tasks(output, &tasks))
}

async fn all(asked: &Several, among: Among, verb: &str) -> Result<Vec<Value>, Failure> {
    let server = Server::of(&asked.common.to)?;
    let mut tasks = Vec::new();
    for id in resolve_all(&server, &asked.tasks, among).await? {
        tasks.push(server.post(&format!("/api/tasks/{id}/{verb}"), &json!({})).await?);
    }
    Ok(tasks)
}

/// What became of the occurrence that followed.
fn fate(task: &Value) -> Option<String> {
    let title = plain(task["title"].as_str().unwrap_or_default());
    match task["successor"]["state"].as_str()? {
        "kept" => Some(format!("The next {title:?} is kept: somebody has worked on it.\n")),
        _ => Some(format!("The next {title:?} is taken back.\n")),
    }
}
