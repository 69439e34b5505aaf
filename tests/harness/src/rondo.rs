//! A running server.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;
use tokio::sync::OnceCell;

use crate::call::client;
use crate::running::Running;
use crate::stack::Stack;
use crate::{Address, Answer, Call, Database, Ended, Engine, PATIENCE, Process, Setup, Sql, User, eventually};

const REMINDER: &str = "[REMINDER] ";

/// `rondo serve`, the real binary in a process of its own.
pub struct Rondo {
    setup: Setup,
    running: Running,
    address: Address,
    said_before: Vec<String>,
    sql: OnceCell<Sql>,
    clockmaker: OnceCell<User>,
}

impl Rondo {
    /// A server on an empty database of that engine, not started yet.
    pub fn on(engine: Engine) -> Beginning {
        Beginning { engine, clock: None }
    }

    pub(crate) fn new(setup: Setup, running: Running, address: Address) -> Self {
        let (sql, clockmaker) = (OnceCell::new(), OnceCell::new());
        Self {
            setup,
            running,
            address,
            said_before: Vec::new(),
            sql,
            clockmaker,
        }
    }

    /// Another server on the same database.
    pub async fn beside(&self) -> Self {
        self.setup.clone().resumed().start().await
    }

    /// Signs somebody up who lives in that zone.
    pub async fn register(&self, zone: &str) -> User {
        User::register(&self.address, zone).await
    }

    /// How it was started, for starts of another kind on the same data.
    pub fn setup(&self) -> Setup {
        self.setup.clone().resumed()
    }

    /// Where it listens.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Its process.
    pub fn process(&self) -> &Process {
        self.running.process()
    }

    /// The stack that it is.
    pub fn stack(&self) -> &Stack {
        self.running.stack().expect("the story is told on the stack")
    }

    /// The database under it.
    pub fn database(&self) -> &Database {
        &self.setup.database
    }

    /// The database, read behind its back.
    pub async fn sql(&self) -> &Sql {
        let connect = async || match self.running.stack() {
            Some(stack) => stack.sql().await,
            None => self.setup.database.sql().await,
        };
        self.sql.get_or_init(connect).await
    }

    /// A request of nobody.
    pub fn call(&self, method: &str, path: &str) -> Call {
        Call::new(&client(), &self.address, method, path)
    }

    /// Waits until every consumer is at the head of the log.
    pub async fn settled(&self) {
        match self.running.stack() {
            Some(stack) => stack.settled().await,
            None => self.sql().await.settled().await,
        }
    }

    /// Moves the clock to test with; comes back when all that is due by then has happened.
    pub async fn clock(&self, now: &str) {
        self.try_clock(now).await.expect(200);
        if let Some(stack) = self.running.stack() {
            stack.caught_up().await;
        }
    }

    /// Asks for the clock to be moved.
    pub async fn try_clock(&self, now: &str) -> Answer {
        let clockmaker = self.clockmaker.get_or_init(|| self.register("UTC")).await;
        clockmaker
            .call("PUT", "/api/test/clock")
            .json(&json!({"now": now}))
            .send()
            .await
    }

    /// Every reminder that came as a line on the console, of this process and those before it.
    pub fn reminders(&self) -> Vec<String> {
        let lines = self.said_before.iter().cloned().chain(self.running.lines());
        lines.filter(|line| line.starts_with(REMINDER)).collect()
    }

    /// Waits until as many reminders have come, and gives them.
    pub async fn reminded(&self, count: usize) -> Vec<String> {
        let what = format!("{count} reminders are on the console");
        eventually(&what, PATIENCE, || async {
            Some(self.reminders()).filter(|lines| lines.len() >= count)
        })
        .await
    }

    /// Each reminder line with the number of times that it came.
    pub fn reminder_counts(&self) -> BTreeMap<String, usize> {
        self.reminders().into_iter().fold(BTreeMap::new(), |mut counts, line| {
            *counts.entry(line).or_default() += 1;
            counts
        })
    }

    /// SIGKILL.
    pub fn kill(&mut self) -> Ended {
        let ended = self.running.process_mut().kill();
        self.said_before.extend(ended.stdout.iter().cloned());
        ended
    }

    /// SIGTERM, and the wait for its end.
    pub async fn terminate(&mut self) -> Ended {
        self.running.process().signal("TERM");
        self.ended().await
    }

    /// The wait for its end, after a signal.
    pub async fn ended(&mut self) -> Ended {
        let ended = self.running.process_mut().ended(Duration::from_secs(25)).await;
        self.said_before.extend(ended.stdout.iter().cloned());
        ended
    }

    /// Starts anew on the same data, after an end.
    pub async fn restart(&mut self) {
        match self.setup.clone().resumed().begin().await {
            Ok((process, url)) => {
                self.running = Running::Alone(process);
                self.address.set(&url);
            }
            Err(ended) => panic!(
                "the server does not start again, exit code {:?}\n{}",
                ended.code,
                ended.said()
            ),
        }
    }
}

/// A server to be started on an empty database, which is made when it is.
#[derive(Clone, Debug)]
pub struct Beginning {
    engine: Engine,
    clock: Option<String>,
}

impl Beginning {
    /// With a clock to test with, which stands at that instant.
    #[must_use]
    pub fn at(self, instant: &str) -> Self {
        Self {
            clock: Some(instant.to_owned()),
            ..self
        }
    }

    /// Makes the database, for more settings before the start.
    pub async fn setup(self) -> Setup {
        let setup = Setup::new(self.engine).await;
        match &self.clock {
            Some(clock) => setup.at(clock),
            None => setup,
        }
    }

    /// Makes the database and starts the server on it.
    pub async fn start(self) -> Rondo {
        self.setup().await.start().await
    }
}
