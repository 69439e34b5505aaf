//! What reaches the broker, and in which order.

use rondo_fixture::{Engine, Home, on_both_engines, seed, titled};

use crate::sidecar::{Fake, Fate};
use crate::support::{Running, published, residents, stored};

on_both_engines!(
    every_event_is_published_in_order_with_its_own_bytes,
    first_copies_are_in_order_whatever_fails_and_doubles,
    a_sidecar_without_bulk_gets_one_call_an_event,
    what_is_under_way_has_a_bound,
);

async fn every_event_is_published_in_order_with_its_own_bytes(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let before = ann.add(titled("before it runs")).await;
    let fake = Fake::willing().await;
    let relay = Running::on(&home.store, &fake);
    ann.complete(before.id).await;
    ann.add(titled("9007199254740993 \"quoted\" \u{1F600}")).await;
    published(&home.store).await;
    relay.stop().await;
    assert_eq!(fake.of(ann.id), stored(&ann).await);
    assert_eq!(fake.records()[0].topic, "task-events");
}

async fn first_copies_are_in_order_whatever_fails_and_doubles(engine: Engine) {
    let home = Home::on(engine).await;
    let fake = Fake::unlucky(seed()).await;
    let relay = Running::on(&home.store, &fake);
    let residents = residents(&home, 8).await;
    for number in 0..12 {
        for resident in &residents {
            resident.add(titled(&format!("task {number}"))).await;
        }
    }
    published(&home.store).await;
    relay.stop().await;
    for resident in &residents {
        assert_eq!(fake.first_copies(resident.id), stored(resident).await);
    }
    let sql = home.sql().await;
    assert_eq!(sql.number("SELECT count(*) FROM dead_letters").await, 0);
}

async fn a_sidecar_without_bulk_gets_one_call_an_event(engine: Engine) {
    let home = Home::on(engine).await;
    let residents = residents(&home, 40).await;
    for resident in &residents {
        resident.add(titled("one")).await;
    }
    let fake = Fake::willing().await.without_bulk();
    let relay = Running::on(&home.store, &fake);
    published(&home.store).await;
    relay.stop().await;
    assert_eq!((fake.records().len(), fake.calls().len()), (40, 40));
}

/// However much waits: at most so many events are in memory, and no user has two of them.
async fn what_is_under_way_has_a_bound(engine: Engine) {
    let home = Home::on(engine).await;
    let residents = residents(&home, 60).await;
    for resident in &residents {
        for title in ["one", "two", "three"] {
            resident.add(titled(title)).await;
        }
    }
    let fake = Fake::deciding(|_| Fate::Good).await;
    let options = rondo_bus::relay::Options {
        calls: 2,
        together: 10,
        ..crate::support::options(&home.store)
    };
    let relay = Running::with(&home.store, options, &fake);
    published(&home.store).await;
    relay.stop().await;
    assert!(fake.most_under_way() <= 20, "{}", fake.most_under_way());
    assert!(fake.calls().iter().all(|call| call.events <= 10 && call.beside <= 2));
    for resident in &residents {
        assert_eq!(fake.of(resident.id), stored(resident).await);
    }
}
