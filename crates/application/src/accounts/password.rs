//! Changing the password.

use rondo_domain::Invalid;
use serde_json::Value;

use super::fields;
use crate::input::Fields;
use crate::{App, Caller, Error};

/// Changes the password by `{current_password, new_password}`. Every other session ends.
pub async fn set_password(app: &App, caller: &Caller, body: Value, client: &str) -> Result<(), Error> {
    caller.may(rondo_store::Scope::Write)?;
    let mut read = Fields::of(body)?;
    let current = read.required("current_password", fields::password);
    let new = read.required("new_password", fields::new_password);
    let (current, new) = read.finish_as(current.zip(new))?;
    let account = app.store.accounts().by_id(caller.user).await?.ok_or(Error::Unauthenticated)?;
    app.limits.attempt(&account.email, client)?;
    if !app.passwords.matches(current, Some(account.password_hash)).await {
        return Err(Invalid::field("current_password", "is wrong").into());
    }
    let hash = app.passwords.hash(new).await;
    app.store
        .accounts()
        .set_password(caller.user, hash, Some(caller.token.id))
        .await?;
    Ok(())
}
