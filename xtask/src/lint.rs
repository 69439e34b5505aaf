//! `cargo xtask lint`.

use anyhow::Result;

use crate::step::{Step, say};

/// Checks everything that can be checked without running the product.
pub(crate) fn run() -> Result<()> {
    Step::cargo(["fmt", "--all", "--check"]).run("Checking the formatting")?;
    // The tests on Kubernetes are built where there is a cluster, and looked at everywhere.
    let everything = ["--workspace", "--all-targets", "--features", "rondo-tests/cluster"];
    Step::cargo(["clippy"])
        .arguments(everything)
        .arguments(["--", "-D", "warnings"])
        .run("Looking for questionable code")?;
    Step::cargo(["doc", "--workspace", "--no-deps", "--document-private-items"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run("Checking the documentation")?;
    if has_cargo_deny() {
        return Step::cargo(["deny", "check", "bans", "licenses", "sources"]).run("Checking the dependencies");
    }
    say("Leaving out the check of the dependencies: it needs `cargo install cargo-deny`");
    Ok(())
}

fn has_cargo_deny() -> bool {
    let version = rondo_harness::cargo().args(["deny", "--version"]).output();
    version.is_ok_and(|output| output.status.success())
}
