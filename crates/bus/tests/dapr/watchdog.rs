//! A consumer that looks after its own subscription.

use std::sync::Arc;
use std::time::Duration;

use rondo_bus::dapr::{Arrivals, Patience, Settings, Sidecar, Watchdog};
use rondo_contract::Topic;
use rondo_fixture::{Engine, Home, eventually, on_both_engines, titled};
use rondo_store::{RELAY, Store, Wanted};
use tokio_util::sync::CancellationToken;

use crate::sidecar::Fake;
use crate::support::PATIENCE;

const WANTED: Wanted = Wanted {
    consumer: "a-service",
    topic: Some(Topic::TaskEvents),
    kinds: &["task.completed"],
};

on_both_engines!(
    published_events_that_never_arrive_end_the_sidecar_once,
    what_is_not_published_or_had_before_does_not,
);

fn watching(store: &Store, fake: &Fake) -> CancellationToken {
    let settings = Settings {
        endpoint: fake.endpoint.clone(),
        ..Settings::local(0)
    };
    let patience = Patience {
        every: Duration::from_millis(10),
        silence: Duration::from_millis(100),
        between: Duration::from_hours(1),
    };
    let watchdog = Watchdog::new(store.clone(), Sidecar::new(settings), WANTED, Arc::<Arrivals>::default());
    let shutdown = CancellationToken::new();
    tokio::spawn(watchdog.patient(patience).run(shutdown.clone()));
    shutdown
}

async fn published_events_that_never_arrive_end_the_sidecar_once(engine: Engine) {
    let home = Home::on(engine).await;
    let (fake, ann) = (Fake::willing().await, home.resident("UTC").await);
    let task = ann.add(titled("one")).await;
    ann.complete(task.id).await;
    home.store.log().record(RELAY, ann.id, 2).await.unwrap();
    let shutdown = watching(&home.store, &fake);
    let ended = || async { (fake.shut_downs() > 0).then_some(()) };
    eventually("the sidecar is told to end", PATIENCE, ended).await;
    // It goes on looking, and leaves the sidecar alone.
    let bob = home.resident("UTC").await;
    bob.add(titled("not wanted")).await;
    let looked = || async {
        let place = home.store.log().position(WANTED.consumer, bob.id).await.unwrap();
        (place.done == 1).then_some(())
    };
    eventually("it looked again", PATIENCE, looked).await;
    shutdown.cancel();
    assert_eq!(fake.shut_downs(), 1);
}

async fn what_is_not_published_or_had_before_does_not(engine: Engine) {
    let home = Home::on(engine).await;
    let (fake, ann, bob) = (Fake::willing().await, home.resident("UTC").await, home.resident("UTC").await);
    for resident in [&ann, &bob] {
        let task = resident.add(titled("one")).await;
        resident.complete(task.id).await;
    }
    // Ann's was had, and only its mark was lost; Bob's is not published.
    let log = home.store.log();
    log.record(RELAY, ann.id, 2).await.unwrap();
    let completed = ann.events().await.pop().unwrap();
    let mut work = ann.write().await;
    work.accept(WANTED.consumer, completed.id).await.unwrap();
    work.commit().await.unwrap();
    let shutdown = watching(&home.store, &fake);
    let found = || async { (log.position(WANTED.consumer, ann.id).await.unwrap().done == 2).then_some(()) };
    eventually("the lost mark is found", PATIENCE, found).await;
    shutdown.cancel();
    assert_eq!(fake.shut_downs(), 0);
    assert_eq!(log.lag(&WANTED).await.unwrap().waiting, 1);
}
