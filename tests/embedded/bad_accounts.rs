//! Accounts that cannot be: refused with the reason.

use rondo_harness::{Engine, Rondo};
use serde_json::{Value, json};

on_both_engines![wrong_accounts,];

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
