//! What a stack is to consist of.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Ports, Stack};
use crate::binary;
use crate::parts::{Life, Place};

/// Which Kafka a stack runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Broker {
    /// The current line, which keeps its own quorum.
    #[default]
    KRaft,
    /// The last line that runs with `ZooKeeper`.
    ZooKeeper,
}

/// A stack that is about to be started.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) place: Place,
    pub(super) ports: Ports,
    pub(super) broker: Broker,
    pub(super) program: Option<PathBuf>,
    pub(super) clock: Option<String>,
    pub(super) behind_proxy: bool,
    pub(super) lasting: bool,
    pub(super) settings: Vec<(String, String)>,
}

impl Plan {
    /// All services, in this folder.
    pub fn new(folder: &Path, life: Life, ports: Ports) -> Self {
        Self {
            place: Place::new(folder, life),
            ports,
            broker: Broker::default(),
            program: None,
            clock: None,
            behind_proxy: false,
            lasting: life == Life::Free,
            settings: Vec::new(),
        }
    }

    /// On this kind of Kafka.
    #[must_use]
    pub fn broker(self, broker: Broker) -> Self {
        Self { broker, ..self }
    }

    /// With this binary instead of the one that the tests build.
    #[must_use]
    pub fn program(self, program: &Path) -> Self {
        let program = Some(program.to_owned());
        Self { program, ..self }
    }

    /// With a clock to test with, which stands at that instant.
    #[must_use]
    pub fn at(self, instant: &str) -> Self {
        let clock = Some(instant.to_owned());
        Self { clock, ..self }
    }

    /// With a proxy between the services and Postgres, to cut the connection.
    #[must_use]
    pub fn behind_proxy(self) -> Self {
        Self {
            behind_proxy: true,
            ..self
        }
    }

    /// With a database that waits for its disk, as one does whose data are to stay.
    #[must_use]
    pub fn lasting(self) -> Self {
        Self { lasting: true, ..self }
    }

    /// With an environment variable for every service.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The binary of the services.
    pub(super) fn binary(&self) -> &Path {
        self.program.as_deref().unwrap_or_else(|| binary())
    }

    /// Puts the parts together, installed if need be, and starts none.
    pub fn parts(self) -> Result<Stack> {
        Stack::of(self)
    }
}
