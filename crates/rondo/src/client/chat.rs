//! `rondo chat`

use std::io::{BufRead, IsTerminal, Write};

use serde_json::{Value, json};

use super::arguments::Chat;
use super::failure::Failure;
use super::output::{Output, Tone, plain};
use super::server::Server;

/// Says one thing, or whatever is typed until the end of the input, in one conversation.
pub(super) async fn run(asked: Chat) -> Result<(), Failure> {
    let (server, output) = (Server::of(&asked.common.to)?, Output::of(&asked.common));
    let mut conversation = asked.conversation.map(Value::String);
    if !asked.message.is_empty() {
        say(&server, &output, &asked.message.join(" "), &mut conversation).await?;
        return Ok(());
    }
    let is_person = std::io::stdin().is_terminal();
    loop {
        if is_person {
            eprint!("> ");
            std::io::stderr().flush()?;
        }
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line.trim().is_empty() {
            continue;
        }
        match say(&server, &output, line.trim(), &mut conversation).await {
            // A person can say it otherwise; a script cannot.
            Err(Failure::Refused(why)) if is_person => eprintln!("rondo: {why}"),
            outcome => outcome?,
        }
    }
}

async fn say(server: &Server, output: &Output, message: &str, conversation: &mut Option<Value>) -> Result<(), Failure> {
    let body = json!({"message": message, "conversation_id": conversation});
    let reply = server.post("/api/chat", &body).await?;
    *conversation = Some(reply["conversation_id"].clone());
    output.show(&reply, |output| {
        let answer = reply["response"].as_str().unwrap_or_default();
        let lines = answer.lines().map(|line| format!("{}\n", plain(line)));
        let calls = reply["tool_calls"].as_array().map_or(&[][..], Vec::as_slice);
        let failed = calls.iter().filter(|call| !call["result"]["error"].is_null());
        let failed = failed.map(|call| {
            let line = format!("({} was refused)", call["name"].as_str().unwrap_or_default());
            format!("{}\n", output.toned(Tone::Faint, &line))
        });
        lines.chain(failed).collect()
    })
}
