//! The tables, row by row. Nothing of this leaves the crate.

pub(crate) mod conversation;
pub(crate) mod dead_letter;
pub(crate) mod event;
pub(crate) mod idempotency_key;
pub(crate) mod inbox;
pub(crate) mod line;
pub(crate) mod message;
pub(crate) mod notification;
pub(crate) mod position;
pub(crate) mod reminder;
pub(crate) mod series;
pub(crate) mod tag;
pub(crate) mod task;
pub(crate) mod task_tag;
pub(crate) mod token;
pub(crate) mod user;
