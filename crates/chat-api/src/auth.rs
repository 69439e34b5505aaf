//! Whose request it is, and from where.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use rondo_application::domain::Actor;
use rondo_application::{App, Caller, Error, accounts};

use crate::trace::traceparent;
use crate::{Api, Problem};

/// The caller whose bearer token the request carries.
#[derive(Debug)]
pub(crate) struct Authenticated(pub(crate) Caller);

impl FromRequestParts<Api> for Authenticated {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let actor = through(&parts.headers);
        let caller = caller(&api.app, &parts.headers, actor).await?;
        Ok(Self(caller))
    }
}

/// How the command-line client names itself.
pub const CLI: &str = "rondo-cli/";

/// Through what a request of REST comes.
fn through(headers: &HeaderMap) -> Actor {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    if agent.is_some_and(|agent| agent.starts_with(CLI)) {
        Actor::Cli
    } else {
        Actor::Rest
    }
}

async fn caller(app: &App, headers: &HeaderMap, actor: Actor) -> Result<Caller, Problem> {
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(bearer).ok_or(Error::Unauthenticated)?;
    Ok(accounts::authenticate(app, token, actor, traceparent(headers)).await?)
}

/// Puts routes that want a [`Caller`] among the extensions of their requests behind the same tokens as
/// the rest.
pub fn behind_token(routes: Router, app: App, actor: Actor) -> Router {
    routes.layer(from_fn_with_state((app, actor), let_in))
}

async fn let_in(State((app, actor)): State<(App, Actor)>, mut request: Request, next: Next) -> Result<Response, Problem> {
    let caller = caller(&app, request.headers(), actor).await?;
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// The token of `Bearer …` (RFC 6750 section 2.1); the scheme is compared without case.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The address that a request comes from, by which attempts are limited.
#[derive(Debug)]
pub(crate) struct Client(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(address.map_or_else(
            || "unknown".to_owned(),
            |ConnectInfo(address)| address.ip().to_string(),
        )))
    }
}
