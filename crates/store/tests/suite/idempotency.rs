//! Idempotency keys.

use rondo_fixture::{Engine, Home, on_both_engines};
use rondo_store::Replay;

on_both_engines!(a_key_stands_for_one_request_of_one_person);

async fn a_key_stands_for_one_request_of_one_person(engine: Engine) {
    let home = Home::on(engine).await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    let work = ann.write().await;
    assert_eq!(work.replay("key", b"this").await.unwrap(), Replay::New);
    work.remember("key", b"this", "answer".to_owned()).await.unwrap();
    work.commit().await.unwrap();

    let work = ann.write().await;
    assert_eq!(work.replay("key", b"this").await.unwrap(), Replay::Same("answer".to_owned()));
    assert_eq!(work.replay("key", b"that").await.unwrap(), Replay::Different);
    assert_eq!(work.replay("other", b"this").await.unwrap(), Replay::New);
    drop(work);
    assert_eq!(bob.write().await.replay("key", b"this").await.unwrap(), Replay::New);

    let day_ago = rondo_store::Clock::machine().plus_seconds(-24 * 3600).micros();
    home.sql()
        .await
        .execute(&format!("UPDATE idempotency_keys SET created_at = {day_ago}"))
        .await;
    let work = ann.write().await;
    assert_eq!(
        work.replay("key", b"that").await.unwrap(),
        Replay::New,
        "it is forgotten after a day"
    );
    work.remember("key", b"that", "another".to_owned()).await.unwrap();
    work.commit().await.unwrap();
}
