//! The command line as a person uses it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{User, binary};

/// A person's shell: a home folder, and the server that they mean.
pub struct Terminal {
    home: PathBuf,
    server: String,
    variables: Vec<(String, String)>,
}

/// What a command came to.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// What it wrote on its standard output.
    pub out: String,
    /// What it wrote on its standard error.
    pub err: String,
}

impl Terminal {
    /// A shell in that home folder, which means that person's server, nobody being logged in.
    pub fn new(home: &Path, user: &User) -> Self {
        Self {
            home: home.to_owned(),
            server: user.url(""),
            variables: Vec::new(),
        }
    }

    /// With an environment variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs `rondo` with these arguments, and a text on its standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Said {
        let mut command = Command::new(binary());
        command.args(arguments).env_clear();
        command
            .env("HOME", &self.home)
            .env("RONDO_SERVER", &self.server)
            .current_dir(&self.home);
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("the input is piped");
        // A command that fails early does not read it.
        stdin.write_all(input.as_bytes()).ok();
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it writes text");
        Said {
            code: output.status.code().expect("no signal ends it"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// Runs `rondo` with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(arguments, "")
    }

    /// What a command writes that goes well.
    #[track_caller]
    pub fn out(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
        said.out
    }

    /// The JSON that a command writes.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.out(&arguments)).expect("it writes JSON")
    }
}
