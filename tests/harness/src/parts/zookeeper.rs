//! ZooKeeper, for the Kafka that still wants it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use tokio::net::TcpStream;

use super::java::Jars;
use super::{Launch, Part, Place, install, settings};

const START: Duration = Duration::from_mins(1);
const STOP: Duration = Duration::from_secs(20);

/// One ZooKeeper on loopback.
#[derive(Clone, Debug)]
pub struct ZooKeeper {
    part: Part,
    port: u16,
}

impl ZooKeeper {
    /// Installed if need be, not started.
    pub fn new(place: &Place, port: u16) -> Result<Self> {
        let folder = place.part("zookeeper")?;
        let jars = Jars::new(install::kafka_with_zookeeper()?, &folder);
        let file = folder.join("zookeeper.properties");
        fs::write(&file, settings::zookeeper(port))?;
        fs::write(folder.join("log4j.properties"), settings::LOGGING_3)?;
        let class = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
        let arguments = jars.server("-Xmx256m", "-Dlog4j.configuration=file:log4j.properties", class, &file);
        let launch = Launch::new("zookeeper", Path::new("java"), &folder, place.life()).arguments(arguments);
        Ok(Self {
            part: Part::kept(launch),
            port,
        })
    }

    /// Starts it and waits until it can be reached.
    pub async fn start(&self) -> Result<Duration> {
        self.part.start()?;
        self.ready().await
    }

    /// Waits until it can be reached.
    pub async fn ready(&self) -> Result<Duration> {
        let reached = async || TcpStream::connect(("127.0.0.1", self.port)).await.is_ok();
        self.part.until("ZooKeeper can be reached", START, reached).await
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

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }
}
