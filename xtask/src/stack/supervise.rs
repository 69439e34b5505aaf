//! The process that holds the parts: it brings back what ends, and stops all when it is told to.

use std::fs::OpenOptions;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use rondo_harness::parts::Life;
use rondo_harness::stack::{Broker, Plan, Stack};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::interval;

use super::folder;
use super::state::{self, Phase, Process, State};

const LOOK: Duration = Duration::from_millis(200);

#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Choice {
    /// Kafka 3.9 with `ZooKeeper` instead of the current line
    #[arg(long)]
    pub(super) zookeeper: bool,
    /// Only Postgres, Kafka and the sidecars: you run the services yourself, on the ports that `status` shows
    #[arg(long)]
    pub(super) only_parts: bool,
    /// A binary of the services that is built already
    #[arg(long)]
    pub(super) binary: Option<PathBuf>,
}

/// Where the supervisor writes.
pub(super) fn log() -> PathBuf {
    folder().join("supervisor.log")
}

/// Starts the supervisor, to stay when this command has ended.
pub(super) fn detach(options: &Choice) -> Result<Child> {
    let log = OpenOptions::new().create(true).append(true).open(log())?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["stack", "supervise"]);
    command.args(options.zookeeper.then_some("--zookeeper"));
    command.args(options.only_parts.then_some("--only-parts"));
    if let Some(binary) = &options.binary {
        command.arg("--binary").arg(binary);
    }
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    // Its own group: it outlives an interrupt at the terminal, and the terminal.
    command.process_group(0).spawn().context("start the supervisor")
}

pub(super) async fn run(options: &Choice) -> Result<()> {
    let _lock = state::lock()?;
    let mut told = Told::new()?;
    let mut plan = Plan::new(&folder(), Life::Free, state::ports()?);
    if options.zookeeper {
        plan = plan.broker(Broker::ZooKeeper);
    }
    // Without the services nothing runs it, and nothing is to be built.
    plan = plan.program(options.binary.as_deref().unwrap_or(Path::new("rondo")));
    let mut state = State {
        supervisor: Process::this()?,
        zookeeper: options.zookeeper,
        only_parts: options.only_parts,
        phase: Phase::Starting,
        tokens: None,
        parts: [].into(),
    };
    state.write()?;
    let stack = plan.parts()?;
    state.tokens = Some(stack.tokens().clone());
    let outcome = hold(&stack, &mut state, &mut told).await;
    state.phase = Phase::Stopping;
    state.write()?;
    eprintln!("==> Stopping everything");
    let stopped = stack.stop().await;
    State::remove()?;
    outcome.and(stopped)
}

/// Starts everything, and comes back when the supervisor is told to stop or something does not start.
async fn hold(stack: &Stack, state: &mut State, told: &mut Told) -> Result<()> {
    let only_parts = state.only_parts;
    let start = async {
        eprintln!(
            "==> Starting Postgres, Kafka, the sidecars{}",
            if only_parts { "" } else { " and the services" }
        );
        if only_parts {
            stack.start_infrastructure().await
        } else {
            stack.start().await
        }
    };
    let mut start = std::pin::pin!(start);
    let mut look = interval(LOOK);
    loop {
        tokio::select! {
            started = &mut start, if state.phase == Phase::Starting => {
                started?;
                state.phase = Phase::Up;
                eprintln!("==> Everything is up");
            }
            () = told.stopped() => return Ok(()),
            _ = look.tick() => {}
        }
        let mut now = state.clone();
        now.look_at(stack);
        if now != *state || state.phase == Phase::Up {
            *state = now;
            state.write()?;
        }
    }
}

/// The signals that end it.
struct Told {
    terminate: Signal,
    interrupt: Signal,
}

impl Told {
    fn new() -> Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn stopped(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
