//! Nonsense in queries and headers.

use rondo_harness::{Engine, Rondo};
use serde_json::json;

on_both_engines![
    wrong_parameters_are_named,
    parameters_of_every_list_take_nonsense,
    odd_headers_and_methods
];

async fn wrong_parameters_are_named(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    ann.add(json!({"title": "Call"})).await;
    let wrong = [
        "status=done",
        "priority=urgent",
        "tag=a/b",
        "tag=%00",
        "tag_match=some",
        "due_after=yesterday",
        "due_before=2026-02-30",
        "due_after=99999-01-01",
        "due=someday",
        "overdue=maybe",
        "series_id=7",
        "sort_by=colour",
        "sort_order=up",
        "limit=0",
        "limit=501",
        "limit=-1",
        "limit=many",
        "limit=99999999999999999999999",
        "limit=1.5",
        "cursor=garbage",
        "cursor=%00",
        "cursor=bnVsbA",
        "cursor=W10",
        "cursor=eyJhIjoxfQ",
        "search=a%00b",
        "colour=red",
        "Search=a",
    ];
    for query in wrong {
        let field = query.split('=').next().unwrap_or_default();
        let answer = ann.get(&format!("/api/tasks?{query}")).await;
        assert_eq!(answer.status(), 422, "{query}: {answer:?}");
        assert!(answer.problem(422).names(field), "{query}: {answer:?}");
    }
    let twice = ann.get("/api/tasks?limit=5&limit=6").await;
    assert!(twice.status() == 200 || (400..500).contains(&twice.status()), "{twice:?}");
    for harmless in [
        "search=",
        "search=%25_%5C%27%22",
        "search=%F0%9F%A6%80",
        "tag=home&tag=work&tag_match=all",
        "search=%E0%A4%A",
    ] {
        let answer = ann.get(&format!("/api/tasks?{harmless}")).await;
        assert!(
            answer.status() == 200 || (400..500).contains(&answer.status()),
            "{harmless}: {answer:?}"
        );
    }
}

async fn parameters_of_every_list_take_nonsense(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Call"})).await;
    let history = format!("/api/tasks/{}/history", task.id());
    for list in [
        "/api/tasks",
        history.as_str(),
        "/api/notifications",
        "/api/tags",
        "/api/tokens",
        "/api/me",
    ] {
        for query in [
            "limit=0",
            "limit=x",
            "limit=%00",
            "cursor=%00",
            "cursor=..",
            "cursor=e30",
            "x=%00",
            "%00=%00",
            "=&&=;",
            "limit=18446744073709551616",
            "cursor=AAAAAAAA",
        ] {
            let answer = ann.get(&format!("{list}?{query}")).await;
            assert!(answer.status() < 500, "{list}?{query}: {answer:?}");
            if answer.status() != 200 {
                answer.refusal();
            }
        }
        let long = "x".repeat(20_000);
        let answer = ann.get(&format!("{list}?search={long}")).await;
        assert!(answer.status() < 500, "{list}: {}", answer.status());
    }
}

async fn odd_headers_and_methods(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer rondo_nonsense",
        "Bearer a b",
        "bearer",
        "Token x",
    ] {
        let answer = rondo.call("GET", "/api/tasks").header("authorization", value).send().await;
        answer.problem(401);
        assert!(answer.header("www-authenticate").starts_with("Bearer"), "{answer:?}");
    }
    let long = format!("Bearer {}", "x".repeat(6_000));
    rondo
        .call("GET", "/api/tasks")
        .header("authorization", &long)
        .send()
        .await
        .refusal();
    for (name, value) in [
        ("accept", "image/png"),
        ("content-type", "text/plain"),
        ("traceparent", "nonsense"),
        ("traceparent", "00-0-0-00"),
        ("accept-language", "*"),
        ("if-match", "*"),
    ] {
        let answer = ann.call("GET", "/api/tasks").header(name, value).send().await;
        assert!(answer.status() < 500, "{name}: {value}: {answer:?}");
    }
    let form = ann
        .call("POST", "/api/tasks")
        .header("content-type", "application/x-www-form-urlencoded")
        .json(&json!({"title": "Call"}));
    assert!(form.send().await.status() < 500);
    let traced = ann
        .call("POST", "/api/tasks")
        .header("traceparent", "00-zz-nonsense")
        .json(&json!({"title": "Traced"}));
    traced.send().await.expect(201);
    for method in ["TRACE", "BREW", "HEAD", "OPTIONS", "PROPFIND"] {
        assert!(ann.call(method, "/api/tasks").send().await.status() < 500, "{method}");
    }
}
