//! `cargo xtask cluster status`.

use anyhow::Result;

use super::command::{kubectl, show};
use super::{daemon, place, up};
use crate::step::say;

/// Shows the programs, the pods, and how to look further.
pub(super) fn status() -> Result<()> {
    if !place::run().exists() {
        say("The cluster is down; `cargo xtask cluster up` starts it");
        return Ok(());
    }
    for name in daemon::ALL {
        println!("{name:24} {}", if daemon::is_alive(name) { "runs" } else { "does not run" });
    }
    if up::is_up() {
        show(&mut kubectl(["get", "pods", "--all-namespaces"])?)?;
    }
    say(&format!(
        "`cargo xtask cluster kubectl …` is kubectl; logs lie in {}",
        place::logs().display()
    ));
    Ok(())
}
