//! Two processes on one database.

use rondo_fixture::{Engine, Home, Resident, titled};

use crate::support::{Running, Scripted, settled};

/// They share the users, and each one's events come in their order; when one leaves, the other takes
/// over. An event under way while its slot moves may come again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_buses_share_the_users_and_one_takes_over_from_the_other() {
    let home = Home::on(Engine::Postgres).await;
    let other_store = home.another().await;
    let consumer = Scripted::willing();
    let (bus, other) = (Running::on(&home.store, &consumer), Running::on(&other_store, &consumer));
    let mut residents: Vec<Resident> = Vec::new();
    for _ in 0..12 {
        residents.push(home.resident("UTC").await);
    }
    for resident in &residents {
        resident.add(titled("one")).await;
        resident.through(&other_store).add(titled("two")).await;
    }
    settled(&home.store).await;
    other.stop().await;
    for resident in &residents {
        resident.add(titled("three")).await;
    }
    settled(&home.store).await;
    bus.stop().await;

    for resident in &residents {
        let mut got = consumer.of(resident.id);
        got.dedup();
        assert_eq!(got, [(1, 1), (2, 1), (3, 1)]);
    }
}
