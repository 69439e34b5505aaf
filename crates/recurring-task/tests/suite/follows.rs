//! Single stories, by direct delivery.

use rondo_bus::{Delivery, Failure, Outcome};
use rondo_contract::{CloudEvent, TaskEvent};
use rondo_fixture::{Engine, Home, Resident, daily, on_both_engines, titled};
use rondo_recurring_task::{on_completed, subscription};

on_both_engines!(
    a_completed_recurring_task_is_followed_by_its_next_occurrence,
    a_doubled_event_makes_no_second_one,
    a_reopening_outlives_a_late_event,
    a_removed_account_asks_for_nothing,
    an_event_that_cannot_be_read_never_can,
);

/// The completions of a resident, as events.
async fn completions(resident: &Resident) -> Vec<CloudEvent<TaskEvent>> {
    let events = resident
        .events()
        .await
        .into_iter()
        .filter(|event| event.kind == "task.completed");
    events.map(|event| CloudEvent::parse(&event.payload).unwrap()).collect()
}

async fn a_completed_recurring_task_is_followed_by_its_next_occurrence(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("Europe/Berlin").await;
    let (water, once) = (
        ann.add(daily("Water plants", "2026-03-10")).await,
        ann.add(titled("Once")).await,
    );
    for id in [water.id, once.id] {
        ann.complete(id).await;
    }
    let [recurs, does_not] = &completions(&ann).await[..] else {
        panic!("two completions")
    };
    assert_eq!(on_completed(&home.store, recurs).await.unwrap(), Outcome::Done);
    assert_eq!(on_completed(&home.store, does_not).await.unwrap(), Outcome::NothingToDo);

    assert_eq!(ann.open_dates().await, ["2026-03-11"]);
    let last = ann.events().await.pop().unwrap();
    let event: CloudEvent<TaskEvent> = CloudEvent::parse(&last.payload).unwrap();
    assert_eq!(
        (event.kind.as_str(), event.source.as_str()),
        ("task.created", "/rondo/recurring-task-service")
    );
    assert_eq!(
        (event.data.task.occurrence, event.data.task.title.as_str()),
        (Some(2), "Water plants")
    );
}

async fn a_doubled_event_makes_no_second_one(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("Europe/Berlin").await;
    let task = ann.add(daily("Water plants", "2026-03-10")).await;
    ann.complete(task.id).await;
    let event = &completions(&ann).await[0];
    let (one, two) = tokio::join!(on_completed(&home.store, event), on_completed(&home.store, event));
    let outcomes = [one.unwrap(), two.unwrap()];
    assert!(
        outcomes.contains(&Outcome::Done) && outcomes.contains(&Outcome::Duplicate),
        "{outcomes:?}"
    );
    assert_eq!(ann.open_dates().await, ["2026-03-11"]);
}

/// Kafka away, complete, reopen, Kafka back: no next task may appear.
async fn a_reopening_outlives_a_late_event(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("Europe/Berlin").await;
    let task = ann.add(daily("Water plants", "2026-03-10")).await;
    ann.complete(task.id).await;
    ann.reopen(task.id).await;
    let late = &completions(&ann).await[0];
    assert_eq!(on_completed(&home.store, late).await.unwrap(), Outcome::NothingToDo);
    assert_eq!(ann.open_dates().await, ["2026-03-10"]);
}

async fn a_removed_account_asks_for_nothing(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("Europe/Berlin").await;
    let task = ann.add(daily("Water plants", "2026-03-10")).await;
    ann.complete(task.id).await;
    let event = &completions(&ann).await[0];
    ann.leave().await;
    assert_eq!(on_completed(&home.store, event).await.unwrap(), Outcome::NothingToDo);
}

async fn an_event_that_cannot_be_read_never_can(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    ann.add(titled("one")).await;
    let event = ann.events().await.remove(0);
    let mut delivery = Delivery {
        id: event.id,
        user: event.user,
        sequence: event.sequence,
        topic: event.topic,
        kind: event.kind,
        payload: event.payload.replace("task-event/v1.json", "task-event/v9.json"),
        attempt: 1,
    };
    let handler = subscription(home.store.clone()).handler;
    assert!(matches!(handler.handle(&delivery).await, Err(Failure::Permanent(_))));
    delivery.payload.truncate(20);
    assert!(matches!(handler.handle(&delivery).await, Err(Failure::Permanent(_))));
}
