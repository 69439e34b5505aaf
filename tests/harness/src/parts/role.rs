//! A role of our own: `rondo chat-api`, `rondo relay` and the others.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::{Launch, Part, Place, Tokens};
use crate::call::client;

const START: Duration = Duration::from_secs(40);
/// Five seconds of lame duck, ten of draining, and some to spare on a busy machine.
const STOP: Duration = Duration::from_secs(30);

/// How a role is set up.
#[derive(Clone, Debug)]
pub struct Duty {
    role: String,
    port: u16,
    database: String,
    sidecar: Option<(String, Tokens)>,
    arguments: Vec<String>,
    settings: Vec<(String, String)>,
}

impl Duty {
    /// `rondo ROLE` on this port of loopback and this database.
    pub fn new(role: &str, port: u16, database: &str) -> Self {
        Self {
            role: role.to_owned(),
            port,
            database: database.to_owned(),
            sidecar: None,
            arguments: Vec::new(),
            settings: Vec::new(),
        }
    }

    /// With the sidecar at this address.
    #[must_use]
    pub fn sidecar(self, url: &str, tokens: &Tokens) -> Self {
        Self {
            sidecar: Some((url.to_owned(), tokens.clone())),
            ..self
        }
    }

    /// With one more argument on the command line.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// With an environment variable.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    fn launch(&self, name: &str, program: &Path, folder: &Path, place: &Place) -> Launch {
        let listen = format!("127.0.0.1:{}", self.port);
        let mut launch = Launch::new(name, program, folder, place.life())
            .arguments([self.role.as_str(), "--listen", &listen])
            .arguments(&self.arguments)
            // By the environment: a command line can be read by everybody on the machine.
            .setting("DATABASE_URL", &self.database)
            .setting("RONDO_DATABASE_URL", &self.database)
            .setting("HOME", folder);
        if let Some((url, tokens)) = &self.sidecar {
            launch = launch
                .setting("DAPR_HTTP_ENDPOINT", url)
                .setting("DAPR_API_TOKEN", &tokens.dapr)
                .setting("APP_API_TOKEN", &tokens.app);
        }
        let settings = self.settings.iter();
        settings.fold(launch, |launch, (name, value)| launch.setting(name, value))
    }
}

/// A process of one role; it comes back when it ends, on the same port.
#[derive(Clone, Debug)]
pub struct Role {
    part: Part,
    port: u16,
}

impl Role {
    /// Of this binary, not started. The name tells replicas apart.
    pub fn new(place: &Place, name: &str, program: &Path, duty: &Duty) -> Result<Self> {
        let folder = place.part(name)?;
        Ok(Self {
            part: Part::kept(duty.launch(name, program, &folder, place)),
            port: duty.port,
        })
    }

    /// Starts it and waits until it is ready.
    pub async fn start(&self) -> Result<Duration> {
        self.part.start()?;
        self.ready().await
    }

    /// Waits until `/readyz` says yes.
    pub async fn ready(&self) -> Result<Duration> {
        let (http, url) = (client(), format!("{}/readyz", self.url()));
        let ready = async || http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success());
        let what = format!("{} is ready", self.part.name());
        self.part.until(&what, START, ready).await
    }

    /// SIGTERM, and the wait for its end.
    pub async fn stop(&self) -> Result<()> {
        self.part.stop(STOP).await
    }

    /// SIGKILL; it stays away until it is started. [`Part::crash`] lets it come back.
    pub fn kill(&self) {
        self.part.kill();
    }

    /// Its process and log.
    pub fn part(&self) -> &Part {
        &self.part
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }
}
