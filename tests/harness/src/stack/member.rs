//! A part as it is shown to somebody who looks at the stack.

use super::Stack;
use crate::parts::{Part, Probe};

/// A part of a stack, with what others need to know of it.
#[derive(Debug)]
pub struct Member<'a> {
    /// The name that tells it apart.
    pub name: String,
    /// Its process and log.
    pub part: &'a Part,
    /// `url` or `brokers`.
    pub address_kind: &'static str,
    /// Where it is found.
    pub address: String,
    /// How to ask whether it is ready.
    pub probe: Probe,
}

impl Stack {
    /// Every part that is there, in the order of starting.
    pub fn members(&self) -> Vec<Member<'_>> {
        let mut members = vec![Member {
            name: "postgres".to_owned(),
            part: self.postgres.part(),
            address_kind: "url",
            address: self.postgres.url(),
            probe: Probe::Tcp(self.postgres.port()),
        }];
        members.extend(self.zookeeper.iter().map(|zookeeper| Member {
            name: "zookeeper".to_owned(),
            part: zookeeper.part(),
            address_kind: "url",
            address: format!("127.0.0.1:{}", zookeeper.port()),
            probe: Probe::Tcp(zookeeper.port()),
        }));
        members.push(Member {
            name: "kafka".to_owned(),
            part: self.kafka.part(),
            address_kind: "brokers",
            address: self.kafka.brokers(),
            probe: Probe::Tcp(self.plan.ports.kafka.clients),
        });
        members.extend(self.sidecars.iter().map(|(name, daprd)| Member {
            name: format!("daprd-{name}"),
            part: daprd.part(),
            address_kind: "url",
            address: daprd.url(),
            probe: Probe::Http(format!("{}/v1.0/healthz", daprd.url())),
        }));
        members.extend(self.roles.iter().map(|(name, role)| Member {
            name: name.clone(),
            part: role.part(),
            address_kind: "url",
            address: role.url(),
            probe: Probe::Http(format!("{}/readyz", role.url())),
        }));
        members
    }
}
