//! A Kafka broker, alone on loopback.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::java::Jars;
use super::{Guard, Launch, Part, Place, ZooKeeper, install, port, settings};

/// It recovers its logs after a SIGKILL, on a busy machine.
const START: Duration = Duration::from_mins(2);
const STOP: Duration = Duration::from_secs(45);
/// What the broker writes once it serves.
const STARTED: &str = " started (kafka.server.Kafka";

const SETTINGS: &str = "server.properties";

/// The name of the broker's cluster, any 16 bytes in base64.
const CLUSTER: &str = "RondoOnOneMachineAAAAA";

/// A broker on one port of loopback; data and port stay the same from start to start.
#[derive(Clone, Debug)]
pub struct Kafka {
    part: Part,
    port: u16,
    jars: Jars,
    folder: PathBuf,
    /// How its storage is formatted before its first start, if it keeps its own quorum.
    format: Option<Vec<OsString>>,
}

/// The ports of a broker.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct KafkaPorts {
    /// For clients.
    pub clients: u16,
    /// For its own quorum.
    pub quorum: u16,
}

impl KafkaPorts {
    /// Free ones.
    pub fn free() -> Self {
        Self {
            clients: port::free(),
            quorum: port::free(),
        }
    }
}

impl Kafka {
    /// A broker that keeps its own quorum (KRaft), installed if need be, not started.
    pub fn new(place: &Place, ports: KafkaPorts) -> Result<Self> {
        Self::with_quorum(place, ports, &settings::kraft(ports), &[])
    }

    /// The same, and on other ports it asks who is there.
    pub fn guarded(place: &Place, ports: KafkaPorts, guard: &Guard) -> Result<Self> {
        let settings = settings::kraft(ports) + &guard.settings(ports);
        let kafka = Self::with_quorum(place, ports, &settings, &guard.user())?;
        for (name, text) in guard.files()? {
            fs::write(kafka.folder.join(name), text)?;
        }
        Ok(kafka)
    }

    fn with_quorum(place: &Place, ports: KafkaPorts, settings: &str, users: &[String]) -> Result<Self> {
        let folder = place.part("kafka")?;
        let jars = Jars::new(install::kafka()?, &folder);
        fs::write(folder.join("log4j2.yaml"), settings::LOGGING_4)?;
        let logging = "-Dlog4j2.configurationFile=log4j2.yaml";
        let mut format: Vec<OsString> = ["format", "-t", CLUSTER, "-c"].map(OsString::from).into();
        format.push(folder.join(SETTINGS).into_os_string());
        format.extend(users.iter().map(OsString::from));
        let format = Some(format);
        Ok(Self {
            format,
            ..Self::made(place, jars, folder, logging, ports.clients, settings)?
        })
    }

    /// A broker of the last line that runs with ZooKeeper.
    pub fn with_zookeeper(place: &Place, ports: KafkaPorts, zookeeper: &ZooKeeper) -> Result<Self> {
        let folder = place.part("kafka-zookeeper")?;
        let jars = Jars::new(install::kafka_with_zookeeper()?, &folder);
        fs::write(folder.join("log4j.properties"), settings::LOGGING_3)?;
        let logging = "-Dlog4j.configuration=file:log4j.properties";
        let settings = settings::zookeeper_mode(ports.clients, zookeeper.port());
        Self::made(place, jars, folder, logging, ports.clients, &settings)
    }

    fn made(place: &Place, jars: Jars, folder: PathBuf, logging: &str, port: u16, settings: &str) -> Result<Self> {
        let file = folder.join(SETTINGS);
        fs::write(&file, settings)?;
        let arguments = jars.server("-Xmx512m", logging, "kafka.Kafka", &file);
        let launch = Launch::new("kafka", Path::new("java"), &folder, place.life()).arguments(arguments);
        Ok(Self {
            part: Part::kept(launch),
            port,
            jars,
            folder,
            format: None,
        })
    }

    /// Starts it and waits until it serves; gives the time that took.
    pub async fn start(&self) -> Result<Duration> {
        if let Some(format) = &self.format
            && !self.is_formatted()
        {
            self.jars.run("kafka.tools.StorageTool", format.clone()).await?;
        }
        self.part.start()?;
        self.ready().await
    }

    fn is_formatted(&self) -> bool {
        self.folder.join("data/meta.properties").is_file()
    }

    /// Waits until it serves.
    pub async fn ready(&self) -> Result<Duration> {
        let started = async || self.part.pid().is_some() && self.part.said().contains(STARTED);
        self.part.until("Kafka serves", START, started).await
    }

    /// SIGTERM, and the wait for its end.
    pub async fn stop(&self) -> Result<()> {
        self.part.stop(STOP).await
    }

    /// SIGKILL; it stays away until it is started.
    pub fn kill(&self) {
        self.part.kill();
    }

    /// Its process and log.
    pub fn part(&self) -> &Part {
        &self.part
    }

    /// Where clients find it, `host:port`.
    pub fn brokers(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Where its data and settings lie.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn jars(&self) -> &Jars {
        &self.jars
    }
}
