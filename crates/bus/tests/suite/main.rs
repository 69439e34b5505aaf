//! What every consumer may rely on, on either engine.

mod delivery;
mod failure;
mod lifecycle;
mod sharing;
mod support;
