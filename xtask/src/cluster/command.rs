//! Programs that are run to their end.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::{install, place};

const PAUSE: Duration = Duration::from_millis(200);

/// A program in the cluster's network, where the addresses of pods and Services lead somewhere.
pub(super) fn in_network(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("nsenter");
    command
        .arg(format!("--net={}", place::network().display()))
        .arg("--")
        .arg(program);
    command
}

/// `kubectl`, as an administrator.
pub(super) fn kubectl<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Result<Command> {
    let mut command = in_network(install::kubernetes()?.join("kubectl"));
    command.arg("--kubeconfig").arg(place::kubeconfig()).args(arguments);
    Ok(command)
}

/// `ctr` with what Kubernetes has in the container runtime.
pub(super) fn ctr<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new("ctr");
    command
        .arg("--address")
        .arg(place::socket())
        .args(["--namespace", "k8s.io"])
        .args(arguments);
    command
}

/// Runs it to a good end, and gives what it writes.
pub(super) fn run(command: &mut Command) -> Result<String> {
    fed(command, "")
}

/// The same, with this on its standard input.
pub(super) fn fed(command: &mut Command, input: &str) -> Result<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("start {}", shown(command)))?;
    let mut stdin = child.stdin.take().context("it has a standard input")?;
    // Whoever does not read it to the end says so by the way it ends.
    stdin.write_all(input.as_bytes()).ok();
    drop(stdin);
    let output = child.wait_with_output()?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "failed: {}\n{}", shown(command), complaint.trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether it comes to a good end.
pub(super) fn succeeds(command: &mut Command) -> bool {
    let output = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    output.is_ok_and(|status| status.success())
}

/// Runs it to a good end, its output for all to see.
pub(super) fn show(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("start {}", shown(command)))?;
    ensure!(status.success(), "failed: {}", shown(command));
    Ok(())
}

/// Asks again and again until it is so.
pub(super) fn until(what: &str, limit: Duration, mut is_so: impl FnMut() -> Result<bool>) -> Result<()> {
    let begun = Instant::now();
    loop {
        if is_so()? {
            return Ok(());
        }
        if begun.elapsed() > limit {
            bail!(
                "waited {limit:?} in vain until {what}; the logs are in {}",
                place::logs().display()
            );
        }
        std::thread::sleep(PAUSE);
    }
}

fn shown(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
