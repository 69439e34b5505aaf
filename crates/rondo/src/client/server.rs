//! The running server, asked over REST.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use super::arguments::To;
use super::credentials::{self, Credentials};
use super::failure::Failure;

/// Where a server listens when nothing is said.
const USUAL: &str = "http://127.0.0.1:8000";

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The most tasks that one request brings.
const PAGE: usize = 500;

/// A server, and who asks it.
pub(super) struct Server {
    http: reqwest::Client,
    pub(super) url: String,
    token: Option<String>,
}

impl Server {
    /// The server that is meant: by flag, environment, or the login.
    pub(super) fn of(to: &To) -> Result<Self, Failure> {
        let login = credentials::load()?;
        let kept = |part: fn(&Credentials) -> &str| login.as_ref().map(part).map(str::to_owned);
        let url = to.server.clone().or_else(|| kept(|login| &login.server));
        let url = address(url.as_deref().unwrap_or(USUAL))?;
        // A token goes to the server that gave it and to no other.
        let is_its = login.as_ref().is_some_and(|login| login.server == url);
        let given = std::env::var("RONDO_TOKEN").ok().filter(|token| !token.is_empty());
        let token = given.or_else(|| kept(|login| &login.token).filter(|_| is_its));
        Self::new(url, token)
    }

    /// A server, asked with that token.
    pub(super) fn new(url: String, token: Option<String>) -> Result<Self, Failure> {
        let http = reqwest::Client::builder()
            .user_agent(format!("{}{}", rondo_chat_api::CLI, env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|error| Failure::Here(format!("cannot make a client: {error}")))?;
        Ok(Self { http, url, token })
    }

    /// A request in the making, as whoever is logged in.
    pub(super) fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, Failure> {
        let token = self.token.as_deref().ok_or_else(|| {
            let at = &self.url;
            Failure::NotLoggedIn(format!("you are not logged in at {at}; use rondo login, or set RONDO_TOKEN"))
        })?;
        Ok(self.http.request(method, format!("{}{path}", self.url)).bearer_auth(token))
    }

    /// GET.
    pub(super) async fn get(&self, path: &str, query: &[(&str, String)]) -> Result<Value, Failure> {
        self.answer(self.request(Method::GET, path)?.query(query)).await
    }

    /// The tasks that a query finds, at most so many of them, and whether there are more.
    pub(super) async fn tasks(&self, query: &[(&str, String)], most: usize) -> Result<(Vec<Value>, bool), Failure> {
        let (mut tasks, mut cursor) = (Vec::new(), None);
        loop {
            let mut query = query.to_vec();
            query.push(("limit", most.saturating_sub(tasks.len()).clamp(1, PAGE).to_string()));
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            let page = self.get("/api/tasks", &query).await?;
            tasks.extend(page["items"].as_array().cloned().unwrap_or_default());
            cursor = page["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() || tasks.len() >= most {
                return Ok((tasks, cursor.is_some()));
            }
        }
    }

    /// Whether that login is the one it is asked by.
    pub(super) fn is_asked_by(&self, login: &Credentials) -> bool {
        self.url == login.server && self.token.as_ref() == Some(&login.token)
    }

    /// POST with a JSON body.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.answer(self.request(Method::POST, path)?.json(body)).await
    }

    /// POST of what nobody needs to be logged in for.
    pub(super) async fn post_as_anybody(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.answer(self.http.post(format!("{}{path}", self.url)).json(body)).await
    }

    /// The answer to a request, if it is one; its body may be empty.
    pub(super) async fn answer(&self, request: RequestBuilder) -> Result<Value, Failure> {
        let response = self.send(request).await?;
        let status = response.status().as_u16();
        let text = response.text().await.map_err(|error| self.away(&error))?;
        let body = || serde_json::from_str(&text).ok();
        match status {
            200..=299 if text.is_empty() => Ok(Value::Null),
            200..=299 => body().ok_or_else(|| Failure::Refused(format!("{} does not answer as Rondo does", self.url))),
            _ => Err(Failure::of(status, &body().unwrap_or_default())),
        }
    }

    /// Sends a request.
    pub(super) async fn send(&self, request: RequestBuilder) -> Result<Response, Failure> {
        request.send().await.map_err(|error| self.away(&error))
    }

    fn away(&self, error: &reqwest::Error) -> Failure {
        let why = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        let url = &self.url;
        Failure::Unreachable(format!(
            "{url} does not answer ({why}); start it with rondo serve, or name it with --server"
        ))
    }
}

/// The address of a server, as `http://host:port`.
fn address(text: &str) -> Result<String, Failure> {
    let with_scheme = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let is_http = with_scheme.starts_with("http://") || with_scheme.starts_with("https://");
    match reqwest::Url::parse(&with_scheme) {
        Ok(_) if is_http => Ok(with_scheme.trim_end_matches('/').to_owned()),
        _ => Err(Failure::Here(format!(
            "--server is {text:?}; it must be an address like {USUAL}"
        ))),
    }
}
