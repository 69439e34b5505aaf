//! `rondo check`: whether a server does what it is for. A throwaway account plays the main job and is removed.
//!
//! It knows no more of a task than the fields that every version of the interface has had: so it is also the
//! oldest client that a server must serve.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::output;

/// What follows from a completion may have to pass a relay, a broker and two sidecars.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(100);

/// The due date of the recurring task, and that of the one after it: a month's end.
const DUE: [&str; 2] = ["2030-01-31", "2030-02-01"];

/// Plays the main job, and says each step that was as it should be.
pub(crate) async fn run(url: &str) -> Result<()> {
    let mut visitor = Visitor {
        http: Client::builder().timeout(PATIENCE).build()?,
        url: url.trim_end_matches('/').to_owned(),
        token: None,
    };
    visitor.ask(Method::GET, "/health", None, StatusCode::OK).await?;
    say("it is ready");
    visitor.sign_up().await?;
    let outcome = play(&visitor).await;
    // Whatever became of it, nothing is left behind.
    visitor.ask(Method::DELETE, "/api/me", None, StatusCode::NO_CONTENT).await?;
    outcome?;
    say("the account and all that it had are removed");
    Ok(())
}

async fn play(visitor: &Visitor) -> Result<()> {
    let task = json!({
        "title": "Water the plants", "priority": "low", "due_date": DUE[0], "recurrence_frequency": "daily",
    });
    let task = visitor
        .ask(Method::POST, "/api/tasks", Some(task), StatusCode::CREATED)
        .await?;
    let path = format!("/api/tasks/{}", text(&task, "id")?);
    ensure!(
        task["is_recurring"] == true && task["is_completed"] == false,
        "not the task that was asked for: {task}"
    );
    let changed = json!({"title": "Water all plants", "priority": "high"});
    let task = visitor.ask(Method::PATCH, &path, Some(changed), StatusCode::OK).await?;
    ensure!(
        task["title"] == "Water all plants" && task["priority"] == "high",
        "not changed: {task}"
    );
    let found = visitor
        .ask(Method::GET, "/api/tasks?search=plants", None, StatusCode::OK)
        .await?;
    ensure!(
        found["items"].as_array().is_some_and(|items| items.len() == 1),
        "not found: {found}"
    );
    say("a daily task was made, changed and found");

    let complete = format!("{path}/complete");
    let task = visitor.ask(Method::POST, &complete, None, StatusCode::OK).await?;
    ensure!(task["is_completed"] == true, "not completed: {task}");
    let begun = Instant::now();
    let next = visitor.next().await?;
    say(&format!(
        "it was completed, and the next one came after {:.2} s",
        begun.elapsed().as_secs_f64()
    ));

    let path = format!("/api/tasks/{}", text(&next, "id")?);
    visitor.ask(Method::DELETE, &path, None, StatusCode::NO_CONTENT).await?;
    visitor.ask(Method::GET, &path, None, StatusCode::NOT_FOUND).await?;
    say("the next one was deleted");
    Ok(())
}

fn say(what: &str) {
    // It goes on whether anybody reads of it or not.
    let _ = output::say(format!("fine  {what}"));
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    value[field]
        .as_str()
        .with_context(|| format!("there is no {field} in {value}"))
}

/// Somebody who talks to the server.
struct Visitor {
    http: Client,
    url: String,
    token: Option<String>,
}

impl Visitor {
    async fn sign_up(&mut self) -> Result<()> {
        let (name, password) = (rand::random::<u64>(), rand::random::<u128>());
        let account = json!({"email": format!("check-{name:016x}@example.org"), "password": format!("{password:032x}")});
        let answer = self.ask(Method::POST, "/api/auth/register", Some(account), StatusCode::CREATED);
        let answer = answer
            .await
            .context("nobody can sign up; with --sign-up closed there is nothing to check with")?;
        self.token = Some(text(&answer, "access_token")?.to_owned());
        say("somebody signed up");
        Ok(())
    }

    /// Waits for the task that follows.
    async fn next(&self) -> Result<Value> {
        let begun = Instant::now();
        loop {
            let open = self
                .ask(Method::GET, "/api/tasks?status=pending", None, StatusCode::OK)
                .await?;
            let items = open["items"].as_array().map_or(&[][..], Vec::as_slice);
            if let Some(next) = items.iter().find(|task| task["due_date"] == DUE[1]) {
                ensure!(items.len() == 1, "more than one came: {open}");
                return Ok(next.clone());
            }
            if begun.elapsed() > PATIENCE {
                bail!("the next task did not come within {PATIENCE:?}; `rondo doctor` says what is wrong");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>, expected: StatusCode) -> Result<Value> {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.with_context(|| format!("cannot reach {}", self.url))?;
        let (status, said) = (answer.status(), answer.text().await?);
        ensure!(status == expected, "{method} {path} is answered with {status}: {said}");
        Ok(serde_json::from_str(&said).unwrap_or_default())
    }
}
