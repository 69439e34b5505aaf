//! `rondo logout`

use reqwest::Method;
use serde_json::json;

use super::arguments::Common;
use super::credentials;
use super::failure::Failure;
use super::output::Output;
use super::server::Server;

/// Ends the login on the server and forgets it here; here also where the server does not know it any
/// more, or does not answer. Who is not logged in there keeps the login that they have elsewhere.
pub(super) async fn run(asked: Common) -> Result<(), Failure> {
    let server = Server::of(&asked.to)?;
    let request = server.request(Method::POST, "/api/auth/logout")?;
    let ended = server.answer(request.json(&json!({}))).await;
    if credentials::load()?.is_some_and(|login| server.is_asked_by(&login)) {
        credentials::forget()?;
    }
    let not_ended = |why: &str| format!("the login is forgotten here, but not ended on the server: {why}");
    match ended {
        Ok(_) | Err(Failure::NotLoggedIn(_)) => {
            Output::of(&asked).show(&json!({"logged_in": false}), |_| "Logged out\n".to_owned())
        }
        Err(Failure::Unreachable(why)) => Err(Failure::Unreachable(not_ended(&why))),
        Err(failure) => Err(Failure::Refused(not_ended(&failure.to_string()))),
    }
}
