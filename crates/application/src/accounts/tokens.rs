//! Personal access tokens, for programs.

use rondo_domain::{Invalid, Timestamp};
use rondo_store::{Clock, NewToken, Scope, Scopes, Token, TokenKind};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::fields;
use crate::input::{Fields, list, word};
use crate::secrets::{fingerprint, new_token};
use crate::tasks::fields::instant;
use crate::{App, Caller, Error};

/// The most tokens that a person may have.
const MOST: usize = 100;

/// A personal access token, without its secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub struct TokenView {
    /// Its id, which is no secret.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for: `read`, `write`, `calendar`.
    pub scopes: Vec<&'static str>,
    /// Since when (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Until when (RFC 3339, UTC); null until it is revoked.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
}

/// A new personal access token.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = NewToken)]
pub struct NewTokenView {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    pub token: String,
    /// What is known of it from now on.
    #[serde(flatten)]
    pub about: TokenView,
}

impl std::fmt::Debug for NewTokenView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewTokenView")
            .field("about", &self.about)
            .finish_non_exhaustive()
    }
}

/// Makes a token of `{name, scopes, expires_at?}`.
pub async fn make_token(app: &App, caller: &Caller, body: Value) -> Result<NewTokenView, Error> {
    caller.may(Scope::Write)?;
    let mut read = Fields::of(body)?;
    let name = read.required("name", fields::name);
    let scopes = read.required("scopes", list(3, |item| word(Scope::parse, "read, write, calendar")(item)));
    let expires_at = read.optional("expires_at", instant);
    check(&mut read, scopes.as_deref(), expires_at, caller);
    let (name, scopes) = read.finish_as(name.zip(scopes))?;
    if app.store.tokens().personal(caller.user).await?.len() >= MOST {
        return Err(Invalid::field("name", format!("there are {MOST} tokens already; revoke one first")).into());
    }
    let token = new_token();
    let hash = fingerprint(&token);
    let new = NewToken {
        user: caller.user,
        hash,
        kind: TokenKind::Personal,
        name,
        scopes: Scopes::new(scopes),
        expires_at,
    };
    let stored = app.store.tokens().add(new).await?;
    Ok(NewTokenView {
        token,
        about: shown(&stored),
    })
}

/// A token is good for something, not for more than the one that makes it, and not only in the past.
fn check(read: &mut Fields, scopes: Option<&[Scope]>, expires_at: Option<Timestamp>, caller: &Caller) {
    let scopes = scopes.unwrap_or_default();
    let beyond = |scope: &&Scope| matches!(scope, Scope::Read | Scope::Write) && caller.may(**scope).is_err();
    if let Some(scope) = scopes.iter().find(beyond) {
        read.refuse(
            "scopes",
            format!("{:?} is more than the token of this request may do", scope.word()),
        );
    }
    if scopes.is_empty() {
        read.refuse("scopes", "must name at least one of read, write, calendar");
    }
    if expires_at.is_some_and(|end| end <= Clock::machine()) {
        read.refuse("expires_at", "must be in the future");
    }
}

/// The caller's tokens.
pub async fn list_tokens(app: &App, caller: &Caller) -> Result<Vec<TokenView>, Error> {
    caller.may(Scope::Read)?;
    Ok(app.store.tokens().personal(caller.user).await?.iter().map(shown).collect())
}

/// Revokes a token of the caller, at once.
pub async fn revoke_token(app: &App, caller: &Caller, id: Uuid) -> Result<(), Error> {
    caller.may(Scope::Write)?;
    if app.store.tokens().revoke(caller.user, id).await? {
        Ok(())
    } else {
        Err(Error::NotFound("token"))
    }
}

fn shown(token: &Token) -> TokenView {
    TokenView {
        id: token.id,
        name: token.name.clone(),
        scopes: token.scopes.words(),
        created_at: token.created_at.to_string(),
        expires_at: token.expires_at.map(|end| end.to_string()),
    }
}
