//! Creating a task.

use rondo_domain::{Invalid, Task};
use rondo_store::{Replay, Store, Work};
use serde_json::Value;

use super::{TaskView, fields};
use crate::secrets::fingerprint;
use crate::{App, Caller, Error};

/// The client's name for a request, so that sending it again creates nothing again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of 1 to 255 visible ASCII characters.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let fits = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::field(
                "Idempotency-Key",
                "must have 1 to 255 visible ASCII characters",
            ))
        }
    }
}

/// Creates the task that the body describes, and answers with its JSON. The same body under the same
/// key again creates nothing and gets the same answer, for 24 hours.
pub async fn create(app: &App, caller: &Caller, body: Value, key: Option<IdempotencyKey>) -> Result<String, Error> {
    let print = fingerprint(&body.to_string());
    let new = fields::new_task(body)?;
    let mut work = app.write(caller).await?;
    if let Some(answer) = answered(&work, key.as_ref(), &print).await? {
        return Ok(answer);
    }
    let mut draft = new.draft;
    draft.tags = work.as_first_written(draft.tags).await?;
    let change = Task::create(Store::new_id(work.now()).into(), draft, work.context())?;
    fields::agree(change.task(), new.word.as_deref())?;
    let task = work.apply(change).await?;
    let view = TaskView::of(&task, work.person());
    let answer = serde_json::to_string(&view).expect("a view is plain JSON");
    keep(work, key.as_ref(), &print, answer).await
}

/// The answer that the same request under this key got before.
///
/// # Errors
/// When the key came with another request.
pub(super) async fn answered(work: &Work, key: Option<&IdempotencyKey>, print: &[u8]) -> Result<Option<String>, Error> {
    let Some(IdempotencyKey(key)) = key else { return Ok(None) };
    match work.replay(key, print).await? {
        Replay::New => Ok(None),
        Replay::Same(answer) => Ok(Some(answer)),
        Replay::Different => Err(Error::KeyReused),
    }
}

/// Commits the work, with the answer for the same request under this key.
pub(super) async fn keep(work: Work, key: Option<&IdempotencyKey>, print: &[u8], answer: String) -> Result<String, Error> {
    if let Some(IdempotencyKey(key)) = key {
        work.remember(key, print, answer.clone()).await?;
    }
    work.commit_as(answer).await.map_err(Error::from)
}
