//! Rondo's events as other programs see them: CloudEvents 1.0 in structured JSON, with a JSON Schema
//! for each topic's data.
//!
//! The types here *are* the contract: schemas and AsyncAPI are generated from them and checked in
//! under `contracts/`, and a test fails when the two differ or when a change is not backward
//! compatible. A consumer reads an event with [`CloudEvent::parse`] and ignores what it does not
//! know.
//!
//! ```
//! use rondo_contract::{CloudEvent, TaskEvent};
//!
//! let wrong = CloudEvent::<TaskEvent>::parse("{}").unwrap_err();
//! assert!(wrong.to_string().contains("missing field"));
//! ```

mod asyncapi;
mod cloud_event;
mod compatibility;
mod outgoing;
mod reminder_event;
pub mod schemas;
mod task_event;
mod topic;

pub use asyncapi::{asyncapi, asyncapi_yaml};
pub use cloud_event::{CloudEvent, Malformed};
pub use compatibility::incompatibilities;
pub use outgoing::{Outgoing, Place};
pub use reminder_event::{Recipient, RemindedTask, ReminderEvent, ReminderEventType, ReminderType};
pub use schemas::{Schema, schemas};
pub use task_event::{EventActor, EventCause, Frequency, Priority, TaskEvent, TaskEventType, TaskState};
pub use topic::Topic;
