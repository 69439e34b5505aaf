//! The binary's commands for operators, run on the stack.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use super::Stack;

const PATIENCE: Duration = Duration::from_mins(1);

impl Stack {
    /// `rondo` with these arguments on the stack's database, beside the relay's sidecar; gives what it
    /// prints.
    pub async fn rondo(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(self.plan.binary());
        command.args(arguments).current_dir(self.plan.place.folder());
        command.env("RONDO_DATABASE_URL", self.postgres.url());
        if let Some(relay) = self.sidecars.get("relay") {
            command.env("DAPR_HTTP_ENDPOINT", relay.url());
        }
        if self.plan.clock.is_some() {
            command.env("RONDO_TEST_CLOCK", "resume");
        }
        command.stdin(Stdio::null()).kill_on_drop(true);
        let output = tokio::time::timeout(PATIENCE, command.output()).await;
        let output = output.context("the command takes too long")?.context("start the binary")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`rondo {}` fails: {said}", arguments.join(" "));
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
