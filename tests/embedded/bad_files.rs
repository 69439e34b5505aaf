//! Files that cannot be read, that are only tried, and what of them cannot be kept.

use std::fmt::Write;

use rondo_harness::{Engine, Rondo};
use serde_json::json;

use crate::exchange::{ICS, counts, import};

on_both_engines![
    a_dry_run_makes_nothing,
    a_dry_run_says_what_a_run_does,
    files_that_cannot_be_read,
    a_rule_without_a_date_is_kept_where_there_is_room,
];

async fn a_dry_run_makes_nothing(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let file = "title\nOne\nTwo\n\"\"\n,x\n";
    let report = import(&ann, "dry_run=true", "text/csv", file).await.expect(200);
    assert_eq!(counts(&report), [2, 0, 1], "{report:?}");
    assert!(ann.open_tasks().await.is_empty());
    let report = import(&ann, "dry_run=false", "text/csv", file).await.expect(200);
    assert_eq!(counts(&report), [2, 0, 1]);
    assert_eq!(ann.open_tasks().await.len(), 2);
    import(&ann, "dry_run=maybe", "text/csv", file).await.problem(422);
}

async fn a_dry_run_says_what_a_run_does(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let row = |number: usize| format!("{number},Task\n");
    let rows: String = (0..150).map(row).collect();
    let file = format!("id,title\n{rows}0,Task\n");
    for dry_run in ["true", "false"] {
        let report = import(&ann, &format!("dry_run={dry_run}"), "text/csv", file.clone()).await;
        assert_eq!(counts(&report.expect(200)), [150, 1, 0], "{dry_run}");
    }
}

async fn files_that_cannot_be_read(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let mut many = "title\n".to_owned();
    for number in 0..=10_000 {
        let _ = writeln!(many, "Task {number}");
    }
    for (kind, file) in [
        ("application/json", b"{".to_vec()),
        ("application/json", "[".repeat(100_000).into_bytes()),
        ("application/json", b"7".to_vec()),
        (ICS, b"hello".to_vec()),
        ("text/csv", b"a,b\n1,2\n".to_vec()),
        ("text/csv", many.into_bytes()),
        (ICS, vec![0; 1000]),
        ("text/csv", b"\xff\xfe".to_vec()),
    ] {
        let problem = import(&ann, "", kind, file).await.problem(422);
        assert_eq!(problem.fields(), ["file"]);
    }
    import(&ann, "", "application/zip", "PK").await.problem(415);
    import(&ann, "format=xml", ICS, "x").await.problem(422);
    import(&ann, "colour=red", "text/csv", "title\n").await.problem(422);
    let large = vec![b'x'; 8 * 1024 * 1024 + 1];
    import(&ann, "", "text/csv", large).await.problem(413);
    let long = format!("title,tags,recurrence\n{0},{0},{0}\n", "x".repeat(100_000));
    let odd = [
        ("text/csv", long),
        ("application/json", "[{\"title\": \"a\\u0000b\", \"due_date\": \"2026-02-30\", \"nonsense\": [[]]}, 7]".to_owned()),
        (ICS, "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nDUE:20260228\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:VTODO\nEND:VCALENDAR\n".to_owned()),
    ];
    for (kind, file) in odd {
        let report = import(&ann, "", kind, file).await.expect(200);
        assert_eq!(counts(&report)[0], 1, "{report:?}");
        assert!(!report.json()["findings"].as_array().expect("a list").is_empty());
    }
    // Places in a series that cannot be.
    let series =
        "{\"id\": \"00000000-0000-0000-0000-000000000001\", \"start\": \"2026-01-01\", \"recurrence\": \"FREQ=DAILY\"";
    let task = |number: &str, done: bool| {
        format!("{{\"title\": \"S\", \"is_completed\": {done}, \"series\": {series}, \"occurrence\": {number}}}}}")
    };
    let file = format!("[{},{},{}]", task("1", true), task("1", true), task("4294967295", true));
    let report = import(&ann, "", "application/json", file).await.expect(200);
    assert_eq!(counts(&report)[1], 1, "{report:?}");
}

async fn a_rule_without_a_date_is_kept_where_there_is_room(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let never = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
    for (description, kind) in [("short", "changed"), (&*"x".repeat(10_000), "left_out")] {
        let task = json!([{"title": kind, "description": description, "due_date": "2026-03-10", "recurrence": never}]);
        let report = import(&ann, "", "application/json", task.to_string()).await.expect(200);
        let finding = &report.json()["findings"][0];
        assert_eq!(finding["kind"], kind, "{finding}");
        let kept = ann
            .list(&format!("search={kind}"))
            .await
            .only()
            .text("description")
            .contains(never);
        let told = finding["message"].to_string().contains(never);
        assert_eq!((kept, told), (kind == "changed", kind == "left_out"), "{finding}");
    }
}
