//! The ledger as its owner reads it.

use rondo_domain::{TaskId, Timestamp};
use rondo_fixture::{Engine, Home, due_at, on_both_engines};
use rondo_store::{Claim, LedgerState, Store};

on_both_engines!(
    a_row_is_claimed_once_and_settled,
    planned_and_sent_page_through_once_latest_first
);

fn claim(number: u128, remind_at: Timestamp) -> Claim {
    Claim {
        id: TaskId::from_u128(number).uuid(),
        task: TaskId::from_u128(1),
        reminder: rondo_domain::ReminderId::from_u128(number),
        title: format!("task {number}"),
        kind: "custom",
        channel: "console",
        remind_at,
        late: false,
    }
}

async fn a_row_is_claimed_once_and_settled(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("UTC").await;
    let claim = claim(7, "2026-03-10T08:59:00Z".parse().unwrap());
    let mut work = ann.write().await;
    assert_eq!(work.claim(&claim).await.unwrap(), None);
    work.commit().await.unwrap();
    let mut work = ann.write().await;
    assert_eq!(work.claim(&claim).await.unwrap().as_deref(), Some("claimed"));
    work.settle(claim.id, LedgerState::Sent, None).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(ann.write().await.claim(&claim).await.unwrap().as_deref(), Some("sent"));
    let page = home.store.view(ann.id).await.unwrap().ledger(None, 10).await.unwrap();
    assert_eq!(
        (page.entries[0].state.as_str(), page.entries[0].sent_at),
        ("sent", "2026-03-10T09:00:00Z".parse().ok())
    );
}

async fn pages(store: &Store, user: rondo_domain::UserId, limit: u64) -> Vec<(Timestamp, String, String)> {
    let view = store.view(user).await.unwrap();
    let (mut all, mut from) = (Vec::new(), None);
    loop {
        let page = view.ledger(from, limit).await.unwrap();
        let said = page
            .entries
            .into_iter()
            .map(|entry| (entry.remind_at, entry.title, entry.state));
        all.extend(said);
        from = page.next;
        if from.is_none() {
            return all;
        }
    }
}

async fn planned_and_sent_page_through_once_latest_first(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    bob.add(due_at("not hers", "2026-03-12", "10:00")).await;
    ann.add(due_at("planned", "2026-03-12", "10:00")).await;
    let done = ann.add(due_at("done", "2026-03-12", "10:00")).await;
    ann.complete(done.id).await;
    let mut work = ann.write().await;
    for number in 1..=5 {
        // Three of them at the same instant.
        let claim = claim(number, Timestamp::from_micros(i64::try_from(number / 3).unwrap()).unwrap());
        work.claim(&claim).await.unwrap();
        let state = if number == 4 {
            LedgerState::Cancelled
        } else {
            LedgerState::Sent
        };
        work.settle(claim.id, state, (number == 4).then_some("moved")).await.unwrap();
    }
    work.commit().await.unwrap();

    let whole = pages(&home.store, ann.id, 50).await;
    let states: Vec<(&str, &str)> = whole
        .iter()
        .map(|(_, title, state)| (title.as_str(), state.as_str()))
        .collect();
    assert_eq!(states.len(), 9);
    for expected in [
        ("planned", "planned"),
        ("done", "cancelled"),
        ("task 4", "cancelled"),
        ("task 5", "sent"),
    ] {
        assert!(states.contains(&expected), "{expected:?} in {states:?}");
    }
    assert!(whole.windows(2).all(|pair| pair[0].0 >= pair[1].0), "latest first: {whole:?}");
    for limit in [1, 2, 4] {
        assert_eq!(pages(&home.store, ann.id, limit).await, whole, "{limit} a page");
    }
}
