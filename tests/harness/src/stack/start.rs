//! The order of starting and stopping.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures::future::{join_all, try_join_all};
use tokio::process::Command;

use super::Stack;
use crate::parts::{Daprd, Role};

const MIGRATION: Duration = Duration::from_mins(2);

impl Stack {
    /// Starts everything and waits until it is ready.
    ///
    /// The services wait for their database alone, the sidecars for the broker: they end at once without it.
    pub async fn start(&self) -> Result<()> {
        let services = async {
            self.postgres.start().await?;
            self.start_services().await
        };
        tokio::try_join!(services, self.start_bus())?;
        try_join_all(self.sidecars.values().map(Daprd::ready)).await?;
        Ok(())
    }

    /// Starts all but the services.
    pub async fn start_infrastructure(&self) -> Result<()> {
        tokio::try_join!(self.postgres.start(), self.start_bus())?;
        Ok(())
    }

    /// Starts the broker, then the sidecars.
    pub async fn start_bus(&self) -> Result<()> {
        self.start_broker().await?;
        try_join_all(self.sidecars.values().map(Daprd::start)).await?;
        Ok(())
    }

    /// Starts the broker, and makes its topics.
    pub async fn start_broker(&self) -> Result<()> {
        if let Some(zookeeper) = &self.zookeeper {
            zookeeper.start().await?;
        }
        self.kafka.start().await?;
        self.kafka.make_topics().await
    }

    /// Brings the schema up to date, starts the services and waits until they are ready.
    pub async fn start_services(&self) -> Result<()> {
        self.migrate().await?;
        try_join_all(self.roles.values().map(Role::start)).await?;
        Ok(())
    }

    /// Starts one more process of that service, with its sidecar, under that name.
    pub async fn start_replica(&mut self, service: &str, name: &str) -> Result<()> {
        self.replica(service, name)?;
        self.role(name).start().await?;
        if let Some(sidecar) = self.sidecars.get(name) {
            sidecar.start().await?;
        }
        Ok(())
    }

    /// `rondo migrate`.
    pub async fn migrate(&self) -> Result<()> {
        let mut command = Command::new(self.plan.binary());
        command.arg("migrate").current_dir(self.plan.place.folder());
        let url = self.postgres.url();
        command.env("DATABASE_URL", &url).env("RONDO_DATABASE_URL", &url);
        if let Some(clock) = &self.plan.clock {
            command.env("RONDO_TEST_CLOCK", clock);
        }
        command.stdin(Stdio::null()).kill_on_drop(true);
        let output = tokio::time::timeout(MIGRATION, command.output()).await;
        let output = output.context("the migration takes too long")?.context("start the binary")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`rondo migrate` fails: {said}");
        Ok(())
    }

    /// Stops everything in the reverse order; goes on when a part has to be killed, and says so at the end.
    pub async fn stop(&self) -> Result<()> {
        let mut outcomes = join_all(self.roles.values().map(Role::stop)).await;
        outcomes.extend(join_all(self.sidecars.values().map(Daprd::stop)).await);
        let broker = async {
            self.kafka.stop().await?;
            match &self.zookeeper {
                Some(zookeeper) => zookeeper.stop().await,
                None => Ok(()),
            }
        };
        let (broker, postgres) = tokio::join!(broker, self.postgres.stop());
        outcomes.extend([broker, postgres]);
        outcomes.into_iter().collect()
    }
}
