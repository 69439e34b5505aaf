//! Files in and out.

use std::collections::BTreeSet;
use std::fmt::Write;

use rondo_harness::{Answer, Engine, Rondo, Terminal, User};
use serde_json::{Value, json};

on_both_engines![
    an_account_moves_whole_by_json,
    every_format_comes_back,
    the_same_file_twice_makes_nothing_twice,
    files_of_other_programs,
    a_dry_run_makes_nothing,
    files_that_cannot_be_read,
    a_calendar_to_subscribe_to,
    nobody_imports_into_or_out_of_anothers_account,
    what_is_past_does_not_remind,
    more_tasks_than_one_unit_of_work_makes,
];

const ICS: &str = "text/calendar";
const SAMPLES: [(&str, &str, &str, usize); 4] = [
    ("ics", ICS, include_str!("../../crates/exchange/samples/tasks-org.ics"), 2),
    ("ics", ICS, include_str!("../../crates/exchange/samples/nextcloud.ics"), 3),
    (
        "ics",
        ICS,
        include_str!("../../crates/exchange/samples/apple-reminders.ics"),
        2,
    ),
    (
        "todoist",
        "text/csv",
        include_str!("../../crates/exchange/samples/todoist.csv"),
        5,
    ),
];

async fn import(ann: &User, query: &str, kind: &str, file: impl Into<Vec<u8>>) -> Answer {
    ann.call("POST", &format!("/api/import?{query}"))
        .file(kind, file)
        .send()
        .await
}

async fn export(ann: &User, format: &str) -> String {
    let answer = ann.get(&format!("/api/export?format={format}")).await.expect(200);
    answer.text().to_owned()
}

fn counts(report: &Answer) -> [u64; 3] {
    let report = report.json();
    ["created", "skipped", "failed"].map(|name| report[name].as_u64().expect("a report counts"))
}

/// A person with a bit of everything, on 5 May 2026.
async fn ann_with_tasks(engine: Engine) -> (Rondo, User) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let bare = json!({"title": "=SUM(A1), \"quoted\"; é\n日本", "description": "two\nlines", "tags": ["Home", "büro"], "reminders": []});
    ann.add(bare).await;
    let fixed = json!({"title": "Call New York", "due_date": "2026-05-20", "due_time": "15:30", "time_zone": "America/New_York",
        "priority": "high", "reminders": [{"before": "PT2H"}, {"remind_at": "2026-05-19T08:00:00Z"}]});
    ann.add(fixed).await;
    let done = ann
        .add(json!({"title": "Done", "due_date": "2026-05-04", "priority": "low"}))
        .await;
    ann.complete(&done).await.expect(200);
    let daily = json!({"title": "Water the plants", "due_date": "2026-05-05", "recurrence": "FREQ=DAILY;INTERVAL=2;COUNT=10",
        "catch_up": "each"});
    let daily = ann.add(daily).await;
    ann.complete(&daily).await.expect(200);
    let monthly = json!({"title": "Pay rent", "due_date": "2026-05-31", "recurrence_frequency": "monthly",
        "recurrence_basis": "completion_date"});
    let monthly = ann.add(monthly).await;
    ann.post(&format!("/api/series/{}/pause", monthly.text("series_id")), &json!({}))
        .await
        .expect(200);
    rondo.settled().await;
    (rondo, ann)
}

/// Each task without what belongs to one account: its ids, and how often it was changed.
async fn all(ann: &User) -> Vec<Value> {
    let mut tasks = ann.get("/api/tasks?limit=500&sort_by=created_at").await.items();
    for task in &mut tasks {
        for field in ["id", "series_id", "version"] {
            task[field] = json!(null);
        }
        for reminder in task["reminders"].as_array_mut().expect("a list") {
            reminder["id"] = json!(null);
        }
    }
    tasks.sort_by_key(|task| format!("{}{}", task["title"], task["occurrence"]));
    tasks
}

async fn an_account_moves_whole_by_json(engine: Engine) {
    let (rondo, ann) = ann_with_tasks(engine).await;
    let file = export(&ann, "json").await;
    rondo.clock("2026-05-05T13:00:00Z").await;
    let bob = rondo.register("Europe/Berlin").await;
    let report = import(&bob, "", "application/json", file.clone()).await.expect(200);
    assert_eq!(counts(&report), [6, 0, 0], "{report:?}");
    assert_eq!(report.json()["findings"], json!([]));
    rondo.settled().await;
    assert_eq!(all(&bob).await, all(&ann).await);
    for task in bob.open_tasks().await.iter() {
        let history = bob.history(task).await;
        assert_eq!(history.kinds(), ["task.created"]);
        assert_eq!(history[0]["data"]["actor"], "import");
    }
    // The series goes on where it was, in either account.
    for person in [&ann, &bob] {
        let open = person.list("search=plants&status=pending").await.only();
        person.complete(&open).await.expect(200);
        rondo.settled().await;
        let next = person.list("search=plants&status=pending").await.only();
        assert_eq!(
            (next.due().as_str(), next.json()["occurrence"].as_u64()),
            ("2026-05-09", Some(3))
        );
    }
    // A later file of the same tasks makes what is new, which here made itself.
    let later = export(&ann, "json").await;
    let report = import(&bob, "", "application/json", later).await.expect(200);
    assert_eq!(counts(&report), [0, 7, 0], "{report:?}");
}

async fn every_format_comes_back(engine: Engine) {
    let (rondo, ann) = ann_with_tasks(engine).await;
    for (format, kind) in [("ics", ICS), ("csv", "text/csv")] {
        let file = export(&ann, format).await;
        let bob = rondo.register("Europe/Berlin").await;
        let report = import(&bob, "", kind, file).await.expect(200);
        assert_eq!(counts(&report), [6, 0, 0], "{report:?}");
        assert_eq!(report.json()["findings"], json!([]));
        for field in [
            "title",
            "description",
            "due_date",
            "due_time",
            "priority",
            "tags",
            "is_completed",
        ] {
            let of = |tasks: Vec<Value>| tasks.iter().map(|task| task[field].to_string()).collect::<Vec<_>>();
            let (mut theirs, mut ours) = (of(all(&bob).await), of(all(&ann).await));
            theirs.sort();
            ours.sort();
            assert_eq!(theirs, ours, "{format} {field}");
        }
        let rent = bob.list("search=rent").await.only();
        assert_eq!(
            (rent.text("recurrence_basis"), rent.text("series_state")),
            ("completion_date", "paused")
        );
        let report = ann
            .get(&format!("/api/export?format={format}&report=true"))
            .await
            .expect(200)
            .json();
        let fields: BTreeSet<&str> = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|finding| finding["field"].as_str())
            .collect();
        assert_eq!(
            (report["tasks"].as_u64(), fields),
            (Some(6), BTreeSet::from(["occurrence", "series"]))
        );
    }
    let answer = ann.get("/api/export?format=ics").await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"rondo.ics\"");
    assert!(answer.header("content-type").starts_with("text/calendar"));
    ann.get("/api/export?format=todoist").await.problem(422);
    ann.get("/api/export?format=xml").await.problem(422);
    ann.get("/api/export?colour=red").await.problem(422);
}

async fn the_same_file_twice_makes_nothing_twice(engine: Engine) {
    let (rondo, ann) = ann_with_tasks(engine).await;
    for (format, kind) in [("json", "application/json"), ("ics", ICS), ("csv", "text/csv")] {
        let file = export(&ann, format).await;
        let own = import(&ann, "", kind, file.clone()).await.expect(200);
        assert_eq!(counts(&own), [0, 6, 0], "{own:?}");
        let bob = rondo.register("UTC").await;
        import(&bob, "", kind, file.clone()).await.expect(200);
        let changed = bob.list("search=new york").await.only();
        bob.patch(&changed, json!({"title": "Call New York at last"}))
            .await
            .expect(200);
        let gone = bob.list("search=two").await.only();
        bob.delete(&gone, "this").await.expect(204);
        let again = import(&bob, "", kind, file).await.expect(200);
        assert_eq!(counts(&again), [0, 6, 0], "{again:?}");
        let findings = again.json()["findings"].to_string();
        assert!(
            findings.contains("another title") && findings.contains("deleted here"),
            "{findings}"
        );
        assert_eq!(bob.open_tasks().await.len(), 3);
    }
    let bob = rondo.register("UTC").await;
    for (format, kind, file, count) in SAMPLES {
        let first = import(&bob, &format!("format={format}"), kind, file).await.expect(200);
        assert_eq!(counts(&first)[0], count as u64, "{first:?}");
        let again = import(&bob, &format!("format={format}"), kind, file).await.expect(200);
        assert_eq!(counts(&again)[..2], [0, count as u64], "{again:?}");
    }
}

async fn files_of_other_programs(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-05T08:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    for (format, kind, file, _) in SAMPLES {
        let report = import(&ann, &format!("format={format}&project=Home"), kind, file)
            .await
            .expect(200);
        assert!(!report.json()["findings"].as_array().expect("a list").is_empty());
    }
    let filter = ann.list("search=filter&status=pending").await.only();
    assert_eq!(filter.text("recurrence"), "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=5");
    assert_eq!(
        (filter.text("due_at"), filter.text("slot")),
        ("2026-06-05T18:00:00+02:00", "2026-06-05")
    );
    let rent = ann.list("search=rent").await.only();
    assert_eq!(rent.text("due_at"), "2026-04-01T09:00:00-04:00");
    let plants = ann.list("search=plants").await.only();
    assert_eq!(
        (plants.text("recurrence_basis"), plants.text("due_date")),
        ("completion_date", "2026-03-05")
    );
    let week = ann.list("search=coffee&status=pending&sort_by=title").await;
    assert_eq!(week.titles(), ["Plan the week, with coffee", "Read the inbox"]);
    let teeth = ann.list("search=putzen").await.only();
    assert_eq!(
        (teeth.text("description"), teeth.json()["is_recurring"].as_bool()),
        ("Due: jeden Tag", Some(false))
    );
}

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

async fn a_calendar_to_subscribe_to(engine: Engine) {
    let (_rondo, ann) = ann_with_tasks(engine).await;
    let scopes = |scopes: &[&str]| json!({"name": "phone", "scopes": scopes});
    let made = ann.post("/api/tokens", &scopes(&["calendar"])).await.expect(201).json();
    let token = made["token"].as_str().expect("a token");
    let feed = format!("/api/calendar.ics?token={token}");
    let tasks = ann.stranger("GET", &feed).send().await.expect(200);
    assert!(tasks.header("content-type").starts_with("text/calendar"));
    assert_eq!(tasks.text().matches("BEGIN:VTODO").count(), 4);
    assert!(tasks.text().contains("DUE;TZID=America/New_York:20260520T153000"));
    let events = ann.stranger("GET", &format!("{feed}&as=events")).send().await.expect(200);
    assert_eq!(events.text().matches("BEGIN:VEVENT").count(), 3);
    // Good for the feed and for nothing else; and no other token is good for it.
    ann.with_token(token).get("/api/tasks").await.problem(403);
    ann.with_token(token).get("/api/export").await.problem(403);
    let reader = ann.post("/api/tokens", &scopes(&["read"])).await.expect(201).json();
    let reader = reader["token"].as_str().expect("a token");
    ann.stranger("GET", &format!("/api/calendar.ics?token={reader}"))
        .send()
        .await
        .problem(403);
    ann.stranger("GET", "/api/calendar.ics?token=none").send().await.problem(401);
    ann.stranger("GET", "/api/calendar.ics").send().await.problem(401);
    import(&ann.with_token(reader), "", "text/csv", "title\nX\n")
        .await
        .problem(403);
}

async fn nobody_imports_into_or_out_of_anothers_account(engine: Engine) {
    let (rondo, ann) = ann_with_tasks(engine).await;
    let before = all(&ann).await;
    let file = export(&ann, "json").await;
    let bob = rondo.register("UTC").await;
    assert!(!export(&bob, "json").await.contains("New York"));
    import(&bob, "", "application/json", file).await.expect(200);
    assert_eq!(all(&ann).await, before);
    bob.stranger("POST", "/api/import")
        .file("text/csv", "title\nX\n")
        .send()
        .await
        .problem(401);
    bob.stranger("GET", "/api/export").send().await.problem(401);
}

async fn what_is_past_does_not_remind(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let ann = rondo.register("UTC").await;
    let file = "title,due_date,due_time,reminders\nPast,2026-05-05,12:30,PT1H\nSoon,2026-05-05,13:00,PT15M\n";
    import(&ann, "", "text/csv", file).await.expect(200);
    rondo.clock("2026-05-05T14:00:00Z").await;
    let reminded = rondo.reminded(1).await;
    assert!(reminded[0].contains("Soon"), "{reminded:?}");
    let sent = ann
        .notifications()
        .await
        .into_iter()
        .filter(|row| row["state"] == "sent")
        .count();
    assert_eq!((reminded.len(), sent), (1, 1));
}

async fn more_tasks_than_one_unit_of_work_makes(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let mut file = "title,due_date,tags,recurrence\n".to_owned();
    for number in 0..250 {
        let rule = if number % 10 == 0 { "daily" } else { "" };
        let _ = writeln!(
            file,
            "Task {number},2030-01-0{},\"work,tag {}\",{rule}",
            number % 9 + 1,
            number % 7
        );
    }
    let report = import(&ann, "", "text/csv", file.clone()).await.expect(200);
    assert_eq!(counts(&report), [250, 0, 0]);
    rondo.settled().await;
    for format in ["json", "ics", "csv"] {
        let bob = rondo.register("UTC").await;
        let report = import(&bob, &format!("format={format}"), "text/plain", export(&ann, format).await)
            .await
            .expect(200);
        assert_eq!(counts(&report), [250, 0, 0], "{format}");
    }
}

#[tokio::test]
async fn the_command_line_moves_files() {
    let (rondo, ann) = ann_with_tasks(Engine::Sqlite).await;
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let shell = Terminal::new(home.path(), &ann);
    shell.run_with(&["login", "--email", &ann.email], &format!("{}\n", ann.password));
    let file = home.path().join("tasks.ics");
    let file = file.to_str().expect("a name in ASCII");
    assert_eq!(shell.out(&["export", file]), "");
    let written = std::fs::read_to_string(file).expect("it was written");
    assert_eq!(written.matches("BEGIN:VTODO").count(), 6);
    assert!(shell.out(&["export"]).starts_with("{\"format\": \"rondo\""));

    let bob = rondo.register("Europe/Berlin").await;
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let shell = Terminal::new(home.path(), &bob);
    shell.run_with(&["login", "--email", &bob.email], &format!("{}\n", bob.password));
    assert!(
        shell
            .out(&["import", file, "--dry-run"])
            .starts_with("6 would be created, 0 there before, 0 failed")
    );
    assert!(
        shell
            .out(&["import", file])
            .starts_with("6 created, 0 there before, 0 failed")
    );
    let todoist = home.path().join("Home.csv");
    std::fs::write(&todoist, SAMPLES[3].2).expect("a file can be written");
    let said = shell.out(&["import", todoist.to_str().expect("a name in ASCII")]);
    assert!(
        said.contains("line 9: Zähne putzen: DATE \"jeden Tag\" is not understood"),
        "{said}"
    );
    assert_eq!(bob.list("tag=Home&search=water&status=pending").await.len(), 1);
}
