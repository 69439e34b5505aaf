//! The first start on somebody's machine.

use rondo_harness::{Engine, Rondo};
use serde_json::json;

/// Without a word about a database, on a machine that never saw Rondo.
#[tokio::test]
async fn an_empty_home_folder_is_enough() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let setup = Rondo::on(Engine::Sqlite).setup().await.in_home(home.path());
    let mut rondo = setup.start().await;
    let ann = rondo.register("UTC").await;
    ann.add(json!({"title": "Remember me"})).await;
    rondo.terminate().await;
    rondo.restart().await;
    assert_eq!(ann.open_tasks().await.titles(), ["Remember me"]);
}
