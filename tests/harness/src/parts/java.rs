//! Classes of Kafka and ZooKeeper, run from their jars.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

/// A tool that takes longer waits for a broker that will not answer.
const PATIENCE: Duration = Duration::from_mins(2);

/// A folder of jars, and the folder in which they are run.
#[derive(Clone, Debug)]
pub(super) struct Jars {
    folder: PathBuf,
    home: PathBuf,
}

impl Jars {
    pub(super) fn new(folder: PathBuf, home: &Path) -> Self {
        let home = home.to_owned();
        Self { folder, home }
    }

    /// The arguments of `java` for a server.
    pub(super) fn server(&self, heap: &str, logging: &str, class: &str, settings: &Path) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["-Xms64m".into(), heap.into(), logging.into()];
        // Few threads for few processors; the broker's pauses do not matter here.
        arguments.extend(["-XX:+UseSerialGC".into(), "-cp".into(), self.path()]);
        arguments.extend([class.into(), settings.into()]);
        arguments
    }

    /// Runs one of Kafka's tools and gives what it writes.
    pub(super) async fn run<S: Into<OsString>>(&self, class: &str, arguments: Vec<S>) -> Result<String> {
        let mut command = Command::new("java");
        command.current_dir(&self.home);
        // Compiled only lightly: it ends before more would pay off.
        command.args(["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]);
        command
            .arg(self.path())
            .arg(class)
            .args(arguments.into_iter().map(Into::into));
        command
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .env_remove("JAVA_TOOL_OPTIONS");
        let output = tokio::time::timeout(PATIENCE, command.output());
        let output = output
            .await
            .with_context(|| format!("{class} takes too long"))?
            .context("start java")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{class} fails: {said}\n{complaint}");
        Ok(said)
    }

    fn path(&self) -> OsString {
        self.folder.join("*").into_os_string()
    }
}
