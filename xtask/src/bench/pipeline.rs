//! `cargo xtask bench pipeline`: builds what is measured and what measures, and runs it.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::step::{Step, root};

#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Options {
    /// What is to be measured; `--help` tells
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// The load comes from an optimised program too: it shares the machine with what it measures.
pub(super) fn run(options: &Options) -> Result<()> {
    let programs = ["--bin", "rondo", "--bin", "rondo-bench"];
    Step::cargo(["build", "--release", "--workspace"])
        .arguments(programs)
        .run("Building with optimisation")?;
    let program = rondo_harness::build(true);
    let mut command = Command::new(program.with_file_name("rondo-bench"));
    command
        .current_dir(root())
        .args(&options.arguments)
        .arg("--program")
        .arg(&program);
    ensure!(command.status()?.success(), "the measurement failed, or a bar was missed");
    Ok(())
}
