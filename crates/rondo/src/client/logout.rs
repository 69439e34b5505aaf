//! `rondo logout`

use serde_json::json;

use super::arguments::Common;
use super::credentials;
use super::failure::Failure;
use super::output::Output;
use super::server::Server;

/// Ends the login on the server and forgets it here; here also where the server does not know it any
/// more, or does not answer.
pub(super) async fn run(asked: Common) -> Result<(), Failure> {
    let server = Server::of(&asked.to)?;
    let ended = server.post("/api/auth/logout", &json!({})).await;
    credentials::forget()?;
    match ended {
        Err(Failure::Unreachable(why)) => Err(Failure::Unreachable(format!(
            "the login is forgotten here, but not ended on the server: {why}"
        ))),
        _ => Output::of(&asked).show(&json!({"logged_in": false}), |_| "Logged out\n".to_owned()),
    }
}
