//! How a server is to be started.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use crate::parts::turn;
use crate::postgres::Account;
use crate::process::mortal;
use crate::running::Running;
use crate::stack::Stack;
use crate::{Address, Database, Ended, Engine, PATIENCE, Process, Rondo, Sql, binary};

const READY: &str = "Rondo is ready at ";

/// What may lead a server under test astray: the settings of whoever runs the tests.
const FOREIGN_SETTINGS: [&str; 6] = [
    "DATABASE_URL",
    "DAPR_HTTP_ENDPOINT",
    "DAPR_HTTP_PORT",
    "DAPR_API_TOKEN",
    "APP_API_TOKEN",
    "NO_COLOR",
];

/// A server that is about to be started.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(crate) database: Arc<Database>,
    clock: Option<String>,
    listen: String,
    arguments: Vec<String>,
    program: Option<PathBuf>,
    unprivileged: bool,
    in_folder: Option<PathBuf>,
}

impl Setup {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self {
            database: Arc::new(Database::new(engine).await),
            clock: None,
            listen: "127.0.0.1:0".to_owned(),
            arguments: Vec::new(),
            program: None,
            unprivileged: false,
            in_folder: None,
        }
    }

    /// With a clock to test with, which stands at that instant.
    #[must_use]
    pub fn at(self, instant: &str) -> Self {
        Self {
            clock: Some(instant.to_owned()),
            ..self
        }
    }

    /// By the machine's clock.
    #[must_use]
    pub fn by_the_real_clock(self) -> Self {
        Self { clock: None, ..self }
    }

    /// By the same clock as before, when there is one.
    #[must_use]
    pub(crate) fn resumed(self) -> Self {
        Self {
            clock: self.clock.map(|_| "resume".to_owned()),
            ..self
        }
    }

    /// At this address instead of a free port.
    #[must_use]
    pub fn listen(self, address: &str) -> Self {
        Self {
            listen: address.to_owned(),
            ..self
        }
    }

    /// With one more argument on the command line.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// On the SQLite file that it makes for itself in that home folder.
    #[must_use]
    pub fn in_home(self, folder: &Path) -> Self {
        Self {
            in_folder: Some(folder.to_owned()),
            ..self
        }
    }

    /// On an SQLite file of that name instead.
    #[must_use]
    pub fn on_file(self, file: &Path) -> Self {
        self.argument("--database-url")
            .argument(&format!("sqlite://{}", file.display()))
    }

    /// As an account whom file permissions bind, which they do not root. The folder is given to it.
    #[must_use]
    pub fn unprivileged(self, folder: &Path) -> Self {
        let account = Account::unprivileged().expect("an account without privileges");
        let program = folder.join("rondo");
        std::fs::copy(binary(), &program).expect("the binary can be copied");
        for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
            account.own(&entry.path()).expect("a file can be given away");
        }
        account.own(folder).expect("the folder can be given away");
        Self {
            program: Some(program),
            unprivileged: true,
            ..self
        }
    }

    /// With this binary instead of the one that the tests build.
    #[must_use]
    pub fn program(self, program: &Path) -> Self {
        Self {
            program: Some(program.to_owned()),
            ..self
        }
    }

    /// The database, before the server is there.
    pub async fn sql(&self) -> Sql {
        self.database.sql().await
    }

    /// The database that it will use.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Starts it and waits until it is ready; panics when it does not get there.
    pub async fn start(self) -> Rondo {
        if self.database.engine() == Engine::Stack {
            return self.start_stack().await;
        }
        match self.clone().begin().await {
            Ok((process, url)) => {
                let address = Address::default();
                address.set(&url);
                Rondo::new(self, Running::Alone(process), address)
            }
            Err(ended) => panic!("the server does not start, exit code {:?}\n{}", ended.code, ended.said()),
        }
    }

    async fn start_stack(self) -> Rondo {
        assert!(self.arguments.is_empty(), "a stack takes no arguments of `serve`");
        let turn = turn().await;
        let planned = Stack::begin().with(|plan| match &self.clock {
            Some(clock) => plan.at(clock),
            None => plan,
        });
        let stack = planned
            .start()
            .await
            .unwrap_or_else(|error| panic!("the stack does not start: {error:#}"));
        let address = stack.address().clone();
        Rondo::new(
            self,
            Running::Stack {
                stack: Box::new(stack),
                _turn: turn,
            },
            address,
        )
    }

    /// Starts it where it cannot run; panics when it gets ready all the same.
    pub async fn fail(self) -> Ended {
        match self.begin().await {
            Ok((process, url)) => panic!("the server is ready at {url}\n{process}"),
            Err(ended) => ended,
        }
    }

    /// Starts it; gives its address, or how it ended.
    pub(crate) async fn begin(self) -> Result<(Process, String), Ended> {
        let mut process = Process::start(self.command());
        let begun = std::time::Instant::now();
        loop {
            if let Some(url) = process.stdout().iter().find_map(|line| ready(line)) {
                return Ok((process, url));
            }
            if process.has_ended() {
                return Err(process.ended(PATIENCE).await);
            }
            assert!(begun.elapsed() < PATIENCE, "neither ready nor ended after {PATIENCE:?}");
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
    }

    fn command(&self) -> Command {
        let program = self.program.as_deref().unwrap_or_else(|| binary());
        let mut command = mortal(program);
        command.args(["serve", "--listen", &self.listen]);
        let own_place = self.in_folder.is_some() || self.arguments.iter().any(|argument| argument == "--database-url");
        if !own_place {
            command.args(["--database-url", self.database.url()]);
        }
        if let Some(clock) = &self.clock {
            command.args(["--test-clock", clock]);
        }
        command.args(&self.arguments);
        let home = self.in_folder.as_deref().unwrap_or_else(|| self.database.folder());
        self.surround(&mut command, home);
        command
    }

    fn surround(&self, command: &mut Command, home: &Path) {
        let ours = |name: &str| name.starts_with("RONDO_") || name.starts_with("OTEL_") || FOREIGN_SETTINGS.contains(&name);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(ours) {
                command.env_remove(name);
            }
        }
        command
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"));
        command.env("RONDO_LOG", "info").current_dir(home);
        if self.unprivileged {
            Account::unprivileged().expect("an account without privileges").run(command);
        }
    }
}

fn ready(line: &str) -> Option<String> {
    let (_, rest) = line.split_once(READY)?;
    Some(rest.split_whitespace().next()?.trim_end_matches(['/', '.']).to_owned())
}
