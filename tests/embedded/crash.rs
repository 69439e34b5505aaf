//! Killed with SIGKILL a hundred times at random moments, under load, and then held to account.
//!
//! Several people create, edit, complete and reopen at once. What was answered must be there; what
//! was not answered may be, as a whole or not at all. `RONDO_CRASHES` sets how often it is killed,
//! `RONDO_SEED` repeats a run's choices.

use std::collections::BTreeMap;
use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rondo_harness::{Engine, PATIENCE, Rondo, Sql, Task, User, eventually, now};
use serde_json::{Value, json};
use sqlx::Row;
use tokio::task::JoinHandle;

const PEOPLE: u64 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_and_double_nothing_on_sqlite() {
    survive(Engine::Sqlite, crashes(100), 0).await;
}

/// Fewer: after each kill on Postgres the dead one's leases hold up the consumers for some seconds.
/// Every tenth time the kill waits until they are at work again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_lose_and_double_nothing_on_postgres() {
    survive(Engine::Postgres, crashes(30), 10).await;
}

fn crashes(usual: u64) -> u64 {
    env::var("RONDO_CRASHES").map_or(usual, |text| text.parse().expect("RONDO_CRASHES is a number"))
}

async fn survive(engine: Engine, crashes: u64, patient_every: u64) {
    let seed = env::var("RONDO_SEED").map_or_else(|_| rand::random(), |text| text.parse().expect("RONDO_SEED is a number"));
    eprintln!("RONDO_SEED={seed} repeats the choices of this run");
    let mut random = StdRng::seed_from_u64(seed);
    let mut rondo = Rondo::on(engine).start().await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut people = Vec::new();
    let mut work = Vec::new();
    for number in 0..PEOPLE {
        let person = rondo.register("Europe/Berlin").await;
        work.push(Worker::start(person.clone(), seed.wrapping_add(number), Arc::clone(&stop)));
        people.push(person);
    }

    for crash in 1..=crashes {
        if patient_every > 0 && crash % patient_every == 0 {
            await_progress(&rondo).await;
        }
        tokio::time::sleep(Duration::from_millis(random.random_range(20..250))).await;
        rondo.kill();
        rondo.restart().await;
    }

    stop.store(true, Ordering::Relaxed);
    let mut answered = Vec::new();
    for worker in work {
        answered.extend(worker.await.expect("a worker gets proper answers"));
    }
    account(&rondo, &people, &answered).await;
}

/// Waits until a consumer has handled something.
async fn await_progress(rondo: &Rondo) {
    let sql = rondo.sql().await;
    let done = "SELECT COUNT(*) FROM inbox";
    let before = sql.number(done).await;
    eventually("a consumer is at work", PATIENCE, || async {
        (sql.number(done).await > before).then_some(())
    })
    .await;
}

/// A change that was answered.
#[derive(Debug)]
struct Answered {
    task: String,
    version: i64,
    kind: &'static str,
}

/// One person at work, the only one who touches their tasks.
struct Worker {
    person: User,
    random: StdRng,
    stop: Arc<AtomicBool>,
    answered: Vec<Answered>,
    made: u64,
}

impl Worker {
    fn start(person: User, seed: u64, stop: Arc<AtomicBool>) -> JoinHandle<Vec<Answered>> {
        let random = StdRng::seed_from_u64(seed);
        let mut worker = Self {
            person,
            random,
            stop,
            answered: Vec::new(),
            made: 0,
        };
        tokio::spawn(async move {
            while !worker.stop.load(Ordering::Relaxed) {
                if worker.step().await.is_none() {
                    worker.await_server().await;
                }
            }
            worker.answered
        })
    }

    /// One piece of work; `None` when the server went away.
    async fn step(&mut self) -> Option<()> {
        match self.random.random_range(0..10) {
            0..3 => self.create().await,
            3..5 => self.edit().await,
            5..8 => self.complete().await,
            _ => self.reopen().await,
        }
    }

    async fn create(&mut self) -> Option<()> {
        self.made += 1;
        let mut task =
            json!({"title": format!("{} of {}", self.made, self.person.id), "due_date": "2031-01-31", "reminders": []});
        if self.random.random_bool(0.8) {
            let word = ["daily", "weekly", "monthly"][self.random.random_range(0..3)];
            task["recurrence_frequency"] = word.into();
        }
        if self.random.random_bool(0.3) {
            let soon = now() + Duration::from_millis(self.random.random_range(200..1_500));
            task["reminders"] = json!([{"remind_at": soon.to_string()}]);
        }
        let created = self.ask("POST", "/api/tasks", Some(&task)).await?;
        self.note(&created, "task.created");
        Some(())
    }

    async fn edit(&mut self) -> Option<()> {
        let Some(task) = self.pick("pending").await? else {
            return Some(());
        };
        let title = format!("edited {}", self.random.random::<u64>());
        let edited = self.ask("PATCH", &path(&task, ""), Some(&json!({"title": title}))).await?;
        assert_eq!(edited.title(), title);
        self.follow(&task, &edited, "task.updated");
        Some(())
    }

    async fn complete(&mut self) -> Option<()> {
        let Some(task) = self.pick("pending").await? else {
            return Some(());
        };
        let completed = self.ask("POST", &path(&task, "/complete"), None).await?;
        assert!(completed.is_completed());
        self.follow(&task, &completed, "task.completed");
        Some(())
    }

    async fn reopen(&mut self) -> Option<()> {
        let Some(task) = self.pick("completed").await? else {
            return Some(());
        };
        let reopened = self.ask("POST", &path(&task, "/reopen"), None).await?;
        assert!(!reopened.is_completed());
        self.follow(&task, &reopened, "task.updated");
        Some(())
    }

    /// One of the tasks that changed last.
    async fn pick(&mut self, status: &str) -> Option<Option<Task>> {
        let path = format!("/api/tasks?status={status}&sort_by=updated_at&sort_order=desc&limit=20");
        let found = self.person.call("GET", &path).attempt().await?.items();
        if found.is_empty() {
            return Some(None);
        }
        let chosen = self.random.random_range(0..found.len());
        Some(found.into_iter().nth(chosen).map(Task::new))
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Option<Task> {
        let call = self.person.call(method, path);
        let call = match body {
            Some(body) => call.json(body),
            None => call,
        };
        Some(call.attempt().await?.task())
    }

    /// Notes the change after which a task has the next version: nobody else changes it meanwhile.
    fn follow(&mut self, before: &Task, after: &Task, kind: &'static str) {
        assert_eq!(
            after.version(),
            before.version() + 1,
            "one change: {before:?} became {after:?}"
        );
        self.note(after, kind);
    }

    fn note(&mut self, task: &Task, kind: &'static str) {
        self.answered.push(Answered {
            task: task.id().replace('-', ""),
            version: task.version(),
            kind,
        });
    }

    async fn await_server(&self) {
        eventually("the server is back", PATIENCE, || async {
            let there = self.person.stranger("GET", "/readyz").attempt().await;
            there.filter(|answer| answer.status() == 200)
        })
        .await;
    }
}

fn path(task: &Task, rest: &str) -> String {
    format!("/api/tasks/{}{rest}", task.id())
}

/// The events of each task: kind by version. A version that came twice fails at once.
type Histories = BTreeMap<String, BTreeMap<i64, String>>;

async fn account(rondo: &Rondo, people: &[User], answered: &[Answered]) {
    let sql = rondo.sql().await;
    let planned = "SELECT COUNT(*) FROM reminders WHERE fires_at IS NOT NULL";
    eventually("every reminder has come", PATIENCE, || async {
        (sql.number(planned).await == 0).then_some(())
    })
    .await;
    sql.settled().await;

    let histories = numbered_without_gap(sql, people).await;
    every_answer_has_its_event(&histories, answered);
    every_version_has_its_event(sql, &histories).await;
    every_completion_has_one_successor(sql).await;
    every_event_was_handled(sql).await;
    every_reminder_is_in_the_ledger_once(rondo, sql).await;
    eprintln!(
        "{} answered changes, {} tasks, {} reminders",
        answered.len(),
        histories.len(),
        rondo.reminders().len()
    );
    assert!(answered.len() > 100, "there was a load: {}", answered.len());
}

async fn numbered_without_gap(sql: &Sql, people: &[User]) -> Histories {
    let mut histories = Histories::new();
    for person in people {
        let id = person.id.replace('-', "");
        let events = sql.events(&id).await;
        let last = sql
            .number(&format!("SELECT last_seq FROM lines WHERE {} = '{id}'", sql.id("user_id")))
            .await;
        assert_eq!(
            events.sequences(),
            (1..=last).collect::<Vec<_>>(),
            "the line of {id} is without gap"
        );
        for event in events.iter().filter(|event| event["type"] != "reminder.due_soon") {
            let task = event["subject"].as_str().expect("an event has a subject").replace('-', "");
            let version = event["data"]["task"]["version"].as_i64().expect("a task has a version");
            let kind = event["type"].as_str().expect("an event has a type").to_owned();
            let before = histories.entry(task).or_default().insert(version, kind);
            assert!(before.is_none(), "two events of one version: {event}");
        }
    }
    histories
}

fn every_answer_has_its_event(histories: &Histories, answered: &[Answered]) {
    for change in answered {
        let event = histories.get(&change.task).and_then(|versions| versions.get(&change.version));
        assert_eq!(event.map(String::as_str), Some(change.kind), "{change:?}");
    }
}

async fn every_version_has_its_event(sql: &Sql, histories: &Histories) {
    let rows = sql.rows(&format!("SELECT {}, version FROM tasks", sql.id("id"))).await;
    assert_eq!(rows.len(), histories.len(), "a task and its events are there together");
    for row in rows {
        let (id, version): (String, i64) = (row.get(0), row.get(1));
        let versions: Vec<i64> = histories[&id].keys().copied().collect();
        assert_eq!(versions, (1..=version).collect::<Vec<_>>(), "the versions of {id}");
    }
}

/// A completed occurrence of a live series has a successor that is not withdrawn, and but one.
async fn every_completion_has_one_successor(sql: &Sql) {
    let completed = "FROM tasks AS t WHERE t.series_id IS NOT NULL AND t.completed_at IS NOT NULL AND t.deleted_at IS NULL";
    let successors = "(SELECT COUNT(*) FROM tasks AS n WHERE n.series_id = t.series_id AND n.occurrence = t.occurrence + 1 \
         AND n.deleted_at IS NULL)";
    assert!(sql.number(&format!("SELECT COUNT(*) {completed}")).await > 0);
    assert_eq!(
        sql.number(&format!("SELECT COUNT(*) {completed} AND {successors} <> 1"))
            .await,
        0
    );
    let open =
        "SELECT COUNT(*) FROM tasks AS t WHERE t.completed_at IS NULL AND t.deleted_at IS NULL AND t.series_id = s.id";
    let without = format!("SELECT COUNT(*) FROM series AS s WHERE ({open}) = 0");
    assert_eq!(
        sql.number(&without).await,
        0,
        "each series goes on; more are open only where a reopening kept one"
    );
}

async fn every_event_was_handled(sql: &Sql) {
    assert_eq!(sql.number("SELECT COUNT(*) FROM dead_letters").await, 0);
    for (consumer, kind) in [
        ("recurring-task-service", "task.completed"),
        ("notification-service", "reminder.due_soon"),
    ] {
        let unseen = format!(
            "SELECT COUNT(*) FROM events AS e WHERE e.kind = '{kind}' AND NOT EXISTS \
             (SELECT 1 FROM inbox AS i WHERE i.consumer = '{consumer}' AND i.event_id = e.event_id)"
        );
        assert_eq!(sql.number(&unseen).await, 0, "{consumer} has seen every {kind}");
    }
}

/// One row a reminder. One that was sent is on the console at least once, for a kill between sending and
/// marking repeats it; one whose task was completed in the meantime is cancelled.
async fn every_reminder_is_in_the_ledger_once(rondo: &Rondo, sql: &Sql) {
    let fired = sql
        .number("SELECT COUNT(*) FROM events WHERE kind = 'reminder.due_soon'")
        .await;
    assert_eq!(sql.number("SELECT COUNT(*) FROM notifications").await, fired);
    let undecided = "SELECT COUNT(*) FROM notifications WHERE state NOT IN ('sent', 'cancelled')";
    assert_eq!(sql.number(undecided).await, 0, "every claimed one is sent in the end");
    let sent = sql.texts("SELECT title FROM notifications WHERE state = 'sent'").await;
    assert!(!sent.is_empty(), "there were reminders");
    let lines = rondo.reminders();
    for title in sent {
        let shown = format!("| Task: {title} |");
        assert!(lines.iter().any(|line| line.contains(&shown)), "{title} never came");
    }
}
