//! Accounts.

use rondo_domain::{Origin, Zone};
use rondo_fixture::{Engine, Home, on_both_engines, titled};
use rondo_store::{Error, NewAccount};

on_both_engines!(
    an_address_has_one_account_and_the_first_is_the_operators,
    a_removed_account_leaves_its_events_until_everybody_had_them,
);

fn account(email: &str) -> NewAccount {
    NewAccount {
        email: email.to_owned(),
        password_hash: "secret".to_owned(),
        name: "Ann".to_owned(),
        zone: Zone::UTC,
        locale: "en".to_owned(),
    }
}

async fn an_address_has_one_account_and_the_first_is_the_operators(engine: Engine) {
    let home = Home::on(engine).await;
    let accounts = home.store.accounts();
    let first = accounts.create(account("ann@example.org")).await.unwrap().unwrap();
    let (one, two) = tokio::join!(
        accounts.create(account("bob@example.org")),
        accounts.create(account("bob@example.org")),
    );
    let made: Vec<_> = [one.unwrap(), two.unwrap()].into_iter().flatten().collect();
    assert_eq!(made.len(), 1, "one of two at the same time");
    assert!(first.is_operator && !made[0].is_operator);
    assert!(accounts.create(account("ann@example.org")).await.unwrap().is_none());
    assert!(!format!("{first:?}").contains("secret"));
    let found = accounts.by_email("ann@example.org").await.unwrap().unwrap();
    assert_eq!(found.person, first.person);
}

async fn a_removed_account_leaves_its_events_until_everybody_had_them(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let task = ann.add(titled("one")).await;
    ann.delete(task.id).await;
    ann.leave().await;
    let gone = home.store.write(ann.id, Origin::of(rondo_domain::Actor::Rest)).await;
    assert!(matches!(gone, Err(Error::NoSuchUser)));
    home.store.tidy().await.unwrap();
    assert_eq!(ann.events().await.len(), 2, "nobody has had them");

    let (log, consumer) = (home.store.log(), "a-consumer");
    let lease = rondo_store::Lease::Sole;
    let place = log.position(consumer, ann.id).await.unwrap();
    assert!(log.advance(consumer, &place, 2, &lease).await.unwrap());
    home.store.tidy().await.unwrap();
    assert!(ann.events().await.is_empty());
}
