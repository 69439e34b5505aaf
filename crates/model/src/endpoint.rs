//! The endpoint, asked over HTTP.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use reqwest::{Client, Response, StatusCode};
use rondo_application::chat::Model;
use rondo_application::chat::model::{Ask, Failure, Hear, Said};
use serde_json::{Value, json};

use crate::answer::{Answer, DONE, MOST_READ};
use crate::lines::Lines;

/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// How long an endpoint may be silent in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);
/// How many tokens one answer may have.
const MOST_TOKENS: u32 = 2048;
/// How much of a reason for a refusal is read, in bytes.
const LONGEST_REASON: usize = 16 * 1024;
/// How much of it is logged, in characters.
const LOGGED: usize = 300;

/// Where the model is, and which.
#[derive(Clone)]
pub struct Settings {
    /// The base of the API, such as `http://127.0.0.1:11434/v1`, or the address for chat completions.
    pub url: String,
    /// The model's name there.
    pub model: String,
    /// The key, where one is wanted.
    pub key: Option<String>,
    /// How long a whole turn may take.
    pub patience: Duration,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings").field("model", &self.model).finish_non_exhaustive()
    }
}

/// A language model behind an OpenAI-compatible endpoint.
#[derive(Debug)]
pub struct Endpoint {
    http: Client,
    address: String,
    settings: Settings,
    /// Whether it has refused the usual name for the most tokens, as OpenAI's newer models do.
    wants_new_name: AtomicBool,
}

impl Endpoint {
    /// The endpoint that these settings name.
    ///
    /// # Errors
    /// When the URL is none that can be asked.
    pub fn new(settings: Settings) -> Result<Self, String> {
        let wrong = || format!("{:?} is no address like http://127.0.0.1:11434/v1", settings.url);
        let url = reqwest::Url::parse(settings.url.trim()).map_err(|_| wrong())?;
        if !["http", "https"].contains(&url.scheme()) || url.query().is_some() {
            return Err(wrong());
        }
        let base = url.as_str().trim_end_matches('/');
        let address = match base.strip_suffix("/chat/completions") {
            Some(_) => base.to_owned(),
            None => format!("{base}/chat/completions"),
        };
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .connect_timeout(CONNECTING)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            http,
            address,
            settings,
            wants_new_name: AtomicBool::new(false),
        })
    }

    /// What is asked. No more than what every endpoint takes: some refuse a `temperature`.
    fn question(&self, ask: &Ask, most_tokens: &str) -> Value {
        let mut body = json!({
            "model": self.settings.model,
            "messages": ask.messages,
            "stream": true,
        });
        body[most_tokens] = json!(MOST_TOKENS);
        if !ask.tools.is_empty() {
            body["tools"] = json!(ask.tools);
        }
        body
    }

    async fn send(&self, ask: &Ask, left: Duration, most_tokens: &str) -> Result<Response, Failure> {
        let question = self.question(ask, most_tokens);
        let mut request = self.http.post(&self.address).timeout(left).json(&question);
        if let Some(key) = &self.settings.key {
            request = request.bearer_auth(key);
        }
        request.send().await.map_err(|error| failure(&error))
    }
}

/// How the most tokens of an answer are called, and how newer models of OpenAI want it called.
const MOST_TOKENS_NAMES: [&str; 2] = ["max_tokens", "max_completion_tokens"];

#[async_trait]
impl Model for Endpoint {
    fn patience(&self) -> Duration {
        self.settings.patience
    }

    async fn ask(&self, ask: &Ask, hear: &mut Hear<'_>) -> Result<Said, Failure> {
        let until = Instant::now() + ask.patience;
        let [usual, newer] = MOST_TOKENS_NAMES;
        let is_newer = self.wants_new_name.load(Ordering::Relaxed);
        let mut response = self.send(ask, ask.patience, if is_newer { newer } else { usual }).await?;
        let status = response.status();
        if status.is_success() {
            return heard(response, hear).await;
        }
        let why = reason(&mut response).await;
        if status == StatusCode::BAD_REQUEST && !is_newer && why.contains(newer) {
            self.wants_new_name.store(true, Ordering::Relaxed);
            return Box::pin(self.ask(&ask.within(until.saturating_duration_since(Instant::now())), hear)).await;
        }
        tracing::warn!(status = status.as_u16(), %why, "the language model refused the question");
        Err(match status {
            StatusCode::TOO_MANY_REQUESTS => Failure::Busy,
            status if status.is_server_error() => Failure::Away,
            status => Failure::Refused(status.as_u16()),
        })
    }
}

/// Why an endpoint refused, in its own words, as far as they are for a log. Never for a person: it may
/// say what is no business of theirs.
async fn reason(response: &mut Response) -> String {
    let mut body = Vec::new();
    while let Ok(Some(bytes)) = next(response).await
        && body.len() < LONGEST_REASON
    {
        body.extend_from_slice(&bytes);
    }
    let body = String::from_utf8_lossy(&body);
    let said: Value = serde_json::from_str(&body).unwrap_or_default();
    let message = said["error"]["message"].as_str().or(said["error"].as_str());
    let message = message.or(said["message"].as_str()).unwrap_or(&body);
    message.chars().filter(|c| !c.is_control()).take(LOGGED).collect()
}

/// The answer, as a stream or in one piece.
async fn heard(mut response: Response, hear: &mut Hear<'_>) -> Result<Said, Failure> {
    let kind = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let is_stream = kind.is_none_or(|kind| !kind.contains("json"));
    let (mut answer, mut lines, mut whole) = (Answer::default(), Lines::default(), Vec::new());
    let mut read = 0;
    while let Some(bytes) = next(&mut response).await? {
        read += bytes.len();
        if read > MOST_READ {
            return Err(Failure::Endless);
        }
        if !is_stream {
            whole.extend_from_slice(&bytes);
            continue;
        }
        for event in lines.push(&bytes) {
            if event.trim() == DONE {
                // It may leave the connection open.
                answer.take(&event)?;
                return answer.end();
            }
            tell(&answer.take(&event)?, hear);
        }
    }
    if is_stream {
        if let Some(event) = lines.rest() {
            tell(&answer.take(&event).map_err(|_| Failure::BrokenOff)?, hear);
        }
    } else {
        let whole = String::from_utf8(whole).map_err(|_| Failure::Garbled)?;
        tell(&answer.take(&whole)?, hear);
    }
    answer.end()
}

fn tell(text: &str, hear: &mut Hear<'_>) {
    if !text.is_empty() {
        hear(text);
    }
}

async fn next(response: &mut Response) -> Result<Option<Vec<u8>>, Failure> {
    let chunk = tokio::time::timeout(SILENCE, response.chunk()).await;
    let chunk = chunk.map_err(|_| Failure::TooSlow)?.map_err(|error| {
        if error.is_timeout() {
            Failure::TooSlow
        } else {
            Failure::BrokenOff
        }
    })?;
    Ok(chunk.map(|bytes| bytes.to_vec()))
}

fn failure(error: &reqwest::Error) -> Failure {
    if error.is_timeout() { Failure::TooSlow } else { Failure::Away }
}
