//! What the relay does when the broker is away, and with what it does not take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rondo_bus::relay::Options;
use rondo_fixture::{Engine, Home, eventually, on_both_engines, titled};
use rondo_store::RELAY;

use crate::sidecar::{Fake, Fate};
use crate::support::{PATIENCE, Running, free_leases, options, published, residents, stored};

on_both_engines!(
    while_the_broker_is_away_one_event_at_a_time_asks_for_it,
    what_is_too_large_goes_to_the_dead_letters_and_holds_nobody,
    an_event_that_always_fails_holds_its_own_user_only,
    what_was_under_way_at_a_kill_is_published_again,
    a_call_that_hangs_is_given_up,
);

/// And once it is back, everything is published within two seconds of the first that is acknowledged.
async fn while_the_broker_is_away_one_event_at_a_time_asks_for_it(engine: Engine) {
    let home = Home::on(engine).await;
    let fake = Fake::deciding(|_| Fate::Failed("no broker")).await;
    let usual = Options::of(&home.store);
    let relay = Running::with(&home.store, usual, &fake);
    let residents = residents(&home, 30).await;
    for resident in &residents {
        resident.add(titled("one")).await;
        resident.add(titled("two")).await;
    }
    // From the first failure on, and whatever was under way with it.
    let asked = || async { (fake.calls().len() > 8).then_some(()) };
    eventually("it was asked for several times", PATIENCE, asked).await;
    let probes = fake.calls();
    assert!(
        probes[5..].iter().all(|call| call.events == 1 && call.beside == 1),
        "{probes:?}"
    );
    assert!(
        probes[6..]
            .windows(2)
            .all(|two| two[1].at - two[0].at >= Duration::from_millis(50)),
        "no crowd: {probes:?}"
    );

    fake.decide(|_| Fate::Good);
    let first = || async { (!fake.records().is_empty()).then_some(()) };
    eventually("the first is acknowledged", PATIENCE, first).await;
    let begun = tokio::time::Instant::now();
    published(&home.store).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    relay.stop().await;
    for resident in &residents {
        assert_eq!(fake.first_copies(resident.id), stored(resident).await);
    }
    assert!(home.store.log().dead_letters(None, 1).await.unwrap().is_empty());
}

async fn what_is_too_large_goes_to_the_dead_letters_and_holds_nobody(engine: Engine) {
    let home = Home::on(engine).await;
    let fake = Fake::deciding(|record| {
        if record.value.contains("enormous") {
            return Fate::Failed("Attempt to produce message larger than configured Producer.MaxMessageBytes");
        }
        Fate::Good
    })
    .await;
    let relay = Running::on(&home.store, &fake);
    let ann = home.resident("UTC").await;
    for title in ["one", "enormous", "three"] {
        ann.add(titled(title)).await;
    }
    published(&home.store).await;
    relay.stop().await;
    let events = stored(&ann).await;
    assert_eq!(fake.of(ann.id), [events[0].clone(), events[2].clone()]);
    let letters = home.store.log().dead_letters(Some(RELAY), 10).await.unwrap();
    assert_eq!((letters.len(), &letters[0].payload), (1, &events[1]));
    assert!(
        letters[0].reason.contains("more than the broker takes"),
        "{}",
        letters[0].reason
    );
}

/// Nobody can tell that from a broker that is away until another event is taken.
async fn an_event_that_always_fails_holds_its_own_user_only(engine: Engine) {
    let home = Home::on(engine).await;
    let fake = Fake::deciding(|record| {
        if record.value.contains("hopeless") {
            return Fate::Failed("no reason that anybody knows");
        }
        Fate::Good
    })
    .await;
    let options = Options {
        tries: 4,
        ..options(&home.store)
    };
    let relay = Running::with(&home.store, options, &fake);
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    ann.add(titled("hopeless")).await;
    ann.add(titled("after it")).await;
    let buried = || async {
        bob.add(titled("another")).await;
        let letters = home.store.log().dead_letters(Some(RELAY), 10).await.unwrap();
        (letters.len() == 1).then_some(())
    };
    eventually("it is given up", PATIENCE, buried).await;
    published(&home.store).await;
    relay.stop().await;
    assert_eq!(fake.first_copies(bob.id), stored(&bob).await);
    assert_eq!(fake.first_copies(ann.id), stored(&ann).await[1..]);
}

async fn what_was_under_way_at_a_kill_is_published_again(engine: Engine) {
    let home = Home::on(engine).await;
    let fake = Fake::deciding(|_| Fate::Hangs).await;
    let relay = Running::on(&home.store, &fake);
    let ann = home.resident("UTC").await;
    for title in ["one", "two"] {
        ann.add(titled(title)).await;
    }
    let under_way = || async { (!fake.calls().is_empty()).then_some(()) };
    eventually("a call is under way", PATIENCE, under_way).await;
    relay.kill().await;
    free_leases(&home).await;
    fake.decide(|_| Fate::Good);
    fake.release();
    let relay = Running::on(&home.store, &fake);
    published(&home.store).await;
    relay.stop().await;
    assert_eq!(fake.first_copies(ann.id), stored(&ann).await);
}

async fn a_call_that_hangs_is_given_up(engine: Engine) {
    let home = Home::on(engine).await;
    let hangs = Arc::new(AtomicBool::new(true));
    let first = Arc::clone(&hangs);
    let fake = Fake::deciding(move |_| {
        if first.swap(false, Ordering::SeqCst) {
            Fate::Hangs
        } else {
            Fate::Good
        }
    })
    .await;
    let options = Options {
        call_timeout: Duration::from_millis(100),
        ..options(&home.store)
    };
    let relay = Running::with(&home.store, options, &fake);
    let ann = home.resident("UTC").await;
    ann.add(titled("one")).await;
    published(&home.store).await;
    relay.stop().await;
    assert_eq!(fake.of(ann.id), stored(&ann).await);
}
