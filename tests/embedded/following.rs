//! One recurring task, followed from occurrence to occurrence.

use jiff::Timestamp;
use rondo_harness::{Answer, Engine, Events, Rondo, Task, User};
use serde_json::{Value, json};

/// A person with one recurring task, on a server with a clock to test with.
pub(crate) struct Following {
    pub(crate) rondo: Rondo,
    pub(crate) ann: User,
    pub(crate) first: Task,
}

impl Following {
    /// Creates the task at that instant, for somebody in that zone.
    pub(crate) async fn new(engine: Engine, zone: &str, now: &str, task: Value) -> Self {
        let rondo = Rondo::on(engine).at(now).start().await;
        let ann = rondo.register(zone).await;
        let first = ann.add(task).await;
        Self { rondo, ann, first }
    }

    /// Completes the open occurrence at that instant and gives the due date of the next one.
    pub(crate) async fn next(&self, completed_at: &str) -> String {
        self.rondo.clock(completed_at).await;
        let open = self.open().await;
        self.ann.complete(&open).await.expect(200);
        self.rondo.settled().await;
        self.open().await.due()
    }

    /// The one open occurrence.
    pub(crate) async fn open(&self) -> Task {
        self.ann.open_tasks().await.only()
    }

    /// The instant at which the latest occurrence is due, as its event tells it.
    pub(crate) async fn instant(&self) -> String {
        let due = self.due_in_event().await;
        let instant: Timestamp = due.parse().expect("a due date with a time has an offset");
        instant.to_string()
    }

    /// The due date of the latest occurrence, as its event writes it.
    pub(crate) async fn due_in_event(&self) -> String {
        let created = self.rondo.sql().await.events(&self.ann.id).await.of("task.created");
        let latest = created.last().expect("an occurrence was created");
        latest["data"]["task"]["due_date"]
            .as_str()
            .expect("it is due some time")
            .to_owned()
    }

    /// Everything that happened to the person's tasks.
    pub(crate) async fn events(&self) -> Events {
        self.rondo.sql().await.events(&self.ann.id).await
    }

    /// What happened after the first `seen` events, each in a few words.
    pub(crate) async fn news(&self, seen: usize) -> Vec<String> {
        self.events().await[seen..].iter().map(told).collect()
    }

    /// Edits a task for as many occurrences as the scope says.
    pub(crate) async fn edit(&self, task: &Task, scope: &str, fields: Value) -> Answer {
        let path = format!("/api/tasks/{}?scope={scope}", task.id());
        self.ann.call("PATCH", &path).json(&fields).send().await
    }

    /// Skips the task, with that body.
    pub(crate) async fn skip(&self, task: &Task, body: Value) -> Answer {
        self.ann.post(&format!("/api/tasks/{}/skip", task.id()), &body).await
    }

    /// The series.
    pub(crate) async fn series(&self) -> Value {
        self.ann.get(&self.series_path()).await.expect(200).json()
    }

    /// Edits the series.
    pub(crate) async fn edit_series(&self, fields: Value) -> Answer {
        self.ann.call("PATCH", &self.series_path()).json(&fields).send().await
    }

    /// Has the series paused; gives its state.
    pub(crate) async fn pause(&self) -> Value {
        self.ask_series("pause").await
    }

    /// Has the series go on; gives its state.
    pub(crate) async fn resume(&self) -> Value {
        self.ask_series("resume").await
    }

    async fn ask_series(&self, verb: &str) -> Value {
        let answer = self.ann.post(&format!("{}/{verb}", self.series_path()), &json!({})).await;
        answer.expect(200).json()["state"].clone()
    }

    fn series_path(&self) -> String {
        format!("/api/series/{}", self.first.text("series_id"))
    }
}

/// An event in a few words: its kind, its cause and, for an update, what changed.
pub(crate) fn told(event: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let changed = event["data"]["changed"]
        .as_array()
        .into_iter()
        .flatten()
        .map(word)
        .collect::<Vec<_>>();
    let kind = word(&event["type"]);
    let kind = kind.strip_prefix("task.").unwrap_or(&kind);
    format!("{kind} ({}) {}", word(&event["data"]["cause"]), changed.join(" "))
        .trim()
        .to_owned()
}
