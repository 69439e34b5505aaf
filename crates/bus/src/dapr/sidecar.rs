//! The sidecar: how it is reached, and what it is asked beside publishing.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;

use super::{PUBSUB, Token};

/// How to reach the sidecar.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens, as `http://127.0.0.1:3500`.
    pub endpoint: String,
    /// What it wants to see, if it wants to see something (`DAPR_API_TOKEN`).
    pub token: Option<Token>,
    /// The pub/sub component.
    pub pubsub: String,
}

impl Settings {
    /// A sidecar on this machine, without a token.
    pub fn local(port: u16) -> Self {
        Self {
            endpoint: format!("http://127.0.0.1:{port}"),
            token: None,
            pubsub: PUBSUB.to_owned(),
        }
    }
}

/// A sidecar. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sidecar {
    client: Client,
    settings: Settings,
}

/// How long a question beside publishing may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long the broker may take for a probe: longer than the sidecar waits for it.
const PROBING: Duration = Duration::from_secs(6);

impl Sidecar {
    /// The sidecar that these settings name.
    pub fn new(settings: Settings) -> Self {
        // Never used here: with TLS built in for others, a client is not made without a provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            // It is a neighbour: what the environment says of proxies is about others.
            .no_proxy()
            .connect_timeout(Duration::from_secs(2))
            .pool_max_idle_per_host(32)
            .build()
            .expect("a client without TLS and proxies can always be built");
        Self { client, settings }
    }

    /// The pub/sub component.
    pub fn pubsub(&self) -> &str {
        &self.settings.pubsub
    }

    /// Where it listens.
    pub fn endpoint(&self) -> &str {
        &self.settings.endpoint
    }

    /// Whether it is up and its components are.
    ///
    /// # Errors
    /// Why not.
    pub async fn health(&self) -> Result<(), String> {
        let answer = self.get("/v1.0/healthz").timeout(PATIENCE).send().await;
        let status = answer.map_err(|error| why(&error))?.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(format!("it answers {status}"))
        }
    }

    /// What it says of itself: its id, components and subscriptions.
    ///
    /// # Errors
    /// Why not.
    pub async fn metadata(&self) -> Result<Value, String> {
        let answer = self.get("/v1.0/metadata").timeout(PATIENCE).send().await;
        let answer = answer.map_err(|error| why(&error))?;
        match answer.status() {
            StatusCode::OK => answer.json().await.map_err(|error| why(&error)),
            StatusCode::UNAUTHORIZED => Err("it does not accept DAPR_API_TOKEN (401)".to_owned()),
            status => Err(format!("it answers {status}")),
        }
    }

    /// Publishes an event of a type that no subscription has a rule for, to see whether the broker takes
    /// it.
    ///
    /// # Errors
    /// Why not.
    pub async fn probe(&self, topic: &str) -> Result<(), String> {
        let path = format!("/v1.0/publish/{}/{topic}?metadata.rawPayload=true", self.settings.pubsub);
        let event = serde_json::json!({
            "specversion": "1.0", "id": "probe", "source": "/rondo/doctor", "type": "rondo.probe",
            "datacontenttype": "application/json", "data": {},
        });
        let request = self.post(&path).header("content-type", "application/cloudevents+json");
        let answer = request.body(event.to_string()).timeout(PROBING).send().await;
        let answer = answer.map_err(|error| why(&error))?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(format!("{status}: {}", answer.text().await.unwrap_or_default())),
        }
    }

    /// Has it end; whoever supervises it starts it anew.
    ///
    /// # Errors
    /// Why it was not told.
    pub async fn shut_down(&self) -> Result<(), String> {
        let answer = self.post("/v1.0/shutdown").timeout(PATIENCE).send().await;
        answer
            .and_then(reqwest::Response::error_for_status)
            .map(drop)
            .map_err(|error| why(&error))
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.known(self.client.get(format!("{}{path}", self.settings.endpoint)))
    }

    pub(super) fn post(&self, path: &str) -> RequestBuilder {
        self.known(self.client.post(format!("{}{path}", self.settings.endpoint)))
    }

    fn known(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.settings.token {
            Some(token) => request.header("dapr-api-token", token.secret()),
            None => request,
        }
    }
}

/// An error with all its causes: the outermost alone only says that a request failed.
pub(super) fn why(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
