//! People at work while parts fail: they create, edit, complete, reopen and delete tasks, recurring ones
//! and ones with reminders, as fast as they are told to, and note what they were answered.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures::future::join_all;
use jiff::ToSpan;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rondo_harness::{Answer, Call, User, now};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How much is to be done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How many people work.
    pub(crate) people: u32,
    /// How often each of them does something.
    pub(crate) every: Duration,
}

/// What one person did.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) user: User,
    /// Each state that was answered: the task and its version.
    pub(crate) answered: BTreeSet<(String, i64)>,
    /// How long each answer took, and when it came.
    pub(crate) answers: Vec<(Instant, Duration)>,
    /// What was answered by an error of the server, or not at all.
    pub(crate) failures: Vec<(Instant, String)>,
}

/// People at work.
pub(crate) struct Load {
    stop: CancellationToken,
    people: Vec<JoinHandle<Record>>,
}

/// Set `RONDO_SEED` to have the same people do the same things.
fn seed() -> u64 {
    std::env::var("RONDO_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random)
}

impl Load {
    /// Has people begin to work, who sign up at once.
    pub(crate) async fn begin(pace: Pace, sign_up: impl AsyncFn() -> User) -> Self {
        let seed = seed();
        eprintln!("RONDO_SEED={seed}: {pace:?}");
        let stop = CancellationToken::new();
        let users = join_all((0..pace.people).map(|_| sign_up())).await;
        let people = users.into_iter().zip(0..).map(|(user, number)| {
            let random = StdRng::seed_from_u64(seed.wrapping_add(number));
            tokio::spawn(Person::new(user, number, random).work(pace.every, stop.clone()))
        });
        Self {
            people: people.collect(),
            stop,
        }
    }

    /// Lets them finish what they have in hand.
    pub(crate) async fn end(self) -> Vec<Record> {
        self.stop.cancel();
        let records = join_all(self.people).await;
        records
            .into_iter()
            .map(|record| record.expect("people do not panic"))
            .collect()
    }
}

struct Person {
    record: Record,
    number: u64,
    made: u32,
    random: StdRng,
    open: Vec<Value>,
    done: Vec<Value>,
}

impl Person {
    fn new(user: User, number: u64, random: StdRng) -> Self {
        let record = Record {
            user,
            answered: BTreeSet::new(),
            answers: Vec::new(),
            failures: Vec::new(),
        };
        Self {
            record,
            number,
            made: 0,
            random,
            open: Vec::new(),
            done: Vec::new(),
        }
    }

    async fn work(mut self, every: Duration, stop: CancellationToken) -> Record {
        let mut ticks = interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !stop.is_cancelled() {
            ticks.tick().await;
            self.act().await;
        }
        self.record
    }

    async fn act(&mut self) {
        match self.random.random_range(0..100) {
            _ if self.open.len() < 2 => self.look_or_create().await,
            0..15 => self.create().await,
            15..40 => {
                let title = json!({"title": self.title()});
                self.on_open("PATCH", "", Some(title)).await;
            }
            40..75 => self.on_open("POST", "/complete", None).await,
            75..85 => self.reopen().await,
            85..90 => self.on_open("DELETE", "?scope=this", None).await,
            _ => self.look().await,
        }
    }

    fn title(&mut self) -> String {
        self.made += 1;
        format!("Task {} of person {}", self.made, self.number)
    }

    async fn look_or_create(&mut self) {
        if self.random.random_bool(0.5) {
            self.look().await;
        } else {
            self.create().await;
        }
    }

    async fn create(&mut self) {
        let mut task = json!({"title": self.title(), "due_date": "2030-01-31", "reminders": []});
        if self.random.random_bool(0.3) {
            let at = now() + i64::from(self.random.random_range(1..8_u8)).seconds();
            task["reminders"] = json!([{"remind_at": at.to_string()}]);
        } else {
            task["recurrence_frequency"] = json!("daily");
        }
        let key = format!("{}-{}", self.number, self.made);
        let call = self.record.user.call("POST", "/api/tasks").header("Idempotency-Key", &key);
        if let Some(answer) = self.ask(call.json(&task)).await {
            self.open.push(answer.json());
        }
    }

    /// Does something with one of the open tasks.
    async fn on_open(&mut self, method: &str, what: &str, body: Option<Value>) {
        let index = self.random.random_range(0..self.open.len());
        let path = format!("/api/tasks/{}{what}", self.open[index]["id"].as_str().unwrap_or_default());
        let call = self.record.user.call(method, &path);
        let call = match &body {
            Some(body) => call.json(body),
            None => call,
        };
        let answer = self.ask(call).await;
        // Whatever became of it, it is looked at anew before anything more is done with it.
        let task = self.open.swap_remove(index);
        match answer {
            Some(_) if what == "/complete" => self.done.push(task),
            Some(answer) if method == "PATCH" => self.open.push(answer.json()),
            _ => {}
        }
    }

    async fn reopen(&mut self) {
        let Some(task) = self.done.pop() else { return };
        let path = format!("/api/tasks/{}/reopen", task["id"].as_str().unwrap_or_default());
        let call = self.record.user.call("POST", &path);
        self.ask(call).await;
    }

    async fn look(&mut self) {
        let call = self.record.user.call("GET", "/api/tasks?status=pending&limit=50");
        if let Some(answer) = self.ask(call).await {
            self.open = answer.items();
        }
    }

    /// Asks, and notes the answer; `None` for an error or a refusal.
    async fn ask(&mut self, call: Call) -> Option<Answer> {
        let begun = Instant::now();
        let answer = call.attempt().await;
        let at = Instant::now();
        let Some(answer) = answer else {
            self.record.failures.push((at, "no answer".to_owned()));
            return None;
        };
        self.record.answers.push((at, at - begun));
        match answer.status() {
            500.. => {
                self.record.failures.push((at, answer.text().to_owned()));
                None
            }
            200..300 => {
                self.note(&answer);
                Some(answer)
            }
            _ => None,
        }
    }

    fn note(&mut self, answer: &Answer) {
        let task: Value = serde_json::from_str(answer.text()).unwrap_or_default();
        if let (Some(id), Some(version)) = (task["id"].as_str(), task["version"].as_i64()) {
            self.record.answered.insert((id.to_owned(), version));
        }
    }
}
