//! `rondo skip`

use serde_json::json;

use super::arguments::One;
use super::failure::Failure;
use super::name::{Among, resolve};
use super::output::Output;
use super::server::Server;
use super::table;

/// Moves a recurring task on. The slot that it stood at goes along, so that it moves once.
pub(super) async fn run(asked: One) -> Result<(), Failure> {
    let server = Server::of(&asked.common.to)?;
    let id = resolve(&server, &asked.task, Among::Open).await?;
    let path = format!("/api/tasks/{id}");
    let slot = server.get(&path, &[]).await?["slot"].clone();
    let task = server.post(&format!("{path}/skip"), &json!({"slot": slot})).await?;
    Output::of(&asked.common).show(&task, |output| table::tasks(output, std::slice::from_ref(&task)))
}
