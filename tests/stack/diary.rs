//! The example of `docs/events.md`: somebody else's service, beside a sidecar of its own.

use std::path::Path;
use std::time::Duration;

use rondo_harness::parts::{Daprd, Launch, Life, PARTITIONS, Part, Sidecar, port, turn};
use rondo_harness::stack::Stack;
use serde_json::json;
use tokio::net::TcpStream;

use crate::console::root;
use crate::parts::{place, publish};

const DEAD_LETTERS: &str = "task-events-dlq-diary";
const MONTH: Duration = Duration::from_hours(30 * 24);
const PATIENCE: Duration = Duration::from_mins(2);

/// The service, listening.
async fn diary(folder: &Path, port: u16) -> Part {
    let example = root().join("docs/examples/diary.py");
    let launch = Launch::new("diary", Path::new("python3"), folder, Life::Bound);
    let arguments = [example.into_os_string(), port.to_string().into()];
    let diary = Part::new(launch.arguments(arguments));
    diary.start().expect("the example starts");
    let listens = async || TcpStream::connect(("127.0.0.1", port)).await.is_ok();
    let outcome = diary.until("the diary listens", PATIENCE, listens).await;
    outcome.expect("the example listens");
    diary
}

async fn wrote(diary: &Part, words: &str) {
    let wrote = async || diary.said().contains(words);
    let outcome = diary.until(&format!("the diary says {words:?}"), PATIENCE, wrote).await;
    outcome.expect("the example goes on");
}

#[tokio::test]
async fn a_service_of_somebodys_hears_of_what_is_done_once() {
    let _turn = turn().await;
    let stack = Stack::begin().start().await.unwrap();
    stack.kafka().make_topic(DEAD_LETTERS, PARTITIONS, MONTH).await.unwrap();
    let ((folder, place), port) = (place(), port::free());
    let diary = diary(folder.path(), port).await;
    let sidecar = Sidecar::of("diary", &stack.kafka().brokers()).app(port).health_checked();
    let daprd = Daprd::new(&place, &sidecar).unwrap();
    daprd.start().await.unwrap();

    let ann = stack.register("UTC").await;
    let plants = ann.add(json!({"title": "Water plants"})).await;
    ann.complete(&plants).await.expect(200);
    wrote(&diary, "done: Water plants").await;

    let copy = stack.kafka().records("task-events").await.unwrap();
    let copy = copy.iter().find(|record| record.event()["type"] == "task.completed");
    publish(&daprd, "task-events", &copy.expect("it was published").event()).await;
    let wrong = json!({"specversion": "1.0", "id": "wrong", "source": "/test", "type": "task.completed", "data": {}});
    publish(&daprd, "task-events", &wrong).await;
    wrote(&diary, "given up:").await;
    let said = diary.said();
    assert!(said.contains("\"wrong\""), "{said}");
    assert_eq!(said.matches("done: ").count(), 1, "the copy is dropped: {said}");
}
