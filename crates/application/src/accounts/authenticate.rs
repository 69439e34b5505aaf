//! Whose request it is.

use rondo_domain::Actor;

use crate::secrets::fingerprint;
use crate::{App, Caller, Error};

/// The caller to whom a token belongs.
pub async fn authenticate(app: &App, token: &str, actor: Actor, trace: Option<String>) -> Result<Caller, Error> {
    let token = app
        .store
        .tokens()
        .by_hash(&fingerprint(token))
        .await?
        .ok_or(Error::Unauthenticated)?;
    Ok(Caller {
        user: token.user,
        actor,
        trace,
        token,
    })
}
