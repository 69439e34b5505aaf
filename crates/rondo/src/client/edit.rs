//! `rondo edit`

use reqwest::Method;
use serde_json::{Value, json};

use super::arguments::Edit;
use super::failure::Failure;
use super::name::{Among, resolve};
use super::output::Output;
use super::server::Server;
use super::table;

/// Changes a task.
pub(super) async fn run(asked: Edit) -> Result<(), Failure> {
    let server = Server::of(&asked.common.to)?;
    let mut fields = asked.fields.json();
    if let Some(title) = &asked.title {
        fields.insert("title".to_owned(), json!(title));
    }
    if fields.is_empty() {
        return Err(Failure::Here(
            "say what is to change: rondo edit --help lists the fields".to_owned(),
        ));
    }
    let id = resolve(&server, &asked.task, Among::Open).await?;
    let scope: Vec<_> = asked.scope.iter().map(|scope| ("scope", scope.clone())).collect();
    let request = server.request(Method::PATCH, &format!("/api/tasks/{id}"))?;
    let task = server.answer(request.query(&scope).json(&Value::Object(fields))).await?;
    Output::of(&asked.common).show(&task, |output| table::task(output, &task))
}
