//! `rondo tags`

use serde_json::Value;

use super::arguments::Common;
use super::failure::Failure;
use super::output::{Output, plain};
use super::server::Server;

/// Shows the tags in use.
pub(super) async fn run(asked: Common) -> Result<(), Failure> {
    let tags = Server::of(&asked.to)?.get("/api/tags", &[]).await?;
    Output::of(&asked).show(&tags, |_| {
        let tags = tags.as_array().map_or(&[][..], Vec::as_slice);
        tags.iter().map(line).collect()
    })
}

fn line(tag: &Value) -> String {
    let name = plain(tag["name"].as_str().unwrap_or_default());
    format!("{:>5}  #{name}\n", tag["task_count"].as_i64().unwrap_or(0))
}
