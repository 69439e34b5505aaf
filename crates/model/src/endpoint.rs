//! The endpoint, asked over HTTP.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::{Client, Response, StatusCode};
use rondo_application::chat::Model;
use rondo_application::chat::model::{Ask, Failure, Hear, Said};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::lines::Lines;

/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// How long an endpoint may be silent in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);
/// How many tokens one answer may have.
const MOST_TOKENS: u32 = 2048;
/// The longest answer in one piece, in bytes.
const LONGEST: usize = 1024 * 1024;

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
        Ok(Self { http, address, settings })
    }

    fn question(&self, ask: &Ask) -> Value {
        let mut body = json!({
            "model": self.settings.model,
            "messages": ask.messages,
            "stream": true,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
        });
        if !ask.tools.is_empty() {
            body["tools"] = json!(ask.tools);
        }
        body
    }
}

#[async_trait]
impl Model for Endpoint {
    fn patience(&self) -> Duration {
        self.settings.patience
    }

    async fn ask(&self, ask: &Ask, hear: &mut Hear<'_>) -> Result<Said, Failure> {
        let mut request = self.http.post(&self.address).timeout(ask.patience).json(&self.question(ask));
        if let Some(key) = &self.settings.key {
            request = request.bearer_auth(key);
        }
        let response = request.send().await.map_err(|error| failure(&error))?;
        match response.status() {
            status if status.is_success() => heard(response, hear).await,
            StatusCode::TOO_MANY_REQUESTS => Err(Failure::Busy),
            status if status.is_server_error() => Err(Failure::Away),
            status => Err(Failure::Refused(status.as_u16())),
        }
    }
}

/// The answer, as a stream or in one piece.
async fn heard(mut response: Response, hear: &mut Hear<'_>) -> Result<Said, Failure> {
    let kind = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let is_stream = kind.is_none_or(|kind| !kind.contains("json"));
    let (mut answer, mut lines, mut whole) = (Answer::default(), Lines::default(), Vec::new());
    while let Some(bytes) = next(&mut response).await? {
        if !is_stream {
            whole.extend_from_slice(&bytes);
            if whole.len() > LONGEST {
                return Err(Failure::Endless);
            }
            continue;
        }
        for event in lines.push(&bytes) {
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
