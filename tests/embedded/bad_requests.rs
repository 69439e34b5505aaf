//! Requests that are wrong as a whole: no JSON, too large, about what is not there or somebody else's.

use rondo_harness::{Answer, Engine, Rondo, Task, User};
use serde_json::json;

on_both_engines![
    bodies_that_are_no_json_objects,
    bodies_that_are_too_large,
    tasks_of_others_do_not_exist,
    ids_that_are_none,
    wrong_idempotency_keys_and_etags,
    wrong_clocks,
];

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
