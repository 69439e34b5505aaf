//! `rondo done`

use serde_json::json;

use super::arguments::Several;
use super::failure::Failure;
use super::name::{Among, resolve_all};
use super::output::Output;
use super::server::Server;
use super::table;

/// Completes tasks.
pub(super) async fn run(asked: Several) -> Result<(), Failure> {
    let server = Server::of(&asked.common.to)?;
    let mut tasks = Vec::new();
    for id in resolve_all(&server, &asked.tasks, Among::Open).await? {
        tasks.push(server.post(&format!("/api/tasks/{id}/complete"), &json!({})).await?);
    }
    Output::of(&asked.common).show(&json!(tasks), |output| table::tasks(output, &tasks))
}
