//! The tags of a person.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{App, Caller, Error};

/// A tag and how many tasks have it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Tag)]
pub struct TagView {
    /// As it was first written.
    pub name: String,
    /// How many tasks have it.
    pub task_count: i64,
}

/// The tags that any of the caller's tasks has, by name.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<TagView>, Error> {
    let tags = app.view(caller).await?.tags().await?;
    Ok(tags
        .into_iter()
        .map(|tag| TagView {
            name: tag.name,
            task_count: tag.task_count,
        })
        .collect())
}
