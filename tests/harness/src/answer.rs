//! What a server answered.

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::Task;

const SHOWN_CHARACTERS: usize = 2_000;

/// Status, headers and body.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
    asked: String,
}

impl Answer {
    pub(crate) async fn of(response: reqwest::Response) -> Option<Self> {
        let (status, headers, asked) = (
            response.status().as_u16(),
            response.headers().clone(),
            response.url().to_string(),
        );
        let body = response.text().await.ok()?;
        Some(Self {
            status,
            headers,
            body,
            asked,
        })
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        &self.body
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.shown()))
    }

    /// This answer, if it has that status.
    #[track_caller]
    #[expect(
        clippy::return_self_not_must_use,
        reason = "the status is often all that a story asks about"
    )]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "expected {status}: {}", self.shown());
        self
    }

    /// The task in the body of a successful answer.
    #[track_caller]
    pub fn task(&self) -> Task {
        assert!((200..300).contains(&self.status), "expected a task: {}", self.shown());
        Task::new(self.json())
    }

    /// The list in the body: the body itself or its `items`.
    #[track_caller]
    pub fn items(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "expected a list: {}", self.shown());
        match self.json() {
            Value::Array(items) => items,
            mut body => match body["items"].take() {
                Value::Array(items) => items,
                _ => panic!("no items: {}", self.shown()),
            },
        }
    }

    /// The problem details (RFC 9457) of a refusal with that status.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Problem {
        assert_eq!(self.status, status, "expected a refusal with {status}: {}", self.shown());
        let kind = self.header("content-type");
        assert!(
            kind.starts_with("application/problem+json"),
            "not problem details ({kind}): {}",
            self.shown()
        );
        let body = self.json();
        assert_eq!(body["status"], status, "the body repeats the status: {}", self.shown());
        for member in ["type", "title", "detail"] {
            let says = body[member].as_str().is_some_and(|text| !text.trim().is_empty());
            assert!(says, "{member} says something: {}", self.shown());
        }
        Problem(body)
    }

    /// That the answer is a refusal of what the client sent, and says so properly.
    #[track_caller]
    pub fn refusal(&self) -> Problem {
        assert!((400..500).contains(&self.status), "expected a refusal: {}", self.shown());
        self.problem(self.status)
    }

    fn shown(&self) -> String {
        let body: String = self.body.chars().take(SHOWN_CHARACTERS).collect();
        format!("{} from {}\n{body}", self.status, self.asked)
    }
}

/// The body of a refusal.
#[derive(Clone, Debug)]
pub struct Problem(Value);

impl Problem {
    /// The names of the wrong fields, in the order of the answer.
    pub fn fields(&self) -> Vec<String> {
        let errors = self.0["errors"].as_array().into_iter().flatten();
        errors
            .map(|error| error["field"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Whether that field, or a part of it, is among the wrong ones.
    pub fn names(&self, field: &str) -> bool {
        let is_part = |name: &String| {
            name.strip_prefix(field)
                .is_some_and(|rest| rest.is_empty() || !rest.starts_with('_'))
        };
        self.fields().iter().any(is_part)
    }

    /// What is wrong, in words, all fields together.
    pub fn says(&self) -> String {
        let errors = self.0["errors"].as_array().into_iter().flatten();
        let messages = errors.map(|error| error["message"].as_str().unwrap_or_default());
        [self.0["detail"].as_str().unwrap_or_default()]
            .into_iter()
            .chain(messages)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The stable name of the kind of problem.
    pub fn kind(&self) -> &str {
        self.0["type"].as_str().unwrap_or_default()
    }
}
