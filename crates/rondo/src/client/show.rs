//! `rondo show`

use super::arguments::One;
use super::failure::Failure;
use super::name::{Among, resolve};
use super::output::Output;
use super::server::Server;
use super::table;

/// Shows one task.
pub(super) async fn run(asked: One) -> Result<(), Failure> {
    let server = Server::of(&asked.common.to)?;
    let id = resolve(&server, &asked.task, Among::Open).await?;
    let task = server.get(&format!("/api/tasks/{id}"), &[]).await?;
    Output::of(&asked.common).show(&task, |output| table::task(output, &task))
}
