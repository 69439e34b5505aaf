//! Rondo on Kubernetes: its chart, Dapr's own control plane, Kafka. `cargo xtask cluster test` brings a cluster
//! and plays these stories in its network.

#[path = "../accounts.rs"]
mod accounts;
mod admission;
mod cluster;
mod complaints;
mod completion;
mod events;
mod faults;
mod kubectl;
#[path = "../stack/load.rs"]
mod load;
mod reminders;
