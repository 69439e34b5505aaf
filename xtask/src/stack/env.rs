//! `cargo xtask stack env`.

use anyhow::{Context, Result};

use super::state::State;

/// Which part's address goes into which variable.
const ADDRESSES: [(&str, &str); 2] = [("RONDO_DATABASE_URL", "postgres"), ("DAPR_HTTP_ENDPOINT", "daprd-relay")];

/// Prints the settings of the stack that is up, for a shell to take over.
pub(super) fn run() -> Result<()> {
    let state = State::read_live()?.context("the stack is down; start it with: cargo xtask stack up")?;
    for (variable, part) in ADDRESSES {
        if let Some(part) = state.parts.get(part) {
            println!("export {variable}='{}'", part.address);
        }
    }
    if let Some(tokens) = &state.tokens {
        println!("export APP_API_TOKEN='{}' DAPR_API_TOKEN='{}'", tokens.app, tokens.dapr);
    }
    Ok(())
}
