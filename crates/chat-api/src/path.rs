//! Ids in paths.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use rondo_application::Error;
use uuid::Uuid;

use crate::Problem;

/// The `{id}` of a path. What is no UUID names nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(pub(crate) Uuid);

/// The `{id}` and `{reminder_id}` of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReminderIds(pub(crate) Uuid, pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        named(parts, state, "id").await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ReminderIds {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Ok(Self(
            named(parts, state, "id").await?,
            named(parts, state, "reminder_id").await?,
        ))
    }
}

async fn named<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<Uuid, Problem> {
    let found = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
    let id = found.ok().and_then(|Path(named)| named.get(name)?.parse().ok());
    id.ok_or_else(|| Error::NotFound("thing: ids are UUIDs").into())
}
