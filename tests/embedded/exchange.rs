//! Files in and out: what comes back of them.

use std::collections::BTreeSet;
use std::fmt::Write;

use rondo_harness::{Answer, Engine, Rondo, User};
use serde_json::{Value, json};

on_both_engines![
    an_account_moves_whole_by_json,
    every_format_comes_back,
    the_same_file_twice_makes_nothing_twice,
    files_of_other_programs,
    what_is_there_is_left_and_what_differs_is_told,
    nobody_imports_into_or_out_of_anothers_account,
    what_is_past_does_not_remind,
    more_tasks_than_one_unit_of_work_makes,
];

pub(crate) const ICS: &str = "text/calendar";
pub(crate) const SAMPLES: [(&str, &str, &str, usize); 4] = [
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

pub(crate) async fn import(ann: &User, query: &str, kind: &str, file: impl Into<Vec<u8>>) -> Answer {
    ann.call("POST", &format!("/api/import?{query}"))
        .file(kind, file)
        .send()
        .await
}

pub(crate) async fn export(ann: &User, format: &str) -> String {
    let answer = ann.get(&format!("/api/export?format={format}")).await.expect(200);
    answer.text().to_owned()
}

pub(crate) fn counts(report: &Answer) -> [u64; 3] {
    let report = report.json();
    ["created", "skipped", "failed"].map(|name| report[name].as_u64().expect("a report counts"))
}

/// A person with a bit of everything, on 5 May 2026.
pub(crate) async fn ann_with_tasks(engine: Engine) -> (Rondo, User) {
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
            findings.contains("differs in title") && findings.contains("deleted here"),
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

async fn what_is_there_is_left_and_what_differs_is_told(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-05T08:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let file = |row: &str| format!("id,title,due_date,due_time,recurrence,reminders,time_zone\n{row}\n");
    let first = file("k1,Rule,2026-03-10,09:00,daily,PT1H,Europe/Berlin");
    import(&ann, "", "text/csv", first.clone()).await.expect(200);
    let again = import(&ann, "", "text/csv", first).await.expect(200);
    assert_eq!((counts(&again), &again.json()["findings"]), ([0, 1, 0], &json!([])));
    let other = file("k1,Rule,2026-03-10,09:00,FREQ=WEEKLY;BYDAY=TU,P1D,America/New_York");
    let other = import(&ann, "", "text/csv", other).await.expect(200);
    let message = other.json()["findings"][0]["message"].to_string();
    assert!(message.contains("differs in zone, reminders, recurrence"), "{message}");
    let task = ann.open_tasks().await.only();
    ann.delete(&task, "series").await.expect(204);
    let deleted = import(&ann, "", "text/csv", file("k1,Rule,,,,,")).await.expect(200);
    let message = deleted.json()["findings"][0]["message"].to_string();
    assert!(message.contains(&format!("/api/tasks/{}/restore", task.id())), "{message}");
}
