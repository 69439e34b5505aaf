//! Where the parts of one stack listen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SERVICES;
use crate::parts::{KafkaPorts, SidecarPorts, port};

/// A port for everything, the same from start to start.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ports {
    /// Postgres.
    pub postgres: u16,
    /// Kafka.
    pub kafka: KafkaPorts,
    /// `ZooKeeper`, where there is one.
    pub zookeeper: u16,
    /// Each service, by its name.
    pub services: BTreeMap<String, u16>,
    /// Each sidecar, by its service.
    pub sidecars: BTreeMap<String, SidecarPorts>,
}

impl Ports {
    /// Any free ones, so that many stacks can run at once.
    pub fn free() -> Self {
        let sidecars = SERVICES.iter().filter(|service| service.sidecar.is_some());
        Self {
            postgres: port::free(),
            kafka: KafkaPorts::free(),
            zookeeper: port::free(),
            services: SERVICES
                .iter()
                .map(|service| (service.name.to_owned(), port::free()))
                .collect(),
            sidecars: sidecars
                .map(|service| (service.name.to_owned(), SidecarPorts::free()))
                .collect(),
        }
    }

    /// The customary ones, and others for those that are taken.
    pub fn customary() -> Self {
        let mut ports = Self {
            postgres: port::preferably(15_432),
            kafka: KafkaPorts {
                clients: port::preferably(9_092),
                quorum: port::preferably(9_093),
            },
            zookeeper: port::preferably(2_181),
            ..Self::free()
        };
        for service in SERVICES {
            ports.services.insert(service.name.to_owned(), port::preferably(service.port));
            let Some(beside) = service.sidecar else { continue };
            let http = port::preferably(beside.port);
            let sidecar = SidecarPorts {
                http,
                ..SidecarPorts::free()
            };
            ports.sidecars.insert(service.name.to_owned(), sidecar);
        }
        ports
    }

    /// The same, with others for those that are taken now.
    #[must_use]
    pub fn still_free(mut self) -> Self {
        let kafka = [&mut self.kafka.clients, &mut self.kafka.quorum];
        let sidecars = self.sidecars.values_mut();
        let sidecars =
            sidecars.flat_map(|ports| [&mut ports.http, &mut ports.grpc, &mut ports.internal, &mut ports.metrics]);
        let others = [&mut self.postgres, &mut self.zookeeper].into_iter();
        for port in others.chain(kafka).chain(self.services.values_mut()).chain(sidecars) {
            *port = port::preferably(*port);
        }
        self
    }
}
