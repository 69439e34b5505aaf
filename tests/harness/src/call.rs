//! A request to a server.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use crate::Answer;

/// How long a test waits for anything that should come soon, on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Where a server listens: another port after each restart.
#[derive(Clone, Debug, Default)]
pub struct Address(Arc<RwLock<String>>);

impl Address {
    /// Points at `http://host:port`.
    pub fn set(&self, url: &str) {
        url.clone_into(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// The present `http://host:port`.
    pub fn get(&self) -> String {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A client with connections of its own.
pub(crate) fn client() -> reqwest::Client {
    // Never used here: with TLS built in for the product, a client is not made without a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_mins(2))
        .build()
        .expect("a plain HTTP client can be made")
}

/// A request in the making.
#[must_use = "nothing is sent before `send`"]
pub struct Call(RequestBuilder);

impl Call {
    pub(crate) fn new(http: &reqwest::Client, address: &Address, method: &str, path: &str) -> Self {
        let method = Method::from_bytes(method.as_bytes()).expect("a method of HTTP");
        Self(http.request(method, format!("{}{path}", address.get())))
    }

    /// With this header.
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// As whoever owns this token.
    pub fn token(self, token: &str) -> Self {
        Self(self.0.bearer_auth(token))
    }

    /// With this JSON body.
    pub fn json(self, body: &Value) -> Self {
        Self(self.0.json(body))
    }

    /// With these bytes as body, said to be JSON.
    pub fn raw(self, body: impl Into<Vec<u8>>) -> Self {
        Self(self.0.header("content-type", "application/json").body(body.into()))
    }

    /// With these bytes as body, said to be of that media type.
    pub fn file(self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self(self.0.header("content-type", kind).body(body.into()))
    }

    /// Sends it; panics when nothing comes back.
    pub async fn send(self) -> Answer {
        self.attempt().await.expect("the server answers")
    }

    /// Sends it to a server that may be killed meanwhile.
    pub async fn attempt(self) -> Option<Answer> {
        Answer::of(self.0.send().await.ok()?).await
    }
}
