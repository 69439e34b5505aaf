//! A part that runs: its process is watched, ended and, where that is wanted, brought back.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use super::{Identity, Launch};

const LOOK: Duration = Duration::from_millis(20);
const SHOWN_BYTES: u64 = 4_000;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// One that ran for so long did not fail at its start: it comes back at once.
const SETTLED: Duration = Duration::from_secs(10);

/// A handle on a part; the last one that goes takes the process with it.
#[derive(Clone, Debug)]
pub struct Part(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    launch: Launch,
    kept: bool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    child: Option<Child>,
    wanted: bool,
    starts: u32,
    /// Where in the log the present start begins.
    log_before: u64,
}

impl Part {
    /// A part that is not started yet and, once it is, stays away when it ends.
    pub fn new(launch: Launch) -> Self {
        Self::made(launch, false)
    }

    fn made(launch: Launch, kept: bool) -> Self {
        let state = State {
            child: None,
            wanted: false,
            starts: 0,
            log_before: 0,
        };
        let state = Mutex::new(state);
        Self(Arc::new(Inner { launch, kept, state }))
    }

    /// A part that comes back whenever it ends by itself, is killed from outside or crashes.
    pub fn kept(launch: Launch) -> Self {
        let part = Self::made(launch, true);
        let kept = Arc::downgrade(&part.0);
        std::thread::spawn(move || keep(&kept));
        part
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.launch.name
    }

    /// The file of what it writes; several starts follow one another there.
    pub fn log(&self) -> &Path {
        self.0.launch.log()
    }

    /// Its process id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.0.state().alive()
    }

    /// Which process it is, while it runs.
    pub fn identity(&self) -> Option<Identity> {
        Identity::of(self.pid()?)
    }

    /// How many times it was started.
    pub fn starts(&self) -> u32 {
        self.0.state().starts
    }

    /// Starts it unless it runs.
    pub fn start(&self) -> Result<()> {
        let mut state = self.0.state();
        state.wanted = true;
        match state.alive() {
            Some(_) => Ok(()),
            None => self.0.begin(&mut state),
        }
    }

    /// SIGKILL. It stays away until it is started.
    pub fn kill(&self) {
        let mut state = self.0.state();
        state.wanted = false;
        state.end();
    }

    /// SIGKILL, as if it had crashed: one that is kept comes back.
    pub fn crash(&self) {
        self.0.state().end();
    }

    /// SIGTERM, and the wait for its end; SIGKILL after so long. It stays away until it is started.
    pub async fn stop(&self, patience: Duration) -> Result<()> {
        self.stop_by("TERM", patience).await
    }

    /// Like [`Part::stop`], by another signal.
    pub async fn stop_by(&self, signal: &str, patience: Duration) -> Result<()> {
        self.0.state().wanted = false;
        self.signal(signal)?;
        let begun = Instant::now();
        while self.pid().is_some() {
            if begun.elapsed() > patience {
                self.kill();
                bail!(
                    "{} did not end within {patience:?} of SIG{signal} and was killed\n{}",
                    self.name(),
                    self.tail()
                );
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// Sends it a signal such as `STOP`, unless it is gone already.
    pub fn signal(&self, name: &str) -> Result<()> {
        // Held, so that the process is not reaped and its id not given to another meanwhile.
        let mut state = self.0.state();
        let Some(pid) = state.alive() else { return Ok(()) };
        send(name, pid)
    }

    /// Waits until the question is answered with yes; fails when the part ends for good before.
    pub async fn until<F>(&self, what: &str, patience: Duration, mut ask: impl FnMut() -> F) -> Result<Duration>
    where
        F: Future<Output = bool>,
    {
        let begun = Instant::now();
        loop {
            if ask().await {
                return Ok(begun.elapsed());
            }
            let gone = self.has_ended_for_good();
            ensure!(!gone, "{} ended before {what}\n{}", self.name(), self.tail());
            let waited = begun.elapsed();
            ensure!(waited < patience, "waited {waited:.1?} in vain until {what}\n{}", self.tail());
            tokio::time::sleep(LOOK).await;
        }
    }

    fn has_ended_for_good(&self) -> bool {
        let mut state = self.0.state();
        state.alive().is_none() && (!state.wanted || !self.0.kept)
    }

    /// What it wrote since its last start.
    pub fn said(&self) -> String {
        let before = self.0.state().log_before;
        read_from(self.log(), before)
    }

    /// What all its starts wrote.
    pub fn everything(&self) -> String {
        read_from(self.log(), 0)
    }

    /// The end of its log.
    pub fn tail(&self) -> String {
        self.0.tail()
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, state: &mut State) -> Result<()> {
        state.log_before = length(self.launch.log());
        state.child = Some(self.launch.spawn()?);
        state.starts += 1;
        Ok(())
    }

    fn tail(&self) -> String {
        let log = self.launch.log();
        let text = read_from(log, length(log).saturating_sub(SHOWN_BYTES));
        format!("--- the end of {}\n{text}", log.display())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        state.end();
        if std::thread::panicking() {
            eprintln!("{}", self.tail());
        }
    }
}

impl State {
    fn alive(&mut self) -> Option<u32> {
        let child = self.child.as_mut()?;
        if let Ok(None) = child.try_wait() {
            return Some(child.id());
        }
        // The question has reaped it.
        self.child = None;
        None
    }

    fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            // An error means that it is gone already.
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// Brings a part back as long as somebody holds a handle on it, later and later if it fails at its start.
fn keep(part: &Weak<Inner>) {
    let mut pause = FIRST_PAUSE;
    let mut begun = Instant::now();
    loop {
        std::thread::sleep(LOOK);
        let Some(part) = part.upgrade() else { return };
        let mut state = part.state();
        if state.alive().is_some() || !state.wanted || state.starts == 0 {
            continue;
        }
        if begun.elapsed() > SETTLED {
            pause = FIRST_PAUSE;
        } else if begun.elapsed() < pause {
            continue;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
        begun = Instant::now();
        if let Err(error) = part.begin(&mut state) {
            eprintln!("{} does not start again: {error:#}", part.launch.name);
        }
    }
}

/// Sends a signal to a process that is known to be there.
pub(super) fn send(signal: &str, pid: u32) -> Result<()> {
    let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {pid}")]).status()?;
    ensure!(sent.success(), "SIG{signal} does not reach process {pid}");
    Ok(())
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |file| file.len())
}

fn read_from(file: &Path, start: u64) -> String {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|mut file| {
        file.seek(SeekFrom::Start(start))?;
        file.read_to_end(&mut bytes)
    });
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => format!("({} cannot be read: {error})", file.display()),
    }
}
