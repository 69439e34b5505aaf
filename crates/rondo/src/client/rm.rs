//! `rondo rm`

use reqwest::Method;
use serde_json::{Value, json};

use super::arguments::Rm;
use super::failure::Failure;
use super::name::{Among, resolve_all};
use super::output::{Output, plain, short};
use super::server::Server;

/// Deletes tasks.
pub(super) async fn run(asked: Rm) -> Result<(), Failure> {
    let server = Server::of(&asked.common.to)?;
    let scope = if asked.series { "series" } else { "this" };
    let mut deleted = Vec::new();
    for id in resolve_all(&server, &asked.tasks, Among::Open).await? {
        let path = format!("/api/tasks/{id}");
        let task = server.get(&path, &[]).await?;
        let request = server.request(Method::DELETE, &path)?;
        server.answer(request.query(&[("scope", scope)])).await?;
        deleted.push(task);
    }
    Output::of(&asked.common).show(&json!(deleted), |_| deleted.iter().map(line).collect())
}

fn line(task: &Value) -> String {
    let (short, title) = (short(task), plain(task["title"].as_str().unwrap_or_default()));
    format!("Deleted {title:?}; bring it back with: rondo restore {short}\n")
}
