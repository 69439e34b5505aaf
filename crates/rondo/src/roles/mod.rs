//! One role a process: the same parts as in `rondo serve`, with Dapr and a broker between them.

pub(crate) mod chat_api;
pub(crate) mod consumer;
mod probes;
pub(crate) mod relay;
pub(crate) mod reminder;
pub(crate) mod sidecar;

use std::net::SocketAddr;

use crate::arguments::Operation;
use crate::output::say;

/// The port of a command's role, where nothing else is said.
pub(crate) const fn port(operation: &Operation) -> u16 {
    match operation {
        Operation::RecurringTask => consumer::RECURRING_TASK.port,
        Operation::Notification => consumer::NOTIFICATION.port,
        Operation::Reminder => 8003,
        Operation::Relay => 8004,
        _ => 8000,
    }
}

/// Says where it is; the line is for programs, too.
fn announce(role: &str, address: SocketAddr) {
    // It serves whether anybody reads this or not.
    let _ = say(format!("Rondo is ready at http://{address} as {role}"));
}
