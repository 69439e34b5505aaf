//! `rondo mcp`: for desktop programs that start their MCP servers themselves.
//!
//! Each line of standard input goes to `/mcp` of the server as it is, and each answer comes back as a
//! line. So there is one MCP server, whose tools are those of the running Rondo, whatever its version.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use super::arguments::To;
use super::failure::Failure;
use super::server::Server;

/// Passes messages on, one after the other, until the input ends.
pub(super) async fn run(to: To) -> Result<(), Failure> {
    let server = Server::of(&to)?;
    // A desktop program shows what a server says at its start: better now than at the first tool.
    server.get("/api/me", &[]).await?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut out = tokio::io::stdout();
    let mut version = None;
    while let Some(line) = lines.next_line().await? {
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Value>(&line) {
            Ok(message) if message.is_object() => {
                let answer = ask(&server, line, &message, version.as_deref()).await;
                if message["method"] == "initialize" {
                    // What is agreed on here goes along with all that follows.
                    let agreed = answer
                        .as_ref()
                        .and_then(|answer| answer["result"]["protocolVersion"].as_str());
                    version = agreed.map(str::to_owned);
                }
                answer
            }
            Ok(_) => Some(error(&Value::Null, -32600, "send one message a line; batches are not taken")),
            Err(_) => Some(error(&Value::Null, -32700, "this line is no JSON")),
        };
        let Some(answer) = answer else { continue };
        out.write_all(format!("{answer}\n").as_bytes()).await?;
        out.flush().await?;
    }
    Ok(())
}

/// The answer to a message, if it has one; what went wrong on the way is an error of the protocol.
async fn ask(server: &Server, line: String, message: &Value, version: Option<&str>) -> Option<Value> {
    match passed_on(server, line, message, version).await {
        Ok(answer) => answer,
        Err(failure) if message["id"].is_null() => {
            eprintln!("rondo mcp: {failure}");
            None
        }
        Err(failure) => Some(error(&message["id"], -32603, &failure.to_string())),
    }
}

fn error(id: &Value, code: i64, message: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

async fn passed_on(server: &Server, line: String, message: &Value, version: Option<&str>) -> Result<Option<Value>, Failure> {
    let mut request = server
        .request(Method::POST, "/mcp")?
        .header("accept", "application/json, text/event-stream")
        .header("content-type", "application/json")
        .body(line);
    for (name, value) in headers(message, version) {
        request = request.header(name, value);
    }
    let response = server.send(request).await?;
    let status = response.status().as_u16();
    let text = response.text().await.map_err(|_| broken_off())?;
    match serde_json::from_str::<Value>(&text) {
        Ok(answer) if answer["jsonrpc"] == "2.0" => Ok(Some(answer)),
        // Only what asks for nothing has no answer.
        _ if (200..300).contains(&status) && (message["id"].is_null() || message["method"].is_null()) => Ok(None),
        _ if (200..300).contains(&status) => Err(broken_off()),
        problem => Err(Failure::of(status, &problem.unwrap_or_default())),
    }
}

fn broken_off() -> Failure {
    Failure::Unreachable("the answer of the server broke off".to_owned())
}

/// What the protocol wants to see outside of the message: its version, and since 2026-07-28 its method
/// and what that is about. There a message carries its version itself.
fn headers(message: &Value, version: Option<&str>) -> Vec<(&'static str, String)> {
    let own = message["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"].as_str();
    let subject = message["params"]["name"].as_str().or(message["params"]["uri"].as_str());
    let known = [
        ("mcp-protocol-version", own.or(version)),
        ("mcp-method", own.and(message["method"].as_str())),
        ("mcp-name", own.and(subject)),
    ];
    let plain = |text: &str| text.bytes().all(|byte| (32..127).contains(&byte));
    let given = known
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.filter(|text| plain(text))?.to_owned())));
    given.collect()
}
