//! A process that is watched while it runs and gone when the test is.

use std::ffi::OsString;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const SHOWN_LINES: usize = 60;

/// A running process whose lines are kept.
pub struct Process {
    child: Child,
    stdout: Lines,
    stderr: Lines,
}

/// How a process ended, and what it had written.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// From the signal to the end.
    pub took: Duration,
    /// What it wrote on its standard output.
    pub stdout: Vec<String>,
    /// What it wrote on its standard error.
    pub stderr: Vec<String>,
}

impl Ended {
    /// All that it wrote, for a look at the message.
    pub fn said(&self) -> String {
        [self.stdout.join("\n"), self.stderr.join("\n")].join("\n")
    }
}

/// The lines of one stream so far, and the thread that reads on.
struct Lines {
    kept: Arc<Mutex<Vec<String>>>,
    reader: Option<JoinHandle<()>>,
}

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&kept);
        let reader = std::thread::spawn(move || {
            let mut stream = BufReader::new(stream);
            let mut line = Vec::new();
            while stream.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                sink.lock().unwrap_or_else(PoisonError::into_inner).push(text);
                line.clear();
            }
        });
        Self {
            kept,
            reader: Some(reader),
        }
    }

    fn so_far(&self) -> Vec<String> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every line, when the process has ended.
    fn all(&mut self) -> Vec<String> {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("reading lines does not panic");
        }
        self.so_far()
    }
}

/// The command, with the parent's death arranged to be its own where the platform can: a test that
/// is killed leaves nothing running.
pub(crate) fn mortal(program: &Path) -> Command {
    let setpriv = Path::new("/usr/bin/setpriv");
    if !setpriv.exists() {
        return Command::new(program);
    }
    let mut command = Command::new(setpriv);
    command.args(["--pdeathsig", "KILL"]).arg(program);
    command
}

impl Process {
    /// Starts the command.
    pub fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let program: OsString = command.get_program().to_owned();
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let stdout = Lines::of(child.stdout.take().expect("the output is piped"));
        let stderr = Lines::of(child.stderr.take().expect("the errors are piped"));
        Self { child, stdout, stderr }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote on its standard output so far.
    pub fn stdout(&self) -> Vec<String> {
        self.stdout.so_far()
    }

    /// What it wrote on its standard error so far.
    pub fn stderr(&self) -> Vec<String> {
        self.stderr.so_far()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a child can be asked").is_some()
    }

    /// Sends a signal by its name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", self.id())])
            .status();
        assert!(sent.is_ok_and(|status| status.success()), "SIG{name} reaches the process");
    }

    /// SIGKILL, at once.
    pub fn kill(&mut self) -> Ended {
        let begun = Instant::now();
        // An error means that it is gone already.
        self.child.kill().ok();
        self.reap(begun)
    }

    /// Waits for its end, at most so long; then it is killed and the test fails.
    pub async fn ended(&mut self, deadline: Duration) -> Ended {
        let begun = Instant::now();
        while !self.has_ended() {
            if begun.elapsed() > deadline {
                let ended = self.kill();
                panic!("still running after {deadline:?}\n{}", ended.said());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.reap(begun)
    }

    fn reap(&mut self, begun: Instant) -> Ended {
        let status = self.child.wait().expect("a child can be waited for");
        let took = begun.elapsed();
        Ended {
            code: status.code(),
            took,
            stdout: self.stdout.all(),
            stderr: self.stderr.all(),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("{self}");
        }
    }
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, lines) in [("stdout", self.stdout()), ("stderr", self.stderr())] {
            let hidden = lines.len().saturating_sub(SHOWN_LINES);
            writeln!(f, "--- {name} of process {}, {hidden} lines before", self.id())?;
            for line in &lines[hidden..] {
                writeln!(f, "{line}")?;
            }
        }
        Ok(())
    }
}
