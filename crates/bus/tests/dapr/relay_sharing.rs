//! Two relays on one database.

use rondo_fixture::{Engine, Home, seed, titled};

use crate::sidecar::Fake;
use crate::support::{Running, free_leases, published, residents, stored};

/// They share the users; one is killed, and the other takes over. First copies stay in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_relays_race_and_one_is_killed() {
    let home = Home::on(Engine::Postgres).await;
    let other_store = home.another().await;
    let fake = Fake::unlucky(seed()).await;
    let (relay, other) = (Running::on(&home.store, &fake), Running::on(&other_store, &fake));
    let residents = residents(&home, 16).await;
    for number in 0..6 {
        for resident in &residents {
            resident.add(titled(&format!("task {number}"))).await;
        }
        if number == 3 {
            free_leases(&home).await;
        }
    }
    other.kill().await;
    free_leases(&home).await;
    for resident in &residents {
        resident.through(&other_store).add(titled("told by another process")).await;
    }
    published(&home.store).await;
    relay.stop().await;
    for resident in &residents {
        assert_eq!(fake.first_copies(resident.id), stored(resident).await);
    }
}
