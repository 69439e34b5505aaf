//! The parts of the real stack, each on free ports of loopback: started, waited for, stopped, killed and
//! started again at the same address.
//!
//! ```no_run
//! # use rondo_harness::parts::{Daprd, Kafka, KafkaPorts, Life, Place, Sidecar};
//! # async fn story(folder: &std::path::Path) -> anyhow::Result<()> {
//! let place = Place::new(folder, Life::Bound);
//! let kafka = Kafka::new(&place, KafkaPorts::free())?;
//! kafka.start().await?;
//! kafka.make_topics().await?;
//! let daprd = Daprd::new(&place, &Sidecar::of("ann", &kafka.brokers()))?;
//! daprd.start().await?;
//! daprd.publish("task-events", "ann", r#"{"specversion":"1.0"}"#).await;
//! kafka.kill();
//! kafka.start().await?;
//! let records = kafka.records("task-events").await?;
//! # Ok(()) }
//! ```
//!
//! What is installed comes from the package registries and lies outside the checkout ([`install`]). A part
//! ends with its last handle, also when a test panics, and with its process if it is [`Life::Bound`]. All but
//! those that a test stopped or killed come back by themselves.

mod cache;
mod certificates;
mod daprd;
mod guard;
mod identity;
pub mod install;
mod java;
mod kafka;
mod launch;
mod part;
mod performance;
mod place;
pub mod port;
mod postgres;
mod probe;
mod proxy;
mod reader;
mod role;
mod settings;
mod tool;
mod topics;
mod turn;
mod zookeeper;

pub use certificates::Certificates;
pub use daprd::{Daprd, Sidecar, SidecarPorts, Tokens};
pub use guard::Guard;
pub use identity::Identity;
pub use kafka::{Kafka, KafkaPorts};
pub use launch::{Launch, Life};
pub use part::Part;
pub use place::Place;
pub use postgres::Postgres;
pub use probe::Probe;
pub use proxy::Proxy;
pub use reader::Record;
pub use role::{Duty, Role};
pub use topics::{PARTITIONS, TOPICS};
pub use turn::turn;
pub use zookeeper::ZooKeeper;
