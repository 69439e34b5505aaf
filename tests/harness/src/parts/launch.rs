//! How a part is started.

use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result};

use crate::postgres::Account;
use crate::process::mortal;

/// What a part keeps of the surroundings; everything else might lead it astray.
const SURROUNDINGS: [&str; 9] = [
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "JAVA_HOME",
    "RUST_BACKTRACE",
    "RUST_LOG",
];

/// Whether a part outlives the process that started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// It is killed when that process ends, however it ended.
    Bound,
    /// It goes on until somebody stops it.
    Free,
}

/// Everything that it takes to start a part, again and again.
#[derive(Clone, Debug)]
pub struct Launch {
    pub(super) name: String,
    program: PathBuf,
    arguments: Vec<OsString>,
    settings: Vec<(OsString, OsString)>,
    folder: PathBuf,
    log: PathBuf,
    account: Account,
    life: Life,
}

impl Launch {
    /// This program, in this folder, whose file `NAME.log` takes what it writes.
    pub fn new(name: &str, program: &Path, folder: &Path, life: Life) -> Self {
        Self {
            name: name.to_owned(),
            program: program.to_owned(),
            arguments: Vec::new(),
            settings: Vec::new(),
            folder: folder.to_owned(),
            log: folder.join(format!("{name}.log")),
            account: Account::own_one(),
            life,
        }
    }

    /// With its log in another folder than its own.
    #[must_use]
    pub(super) fn log_in(self, folder: &Path) -> Self {
        let log = folder.join(format!("{}.log", self.name));
        Self { log, ..self }
    }

    /// With these arguments.
    #[must_use]
    pub fn arguments<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.arguments
            .extend(arguments.into_iter().map(|each| each.as_ref().to_owned()));
        self
    }

    /// With this environment variable.
    #[must_use]
    pub fn setting(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.settings.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// As this account.
    #[must_use]
    pub(crate) fn account(self, account: Account) -> Self {
        Self { account, ..self }
    }

    /// Where it writes.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Starts it.
    pub(super) fn spawn(&self) -> Result<Child> {
        let mut command = match self.life {
            Life::Bound => mortal(&self.program),
            Life::Free => Command::new(&self.program),
        };
        command.args(&self.arguments).current_dir(&self.folder).env_clear();
        command.envs(std::env::vars_os().filter(|(name, _)| SURROUNDINGS.iter().any(|kept| name == kept)));
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        let log = OpenOptions::new().create(true).append(true).open(&self.log);
        let log = log.with_context(|| format!("open {}", self.log.display()))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        // Its own group: an interrupt at the terminal is for whoever started it.
        command.process_group(0);
        self.account.run(&mut command);
        spawn(command).with_context(|| format!("start {}", self.program.display()))
    }
}

type Order = (Command, Sender<std::io::Result<Child>>);

/// Starts it from a thread that lasts as long as this process: what is bound to its parent is killed when
/// the thread ends that started it, and a test's thread ends with the test.
fn spawn(command: Command) -> std::io::Result<Child> {
    static ORDERS: OnceLock<Mutex<Sender<Order>>> = OnceLock::new();
    let orders = ORDERS.get_or_init(|| {
        let (sender, orders) = channel::<Order>();
        std::thread::spawn(move || {
            for (mut command, answer) in orders {
                // Whoever asked waits for the answer.
                answer.send(command.spawn()).ok();
            }
        });
        Mutex::new(sender)
    });
    let (answer, answers) = channel();
    let orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
    orders
        .send((command, answer))
        .expect("the thread that starts parts never ends");
    answers.recv().expect("the thread that starts parts answers each order")
}
