//! An endpoint for chat completions that says what a test has it say.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures::{StreamExt, stream};
use serde_json::{Value, json};

/// What it does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Streams these chunks, and closes properly.
    Stream(Vec<Value>),
    /// Streams these chunks, and ends without a word.
    Half(Vec<Value>),
    /// Answers in one piece.
    Whole(Value),
    /// Answers with this status.
    Status(u16),
    /// Answers with this text, said to be a stream.
    Raw(String),
    /// Begins to stream, and never goes on.
    Hang,
    /// Streams text without end.
    Flood,
    /// Streams these chunks, closes properly, and leaves the connection open.
    Open(Vec<Value>),
    /// Answers with this status, for this reason.
    Refusal(u16, &'static str),
    /// Does this step once it is let go.
    Held(Hold, Box<Step>),
}

/// What a step waits for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hold(Arc<tokio::sync::Notify>);

impl Hold {
    /// Lets the step go that waits.
    pub(crate) fn let_go(&self) {
        self.0.notify_one();
    }
}

/// The endpoint.
pub(crate) struct Stub {
    /// Its address.
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Value>>>,
}

#[derive(Clone)]
struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    asked: Arc<Mutex<Vec<Value>>>,
}

/// Text in two chunks.
pub(crate) fn says(text: &str) -> Step {
    let middle = text.len() / 2;
    let middle = (0..=middle).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let part = |text: &str| json!({"choices": [{"delta": {"content": text}}]});
    let end = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]});
    Step::Stream(vec![part(&text[..middle]), part(&text[middle..]), end])
}

/// Calls of tools, each cut in two.
pub(crate) fn calls(calls: &[(&str, Value)]) -> Step {
    let mut chunks = Vec::new();
    for (index, (name, arguments)) in calls.iter().enumerate() {
        let text = arguments.to_string();
        let (head, tail) = text.split_at(text.len() / 2);
        let head = json!({"index": index, "id": format!("call_{index}"), "function": {"name": name, "arguments": head}});
        let tail = json!({"index": index, "function": {"arguments": tail}});
        chunks.push(json!({"choices": [{"delta": {"tool_calls": [head]}}]}));
        chunks.push(json!({"choices": [{"delta": {"tool_calls": [tail]}}]}));
    }
    chunks.push(json!({"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}));
    Step::Stream(chunks)
}

impl Stub {
    /// One that does these steps, a request each, the last of them again and again.
    pub(crate) async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let script = Script {
            steps: Arc::new(Mutex::new(steps.into_iter().collect())),
            asked: Arc::default(),
        };
        let asked = Arc::clone(&script.asked);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let router = Router::new().route("/v1/chat/completions", post(answer)).with_state(script);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url: format!("http://{address}/v1"),
            asked,
        }
    }

    /// The requests so far.
    pub(crate) fn asked(&self) -> Vec<Value> {
        self.asked.lock().expect("no test panicked with it").clone()
    }
}

async fn answer(State(script): State<Script>, headers: HeaderMap, body: String) -> Response {
    let mut request: Value = serde_json::from_str(&body).expect("a question is JSON");
    request["authorization"] = json!(headers.get("authorization").and_then(|value| value.to_str().ok()));
    script.asked.lock().expect("no test panicked with it").push(request);
    let mut step = {
        let mut steps = script.steps.lock().expect("no test panicked with it");
        let next = steps.pop_front().expect("a step is left");
        if steps.is_empty() {
            steps.push_back(next.clone());
        }
        next
    };
    while let Step::Held(hold, then) = step {
        hold.0.notified().await;
        step = *then;
    }
    respond(step)
}

fn respond(step: Step) -> Response {
    let lines = |chunks: &[Value]| {
        let lines: Vec<String> = chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).collect();
        lines.concat()
    };
    match step {
        Step::Stream(chunks) => stream_of(format!("{}data: [DONE]\n\n", lines(&chunks))),
        Step::Half(chunks) => stream_of(lines(&chunks)),
        Step::Raw(text) => stream_of(text),
        Step::Whole(value) => axum::Json(value).into_response(),
        Step::Status(status) => {
            let status = StatusCode::from_u16(status).expect("a status of HTTP");
            (status, axum::Json(json!({"error": {"message": "secret-detail"}}))).into_response()
        }
        Step::Hang => {
            let first = stream::once(async { Ok::<_, std::io::Error>(": wait\n\n".to_owned()) });
            streamed(Body::from_stream(first.chain(stream::pending())))
        }
        Step::Held(..) => unreachable!("it was let go"),
        Step::Open(chunks) => {
            let text = format!("{}data: [DONE]\n\n", lines(&chunks));
            let all = stream::once(async { Ok::<_, std::io::Error>(text) });
            streamed(Body::from_stream(all.chain(stream::pending())))
        }
        Step::Refusal(status, why) => {
            let status = StatusCode::from_u16(status).expect("a status of HTTP");
            (status, axum::Json(json!({"error": {"message": why}}))).into_response()
        }
        Step::Flood => {
            let chunk = json!({"choices": [{"delta": {"content": "x".repeat(8192)}}]});
            let line = format!("data: {chunk}\n\n");
            let flood = stream::repeat_with(move || Ok::<_, std::io::Error>(line.clone()));
            streamed(Body::from_stream(flood))
        }
    }
}

fn stream_of(text: String) -> Response {
    streamed(Body::from(text))
}

fn streamed(body: Body) -> Response {
    ([("content-type", "text/event-stream")], body).into_response()
}
