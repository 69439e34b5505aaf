//! One step of a command: said, shown, done.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.parent().map_or_else(|| folder.to_owned(), Path::to_owned)
}

/// Says what is about to be done.
pub(crate) fn say(what: &str) {
    eprintln!("\n==> {what}");
}

/// A program of cargo's, run in the root of the repository.
pub(crate) struct Step {
    command: Command,
    hidden: Vec<String>,
}

impl Step {
    /// `cargo` with these arguments.
    pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Self {
        let mut command = rondo_harness::cargo();
        command.current_dir(root()).args(arguments);
        Self {
            command,
            hidden: Vec::new(),
        }
    }

    /// With more arguments.
    pub(crate) fn arguments<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    /// With an environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// With an environment variable whose value is not to be shown.
    pub(crate) fn secret(mut self, name: &str, value: &str) -> Self {
        self.hidden.push(name.to_owned());
        self.env(name, value)
    }

    /// Says what it does, shows the command, runs it.
    pub(crate) fn run(mut self, what: &str) -> Result<()> {
        say(what);
        let shown = self.shown();
        eprintln!("    {shown}");
        let status = self.command.status().with_context(|| format!("start {shown}"))?;
        ensure!(status.success(), "failed: {shown}");
        Ok(())
    }

    /// The command as one would type it.
    fn shown(&self) -> String {
        let settings = self.command.get_envs().filter_map(|(name, value)| {
            let (name, value) = (name.to_string_lossy(), value?.to_string_lossy());
            let value = if self.hidden.iter().any(|hidden| *hidden == name) {
                "…".into()
            } else {
                quoted(&value)
            };
            Some(format!("{name}={value}"))
        });
        let arguments = self.command.get_args().map(|argument| quoted(&argument.to_string_lossy()));
        settings
            .chain(["cargo".to_owned()])
            .chain(arguments)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_=./:,".contains(c));
    if is_plain {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
