//! What people and programs send by mistake, or to see what happens: refused with the reason, never
//! an error of the server's.

use rondo_harness::{Answer, Engine, Rondo, Task, User};
use serde_json::{Value, json};

use crate::wrong_tasks::wrong_tasks;

on_both_engines![
    every_wrong_field_of_a_new_task_is_named,
    every_wrong_field_of_a_change_is_named,
    all_wrong_fields_come_at_once,
    what_is_right_at_the_limit_is_accepted,
    read_only_fields_name_the_call_to_use,
    bodies_that_are_no_json_objects,
    bodies_that_are_too_large,
    tasks_of_others_do_not_exist,
    ids_that_are_none,
    wrong_reminders,
    wrong_idempotency_keys_and_etags,
    wrong_accounts,
    wrong_clocks,
    wrong_previews,
];

async fn every_wrong_field_of_a_new_task_is_named(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    for (field, task) in wrong_tasks() {
        let shown: String = task.to_string().chars().take(200).collect();
        let refused = ann.try_add(task).await.problem(422);
        assert!(refused.names(field), "{field} of {shown}: {refused:?}");
        assert!(!refused.says().contains("panic"), "{refused:?}");
    }
    assert!(ann.open_tasks().await.is_empty(), "nothing was made by the way");
}

async fn every_wrong_field_of_a_change_is_named(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2030-01-01", "recurrence_frequency": "daily"}))
        .await;
    // On a recurring task these three are right, so they are tried on none.
    let right_here = ["is_recurring", "recurrence_basis", "catch_up"];
    for (field, change) in wrong_tasks() {
        let mut change = change;
        let body = change.as_object_mut().expect("a task is an object");
        if field != "title" {
            body.remove("title");
        }
        if !["due_date", "due_time"].contains(&field) {
            body.remove("due_date");
        }
        let is_right =
            body.is_empty() || right_here.contains(&field) && change[field] != "sometimes" && change[field] != "all";
        if is_right || change == json!({"due_date": "2030-01-01"}) || change == json!({"due_time": "10:00"}) {
            continue;
        }
        let shown: String = change.to_string().chars().take(200).collect();
        let answer = ann.patch(&task, change).await;
        assert_eq!(answer.status(), 422, "{shown}: {answer:?}");
        let refused = answer.problem(422);
        assert!(refused.names(field), "{field} of {shown}: {refused:?}");
    }
    let cleared = ann.patch(&task, json!({"due_date": null})).await.problem(422);
    assert!(cleared.names("due_date"), "a recurring task needs a due date: {cleared:?}");
    assert_eq!(ann.show(&task).await, task);
}

async fn all_wrong_fields_come_at_once(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = json!({"title": "", "priority": "urgent", "due_date": "2030-02-30", "tags": ["a/b"], "colour": "red"});
    let named = ann.try_add(task).await.problem(422).fields();
    let mut fields: Vec<&str> = named.iter().filter_map(|field| field.split(['[', '/', '.']).next()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["colour", "due_date", "priority", "tags", "title"]);
}

async fn what_is_right_at_the_limit_is_accepted(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let tags: Vec<String> = (10..60).map(|n| format!("{n}{}", "ß".repeat(48))).collect();
    let reminders: Vec<Value> = (1..=20).map(|n| json!({"minutes_before": n})).collect();
    let task = ann
        .add(json!({
            "title": format!("  {}\n", "ä".repeat(255)), "description": "🦀".repeat(10_000), "tags": tags,
            "due_date": "2030-12-31", "due_time": "23:59", "reminders": reminders,
        }))
        .await;
    assert_eq!(task.title(), "ä".repeat(255), "trimmed");
    assert_eq!(ann.show(&task).await, task);
    for due_date in ["1970-01-01", "0001-01-01", "0000-01-01", "9999-12-31"] {
        let answer = ann
            .try_add(json!({"title": "Far", "due_date": due_date, "due_time": "00:00"}))
            .await;
        assert!([201, 422].contains(&answer.status()), "{due_date}: {answer:?}");
    }
    let last = ann
        .try_add(json!({"title": "Last", "due_date": "9999-12-31", "recurrence_frequency": "daily"}))
        .await;
    if last.status() == 201 {
        ann.complete(&last.task()).await.expect(200);
        rondo.settled().await;
    }
    ann.list("due_after=0001-01-01&due_before=9999-12-31").await;
    ann.list("overdue=true").await;
}

async fn read_only_fields_name_the_call_to_use(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2030-01-01", "recurrence_frequency": "daily"}))
        .await;
    let read_only = [
        "id",
        "is_completed",
        "completed_at",
        "series_id",
        "occurrence",
        "slot",
        "version",
        "created_at",
        "updated_at",
    ];
    for field in read_only {
        let same = ann.patch(&task, json!({field: task[field]})).await;
        assert_eq!(same.status(), 200, "{field} as it is: {same:?}");
        let other = match &task[field] {
            Value::Bool(is) => json!(!is),
            Value::Number(_) => json!(99),
            _ => json!("2031-01-01T00:00:00Z"),
        };
        let refused = ann.patch(&task, json!({field: other})).await.problem(422);
        assert!(refused.names(field), "{field}: {refused:?}");
    }
    let refused = ann.patch(&task, json!({"is_completed": true})).await.problem(422);
    assert!(refused.says().contains("/complete"), "names the call to use: {refused:?}");
    let whole = ann.patch(&task, task.json().clone()).await;
    assert_eq!(whole.status(), 200, "what was read may be sent back: {whole:?}");
    assert_eq!(ann.history(&task).await.kinds(), ["task.created"]);
}

async fn bodies_that_are_no_json_objects(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Call"})).await;
    let one = format!("/api/tasks/{}", task.id());
    let places = [
        ("POST", "/api/tasks"),
        ("PATCH", one.as_str()),
        ("PATCH", "/api/me"),
        ("POST", "/api/auth/login"),
        ("POST", "/api/tokens"),
    ];
    for (method, path) in places {
        for broken in [
            "",
            "{",
            "{\"title\":}",
            "{\"title\": \"a\"",
            "not json",
            "{\"title\": \"\\ud800\"}",
            "{\"a\": 1}}",
            "\u{feff}{",
            "{'a': 1}",
        ] {
            let answer = ann.call(method, path).raw(broken).send().await;
            assert_eq!(answer.status(), 400, "{method} {path} with {broken:?}: {answer:?}");
            answer.problem(400);
        }
        for no_object in ["[]", "\"text\"", "7", "null", "true", "1e400"] {
            let answer = ann.call(method, path).raw(no_object).send().await;
            assert!(
                [400, 422].contains(&answer.status()),
                "{method} {path} with {no_object:?}: {answer:?}"
            );
            answer.refusal();
        }
        // Latin-1, not UTF-8.
        ann.call(method, path)
            .raw(b"{\"title\": \"caf\xe9\"}".to_vec())
            .send()
            .await
            .problem(400);
        let deep = "[".repeat(100_000);
        ann.call(method, path).raw(deep).send().await.refusal();
    }
    assert_eq!(ann.open_tasks().await.titles(), ["Call"]);
}

async fn bodies_that_are_too_large(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let body = |bytes: usize| format!("{{\"title\": \"{}\"}}", "x".repeat(bytes - 13));
    ann.call("POST", "/api/tasks")
        .raw(body(1024 * 1024))
        .send()
        .await
        .problem(422);
    ann.call("POST", "/api/tasks")
        .raw(body(1024 * 1024 + 1))
        .send()
        .await
        .problem(413);
    ann.call("POST", "/api/auth/register")
        .raw(body(1024 * 1024 + 1))
        .send()
        .await
        .problem(413);
    if let Some(answer) = ann.call("POST", "/api/tasks").raw(body(8 * 1024 * 1024)).attempt().await {
        answer.problem(413);
    }
    assert!(ann.open_tasks().await.is_empty());
}

/// Each thing that can be done to a task.
async fn every_call(ann: &User, task: &Task) -> Vec<Answer> {
    let path = format!("/api/tasks/{}", task.id());
    let reminder = task
        .reminders()
        .first()
        .map_or("none", |reminder| reminder["id"].as_str().unwrap_or_default());
    let snooze = format!("{path}/reminders/{reminder}/snooze");
    vec![
        ann.get(&path).await,
        ann.get(&format!("{path}/history")).await,
        ann.call("PATCH", &path).json(&json!({"title": "Mine"})).send().await,
        ann.call("POST", &format!("{path}/complete")).send().await,
        ann.call("POST", &format!("{path}/reopen")).send().await,
        ann.call("POST", &format!("{path}/restore")).send().await,
        ann.post(&format!("{path}/reminders"), &json!({"before": "PT5M"})).await,
        ann.call("DELETE", &format!("{path}/reminders/{reminder}")).send().await,
        ann.post(&snooze, &json!({"minutes": 5})).await,
        ann.call("DELETE", &path).send().await,
    ]
}

async fn tasks_of_others_do_not_exist(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let (ann, bob) = (rondo.register("UTC").await, rondo.register("UTC").await);
    let secret = ann
        .add(json!({"title": "Ann's secret", "due_date": "2030-01-01", "tags": ["private"]}))
        .await;
    for answer in every_call(&bob, &secret).await {
        answer.problem(404);
        assert!(!answer.text().contains("secret"), "{answer:?}");
    }
    assert!(bob.open_tasks().await.is_empty() && bob.list("search=secret").await.is_empty());
    assert_eq!(bob.get("/api/tags").await.items().len(), 0);
    assert_eq!(bob.notifications().await.len(), 0);
    assert_eq!(ann.show(&secret).await, secret);
}

async fn ids_that_are_none(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    for id in [
        "7",
        "none",
        "%00",
        "%ff",
        "00000000-0000-0000-0000-000000000000",
        "..%2f..%2fme",
        "' OR 1=1 --",
        &"9".repeat(2_000),
    ] {
        let id = id.replace(' ', "%20");
        for call in [
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/complete"),
            ("GET", "/history"),
            ("DELETE", "/reminders/7"),
        ] {
            let answer = ann
                .call(call.0, &format!("/api/tasks/{id}{}", call.1))
                .json(&json!({}))
                .send()
                .await;
            answer.refusal();
        }
    }
    ann.get("/api/nothing/here").await.problem(404);
    ann.call("PUT", "/api/tasks").json(&json!({})).send().await.problem(405);
    ann.call("DELETE", "/api/tokens/7").send().await.refusal();
    let task = ann.add(json!({"title": "Call"})).await;
    ann.delete(&task, "everything").await.problem(422);
    ann.delete(&task, "%00").await.problem(422);
}

async fn wrong_reminders(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2026-06-05", "reminders": [{"before": "PT1H"}]}))
        .await;
    let path = format!("/api/tasks/{}/reminders", task.id());
    for body in [
        json!({}),
        json!({"before": "soon"}),
        json!({"minutes_before": -5}),
        json!({"before": "PT1H", "late": true}),
        json!({"remind_at": "x"}),
    ] {
        ann.post(&path, &body).await.problem(422);
    }
    let reminder = &task.reminders()[0];
    for body in [
        json!({}),
        json!({"minutes": 0}),
        json!({"minutes": -5}),
        json!({"minutes": "5"}),
        json!({"minutes": 9_007_199_254_740_993_i64}),
        json!({"until": "2026-05-05T11:00:00Z"}),
        json!({"until": "later"}),
        json!({"until": "2026-05-05T13:00:00Z", "minutes": 5}),
        json!({"minute": 5}),
        json!({"until": null}),
    ] {
        let answer = ann.snooze(&task, reminder, &body).await;
        assert_eq!(answer.status(), 422, "{body}: {answer:?}");
        answer.problem(422);
    }
    assert_eq!(ann.show(&task).await, task);
}

async fn wrong_idempotency_keys_and_etags(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let long = "k".repeat(5_000);
    for key in ["", long.as_str()] {
        let call = ann.call("POST", "/api/tasks").header("idempotency-key", key);
        let answer = call.json(&json!({"title": "Call"})).send().await;
        assert!(
            answer.status() == 201 || (400..500).contains(&answer.status()),
            "{key:.20}: {answer:?}"
        );
    }
    let task = ann.add(json!({"title": "Call"})).await;
    for etag in ["", "7", "\"", "W/\"x\"", "\"99999999999999999999999999\"", "nonsense"] {
        let call = ann
            .call("PATCH", &format!("/api/tasks/{}", task.id()))
            .header("if-match", etag);
        let answer = call.json(&json!({"title": "Changed"})).send().await;
        assert!(
            answer.status() == 200 && etag.is_empty() || (400..500).contains(&answer.status()),
            "{etag}: {answer:?}"
        );
    }
}

async fn wrong_accounts(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let good = json!({"email": "bob@example.org", "password": "correct horse battery"});
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let wrong = [
        ("email", json!("bob")),
        ("email", json!("")),
        ("email", json!("a b@example.org")),
        ("email", json!(7)),
        ("email", json!("bob@example.org\0")),
        ("email", json!(null)),
        ("email", json!(format!("{}@example.org", "b".repeat(400)))),
        ("password", json!("")),
        ("password", json!("short")),
        ("password", json!(null)),
        ("password", json!(12_345_678)),
        ("password", json!("p".repeat(100_000))),
        ("name", json!(7)),
        ("name", json!("B\0b")),
        ("name", json!("b".repeat(10_000))),
        ("time_zone", json!("Mars/Olympus")),
        ("time_zone", json!(7)),
        ("time_zone", json!("\0")),
        ("locale", json!(7)),
        ("locale", json!("not a locale!")),
        ("locale", json!("\0")),
        ("is_operator", json!(true)),
        ("role", json!("admin")),
    ];
    for (field, value) in wrong {
        let shown: String = value.to_string().chars().take(60).collect();
        let answer = rondo
            .call("POST", "/api/auth/register")
            .json(&with(field, value))
            .send()
            .await;
        assert_eq!(answer.status(), 422, "{field} {shown}: {answer:?}");
        assert!(answer.problem(422).names(field), "{field} {shown}: {answer:?}");
    }
    for body in [
        json!({}),
        json!({"email": "bob@example.org"}),
        json!({"password": "correct horse battery"}),
    ] {
        rondo.call("POST", "/api/auth/register").json(&body).send().await.problem(422);
        rondo.call("POST", "/api/auth/login").json(&body).send().await.problem(422);
    }
    rondo.call("POST", "/api/auth/register").json(&good).send().await.expect(201);
    let taken = rondo
        .call("POST", "/api/auth/register")
        .json(&with("email", json!("BOB@Example.org")))
        .send()
        .await;
    assert!([409, 422].contains(&taken.status()), "{taken:?}");
    taken.refusal();

    let ann = rondo.register("UTC").await;
    let changes = [
        ("time_zone", json!("Mars/Olympus")),
        ("time_zone", json!(null)),
        ("week_start", json!("someday")),
        ("week_start", json!(9)),
        ("reminder_defaults", json!(["soon"])),
        ("reminder_defaults", json!("PT1H")),
        ("reminder_defaults", json!(["PT1H\0"])),
        ("all_day_reminder_time", json!("25:00")),
        ("all_day_reminder_time", json!(9)),
        ("locale", json!("\0")),
        ("name", json!("\0")),
        ("email_verified", json!(true)),
        ("id", json!("7")),
    ];
    for (field, value) in changes {
        let shown = value.to_string();
        let answer = ann.call("PATCH", "/api/me").json(&json!({field: value})).send().await;
        assert_eq!(answer.status(), 422, "{field} {shown}: {answer:?}");
        assert!(answer.problem(422).names(field), "{field} {shown}: {answer:?}");
    }
    for body in [
        json!({}),
        json!({"name": "x", "scopes": ["everything"]}),
        json!({"name": "\0", "scopes": ["read"]}),
        json!({"name": "x", "scopes": "read"}),
        json!({"name": "x", "scopes": []}),
    ] {
        ann.post("/api/tokens", &body).await.problem(422);
    }
}

async fn wrong_clocks(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    rondo.try_clock("2026-05-05T11:59:59Z").await.problem(422);
    for nonsense in [
        "",
        "noon",
        "2026-05-05",
        "2026-05-05T12:00:00",
        "2026-05-05T25:00:00Z",
        "99999-01-01T00:00:00Z",
        "2026-05-05T12:30:00Z\0",
    ] {
        rondo.try_clock(nonsense).await.problem(422);
    }
    rondo.clock("2026-05-05T12:00:00Z").await;

    let real = Rondo::on(engine).start().await;
    assert!(
        (400..500).contains(&real.try_clock("2036-05-05T12:00:00Z").await.status()),
        "a real clock is not for moving"
    );
}

async fn wrong_previews(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let wrong = [
        json!({}),
        json!({"recurrence": "FREQ=SOMETIMES"}),
        json!({"recurrence_frequency": "daily", "count": 0}),
        json!({"recurrence_frequency": "daily", "count": 1_000_000_000}),
        json!({"recurrence_frequency": "daily", "count": -1}),
        json!({"recurrence_frequency": "daily", "count": "5"}),
        json!({"recurrence_frequency": "daily", "due_date": "never"}),
        json!({"recurrence_frequency": "daily", "time_zone": "Mars/Olympus"}),
        json!({"recurrence_frequency": "daily", "until": 7}),
        json!({"recurrence": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}),
        json!({"recurrence": "FREQ=DAILY", "recurrence_frequency": "weekly"}),
    ];
    for body in wrong {
        let answer = ann.post("/api/recurrence/preview", &body).await;
        assert_eq!(answer.status(), 422, "{body}: {answer:?}");
        answer.problem(422);
    }
    let right = ann
        .post(
            "/api/recurrence/preview",
            &json!({"recurrence_frequency": "monthly", "due_date": "2026-01-31", "count": 3}),
        )
        .await;
    let dates: Vec<Value> = right.expect(200).json()["dates"]
        .as_array()
        .expect("dates")
        .iter()
        .map(|date| date["date"].clone())
        .collect();
    assert_eq!(dates, ["2026-01-31", "2026-02-28", "2026-03-31"]);
}
