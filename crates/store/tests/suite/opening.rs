//! Opening: by several at once, by the wrong one, and with a clock to test with.

use rondo_fixture::{Engine, Home, on_both_engines, titled};
use rondo_harness::Database;
use rondo_store::{Error, Options, Store, TestTime, Use};

on_both_engines!(
    a_clock_to_test_with_belongs_to_the_database,
    a_database_of_a_newer_rondo_is_refused,
    what_was_written_is_there_after_a_restart,
);

fn options(database: &Database, r#use: Use, test_time: Option<TestTime>) -> Options {
    Options {
        url: database.url().to_owned(),
        r#use,
        test_time,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_may_start_at_once_on_postgres() {
    let database = Database::new(Engine::Postgres).await;
    let options = options(&database, Use::Serve, None);
    let opened = futures::future::join_all((0..4).map(|_| Box::pin(Store::open(&options)))).await;
    for store in opened {
        store.unwrap().ping().await.unwrap();
    }
}

#[tokio::test]
async fn one_process_serves_a_file_and_tools_work_beside_it() {
    let database = Database::new(Engine::Sqlite).await;
    let serving = Store::open(&options(&database, Use::Serve, None)).await.unwrap();
    let second = Store::open(&options(&database, Use::Serve, None)).await;
    assert!(matches!(second, Err(Error::InUse(_))));
    Store::open(&options(&database, Use::Tool, None))
        .await
        .unwrap()
        .ping()
        .await
        .unwrap();
    drop(serving);
    Store::open(&options(&database, Use::Serve, None)).await.unwrap();
}

async fn a_clock_to_test_with_belongs_to_the_database(engine: Engine) {
    let database = Database::new(engine).await;
    let begin = TestTime::Begin("2026-03-10T09:00:00Z".parse().unwrap());
    let store = Store::open(&options(&database, Use::Serve, Some(begin))).await.unwrap();
    assert_eq!(store.now().await.unwrap().to_string(), "2026-03-10T09:00:00Z");
    drop(store);
    let without = Store::open(&options(&database, Use::Serve, None)).await;
    assert!(matches!(without, Err(Error::TestClock(_))));
    let store = Store::open(&options(&database, Use::Serve, Some(TestTime::Resume)))
        .await
        .unwrap();
    assert_eq!(store.now().await.unwrap().to_string(), "2026-03-10T09:00:00Z");

    let home = Home::on(engine).await;
    let refused = home.store.set_test_clock("2026-03-10T09:00:00Z".parse().unwrap()).await;
    assert!(matches!(refused, Err(Error::TestClock(_))));
}

async fn a_database_of_a_newer_rondo_is_refused(engine: Engine) {
    let database = Database::new(engine).await;
    drop(Store::open(&options(&database, Use::Serve, None)).await.unwrap());
    database
        .sql()
        .await
        .execute("UPDATE schema_compatibility SET oldest = 99")
        .await;
    let refused = Store::open(&options(&database, Use::Serve, None)).await;
    assert!(matches!(refused, Err(Error::NewerSchema { needed: 99, .. })), "{refused:?}");
}

async fn what_was_written_is_there_after_a_restart(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let task = ann.add(titled("one")).await;
    let user = ann.id;
    drop(ann);
    let home = home.restart().await;
    let view = home.store.view(user).await.unwrap();
    assert_eq!(view.task(task.id).await.unwrap(), Some(task));
}
