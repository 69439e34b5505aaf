//! What arrives, and in which order.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rondo_bus::{Delivery, Failure, Handler, Outcome};
use rondo_domain::{Actor, Origin};
use rondo_fixture::{Engine, Home, Resident, eventually, on_both_engines, seed, titled};
use rondo_store::Store;

use crate::support::{CONSUMER, PATIENCE, Running, Scripted, settled};

on_both_engines!(
    in_order_and_only_what_was_asked_for,
    a_failing_event_holds_up_its_own_user_only,
    every_event_has_its_effect_once_whatever_is_lost_doubled_or_late,
);

async fn in_order_and_only_what_was_asked_for(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("Europe/Berlin").await;
    let consumer = Scripted::willing();
    let first = ann.add(titled("before it runs")).await;
    let bus = Running::on(&home.store, &consumer);
    ann.complete(first.id).await;
    ann.reopen(first.id).await; // an update, which this consumer does not want
    ann.complete(first.id).await;
    ann.delete(first.id).await; // nor this; it is done with all the same
    settled(&home.store).await;
    bus.stop().await;

    assert_eq!(consumer.of(ann.id), [(1, 1), (2, 1), (4, 1)]);
    let place = home.store.log().position(CONSUMER, ann.id).await.unwrap();
    assert_eq!((place.done, place.last), (5, 5));
}

async fn a_failing_event_holds_up_its_own_user_only(engine: Engine) {
    let home = Home::on(engine).await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    let well = Arc::new(AtomicBool::new(false));
    let (is_well, troubled) = (Arc::clone(&well), ann.id);
    let consumer = Scripted::new(move |delivery| {
        if delivery.user == troubled && delivery.sequence == 2 && !is_well.load(Ordering::SeqCst) {
            return Err(Failure::Transient("not now".to_owned()));
        }
        Ok(Outcome::Done)
    });
    let bus = Running::on(&home.store, &consumer);
    for resident in [&ann, &bob] {
        for title in ["one", "two", "three"] {
            resident.add(titled(title)).await;
        }
    }
    let served = || async { (consumer.of(bob.id).len() == 3 && consumer.of(ann.id).len() > 3).then_some(()) };
    eventually("Bob got everything and Ann's second event was tried again", PATIENCE, served).await;
    assert!(
        consumer.of(ann.id).iter().all(|(sequence, _)| *sequence < 3),
        "nothing overtakes"
    );
    assert!(
        !home.store.log().is_settled(CONSUMER).await.unwrap(),
        "what waits is not done with"
    );

    well.store(true, Ordering::SeqCst);
    settled(&home.store).await;
    bus.stop().await;
    let got = consumer.of(ann.id);
    let tries: Vec<u32> = got
        .iter()
        .filter(|(sequence, _)| *sequence == 2)
        .map(|(_, attempt)| *attempt)
        .collect();
    assert_eq!(
        tries,
        (1..=u32::try_from(tries.len()).unwrap()).collect::<Vec<_>>(),
        "each try counts once"
    );
    assert_eq!(got.last(), Some(&(3, 1)));
}

/// A consumer as ours are, whose deliveries are lost, doubled and come again out of order.
struct Unlucky {
    store: Store,
    chance: Mutex<StdRng>,
    before: Mutex<Vec<Delivery>>,
}

impl Unlucky {
    fn dice(&self) -> u32 {
        self.chance.lock().unwrap().random_range(0..6)
    }

    async fn effect(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        let mut work = self.store.write(delivery.user, Origin::of(Actor::Recurrence)).await?;
        if !work.accept(CONSUMER, delivery.id).await? {
            return Ok(Outcome::Duplicate);
        }
        Ok(work.commit_as(Outcome::Done).await?)
    }
}

#[async_trait]
impl Handler for Unlucky {
    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        let lost = || Failure::Transient("lost on the way".to_owned());
        if self.dice() == 0 {
            return Err(lost());
        }
        let outcome = self.effect(delivery).await?;
        let earlier = self.before.lock().unwrap().last().cloned();
        self.before.lock().unwrap().insert(0, delivery.clone());
        if let Some(earlier) = earlier.filter(|_| self.dice() == 0) {
            assert_eq!(self.effect(&earlier).await?, Outcome::Duplicate, "a late copy");
        }
        if self.dice() == 0 { Err(lost()) } else { Ok(outcome) }
    }
}

async fn every_event_has_its_effect_once_whatever_is_lost_doubled_or_late(engine: Engine) {
    let home = Home::on(engine).await;
    let consumer = Arc::new(Unlucky {
        store: home.store.clone(),
        chance: Mutex::new(StdRng::seed_from_u64(seed())),
        before: Mutex::default(),
    });
    let bus = Running::on(&home.store, &consumer);
    let mut residents: Vec<Resident> = Vec::new();
    for _ in 0..4 {
        residents.push(home.resident("UTC").await);
    }
    for number in 0..15 {
        for resident in &residents {
            resident.add(titled(&format!("task {number}"))).await;
        }
    }
    settled(&home.store).await;
    bus.stop().await;
    let sql = home.sql().await;
    assert_eq!(sql.number("SELECT count(*) FROM inbox").await, 60);
    assert_eq!(sql.number("SELECT count(*) FROM dead_letters").await, 0);
}
