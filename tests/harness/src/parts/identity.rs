//! Which process it is: an id alone may be another's after a while.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::part::send;

const LOOK: Duration = Duration::from_millis(20);

/// A process, told apart from every later one of the same id, also after the machine was started anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pid: u32,
    born: String,
}

impl Identity {
    /// The process that has this id now.
    pub fn of(pid: u32) -> Option<Self> {
        let born = born(pid)?;
        Some(Self { pid, born })
    }

    /// One that was noted earlier.
    pub fn noted(pid: u32, born: &str) -> Self {
        let born = born.to_owned();
        Self { pid, born }
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// What tells it apart.
    pub fn born(&self) -> &str {
        &self.born
    }

    /// Whether it still runs.
    pub fn is_alive(&self) -> bool {
        born(self.pid).as_ref() == Some(&self.born)
    }

    /// Sends it a signal, if it still runs.
    pub fn signal(&self, name: &str) -> Result<()> {
        if self.is_alive() { send(name, self.pid) } else { Ok(()) }
    }

    /// Ends it: SIGTERM, and SIGKILL after so long.
    pub async fn end(&self, patience: Duration) -> Result<()> {
        // An error means that it went between the look and the signal.
        self.signal("TERM").ok();
        let begun = Instant::now();
        while self.is_alive() && begun.elapsed() < patience {
            tokio::time::sleep(LOOK).await;
        }
        self.signal("KILL").ok();
        while self.is_alive() {
            ensure!(begun.elapsed() < patience * 2, "process {} cannot be ended", self.pid);
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }
}

/// When a live process began: ticks since the start of the machine, and which start that was.
fn born(pid: u32) -> Option<String> {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return begun_by_ps(pid);
    };
    // The name, in brackets, may hold anything; the state follows it, the time of the start is the 22nd field.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let is_zombie = matches!(fields.next()?, "Z" | "X");
    let ticks = fields.nth(18)?;
    let machine = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    (!is_zombie).then(|| format!("{}/{ticks}", machine.trim()))
}

/// Where there is no `/proc`.
fn begun_by_ps(pid: u32) -> Option<String> {
    let output = Command::new("ps")
        .args(["-o", "lstart=", "-p", &pid.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::Identity;

    #[test]
    fn a_process_is_told_apart_from_an_earlier_one_of_its_id() {
        let this = Identity::of(std::process::id()).expect("this process runs");
        assert!(this.is_alive());
        assert!(Identity::noted(this.pid(), this.born()).is_alive());
        assert!(!Identity::noted(this.pid(), "another start of the machine/17").is_alive());
    }
}
