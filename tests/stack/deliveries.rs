//! Single events on their way: twice, five times, never right, or late.

use std::time::Duration;

use rondo_harness::parts::turn;
use rondo_harness::stack::Stack;
use rondo_harness::{Sql, Task, User, eventually};
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

const PATIENCE: Duration = Duration::from_mins(2);

/// A stack with a person on it.
struct Scene {
    stack: Stack,
    sql: Sql,
    ann: User,
    _turn: OwnedSemaphorePermit,
}

async fn scene() -> Scene {
    let turn = turn().await;
    let stack = Stack::begin().start().await.expect("the stack starts");
    let (sql, ann) = (stack.sql().await, stack.register("Europe/Berlin").await);
    Scene {
        stack,
        sql,
        ann,
        _turn: turn,
    }
}

impl Scene {
    async fn daily(&self, title: &str) -> Task {
        let task = json!({"title": title, "due_date": "2030-05-01", "recurrence_frequency": "daily", "reminders": []});
        self.ann.add(task).await
    }

    async fn settled(&self) {
        self.stack.settled().await;
    }

    /// The event of that type about that task, as it was committed.
    async fn event(&self, task: &Task, kind: &str) -> Value {
        self.sql.events(&self.ann.id).await.about(task.id()).of(kind)[0].clone()
    }

    async fn publish(&self, key: &str, event: &str) {
        let relay = self.stack.sidecar("relay");
        assert_eq!(relay.publish("task-events", key, event).await, Some(204));
    }

    /// Has what the recurring task service does for events about tasks of that title fail, the first
    /// `times` times. The count stands beside what is rolled back.
    async fn has_fail(&self, title: &str, times: i64) {
        for statement in [
            "CREATE SEQUENCE failures".to_owned(),
            format!(
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF EXISTS (SELECT 1 FROM events e WHERE e.event_id = NEW.event_id AND e.payload LIKE '%{title}%') \
                 AND nextval('failures') <= {times} THEN RAISE EXCEPTION 'told to fail'; END IF; RETURN NEW; END $$"
            ),
            "CREATE TRIGGER fail BEFORE INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION fail()".to_owned(),
        ] {
            self.sql.execute(&statement).await;
        }
    }

    async fn failures(&self) -> i64 {
        self.sql
            .number("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM failures")
            .await
    }

    async fn dead_letters(&self) -> Vec<String> {
        self.sql
            .texts("SELECT consumer || ': ' || reason FROM dead_letters ORDER BY at")
            .await
    }

    async fn open_dates(&self) -> Vec<String> {
        self.ann.list("status=pending&sort_by=due_date").await.due_dates()
    }
}

/// Also after the next one was completed in its turn.
#[tokio::test]
async fn the_same_event_five_times_has_one_effect() {
    let scene = scene().await;
    let task = scene.daily("Stretch").await;
    scene.ann.complete(&task).await.expect(200);
    scene.settled().await;
    let event = scene.event(&task, "task.completed").await;
    for _ in 0..4 {
        scene.publish(&scene.ann.id, &event.to_string()).await;
    }
    // What is published after them is handled after them.
    let other = scene.daily("Call Bob").await;
    scene.ann.complete(&other).await.expect(200);
    scene.settled().await;
    assert_eq!(scene.open_dates().await, ["2030-05-02", "2030-05-02"]);
    let copies = scene
        .stack
        .kafka()
        .records("task-events")
        .await
        .expect("the topic can be read");
    let same = copies.iter().filter(|record| record.event()["id"] == event["id"]).count();
    assert!(same >= 5, "{same} copies");
    assert!(scene.dead_letters().await.is_empty());
}

#[tokio::test]
async fn completed_and_reopened_while_kafka_is_away() {
    let scene = scene().await;
    let (reopened, completed) = (scene.daily("Stretch").await, scene.daily("Run").await);
    scene.stack.kafka().kill();
    scene.ann.complete(&reopened).await.expect(200);
    scene.ann.complete(&completed).await.expect(200);
    scene.ann.reopen(&reopened).await.expect(200);
    scene.stack.kafka().start().await.expect("Kafka starts");
    scene.settled().await;
    let open = scene.ann.list("status=pending&sort_by=due_date").await;
    assert_eq!(open.titles(), ["Stretch", "Run"]);
    assert_eq!(
        open.due_dates(),
        ["2030-05-01", "2030-05-02"],
        "what is open again has no next one"
    );
}

#[tokio::test]
async fn e04_a_handler_that_fails_twice_and_then_works() {
    let scene = scene().await;
    scene.has_fail("Stretch", 2).await;
    let task = scene.daily("Stretch").await;
    scene.ann.complete(&task).await.expect(200);
    scene.settled().await;
    assert_eq!(scene.failures().await, 3);
    assert_eq!(scene.open_dates().await, ["2030-05-02"]);
    assert!(scene.dead_letters().await.is_empty());
}

/// Two replicas; one event that can never be right, one that its handler never manages, and good ones
/// around them.
#[tokio::test]
async fn e02_poison_goes_to_the_dead_letters_and_the_rest_goes_on() {
    let mut scene = scene().await;
    let replica = scene.stack.start_replica("recurring-task-service", "second");
    replica.await.expect("a replica starts");
    scene.has_fail("Poison", i64::MAX).await;

    let (before, poison, after) = (
        scene.daily("Before").await,
        scene.daily("Poison").await,
        scene.daily("After").await,
    );
    scene.ann.complete(&before).await.expect(200);
    let broken = scene
        .event(&before, "task.created")
        .await
        .to_string()
        .replace("task.created", "task.completed");
    scene.publish(&scene.ann.id, &broken.replace(&scene.ann.id, "nobody")).await;
    scene.ann.complete(&poison).await.expect(200);
    scene.ann.complete(&after).await.expect(200);
    eventually("both are among the dead letters", PATIENCE, || async {
        (scene.dead_letters().await.len() == 2).then_some(())
    })
    .await;
    eventually("the good ones have their next", PATIENCE, || async {
        (scene.open_dates().await.len() == 2).then_some(())
    })
    .await;
    let letters = scene.dead_letters().await;
    assert!(
        letters.iter().all(|letter| letter.starts_with("recurring-task-service: ")),
        "{letters:?}"
    );
    let tries = scene.failures().await;
    assert!((5..=12).contains(&tries), "{tries} tries: bounded, and not by accident");

    // Mended, and handed to the handler again by hand.
    scene.sql.execute("DROP TRIGGER fail ON inbox").await;
    let completed = scene.event(&poison, "task.completed").await;
    let id = completed["id"].as_str().expect("an event has an id");
    scene
        .stack
        .rondo(&["dlq", "redrive", id])
        .await
        .expect("the letter is redriven");
    assert_eq!(scene.open_dates().await, ["2030-05-02", "2030-05-02", "2030-05-02"]);
    assert_eq!(scene.dead_letters().await.len(), 1);
}

/// A delivery is in its retries when the group takes in another member.
#[tokio::test]
async fn e01_a_rebalance_while_a_delivery_is_retried() {
    let mut scene = scene().await;
    scene.has_fail("Stretch", 3).await;
    let (task, others) = (
        scene.daily("Stretch").await,
        [scene.daily("Run").await, scene.daily("Swim").await],
    );
    scene.ann.complete(&task).await.expect(200);
    for other in &others {
        scene.ann.complete(other).await.expect(200);
    }
    eventually("it has failed once", PATIENCE, || async {
        (scene.failures().await > 0).then_some(())
    })
    .await;
    let replica = scene.stack.start_replica("recurring-task-service", "second");
    replica.await.expect("a replica starts");
    scene.settled().await;
    assert_eq!(scene.open_dates().await, ["2030-05-02"; 3]);
    assert!(scene.dead_letters().await.is_empty());
}

/// What a subscriber of somebody else gets is the event itself, once wrapped, with nothing that ends it.
#[tokio::test]
async fn e11_e12_an_event_is_wrapped_once_and_lives() {
    let scene = scene().await;
    let task = scene.daily("Stretch").await;
    scene.settled().await;
    let committed = scene.event(&task, "task.created").await;
    let records = scene
        .stack
        .kafka()
        .records("task-events")
        .await
        .expect("the topic can be read");
    let record = records
        .iter()
        .find(|record| record.event()["id"] == committed["id"])
        .expect("it is published");
    assert_eq!(record.event(), committed);
    assert_eq!(record.event()["data"]["task"]["id"], task.id(), "no envelope in the envelope");
    assert!(
        !record.value.contains("expiration") && !record.value.contains("ttl"),
        "{}",
        record.value
    );
}
