//! People at work over REST: each creates a daily task, edits it twice, completes it, and begins anew.
//!
//! Each request makes an event, and each completion one more, by the recurring task service: five events
//! for four requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use futures::{StreamExt, stream};
use jiff::Timestamp;
use rondo_harness::stack::Stack;
use rondo_harness::{User, now};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::sample::Sample;

/// How many events come of a request, once everything is handled.
pub(crate) const EVENTS_A_REQUEST: f64 = 1.25;

/// How many passwords are hashed at once.
const REGISTERING: usize = 4;

/// Everybody.
#[derive(Clone, Debug)]
pub(crate) struct Crowd(Arc<Vec<Mutex<Person>>>);

#[derive(Debug)]
struct Person {
    user: User,
    /// The task in hand, and how often it is to be edited yet.
    task: Option<(String, u64)>,
    /// How many tasks this person has begun.
    tasks: u64,
    /// Which person this is.
    number: u64,
}

/// How much is to be done, and how fast.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    /// How many requests may be under way at once.
    pub(crate) callers: usize,
    /// How many requests a second are begun; `None`: each when the one before is answered.
    pub(crate) rate: Option<f64>,
    /// After which time none is begun any more.
    pub(crate) during: Duration,
    /// How many are begun at most.
    pub(crate) requests: u64,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    /// How long each answer took, in milliseconds from its sending.
    pub(crate) waits: Sample,
    pub(crate) requests: usize,
    /// What was not answered by a success.
    pub(crate) failures: Vec<String>,
}

impl Work {
    /// At so many requests a second, for so long.
    pub(crate) fn at(rate: f64, during: Duration) -> Self {
        Self {
            callers: 64,
            rate: Some(rate),
            during,
            requests: u64::MAX,
        }
    }

    /// So many requests, as fast as they are answered.
    pub(crate) fn of(requests: u64) -> Self {
        Self {
            callers: 32,
            rate: None,
            during: Duration::from_mins(30),
            requests,
        }
    }
}

impl Done {
    /// For how many seconds requests were begun.
    pub(crate) fn seconds(&self) -> f64 {
        self.to.duration_since(self.from).as_secs_f64()
    }

    /// Fails when a request did.
    pub(crate) fn flawless(self) -> Result<Self> {
        let first = self.failures.first();
        ensure!(self.failures.is_empty(), "{} requests failed: {first:?}", self.failures.len());
        Ok(self)
    }
}

impl Crowd {
    /// Has people sign up.
    pub(crate) async fn gather(stack: &Stack, people: usize) -> Self {
        let users = stream::iter(0..people).map(|_| stack.register("Europe/Berlin"));
        let users: Vec<User> = users.buffer_unordered(REGISTERING).collect().await;
        let people = users.into_iter().zip(0..).map(|(user, number)| Person {
            user,
            task: None,
            tasks: 0,
            number,
        });
        Self(Arc::new(people.map(Mutex::new).collect()))
    }

    /// Has them work.
    pub(crate) async fn work(&self, work: Work) -> Result<Done> {
        let (turns, begun, from) = (Arc::new(AtomicU64::new(0)), Instant::now(), now());
        let callers = (0..work.callers).map(|_| tokio::spawn(self.clone().call(work, begun, Arc::clone(&turns))));
        let (mut waits, mut failures) = (Vec::new(), Vec::new());
        for (waited, failed) in try_join_all(callers).await? {
            waits.extend(waited);
            failures.extend(failed);
        }
        Ok(Done {
            from,
            to: now(),
            requests: waits.len(),
            waits: Sample::of_durations(waits),
            failures,
        })
    }

    async fn call(self, work: Work, begun: Instant, turns: Arc<AtomicU64>) -> (Vec<Duration>, Vec<String>) {
        let (mut waits, mut failures) = (Vec::new(), Vec::new());
        loop {
            let turn = turns.fetch_add(1, Ordering::Relaxed);
            let due = begun + work.rate.map_or(Duration::ZERO, |rate| seconds(turn, rate));
            if turn >= work.requests || due.max(Instant::now()) >= begun + work.during {
                return (waits, failures);
            }
            sleep_until(due).await;
            let mut person = self.0[place(turn, self.0.len())].lock().await;
            let sent = Instant::now();
            let outcome = person.act(turn).await;
            waits.push(sent.elapsed());
            failures.extend(outcome.err());
        }
    }
}

impl Person {
    /// Does the next thing. After a failure, which may have had its effect or not, begins a new task.
    async fn act(&mut self, turn: u64) -> Result<(), String> {
        let Some((id, edits)) = self.task.take() else {
            let task = json!({"title": format!("Task {turn}"), "due_date": "2030-01-31", "recurrence_frequency": "daily"});
            let made = self.ask("POST", "/api/tasks", Some(&task)).await?;
            // Not everybody does the same at the same time.
            let edits = if self.tasks == 0 { self.number % 4 } else { 2 };
            self.tasks += 1;
            self.task = made["id"].as_str().map(|id| (id.to_owned(), edits));
            return Ok(());
        };
        if edits > 0 {
            let title = json!({"title": format!("Task {turn}, edited")});
            self.ask("PATCH", &format!("/api/tasks/{id}"), Some(&title)).await?;
            self.task = Some((id, edits - 1));
        } else {
            self.ask("POST", &format!("/api/tasks/{id}/complete"), None).await?;
        }
        Ok(())
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let call = self.user.call(method, path);
        let call = match body {
            Some(body) => call.json(body),
            None => call,
        };
        let answer = call.attempt().await.ok_or_else(|| format!("{method} {path}: no answer"))?;
        if !(200..300).contains(&answer.status()) {
            return Err(format!("{method} {path}: {} {}", answer.status(), answer.text()));
        }
        serde_json::from_str(answer.text()).map_err(|error| format!("{method} {path}: {error}"))
    }
}

#[expect(clippy::cast_precision_loss, reason = "turns are counted in thousands")]
fn seconds(turn: u64, rate: f64) -> Duration {
    Duration::from_secs_f64(turn as f64 / rate)
}

fn place(turn: u64, people: usize) -> usize {
    usize::try_from(turn).unwrap_or(usize::MAX) % people
}
