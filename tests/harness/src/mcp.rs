//! A client of the Model Context Protocol that nobody here wrote: the official TypeScript SDK.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;

use crate::{PATIENCE, User, binary, parts};

/// A client in a process of its own, connected to a server.
pub struct McpClient {
    _process: Child,
    pipes: Mutex<(ChildStdin, Lines<BufReader<ChildStdout>>)>,
}

/// What a client was told instead of a result.
#[derive(Clone, Debug)]
pub struct McpError {
    /// In words.
    pub message: String,
    /// The code of the protocol or of HTTP, where there is one.
    pub code: Option<i64>,
}

impl McpClient {
    /// Connected to that person's server by streamable HTTP, with their token.
    pub async fn over_http(user: &User) -> Self {
        let client = Self::start(|command| {
            command.args(["http", &user.url("/mcp"), &user.token]);
        });
        client.ask("connect", &json!({})).await.expect("the client connects");
        client
    }

    /// To be connected at that address, with no token.
    pub async fn without_token(user: &User) -> Result<Value, McpError> {
        let client = Self::start(|command| {
            command.args(["http", &user.url("/mcp")]);
        });
        client.ask("connect", &json!({})).await
    }

    /// Connected by way of `rondo mcp`, as a desktop program starts it, in that home folder.
    pub async fn over_stdio(user: &User, home: &Path) -> Self {
        let client = Self::start(|command| {
            command.arg("stdio").arg(binary()).arg("mcp");
            command
                .env("RONDO_SERVER", user.url(""))
                .env("RONDO_TOKEN", &user.token)
                .env("HOME", home);
        });
        client.ask("connect", &json!({})).await.expect("the client connects");
        client
    }

    fn start(with: impl FnOnce(&mut Command)) -> Self {
        let modules = parts::install::mcp_client().unwrap_or_else(|error| panic!("no client of MCP: {error:#}"));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/mcp-client/client.mjs");
        let mut command = Command::new("node");
        command.arg(script).arg(modules);
        with(&mut command);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().expect("node starts");
        let input = process.stdin.take().expect("the input is piped");
        let output = process.stdout.take().expect("the output is piped");
        Self {
            _process: process,
            pipes: Mutex::new((input, BufReader::new(output).lines())),
        }
    }

    /// Asks the SDK for something.
    pub async fn ask(&self, method: &str, params: &Value) -> Result<Value, McpError> {
        let mut pipes = self.pipes.lock().await;
        let line = format!("{}\n", json!({"method": method, "params": params}));
        pipes.0.write_all(line.as_bytes()).await.expect("the client reads");
        let answer = tokio::time::timeout(PATIENCE, pipes.1.next_line());
        let line = answer.await.expect("the client answers in time").expect("it can be read");
        let answer: Value = serde_json::from_str(&line.expect("the client has not ended")).expect("it answers in JSON");
        if answer["error"].is_null() {
            return Ok(answer["result"].clone());
        }
        Err(McpError {
            message: answer["error"]["message"].as_str().unwrap_or_default().to_owned(),
            code: answer["error"]["code"].as_i64(),
        })
    }

    /// Calls a tool; gives its structured result, or the error that the tool has as its result.
    pub async fn call(&self, tool: &str, arguments: Value) -> Result<Value, Value> {
        let answer = self.ask("callTool", &json!({"name": tool, "arguments": arguments})).await;
        let result = answer.unwrap_or_else(|error| panic!("{tool} is no tool: {error:?}"));
        let text = result["content"][0]["text"].as_str().expect("a result has text, too");
        assert_eq!(
            serde_json::from_str::<Value>(text).ok(),
            Some(result["structuredContent"].clone()),
            "both say the same"
        );
        if result["isError"] == true {
            Err(result["structuredContent"]["error"].clone())
        } else {
            Ok(result["structuredContent"].clone())
        }
    }
}
