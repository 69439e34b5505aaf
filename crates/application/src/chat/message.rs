//! What is sent to the chat.

use serde_json::Value;
use uuid::Uuid;

use crate::Error;
use crate::input::{Fields, string, text};

/// The longest message, in characters.
const LONGEST: usize = 4000;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What the person says.
    pub message: String,
    /// In which conversation; a new one when absent.
    pub conversation: Option<Uuid>,
}

impl Request {
    /// Reads `{message, conversation_id?}`.
    ///
    /// # Errors
    /// Every wrong field at once.
    pub fn read(body: Value) -> Result<Self, Error> {
        let mut read = Fields::of(body)?;
        let message = read.required("message", said);
        let conversation = read.optional("conversation_id", text(str::parse::<Uuid>));
        let message = read.finish_as(message)?;
        Ok(Self { message, conversation })
    }
}

fn said(value: &Value) -> Result<String, String> {
    let text = string(value)?.trim();
    match text.chars().count() {
        1..=LONGEST => Ok(text.to_owned()),
        0 => Err("must not be empty".to_owned()),
        n => Err(format!("must have at most {LONGEST} characters, has {n}")),
    }
}
