//! The outbox, and what is recorded of those who read it.

use std::time::Duration;

use rondo_contract::Topic;
use rondo_fixture::{Engine, Home, on_both_engines, titled};
use rondo_store::{Lease, Mark, RELAY, Wake, Wanted};

const CONSUMER: Wanted = Wanted {
    consumer: "a-consumer",
    topic: Some(Topic::TaskEvents),
    kinds: &["task.completed"],
};

on_both_engines!(
    the_first_of_many_lines_and_their_marks,
    what_nobody_wants_is_skipped_and_what_is_wanted_is_not,
    a_mark_that_was_lost_is_found_by_the_inbox,
    events_go_when_they_are_old_and_everybody_is_done_with_them,
);

async fn the_first_of_many_lines_and_their_marks(engine: Engine) {
    let home = Home::on(engine).await;
    let (log, leases) = (home.store.log(), home.store.leases(RELAY));
    leases.renew().await.unwrap();
    let mut users = Vec::new();
    for _ in 0..6 {
        let resident = home.resident("UTC").await;
        resident.add(titled("one")).await;
        resident.add(titled("two")).await;
        users.push(resident.id);
    }
    users.push(home.resident("UTC").await.id); // with nothing to publish
    let firsts = log.firsts(RELAY, &users).await.unwrap();
    assert_eq!(firsts.len(), 6);
    assert!(
        firsts
            .iter()
            .all(|(place, event)| (place.done, place.last, event.sequence) == (0, 2, 1))
    );

    let mark = |user| Mark {
        user,
        done: 1,
        lease: leases.of(user, Duration::ZERO).unwrap(),
    };
    let mut marks: Vec<Mark> = users[..5].iter().map(|user| mark(*user)).collect();
    if let Lease::Held { epoch, .. } = &mut marks[0].lease {
        *epoch += 1; // the slot went to somebody else
    }
    let moved = log.advance_all(RELAY, &marks).await.unwrap();
    assert_eq!(moved.len(), if home.store.is_shared() { 4 } else { 5 });
    assert_eq!(
        log.advance_all(RELAY, &marks).await.unwrap().len(),
        0,
        "a mark never goes back"
    );
    let firsts = log.firsts(RELAY, &users[4..6]).await.unwrap();
    let mut numbers: Vec<i64> = firsts.iter().map(|(_, event)| event.sequence).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2]);
}

async fn what_nobody_wants_is_skipped_and_what_is_wanted_is_not(engine: Engine) {
    let home = Home::on(engine).await;
    let (log, ann, bob) = (home.store.log(), home.resident("UTC").await, home.resident("UTC").await);
    ann.add(titled("never completed")).await;
    let task = bob.add(titled("completed")).await;
    bob.complete(task.id).await;
    assert!(!log.is_at_rest(&[CONSUMER]).await.unwrap());
    assert_eq!(log.lag(&CONSUMER).await.unwrap().waiting, 1);
    assert_eq!(log.lag(&Wanted::RELAY).await.unwrap().waiting, 3);
    assert_eq!(log.skip_unwanted(&CONSUMER, 10).await.unwrap(), 1);
    assert_eq!(log.position(CONSUMER.consumer, ann.id).await.unwrap().done, 1);
    assert_eq!(log.position(CONSUMER.consumer, bob.id).await.unwrap().done, 0);

    log.record(CONSUMER.consumer, bob.id, 2).await.unwrap();
    log.record(CONSUMER.consumer, bob.id, 1).await.unwrap(); // a late copy
    assert_eq!(log.position(CONSUMER.consumer, bob.id).await.unwrap().done, 2);
    assert!(log.is_at_rest(&[CONSUMER]).await.unwrap());
    assert!(!log.is_at_rest(&[CONSUMER, Wanted::RELAY]).await.unwrap());
}

async fn a_mark_that_was_lost_is_found_by_the_inbox(engine: Engine) {
    let home = Home::on(engine).await;
    let (log, ann) = (home.store.log(), home.resident("UTC").await);
    let task = ann.add(titled("one")).await;
    ann.complete(task.id).await;
    let completed = ann.events().await.pop().unwrap();
    assert_eq!(log.skip_handled(&CONSUMER, 10).await.unwrap(), 0);
    let mut work = ann.write().await;
    assert!(work.accept(CONSUMER.consumer, completed.id).await.unwrap());
    work.commit().await.unwrap();
    assert_eq!(log.skip_unwanted(&CONSUMER, 10).await.unwrap(), 0);
    assert_eq!(log.skip_handled(&CONSUMER, 10).await.unwrap(), 1);
    assert!(log.is_at_rest(&[CONSUMER]).await.unwrap());
}

async fn events_go_when_they_are_old_and_everybody_is_done_with_them(engine: Engine) {
    let home = Home::at(engine, "2026-01-01T00:00:00Z").await;
    let (log, ann) = (home.store.log(), home.resident("UTC").await);
    let task = ann.add(titled("old")).await;
    ann.complete(task.id).await;
    home.move_to("2026-03-01T00:00:00Z").await;
    ann.add(titled("new")).await;
    let before = "2026-02-01T00:00:00Z".parse().unwrap();
    let forget = async || home.store.forget_events(before, &[RELAY, CONSUMER.consumer]).await.unwrap();
    assert_eq!(forget().await, 0, "nobody has read them");
    log.record(RELAY, ann.id, 3).await.unwrap();
    log.record(CONSUMER.consumer, ann.id, 1).await.unwrap();
    assert_eq!(forget().await, 1);
    log.record(CONSUMER.consumer, ann.id, 3).await.unwrap();
    assert_eq!(forget().await, 1, "what is new stays");
    let view = home.store.view(ann.id).await.unwrap();
    assert_eq!(view.truncated_before().await.unwrap(), Some(3));
    assert_eq!(log.firsts("a-new-consumer", &[ann.id]).await.unwrap()[0].1.sequence, 3);
}

/// Without a look at the lines: by the notice alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_of_one_process_wakes_another() {
    let home = Home::on(Engine::Postgres).await;
    let other = home.another().await;
    let mut commits = other.commits();
    assert_eq!(commits.next().await, Wake::Everything, "it listens from now on");
    let ann = home.resident("UTC").await;
    ann.add(titled("one")).await;
    let woken = tokio::time::timeout(Duration::from_secs(20), commits.next()).await;
    assert_eq!(woken.unwrap(), Wake::User(ann.id));
    let sql = home.sql().await;
    let cut =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";
    sql.execute(cut).await;
    let mut heard = async || {
        ann.add(titled("after the connection was cut")).await;
        let woken = tokio::time::timeout(Duration::from_secs(1), commits.next()).await;
        (woken == Ok(Wake::User(ann.id))).then_some(())
    };
    for _ in 0..20 {
        if heard().await.is_some() {
            return;
        }
    }
    panic!("it does not listen again");
}
