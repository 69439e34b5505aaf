//! The Dapr sidecar.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};

use super::{Launch, Part, Place, install, port};
use crate::call::client;

/// It ends at once when Kafka is away, and is started again until it is there.
const START: Duration = Duration::from_mins(1);
const STOP: Duration = Duration::from_secs(20);

/// How a sidecar is set up.
#[derive(Clone, Debug)]
pub struct Sidecar {
    name: String,
    app_id: String,
    app_port: Option<u16>,
    ports: SidecarPorts,
    brokers: String,
    tokens: Option<Tokens>,
    resources: Vec<PathBuf>,
    checks_health: bool,
    traces: Option<String>,
}

/// The ports of a sidecar.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SidecarPorts {
    /// Its HTTP interface.
    pub http: u16,
    /// Its gRPC interface.
    pub grpc: u16,
    /// For other sidecars.
    pub internal: u16,
    /// Its metrics.
    pub metrics: u16,
}

/// What sidecar and service prove themselves to each other with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// The sidecar's to the service (`APP_API_TOKEN`).
    pub app: String,
    /// The service's to the sidecar (`DAPR_API_TOKEN`).
    pub dapr: String,
}

impl Tokens {
    /// New ones.
    pub fn random() -> Self {
        let [app, dapr] = [(); 2].map(|()| format!("{:032x}", rand::random::<u128>()));
        Self { app, dapr }
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

impl SidecarPorts {
    /// Free ones.
    pub fn free() -> Self {
        let [http, grpc, internal, metrics] = [(); 4].map(|()| port::free());
        Self {
            http,
            grpc,
            internal,
            metrics,
        }
    }
}

impl Sidecar {
    /// The sidecar of this app over these brokers, on free ports, with the components and the policies of
    /// `dapr/`, and without declarative subscriptions.
    pub fn of(app_id: &str, brokers: &str) -> Self {
        Self {
            name: app_id.to_owned(),
            app_id: app_id.to_owned(),
            app_port: None,
            ports: SidecarPorts::free(),
            brokers: brokers.to_owned(),
            tokens: None,
            resources: vec![dapr(""), dapr("components")],
            checks_health: false,
            traces: None,
        }
    }

    /// With the components in this folder, instead of those of `dapr/`.
    #[must_use]
    pub fn components(self, folder: &Path) -> Self {
        let resources = vec![dapr(""), folder.to_owned()];
        Self { resources, ..self }
    }

    /// Under another name than its app-id, which replicas have in common.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        let name = name.to_owned();
        Self { name, ..self }
    }

    /// With the service that listens on this port of loopback.
    #[must_use]
    pub fn app(self, port: u16) -> Self {
        Self {
            app_port: Some(port),
            ..self
        }
    }

    /// With a look at the service's `/dapr/health` every second: deliveries pause while that fails.
    #[must_use]
    pub fn health_checked(self) -> Self {
        Self {
            checks_health: true,
            ..self
        }
    }

    /// On these ports.
    #[must_use]
    pub fn ports(self, ports: SidecarPorts) -> Self {
        Self { ports, ..self }
    }

    /// With these tokens.
    #[must_use]
    pub fn tokens(self, tokens: &Tokens) -> Self {
        Self {
            tokens: Some(tokens.clone()),
            ..self
        }
    }

    /// With the declarative subscriptions of `dapr/subscriptions`; the service must declare none then.
    #[must_use]
    pub fn declarative(mut self) -> Self {
        self.resources.push(dapr("subscriptions"));
        self
    }

    /// Sends its spans to this OTLP receiver (gRPC), `host:port`.
    #[must_use]
    pub fn traces(self, receiver: &str) -> Self {
        Self {
            traces: Some(receiver.to_owned()),
            ..self
        }
    }

    fn launch(&self, program: &Path, folder: &Path, place: &Place) -> Launch {
        let name = format!("daprd-{}", self.name);
        let mut launch = Launch::new(&name, program, folder, place.life()).arguments(self.arguments());
        launch = launch.setting("RONDO_KAFKA_BROKERS", &self.brokers);
        if let Some(tokens) = &self.tokens {
            launch = launch
                .setting("APP_API_TOKEN", &tokens.app)
                .setting("DAPR_API_TOKEN", &tokens.dapr);
        }
        if let Some(receiver) = &self.traces {
            launch = launch
                .setting("OTEL_EXPORTER_OTLP_ENDPOINT", receiver)
                .setting("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .setting("OTEL_EXPORTER_OTLP_INSECURE", "true");
        }
        launch
    }

    fn arguments(&self) -> Vec<String> {
        let mut arguments: Vec<String> = vec!["--app-id".into(), self.app_id.clone()];
        let mut say = |name: &str, value: String| arguments.extend([format!("--{name}"), value]);
        say("mode", "standalone".into());
        say("config", dapr("config.yaml").display().to_string());
        for folder in &self.resources {
            say("resources-path", folder.display().to_string());
        }
        for name in [
            "dapr-listen-addresses",
            "dapr-internal-grpc-listen-address",
            "metrics-listen-address",
        ] {
            say(name, "127.0.0.1".into());
        }
        let SidecarPorts {
            http,
            grpc,
            internal,
            metrics,
        } = self.ports;
        for (name, port) in [
            ("dapr-http-port", http),
            ("dapr-grpc-port", grpc),
            ("dapr-internal-grpc-port", internal),
            ("metrics-port", metrics),
        ] {
            say(name, port.to_string());
        }
        if let Some(port) = self.app_port {
            say("app-port", port.to_string());
            say("app-protocol", "http".into());
            say("app-channel-address", "127.0.0.1".into());
        }
        if self.checks_health {
            arguments.push("--enable-app-health-check".into());
            let look = [("check-path", "/dapr/health"), ("probe-interval", "1"), ("threshold", "2")];
            arguments.extend(
                look.iter()
                    .flat_map(|(name, value)| [format!("--app-health-{name}"), (*value).into()]),
            );
        }
        arguments
    }
}

/// A running sidecar; it comes back when it ends, on the same ports.
#[derive(Clone, Debug)]
pub struct Daprd {
    part: Part,
    http: u16,
    token: Option<String>,
}

impl Daprd {
    /// Installed if need be, not started.
    pub fn new(place: &Place, sidecar: &Sidecar) -> Result<Self> {
        let program = install::daprd()?;
        let folder = place.part(&format!("daprd-{}", sidecar.name))?;
        Ok(Self {
            part: Part::kept(sidecar.launch(&program, &folder, place)),
            http: sidecar.ports.http,
            token: sidecar.tokens.as_ref().map(|tokens| tokens.dapr.clone()),
        })
    }

    /// Starts it and waits until it can publish.
    ///
    /// Whether its service is there does not matter; Kafka must be.
    pub async fn start(&self) -> Result<Duration> {
        self.part.start()?;
        self.can_publish().await
    }

    /// Waits until its components are there.
    pub async fn can_publish(&self) -> Result<Duration> {
        self.answers("/v1.0/healthz/outbound").await
    }

    /// Waits until its service is there as well, so that it delivers.
    pub async fn ready(&self) -> Result<Duration> {
        self.answers("/v1.0/healthz").await
    }

    async fn answers(&self, path: &str) -> Result<Duration> {
        let (http, url) = (client(), format!("{}{path}", self.url()));
        let healthy = async || http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success());
        self.part.until("daprd is healthy", START, healthy).await
    }

    /// SIGTERM, and the wait for its end.
    pub async fn stop(&self) -> Result<()> {
        self.part.stop(STOP).await
    }

    /// SIGKILL; it stays away until it is started.
    pub fn kill(&self) {
        self.part.kill();
    }

    /// Asks it to end by itself, as a consumer does whose subscription is dead; it comes back.
    pub async fn shut_down(&self) -> Result<()> {
        let mut request = client().post(format!("{}/v1.0/shutdown", self.url()));
        if let Some(token) = &self.token {
            request = request.header("dapr-api-token", token);
        }
        let (before, answer) = (self.part.starts(), request.send().await?);
        ensure!(
            answer.status().is_success(),
            "daprd does not take the wish to end: {}",
            answer.status()
        );
        let back = async || self.part.starts() > before;
        self.part.until("daprd is started again", START, back).await?;
        Ok(())
    }

    /// Its process and log.
    pub fn part(&self) -> &Part {
        &self.part
    }

    /// Its HTTP interface, for `DAPR_HTTP_ENDPOINT`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.http)
    }

    /// Publishes bytes as they are, with this key; gives the status of the answer, `None` without one.
    pub async fn publish(&self, topic: &str, key: &str, event: &str) -> Option<u16> {
        let url = format!("{}/v1.0/publish/pubsub-kafka/{topic}", self.url());
        let mut request = client()
            .post(url)
            .query(&[("metadata.rawPayload", "true"), ("metadata.partitionKey", key)])
            .header("content-type", "application/cloudevents+json")
            .body(event.to_owned());
        if let Some(token) = &self.token {
            request = request.header("dapr-api-token", token);
        }
        Some(request.send().await.ok()?.status().as_u16())
    }
}

/// What lies in the repository's folder `dapr/`.
fn dapr(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dapr").join(name)
}
