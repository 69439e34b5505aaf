//! The tools that build and run the parts: found, or a word on how to get them.

use std::io;
use std::process::{Command, Output};

use anyhow::{Context, Result, bail, ensure};

/// A program of the machine's.
pub(super) struct Tool {
    program: &'static str,
    version: &'static str,
    mend: &'static str,
}

/// Builds daprd.
pub(super) const GO: Tool = Tool {
    program: "go",
    version: "version",
    mend: "install Go 1.24.6 or later (https://go.dev/doc/install) and put `go` on the PATH",
};

/// Runs Kafka and ZooKeeper.
pub(super) const JAVA: Tool = Tool {
    program: "java",
    version: "-version",
    mend: "install a Java of 17 or later: on Debian or Ubuntu `apt-get install default-jre-headless`",
};

/// Fetches the jars of Kafka and ZooKeeper.
pub(super) const MAVEN: Tool = Tool {
    program: "mvn",
    version: "-version",
    mend: "install Maven: on Debian or Ubuntu `apt-get install maven`",
};

/// Makes certificates.
pub(super) const OPENSSL: Tool = Tool {
    program: "openssl",
    version: "version",
    mend: "install OpenSSL 3: on Debian or Ubuntu `apt-get install openssl`",
};

/// Runs the client of MCP.
pub(super) const NODE: Tool = Tool {
    program: "node",
    version: "--version",
    mend: "install Node.js 18 or later: on Debian or Ubuntu `apt-get install nodejs npm`",
};

/// Fetches the client of MCP.
pub(super) const NPM: Tool = Tool {
    program: "npm",
    version: "--version",
    mend: "install npm: on Debian or Ubuntu `apt-get install nodejs npm`",
};

impl Tool {
    /// What it says of its version.
    fn asked(&self) -> Result<String> {
        match Command::new(self.program).arg(self.version).output() {
            Ok(output) if output.status.success() => Ok(said(&output)),
            Ok(output) => bail!("`{} {}` fails: {}\n{}", self.program, self.version, said(&output), self.mend),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                bail!("`{}` is not on the PATH; {}", self.program, self.mend)
            }
            Err(error) => Err(error).with_context(|| format!("start `{}`", self.program)),
        }
    }

    /// Fails, with the mend, unless it is there and of this version or later.
    pub(super) fn at_least(&self, wanted: [u32; 2]) -> Result<()> {
        let said = self.asked()?;
        let found = version(&said).with_context(|| format!("no version in what `{}` says: {said}", self.program))?;
        ensure!(
            found >= wanted,
            "`{}` is {}.{}; {}",
            self.program,
            found[0],
            found[1],
            self.mend
        );
        Ok(())
    }

    /// A command of it.
    pub(super) fn command(&self) -> Command {
        Command::new(self.program)
    }

    /// Runs a command of it to its end; says what it wrote if it fails.
    pub(super) fn run(&self, command: &mut Command) -> Result<()> {
        let output = command.output().with_context(|| format!("start `{}`", self.program))?;
        ensure!(output.status.success(), "failed: {command:?}\n{}", said(&output));
        Ok(())
    }
}

fn said(output: &Output) -> String {
    let both = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    both.join("\n").trim().to_owned()
}

/// The first version in a text, its first two numbers.
fn version(text: &str) -> Option<[u32; 2]> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    words.filter(|word| word.contains('.') || word.len() > 1).find_map(|word| {
        let mut numbers = word.split('.').map(|number| number.parse().ok());
        Some([numbers.next()??, numbers.next().flatten().unwrap_or(0)])
    })
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_found_in_what_a_tool_says() {
        let said = [
            ("go version go1.26.8 linux/amd64", [1, 26]),
            ("openjdk version \"17.0.15\" 2025-04-15", [17, 0]),
            ("openjdk version \"25\" 2025-09-16", [25, 0]),
            ("v20.20.2", [20, 20]),
            ("\u{1b}[1mApache Maven 3.8.7\u{1b}[m", [3, 8]),
        ];
        for (text, expected) in said {
            assert_eq!(version(text), Some(expected), "{text}");
        }
    }
}
