//! What whoever holds the database may do with accounts: no token is asked for.

use rondo_domain::Invalid;
use rondo_store::Account;
use serde_json::json;

use super::{UserView, fields};
use crate::{App, Error};

/// Every account, oldest first.
pub async fn list_accounts(app: &App) -> Result<Vec<UserView>, Error> {
    Ok(app.store.accounts().all().await?.iter().map(UserView::of).collect())
}

/// Gives the account with that address a new password, and ends all its logins.
pub async fn reset_password(app: &App, email: &str, password: &str) -> Result<UserView, Error> {
    let account = named(app, email).await?;
    let password = fields::new_password(&json!(password)).map_err(|message| Invalid::field("password", message))?;
    let hash = app.passwords.hash(password).await;
    app.store.accounts().set_password(account.person.id, hash, None).await?;
    Ok(UserView::of(&account))
}

/// Has the account with that address run the server; one that does already stays so.
pub async fn promote(app: &App, email: &str) -> Result<UserView, Error> {
    let account = named(app, email).await?;
    app.store.accounts().make_operator(account.person.id).await?;
    named(app, email).await.map(|account| UserView::of(&account))
}

async fn named(app: &App, email: &str) -> Result<Account, Error> {
    let email = fields::email(&json!(email)).map_err(|message| Invalid::field("email", message))?;
    let found = app.store.accounts().by_email(&email).await?;
    found.ok_or(Error::NotFound("account; rondo user list shows those that there are"))
}
