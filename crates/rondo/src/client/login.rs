//! `rondo login`

use std::io::{IsTerminal, Write};

use rondo_domain::Zone;
use serde_json::{Value, json};

use super::arguments::Login;
use super::credentials::{self, Credentials};
use super::failure::Failure;
use super::output::Output;
use super::server::Server;

/// Logs in, or makes an account, and keeps what the server gives for it.
pub(super) async fn run(asked: Login) -> Result<(), Failure> {
    let server = Server::of(&asked.common.to)?;
    let login = if asked.with_token {
        with_token(&server).await?
    } else {
        with_password(&server, &asked).await?
    };
    let path = credentials::save(&login)?;
    let shown = json!({"server": login.server, "email": login.email, "kept_in": path.display().to_string()});
    Output::of(&asked.common).show(&shown, |_| {
        let (email, server) = (&login.email, &login.server);
        format!("Logged in at {server} as {email}; the token is kept in {}\n", path.display())
    })
}

async fn with_password(server: &Server, asked: &Login) -> Result<Credentials, Failure> {
    let email = match &asked.email {
        Some(email) => email.clone(),
        None => line("Address: ")?,
    };
    let password = secret("Password: ")?;
    let mut body = json!({"email": email, "password": password});
    let path = if asked.register {
        body["time_zone"] = json!(asked.time_zone.clone().unwrap_or_else(here));
        "/api/auth/register"
    } else {
        "/api/auth/login"
    };
    let session = server.post_as_anybody(path, &body).await?;
    Ok(credentials_of(server, &session["access_token"], &session["user"]))
}

/// The zone that this machine keeps, if it is one.
fn here() -> String {
    let named = iana_time_zone::get_timezone().ok().filter(|name| Zone::parse(name).is_some());
    named.unwrap_or_else(|| "UTC".to_owned())
}

async fn with_token(server: &Server) -> Result<Credentials, Failure> {
    let token = secret("Token: ")?;
    let server = Server::new(server.url.clone(), Some(token.clone()))?;
    let me = server.get("/api/me", &[]).await?;
    Ok(credentials_of(&server, &json!(token), &me))
}

fn credentials_of(server: &Server, token: &Value, user: &Value) -> Credentials {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Credentials {
        server: server.url.clone(),
        token: text(token),
        email: text(&user["email"]),
    }
}

/// Asks for a line.
fn line(prompt: &str) -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        eprint!("{prompt}");
        std::io::stderr().flush()?;
    }
    read()
}

/// Asks for what nobody should see: without echo on a terminal, else from standard input.
fn secret(prompt: &str) -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password(prompt).map_err(|error| Failure::Here(format!("cannot ask: {error}")));
    }
    read()
}

fn read() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .read_line(&mut text)
        .map_err(|error| Failure::Here(format!("cannot read the standard input: {error}")))?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.is_empty() {
        return Err(Failure::Here("nothing was typed".to_owned()));
    }
    Ok(text)
}
