//! What cannot be handled.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rondo_bus::embedded::Options;
use rondo_bus::{Backoff, Delivery, Failure, Handler, Outcome};
use rondo_fixture::{Engine, Home, eventually, on_both_engines, titled};

use crate::support::{CONSUMER, PATIENCE, Running, Scripted, options, settled};

on_both_engines!(
    what_never_helps_goes_to_the_dead_letters_at_once,
    the_last_try_goes_to_the_dead_letters,
    a_handler_that_panics_or_hangs_is_tried_again,
    those_who_wait_do_not_stand_in_the_way_of_others,
);

async fn what_never_helps_goes_to_the_dead_letters_at_once(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let consumer = Scripted::new(|delivery| match delivery.sequence {
        1 => Err(Failure::Permanent("no such thing".to_owned())),
        _ => Ok(Outcome::Done),
    });
    let bus = Running::on(&home.store, &consumer);
    for title in ["one", "two"] {
        ann.add(titled(title)).await;
    }
    settled(&home.store).await;
    bus.stop().await;

    assert_eq!(consumer.of(ann.id), [(1, 1), (2, 1)]);
    let letters = home.store.log().dead_letters(Some(CONSUMER), 10).await.unwrap();
    let [letter] = &letters[..] else {
        panic!("one dead letter: {letters:?}")
    };
    let event = &ann.events().await[0];
    assert_eq!((letter.event, letter.user), (event.id.uuid(), Some(ann.id)));
    assert_eq!((&letter.payload, letter.attempts), (&event.payload, 1));
    assert_eq!(
        (letter.topic.as_str(), letter.reason.as_str()),
        ("task-events", "no such thing")
    );
}

async fn the_last_try_goes_to_the_dead_letters(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let consumer = Scripted::new(|_| Err(Failure::Transient("not today".to_owned())));
    let options = Options {
        tries: 3,
        ..options(&home.store)
    };
    let bus = Running::with(&home.store, options, &consumer);
    ann.add(titled("one")).await;
    settled(&home.store).await;
    bus.stop().await;

    assert_eq!(consumer.of(ann.id), [(1, 1), (1, 2), (1, 3)]);
    let letters = home.store.log().dead_letters(None, 10).await.unwrap();
    assert_eq!((letters.len(), letters[0].attempts), (1, 3));
}

struct Moody;

#[async_trait]
impl Handler for Moody {
    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        match delivery.attempt {
            1 => panic!("this consumer panics on purpose"),
            2 => std::future::pending().await,
            _ => Ok(Outcome::Done),
        }
    }
}

async fn a_handler_that_panics_or_hangs_is_tried_again(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let options = Options {
        handler_timeout: Duration::from_millis(50),
        ..options(&home.store)
    };
    let bus = Running::with(&home.store, options, &Arc::new(Moody));
    ann.add(titled("one")).await;
    settled(&home.store).await;
    bus.stop().await;
    assert!(home.store.log().dead_letters(None, 1).await.unwrap().is_empty());
}

/// More of them than one look at all lines brings.
async fn those_who_wait_do_not_stand_in_the_way_of_others(engine: Engine) {
    let home = Home::on(engine).await;
    let consumer = Scripted::new(|delivery| {
        if delivery.payload.contains("hopeless") {
            return Err(Failure::Transient("not today".to_owned()));
        }
        Ok(Outcome::Done)
    });
    let much_later = Options {
        backoff: Backoff {
            first: Duration::from_hours(1),
            short: Duration::from_hours(1),
            quick_tries: 99,
            longest: Duration::from_hours(1),
        },
        ..options(&home.store)
    };
    for _ in 0..260 {
        home.resident("UTC").await.add(titled("hopeless")).await;
    }
    let bus = Running::with(&home.store, much_later.clone(), &consumer);
    let all_tried = || async { (consumer.seen.lock().unwrap().len() == 260).then_some(()) };
    eventually("each was tried once", PATIENCE, all_tried).await;
    bus.stop().await;

    let ann = home.resident("UTC").await;
    ann.add(titled("hopeful")).await;
    let bus = Running::with(&home.store, much_later, &consumer);
    let served = || async { (consumer.of(ann.id) == [(1, 1)]).then_some(()) };
    eventually("Ann is found by a look at all lines", PATIENCE, served).await;
    bus.stop().await;
    assert_eq!(consumer.seen.lock().unwrap().len(), 261, "those who wait were left alone");
}
