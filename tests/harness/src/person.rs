//! A person with an account.

use serde_json::{Value, json};

use crate::call::client;
use crate::{Address, Answer, Call, Events, Task, Tasks};

/// A person who is logged in. A clone is the same person on another device.
#[derive(Debug)]
pub struct User {
    http: reqwest::Client,
    address: Address,
    /// Their id.
    pub id: String,
    /// With what they log in.
    pub email: String,
    /// With what they log in.
    pub password: String,
    /// What they got for it.
    pub token: String,
}

impl Clone for User {
    fn clone(&self) -> Self {
        Self {
            http: client(),
            address: self.address.clone(),
            id: self.id.clone(),
            email: self.email.clone(),
            password: self.password.clone(),
            token: self.token.clone(),
        }
    }
}

impl User {
    /// Signs up in that zone.
    pub(crate) async fn register(address: &Address, zone: &str) -> Self {
        let http = client();
        let email = format!("{:016x}@example.org", rand::random::<u64>());
        let password = format!("{:016x}", rand::random::<u64>());
        let body = json!({"email": email, "password": password, "name": "Ann", "time_zone": zone});
        let answer = Call::new(&http, address, "POST", "/api/auth/register")
            .json(&body)
            .send()
            .await
            .expect(201)
            .json();
        let text = |value: &Value| value.as_str().expect("an account has an id and a token").to_owned();
        let (id, token) = (text(&answer["user"]["id"]), text(&answer["access_token"]));
        Self {
            http,
            address: address.clone(),
            id,
            email,
            password,
            token,
        }
    }

    /// The same person with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            ..self.clone()
        }
    }

    /// The same person at another server of the same database.
    #[must_use]
    pub fn at(&self, address: &Address) -> Self {
        Self {
            address: address.clone(),
            ..self.clone()
        }
    }

    /// The address of their server, with a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address.get())
    }

    /// A request with their token.
    pub fn call(&self, method: &str, path: &str) -> Call {
        self.stranger(method, path).token(&self.token)
    }

    /// A request without their token.
    pub fn stranger(&self, method: &str, path: &str) -> Call {
        Call::new(&self.http, &self.address, method, path)
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path).send().await
    }

    /// POST.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path).json(body).send().await
    }

    /// Creates a task that nothing is wrong with.
    pub async fn add(&self, task: Value) -> Task {
        self.try_add(task).await.expect(201).task()
    }

    /// Asks for a task.
    pub async fn try_add(&self, task: Value) -> Answer {
        self.post("/api/tasks", &task).await
    }

    /// The task as it now is.
    pub async fn show(&self, task: &Task) -> Task {
        self.get(&path(task)).await.task()
    }

    /// Changes the fields.
    pub async fn patch(&self, task: &Task, fields: Value) -> Answer {
        self.call("PATCH", &path(task)).json(&fields).send().await
    }

    /// Completes the task.
    pub async fn complete(&self, task: &Task) -> Answer {
        self.act(task, "complete").await
    }

    /// Opens the task again.
    pub async fn reopen(&self, task: &Task) -> Answer {
        self.act(task, "reopen").await
    }

    /// Brings the deleted task back.
    pub async fn restore(&self, task: &Task) -> Answer {
        self.act(task, "restore").await
    }

    async fn act(&self, task: &Task, verb: &str) -> Answer {
        self.call("POST", &format!("{}/{verb}", path(task))).send().await
    }

    /// Deletes `this` occurrence or the whole `series`.
    pub async fn delete(&self, task: &Task, scope: &str) -> Answer {
        self.call("DELETE", &format!("{}?scope={scope}", path(task))).send().await
    }

    /// The tasks that a query finds, the first page of them.
    pub async fn list(&self, query: &str) -> Tasks {
        Tasks::new(self.get(&format!("/api/tasks?{query}")).await.items())
    }

    /// What is to be done.
    pub async fn open_tasks(&self) -> Tasks {
        self.list("status=pending&limit=500").await
    }

    /// What is done.
    pub async fn completed_tasks(&self) -> Tasks {
        self.list("status=completed&limit=500").await
    }

    /// The events of a task.
    pub async fn history(&self, task: &Task) -> Events {
        Events::of_data(self.get(&format!("{}/history?limit=500", path(task))).await.items())
    }

    /// The ledger of reminders.
    pub async fn notifications(&self) -> Vec<Value> {
        self.get("/api/notifications").await.items()
    }

    /// Has a reminder come again later.
    pub async fn snooze(&self, task: &Task, reminder: &Value, body: &Value) -> Answer {
        let reminder = reminder["id"].as_str().expect("a reminder has an id");
        self.post(&format!("{}/reminders/{reminder}/snooze", path(task)), body).await
    }
}

fn path(task: &Task) -> String {
    format!("/api/tasks/{}", task.id())
}
