//! A language model behind an endpoint for chat completions, as OpenAI, Ollama, llama.cpp, vLLM and many
//! others have it.
//!
//! [`Endpoint`] asks with tools and reads the answer as a stream. Servers differ, so it is lenient in
//! what it takes ([`answer`]): an answer in one piece, calls without an index or with arguments that are
//! no text, several calls with one index, a stream without its closing mark, thoughts before the answer
//! (which are left out). What it does not take is half an answer: one that breaks off, or is cut for its
//! length, is a failure, and nothing in it counts. An endpoint that refuses the usual name for the
//! most tokens is asked again with the newer one; why it refused anything else is in the log.

mod answer;
mod endpoint;
mod lines;
mod thoughts;

pub use endpoint::{Endpoint, Settings};
