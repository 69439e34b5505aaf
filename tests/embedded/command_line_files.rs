//! Files in and out on the command line.

use std::fs;

use rondo_harness::{Engine, Rondo, Terminal, User};
use serde_json::json;
use tempfile::TempDir;

use crate::exchange::{SAMPLES, ann_with_tasks};

/// A person's shell, in which they are logged in, in a home folder of its own.
fn shell(person: &User) -> (Terminal, TempDir) {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let shell = Terminal::new(home.path(), person);
    let login = shell.run_with(&["login", "--email", &person.email], &format!("{}\n", person.password));
    assert_eq!(login.code, 0, "{login:?}");
    (shell, home)
}

#[tokio::test]
async fn the_command_line_moves_files() {
    let (rondo, ann) = ann_with_tasks(Engine::Sqlite).await;
    let (of_ann, home) = shell(&ann);
    let file = home.path().join("tasks.ics");
    let file = file.to_str().expect("a name in ASCII");
    assert_eq!(of_ann.out(&["export", file]), "");
    let written = fs::read_to_string(file).expect("it was written");
    assert_eq!(written.matches("BEGIN:VTODO").count(), 6);
    assert!(of_ann.out(&["export"]).starts_with("{\"format\": \"rondo\""));

    let bob = rondo.register("Europe/Berlin").await;
    let (of_bob, home_of_bob) = shell(&bob);
    assert!(
        of_bob
            .out(&["import", file, "--dry-run"])
            .starts_with("6 would be created, 0 there before, 0 failed")
    );
    assert!(
        of_bob
            .out(&["import", file])
            .starts_with("6 created, 0 there before, 0 failed")
    );
    let todoist = home_of_bob.path().join("Home.csv");
    fs::write(&todoist, SAMPLES[3].2).expect("a file can be written");
    let said = of_bob.run(&["import", todoist.to_str().expect("a name in ASCII")]);
    assert_eq!(said.code, 7, "a row without a title can be no task: {said:?}");
    assert!(
        said.out
            .contains("line 9: Zähne putzen: DATE \"jeden Tag\" is not understood"),
        "{said:?}"
    );
    assert_eq!(bob.list("tag=Home&search=water&status=pending").await.len(), 1);
}

#[tokio::test]
async fn a_script_can_tell_that_some_tasks_could_not_be_made() {
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let ann = rondo.register("UTC").await;
    let (shell, home) = shell(&ann);
    fs::write(home.path().join("some.csv"), "id,title\n1,One\n2,\n").expect("a file can be written");
    let some = shell.run(&["import", "some.csv"]);
    assert_eq!(some.code, 7, "{some:?}");
    assert!(some.out.starts_with("1 created, 0 there before, 1 failed"), "{some:?}");
    assert!(some.err.contains("1 could not be made"), "{some:?}");
    fs::write(home.path().join("none.csv"), "name\nOne\n").expect("a file can be written");
    assert_eq!(shell.run(&["import", "none.csv"]).code, 1);
}

/// What one account exports another imports, however much it is.
#[tokio::test]
async fn an_export_that_is_larger_than_a_request_may_be_is_imported_in_parts() {
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let (ann, bob) = (rondo.register("UTC").await, rondo.register("UTC").await);
    let (shell, home) = shell(&ann);
    let description = "x".repeat(10_000);
    let task =
        |number: usize| json!({"id": number.to_string(), "title": format!("Task {number}"), "description": description});
    let mut tasks: Vec<_> = (0..900).map(task).collect();
    tasks.push(json!({"id": "last", "title": ""}));
    fs::write(home.path().join("large.json"), json!(tasks).to_string()).expect("a file can be written");
    let made = shell.run(&["import", "large.json"]);
    assert!(made.out.starts_with("900 created, 0 there before, 1 failed"), "{made:?}");
    let report = shell.run(&["import", "large.json", "--dry-run", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&report.out).expect("it writes JSON");
    assert_eq!(
        (&report["skipped"], &report["findings"][0]["record"]),
        (&json!(900), &json!(901))
    );

    let as_bob = shell.with("RONDO_TOKEN", &bob.token);
    for format in ["json", "csv", "ics"] {
        let file = format!("all.{format}");
        let as_ann = Terminal::new(home.path(), &ann);
        assert_eq!(as_ann.out(&["export", &file]), "");
        assert!(fs::metadata(home.path().join(&file)).expect("it is there").len() > 9_000_000);
        let said = as_bob.out(&["import", &file]);
        let expected = if format == "json" {
            "900 created, 0"
        } else {
            "0 created, 900"
        };
        assert!(
            said.starts_with(&format!("{expected} there before, 0 failed")),
            "{format}: {}",
            said.len()
        );
    }
}

/// One record is larger than a request may be: what stands before it is there, and that is said.
#[tokio::test]
async fn an_import_that_breaks_off_says_what_is_there() {
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let ann = rondo.register("UTC").await;
    let (shell, home) = shell(&ann);
    let tasks = json!([{"title": "One"}, {"title": "Two", "description": "x".repeat(9_000_000)}]);
    fs::write(home.path().join("huge.json"), tasks.to_string()).expect("a file can be written");
    let said = shell.run(&["import", "huge.json"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("1 created, 0 there before, 0 failed"), "{said:?}");
    assert!(said.err.contains("broke off"), "{said:?}");
    assert_eq!(ann.list("").await.len(), 1);
}
