//! A language model behind an endpoint for chat completions, as OpenAI, Ollama, llama.cpp, vLLM and many
//! others have it.
//!
//! [`Endpoint`] asks with tools and reads the answer as a stream. Servers differ, so it is lenient in
//! what it takes ([`answer`]): an answer in one piece, calls without an index or with arguments that are
//! no text, a stream without its closing mark. What it does not take is half an answer: one that breaks
//! off is a failure, and nothing in it counts.

mod answer;
mod endpoint;
mod lines;

pub use endpoint::{Endpoint, Settings};
