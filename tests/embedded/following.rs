//! One recurring task, followed from occurrence to occurrence.

use jiff::Timestamp;
use rondo_harness::{Engine, Rondo, Task, User};
use serde_json::Value;

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
}
