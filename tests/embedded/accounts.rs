//! Accounts, sessions and tokens.

use rondo_harness::{Answer, Engine, Rondo, User};
use serde_json::{Value, json};

on_both_engines![
    signing_up_logging_in_and_out,
    an_unknown_address_is_answered_like_a_wrong_password,
    guessing_is_limited,
    changing_the_password,
    settings_of_a_person,
    a_token_does_what_its_scopes_say,
    a_revoked_token_is_worth_nothing,
    deleting_the_account,
    secrets_stay_out_of_logs_and_events,
];

async fn log_in(rondo: &Rondo, email: &str, password: &str) -> Answer {
    rondo
        .call("POST", "/api/auth/login")
        .json(&json!({"email": email, "password": password}))
        .send()
        .await
}

async fn signing_up_logging_in_and_out(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let body = json!({"email": "Ann@Example.org", "password": "correct horse battery", "name": "Ann", "time_zone": "Europe/Berlin", "locale": "de"});
    let account = rondo
        .call("POST", "/api/auth/register")
        .json(&body)
        .send()
        .await
        .expect(201)
        .json();
    assert_eq!(
        account["token_type"].as_str().map(str::to_lowercase).as_deref(),
        Some("bearer")
    );
    assert!(account["expires_in"].as_i64().is_some_and(|seconds| seconds > 0), "{account}");
    assert_eq!(
        (&account["user"]["name"], &account["user"]["time_zone"]),
        (&json!("Ann"), &json!("Europe/Berlin"))
    );
    assert!(account["user"].get("password").is_none() && account["user"].get("password_hash").is_none());

    let session = log_in(&rondo, "ann@example.org", "correct horse battery")
        .await
        .expect(200)
        .json();
    let token = session["access_token"].as_str().expect("a token");
    assert_ne!(session["access_token"], account["access_token"]);
    let call = |method: &str, path: &str| rondo.call(method, path).token(token);
    call("GET", "/api/me").send().await.expect(200);
    call("POST", "/api/auth/logout").send().await.expect(204);
    call("GET", "/api/me").send().await.problem(401);
    let other = account["access_token"].as_str().expect("a token");
    rondo.call("GET", "/api/me").token(other).send().await.expect(200);
}

async fn an_unknown_address_is_answered_like_a_wrong_password(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let wrong = log_in(&rondo, &ann.email, "not her password").await;
    let unknown = log_in(&rondo, "nobody@example.org", "not her password").await;
    wrong.problem(401);
    let blank = |answer: &Answer| {
        let mut body = answer.json();
        // What tells one request from another may differ.
        for member in ["instance", "trace_id", "request_id"] {
            body.as_object_mut().expect("problem details are an object").remove(member);
        }
        (answer.status(), body)
    };
    assert_eq!(blank(&wrong), blank(&unknown));
}

async fn guessing_is_limited(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let mut refused = None;
    for _ in 0..60 {
        let answer = log_in(&rondo, &ann.email, "a guess").await;
        if answer.status() == 429 {
            refused = Some(answer);
            break;
        }
        answer.problem(401);
    }
    let refused = refused.expect("sixty guesses in a row are too many");
    refused.problem(429);
    assert!(
        refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0),
        "{refused:?}"
    );
    ann.get("/api/me").await.expect(200);
}

async fn changing_the_password(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let elsewhere = log_in(&rondo, &ann.email, &ann.password).await.expect(200).json();
    let body = |present: &str, new: &str| json!({"current_password": present, "new_password": new});
    let put = |body: Value| {
        let ann = ann.clone();
        async move { ann.call("PUT", "/api/me/password").json(&body).send().await }
    };
    let refused = put(body("a guess", "another good password")).await;
    assert!([401, 403, 422].contains(&refused.status()), "{refused:?}");
    refused.refusal();
    put(body(&ann.password, "short")).await.problem(422);
    let changed = put(body(&ann.password, "another good password")).await;
    assert!([200, 204].contains(&changed.status()), "{changed:?}");

    log_in(&rondo, &ann.email, &ann.password).await.problem(401);
    log_in(&rondo, &ann.email, "another good password").await.expect(200);
    let elsewhere = ann.with_token(elsewhere["access_token"].as_str().expect("a token"));
    elsewhere.get("/api/me").await.problem(401);
}

async fn settings_of_a_person(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let me = ann.get("/api/me").await.expect(200).json();
    assert_eq!(
        (&me["reminder_defaults"], &me["all_day_reminder_time"]),
        (&json!(["PT24H", "PT1H"]), &json!("09:00"))
    );
    let change = json!({
        "name": "Ann B.", "time_zone": "Asia/Tokyo", "locale": "en-GB", "week_start": "sunday",
        "reminder_defaults": ["P1W"], "all_day_reminder_time": "07:30",
    });
    let changed = ann.call("PATCH", "/api/me").json(&change).send().await.expect(200).json();
    for (field, value) in change.as_object().expect("an object") {
        assert_eq!(changed[field], *value, "{field}");
    }
    assert_eq!(ann.get("/api/me").await.json(), changed);
    let task = ann.add(json!({"title": "Birthday", "due_date": "2030-06-10"})).await;
    assert_eq!(
        (task.reminders().len(), &task.reminders()[0]["remind_at"]),
        (1, &json!("2030-06-02T22:30:00Z"))
    );
}

async fn token(ann: &User, scopes: &[&str]) -> (String, User) {
    let made = ann
        .post("/api/tokens", &json!({"name": "script", "scopes": scopes}))
        .await
        .expect(201)
        .json();
    let secret = ["token", "access_token", "secret"]
        .into_iter()
        .find_map(|name| made[name].as_str());
    let id = made["id"].as_str().expect("a token has an id").to_owned();
    (id, ann.with_token(secret.expect("a new token is shown once")))
}

async fn a_token_does_what_its_scopes_say(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Call"})).await;
    let (_, reader) = token(&ann, &["read"]).await;
    reader.get("/api/tasks").await.expect(200);
    reader.try_add(json!({"title": "No"})).await.problem(403);
    reader.complete(&task).await.problem(403);
    reader.patch(&task, json!({"title": "No"})).await.problem(403);
    reader.delete(&task, "this").await.problem(403);

    let (_, writer) = token(&ann, &["read", "write"]).await;
    writer.add(json!({"title": "Yes"})).await;

    let (_, feed) = token(&ann, &["calendar"]).await;
    feed.get("/api/tasks").await.problem(403);
    assert_eq!(ann.open_tasks().await.len(), 2);
}

async fn a_revoked_token_is_worth_nothing(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let (id, script) = token(&ann, &["read"]).await;
    let listed = ann.get("/api/tokens").await;
    assert!(
        listed.text().contains(&id) && !listed.text().contains(&script.token),
        "shown once: {listed:?}"
    );
    let bob = rondo.register("UTC").await;
    bob.call("DELETE", &format!("/api/tokens/{id}")).send().await.problem(404);
    script.get("/api/tasks").await.expect(200);
    ann.call("DELETE", &format!("/api/tokens/{id}")).send().await.expect(204);
    script.get("/api/tasks").await.problem(401);
}

async fn deleting_the_account(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let (ann, bob) = (rondo.register("UTC").await, rondo.register("UTC").await);
    ann.add(json!({"title": "Hers", "due_date": "2030-01-01", "recurrence_frequency": "daily", "tags": ["home"]}))
        .await;
    bob.add(json!({"title": "His"})).await;
    let gone = ann
        .call("DELETE", "/api/me")
        .json(&json!({"password": ann.password}))
        .send()
        .await;
    gone.expect(204);
    ann.get("/api/me").await.problem(401);
    log_in(&rondo, &ann.email, &ann.password).await.problem(401);
    rondo.settled().await;
    let sql = rondo.sql().await;
    let rows = sql
        .number(&format!(
            "SELECT COUNT(*) FROM tasks WHERE {} = '{}'",
            sql.id("user_id"),
            ann.id.replace('-', "")
        ))
        .await;
    assert_eq!(rows, 0, "nothing of hers is kept");
    assert_eq!(bob.open_tasks().await.titles(), ["His"]);
}

async fn secrets_stay_out_of_logs_and_events(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let (_, script) = token(&ann, &["read"]).await;
    log_in(&rondo, &ann.email, "a wrong secret").await.problem(401);
    ann.add(json!({"title": "Call"})).await;
    script.get(&format!("/api/tasks?search={}", ann.password)).await.expect(200);
    let said = [rondo.process().stdout(), rondo.process().stderr()].concat().join("\n");
    for secret in [&ann.password, &ann.token, &script.token, &ann.email] {
        assert!(!said.contains(secret.as_str()), "a secret is in the log:\n{said}");
    }
    let rows = rondo
        .sql()
        .await
        .texts("SELECT CAST(payload AS TEXT) FROM events")
        .await
        .join("\n");
    assert!(!rows.contains(&ann.email) && !rows.contains(&ann.token));
}
