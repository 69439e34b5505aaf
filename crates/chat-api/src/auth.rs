//! Whose request it is, and from where.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use rondo_application::domain::Actor;
use rondo_application::{Caller, Error, accounts};

use crate::trace::traceparent;
use crate::{Api, Problem};

/// The caller whose bearer token the request carries.
#[derive(Debug)]
pub(crate) struct Authenticated(pub(crate) Caller);

impl FromRequestParts<Api> for Authenticated {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(bearer).ok_or(Error::Unauthenticated)?;
        let caller = accounts::authenticate(&api.app, token, Actor::Rest, traceparent(&parts.headers)).await?;
        Ok(Self(caller))
    }
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
