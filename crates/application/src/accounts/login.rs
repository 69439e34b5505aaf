//! Logging in and out.

use rondo_store::{Account, Clock, NewToken, Scopes, TokenKind};
use serde_json::Value;

use super::{SessionView, UserView, fields};
use crate::input::Fields;
use crate::secrets::{fingerprint, new_token};
use crate::{App, Caller, Error};

/// For how long a login is good, in seconds.
const SESSION_SECONDS: i64 = 30 * 24 * 3600;

/// Logs in with `{email, password}`. An unknown address gets the same answer, as late, as a wrong
/// password.
pub async fn login(app: &App, body: Value, client: &str) -> Result<SessionView, Error> {
    let mut read = Fields::of(body)?;
    let email = read.required("email", fields::email);
    let password = read.required("password", fields::password);
    let (email, password) = read.finish_as(email.zip(password))?;
    app.limits.attempt(&email, client)?;
    let account = app.store.accounts().by_email(&email).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let matches = app.passwords.matches(password, hash).await;
    match account.filter(|_| matches) {
        Some(account) => session(app, &account).await,
        None => Err(Error::WrongCredentials),
    }
}

/// Ends the session, or revokes the token, of the request.
pub async fn logout(app: &App, caller: &Caller) -> Result<(), Error> {
    app.store.tokens().revoke(caller.user, caller.token.id).await?;
    Ok(())
}

/// A new session of that account.
pub(super) async fn session(app: &App, account: &Account) -> Result<SessionView, Error> {
    let access_token = new_token();
    let expires_at = Clock::machine().plus_seconds(SESSION_SECONDS);
    let token = NewToken {
        user: account.person.id,
        hash: fingerprint(&access_token),
        kind: TokenKind::Session,
        name: "login".to_owned(),
        scopes: Scopes::session(),
        expires_at: Some(expires_at),
    };
    app.store.tokens().add(token).await?;
    Ok(SessionView {
        access_token,
        token_type: "Bearer",
        expires_at: expires_at.to_string(),
        expires_in: SESSION_SECONDS,
        user: UserView::of(account),
    })
}
