//! Who works for whom, on a database that several processes share.

use std::collections::HashSet;
use std::time::Duration;

use rondo_fixture::{Engine, Home, titled};
use rondo_store::{Leases, Slots};

const MOMENT: Duration = Duration::from_millis(1);
const CONSUMER: &str = "a-consumer";

fn slots(leases: &Leases) -> HashSet<i16> {
    match leases.slots(MOMENT) {
        Slots::All => panic!("a shared database has leases"),
        Slots::Some(slots) => slots.into_iter().collect(),
    }
}

#[tokio::test]
async fn a_file_has_one_process_which_holds_everything() {
    let home = Home::on(Engine::Sqlite).await;
    let leases = home.store.leases(CONSUMER);
    assert!(!leases.renew().await.unwrap());
    assert_eq!(leases.slots(Duration::from_hours(1)), Slots::All);
}

#[tokio::test]
async fn slots_spread_over_those_who_live_and_move_when_one_leaves() {
    let home = Home::on(Engine::Postgres).await;
    let (one, two) = (home.store.leases(CONSUMER), home.another().await.leases(CONSUMER));
    assert!(slots(&one).is_empty(), "nothing is held before the first renewal");
    assert!(one.renew().await.unwrap());
    assert_eq!(slots(&one).len(), 64);
    two.renew().await.unwrap();
    assert!(slots(&two).is_empty(), "what is held is not taken");
    one.renew().await.unwrap();
    assert!(two.renew().await.unwrap());
    assert_eq!((slots(&one).len(), slots(&two).len()), (32, 32));
    assert!(slots(&one).is_disjoint(&slots(&two)));
    let other_purpose = home.store.leases("another-purpose");
    other_purpose.renew().await.unwrap();
    assert_eq!(slots(&other_purpose).len(), 64, "each purpose has its own");

    two.release().await.unwrap();
    assert!(one.renew().await.unwrap());
    assert_eq!(slots(&one).len(), 64);
}

/// A holder that was thought dead, and is not, marks nothing any more.
#[tokio::test]
async fn a_lease_that_ran_out_and_moved_marks_nothing() {
    let home = Home::on(Engine::Postgres).await;
    let ann = home.resident("UTC").await;
    ann.add(titled("one")).await;
    let (slow, quick) = (home.store.leases(CONSUMER), home.another().await.leases(CONSUMER));
    slow.renew().await.unwrap();
    let stale = slow.of(ann.id, MOMENT).unwrap();
    assert!(
        slow.of(ann.id, Duration::from_secs(11)).is_none(),
        "not for longer than it lasts"
    );

    let sql = home.sql().await;
    sql.execute("UPDATE leases SET expires_at = 0").await;
    sql.execute("DELETE FROM lease_holders").await;
    quick.renew().await.unwrap();
    let fresh = quick.of(ann.id, MOMENT).unwrap();

    let log = home.store.log();
    let place = log.position(CONSUMER, ann.id).await.unwrap();
    let later = rondo_store::Clock::machine().plus_seconds(60);
    assert!(!log.advance(CONSUMER, &place, 1, &stale).await.unwrap());
    assert!(!log.postpone(CONSUMER, &place, later, &stale).await.unwrap());
    assert!(log.advance(CONSUMER, &place, 1, &fresh).await.unwrap());
    assert!(
        !log.advance(CONSUMER, &place, 1, &fresh).await.unwrap(),
        "from a place that is left"
    );
    slow.renew().await.unwrap();
    assert!(slow.of(ann.id, MOMENT).is_none(), "it learns that it lost them");
}
