//! Stopping, dying and starting again.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rondo_bus::{Delivery, Failure, Handler, Outcome};
use rondo_fixture::{Engine, Home, eventually, on_both_engines, titled};
use tokio::sync::Semaphore;

use crate::support::{CONSUMER, PATIENCE, Running, Scripted, settled};

on_both_engines!(
    it_goes_on_where_it_stopped,
    what_was_under_way_comes_again_after_a_kill,
    stopping_lets_those_under_way_finish,
    while_the_log_cannot_be_marked_nothing_counts_as_a_try,
);

async fn it_goes_on_where_it_stopped(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let consumer = Scripted::willing();
    let bus = Running::on(&home.store, &consumer);
    ann.add(titled("one")).await;
    settled(&home.store).await;
    bus.stop().await;
    ann.add(titled("two")).await;
    let user = ann.id;
    drop(ann);

    let home = home.restart().await;
    let bus = Running::on(&home.store, &consumer);
    settled(&home.store).await;
    bus.stop().await;
    assert_eq!(consumer.of(user), [(1, 1), (2, 1)]);
}

/// A consumer that stands still within each event until it may go on.
struct Slow {
    tries: Mutex<Vec<u32>>,
    begun: Semaphore,
    may_end: Semaphore,
}

impl Slow {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            tries: Mutex::default(),
            begun: Semaphore::new(0),
            may_end: Semaphore::new(0),
        })
    }

    async fn has_begun(&self) {
        self.begun.acquire().await.unwrap().forget();
    }
}

#[async_trait]
impl Handler for Slow {
    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        self.tries.lock().unwrap().push(delivery.attempt);
        self.begun.add_permits(1);
        self.may_end.acquire().await.unwrap().forget();
        Ok(Outcome::Done)
    }
}

async fn what_was_under_way_comes_again_after_a_kill(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let slow = Slow::new();
    let bus = Running::on(&home.store, &slow);
    ann.add(titled("one")).await;
    slow.has_begun().await;
    bus.kill().await;
    assert!(!home.store.log().is_settled(CONSUMER).await.unwrap());
    if engine == Engine::Postgres {
        // The dead bus holds its leases until they run out; the test need not wait for that.
        home.sql().await.rows("DELETE FROM leases").await;
        home.sql().await.rows("DELETE FROM lease_holders").await;
    }

    let consumer = Scripted::willing();
    let bus = Running::on(&home.store, &consumer);
    settled(&home.store).await;
    bus.stop().await;
    assert_eq!(consumer.of(ann.id), [(1, 1)]);
}

async fn stopping_lets_those_under_way_finish(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let slow = Slow::new();
    let bus = Running::on(&home.store, &slow);
    ann.add(titled("one")).await;
    slow.has_begun().await;
    bus.begin_to_stop();
    ann.add(titled("two")).await;
    tokio::task::yield_now().await;
    assert!(!bus.task.is_finished());
    slow.may_end.add_permits(1);
    bus.stop().await;
    let place = home.store.log().position(CONSUMER, ann.id).await.unwrap();
    assert!(place.done >= 1, "what was under way is done with");
}

async fn while_the_log_cannot_be_marked_nothing_counts_as_a_try(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let (sql, slow) = (home.sql().await, Slow::new());
    let bus = Running::on(&home.store, &slow);
    ann.add(titled("one")).await;
    slow.has_begun().await;
    sql.execute("ALTER TABLE positions RENAME TO away").await;
    slow.may_end.add_permits(2);
    let handled = || async { (slow.may_end.available_permits() == 1).then_some(()) };
    eventually("it was handled, and is to be marked", PATIENCE, handled).await;
    assert!(home.store.log().position(CONSUMER, ann.id).await.is_err());
    sql.execute("ALTER TABLE away RENAME TO positions").await;
    settled(&home.store).await;
    bus.stop().await;
    let tries = slow.tries.lock().unwrap().clone();
    assert!(tries.len() <= 2 && tries.iter().all(|attempt| *attempt == 1), "{tries:?}");
}
