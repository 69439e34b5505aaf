//! Conversations, played from their scripts (`conversations/*.toml`), and what scripts cannot tell.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rondo_harness::{Engine, Rondo, User};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::exchange::import;

on_both_engines![
    every_script_plays,
    a_conversation_goes_on_after_a_restart_and_can_be_forgotten,
    q16_a_yes_deletes_exactly_what_was_shown,
    what_recurs_is_shown_however_much_stands_before_it,
];

/// A file of conversations, each of a new person at this instant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    conversation: Vec<Conversation>,
}

/// One conversation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversation {
    /// What it shows; a report of a user by its id.
    name: String,
    /// The tasks that are there before.
    #[serde(default)]
    tasks: Vec<toml::Table>,
    turns: Vec<Turn>,
}

/// What is said, and what must come of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    say: String,
    /// Each of these is in the answer.
    #[serde(default)]
    answer: Vec<String>,
    /// None of these is.
    #[serde(default)]
    never: Vec<String>,
    /// The tools that are called.
    tools: Option<Vec<String>>,
    /// What is to be done then: `title | due`.
    open: Option<BTreeSet<String>>,
    /// What is done then.
    done: Option<BTreeSet<String>>,
}

const NOW: &str = "2026-11-25T08:00:00Z";

async fn every_script_plays(engine: Engine) {
    let rondo = Rondo::on(engine).at(NOW).start().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("embedded/conversations");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the scripts are there").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a script can be read");
        let script: Script = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
        for conversation in &script.conversation {
            play(&rondo, conversation).await;
            count += 1;
        }
    }
    assert!(count >= 40, "only {count} conversations");
}

async fn play(rondo: &Rondo, conversation: &Conversation) {
    let ann = rondo.register("Europe/Berlin").await;
    for task in &conversation.tasks {
        ann.add(serde_json::to_value(task).expect("a table is JSON")).await;
    }
    let mut id = None;
    for turn in &conversation.turns {
        let reply = say(&ann, &turn.say, id.as_ref()).await;
        id = Some(reply["conversation_id"].clone());
        check(&ann, &conversation.name, turn, &reply).await;
    }
}

async fn check(ann: &User, name: &str, turn: &Turn, reply: &Value) {
    let place = format!("{name}: {:?} got {reply:#}", turn.say);
    let answer = reply["response"].as_str().expect("an answer is text");
    for part in &turn.answer {
        assert!(answer.contains(part), "{part:?} is missing\n{place}");
    }
    for part in &turn.never {
        assert!(!answer.contains(part), "{part:?} is there\n{place}");
    }
    if let Some(tools) = &turn.tools {
        let calls = reply["tool_calls"].as_array().expect("a list");
        let called: Vec<&str> = calls.iter().filter_map(|call| call["name"].as_str()).collect();
        assert_eq!(&called, tools, "{place}");
    }
    let shown = |tasks: &rondo_harness::Tasks| {
        let lines = tasks.iter().map(|task| format!("{} | {}", task.title(), task.due()));
        let lines = lines.map(|line| line.trim_end_matches([' ', '|']).to_owned());
        lines.collect::<BTreeSet<_>>()
    };
    if let Some(open) = &turn.open {
        assert_eq!(&shown(&ann.open_tasks().await), open, "{place}");
    }
    if let Some(done) = &turn.done {
        assert_eq!(&shown(&ann.completed_tasks().await), done, "{place}");
    }
}

async fn say(user: &User, message: &str, conversation: Option<&Value>) -> Value {
    let body = json!({"message": message, "conversation_id": conversation});
    user.post("/api/chat", &body).await.expect(200).json()
}

fn answer(reply: &Value) -> &str {
    reply["response"].as_str().unwrap_or_default()
}

async fn a_conversation_goes_on_after_a_restart_and_can_be_forgotten(engine: Engine) {
    let mut rondo = Rondo::on(engine).at(NOW).start().await;
    let (ann, bob) = (rondo.register("Europe/Berlin").await, rondo.register("UTC").await);
    let first = say(&ann, "add buy milk tomorrow", None).await;
    let id = first["conversation_id"].clone();
    rondo.terminate().await;
    rondo.restart().await;

    assert!(answer(&say(&ann, "complete it", Some(&id)).await).contains("Completed “buy milk”"));
    assert!(answer(&say(&ann, "undo", Some(&id)).await).contains("Reopened"));
    assert!(
        answer(&say(&ann, "complete it", None).await).contains("do not know which"),
        "a new one knows nothing"
    );

    let path = format!("/api/conversations/{}", id.as_str().expect("an id"));
    let kept = ann.get(&path).await.expect(200).json();
    let said: Vec<&Value> = kept["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .map(|each| &each["content"])
        .collect();
    assert_eq!(said.len(), 6);
    assert_eq!((said[0], said[2]), (&json!("add buy milk tomorrow"), &json!("complete it")));
    assert_eq!(kept["messages"][1]["tool_calls"][0]["name"], "add_task");
    assert_eq!(
        ann.get("/api/conversations")
            .await
            .expect(200)
            .json()
            .as_array()
            .map(Vec::len),
        Some(2)
    );

    for call in [bob.call("GET", &path), bob.call("DELETE", &path)] {
        call.send().await.problem(404);
    }
    bob.post("/api/chat", &json!({"message": "complete it", "conversation_id": id}))
        .await
        .problem(404);
    ann.call("DELETE", &path).send().await.expect(204);
    ann.get(&path).await.problem(404);
    assert_eq!(ann.open_tasks().await.titles(), ["buy milk"], "the task stays");
}

async fn what_recurs_is_shown_however_much_stands_before_it(engine: Engine) {
    let rondo = Rondo::on(engine).at(NOW).start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let many: Vec<String> = (0..60).map(|number| format!("Once {number},2026-11-26")).collect();
    import(&ann, "", "text/csv", format!("title,due_date\n{}", many.join("\n")))
        .await
        .expect(200);
    ann.add(json!({"title": "Water plants", "due_date": "2026-12-01", "recurrence_frequency": "weekly"}))
        .await;

    let shown = say(&ann, "show my recurring tasks", None).await;
    let shown = answer(&shown);
    assert!(shown.contains("1 task:") && shown.contains("“Water plants”"), "{shown}");
    assert_eq!(ann.list("is_recurring=true").await.len(), 1);
    assert_eq!(ann.list("is_recurring=false&limit=500").await.len(), 60);
}

async fn q16_a_yes_deletes_exactly_what_was_shown(engine: Engine) {
    let rondo = Rondo::on(engine).at(NOW).start().await;
    let ann = rondo.register("UTC").await;
    for title in ["one report", "two reports", "three reports", "four reports"] {
        let task = ann.add(json!({"title": title})).await;
        if title != "four reports" {
            ann.complete(&task).await.expect(200);
        }
    }
    let fourth = ann.open_tasks().await.only();
    let page = ann.get("/api/tasks?status=completed").await.items();

    let found = say(&ann, "find report", None).await;
    let id = found["conversation_id"].clone();
    ann.delete(&fourth, "this").await.expect(204);
    let asked = say(&ann, "delete all of them", Some(&id)).await;
    assert!(answer(&asked).contains("Delete these 3 tasks?"), "{asked:#}");
    ann.restore(&fourth).await.expect(200);
    ann.complete(&fourth).await.expect(200);

    let done = say(&ann, "yes", Some(&id)).await;
    let deleted = done["tool_calls"].as_array().expect("calls").iter();
    let mut deleted: Vec<&Value> = deleted.map(|call| &call["arguments"]["task"]).collect();
    let mut shown: Vec<&Value> = page.iter().map(|task| &task["id"]).collect();
    deleted.sort_by_key(ToString::to_string);
    shown.sort_by_key(ToString::to_string);
    assert_eq!(deleted, shown, "{done:#}");
    assert_eq!(ann.completed_tasks().await.titles(), ["four reports"]);
    let again = say(&ann, "yes", Some(&id)).await;
    assert_eq!(again["tool_calls"], json!([]));

    assert!(answer(&say(&ann, "undo", Some(&id)).await).contains("Brought back"));
    assert_eq!(ann.completed_tasks().await.len(), 4);
}

/// Q14: what several tasks are called changes nothing, and makes no event.
#[tokio::test]
async fn q14_an_ambiguous_name_makes_no_event() {
    let rondo = Rondo::on(Engine::Sqlite).at(NOW).start().await;
    let ann = rondo.register("UTC").await;
    let first = ann.add(json!({"title": "Call mom", "due_date": "2026-12-03"})).await;
    let second = ann.add(json!({"title": "Call mom", "due_date": "2026-12-10"})).await;

    let reply = say(&ann, "complete call mom", None).await;

    assert!(answer(&reply).contains("Thursday 3 December 2026") && answer(&reply).contains("Thursday 10 December 2026"));
    assert_eq!(reply["tool_calls"], json!([]));
    for task in [&first, &second] {
        assert_eq!(ann.history(task).await.kinds(), ["task.created"]);
    }
    let event = ann.history(&first).await;
    assert_eq!(event[0]["data"]["actor"], "rest");
}

#[tokio::test]
async fn an_answer_streams_when_that_is_asked_for() {
    let rondo = Rondo::on(Engine::Sqlite).at(NOW).start().await;
    let ann = rondo.register("UTC").await;
    let call = ann.call("POST", "/api/chat").header("accept", "text/event-stream");
    let answer = call.json(&json!({"message": "add buy milk"})).send().await;

    assert!(answer.header("content-type").starts_with("text/event-stream"));
    let events = stream(answer.text());
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["tool", "text", "done"]);
    assert_eq!(events[0].1["name"], "add_task");
    assert_eq!(events[1].1["text"], events[2].1["response"]);
    assert_eq!(events[2].1["tool_calls"][0]["result"]["title"], "buy milk");
}

/// The events of a stream.
pub(crate) fn stream(text: &str) -> Vec<(String, Value)> {
    let event = |block: &str| {
        let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let data = serde_json::from_str(field("data:")?).ok()?;
        Some((field("event:")?.to_owned(), data))
    };
    text.split("\n\n").filter_map(event).collect()
}

#[tokio::test]
async fn what_is_wrong_with_a_message_is_said_and_scopes_hold() {
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let ann = rondo.register("UTC").await;
    let refused = ann
        .post("/api/chat", &json!({"mesage": "hi", "conversation_id": "x"}))
        .await
        .problem(422);
    assert_eq!(refused.fields(), ["message", "conversation_id", "mesage"]);
    for message in [json!(" "), json!("x".repeat(4001)), json!("a\u{0}b"), json!(7)] {
        ann.post("/api/chat", &json!({"message": message})).await.problem(422);
    }
    rondo
        .call("POST", "/api/chat")
        .json(&json!({"message": "hi"}))
        .send()
        .await
        .problem(401);

    let made = ann
        .post("/api/tokens", &json!({"name": "reader", "scopes": ["read"]}))
        .await
        .expect(201)
        .json();
    let reader = ann.with_token(made["token"].as_str().expect("a token"));
    let reply = say(&reader, "add buy milk", None).await;
    assert!(answer(&reply).contains("lacks the scope"), "{reply:#}");
    assert!(answer(&say(&reader, "show my tasks", None).await).contains("no such tasks"));
    assert_eq!(ann.open_tasks().await.len(), 0);
}

/// Two messages at once in one conversation: one has the turn, the other is refused.
#[tokio::test]
async fn one_message_at_a_time_has_the_turn() {
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let ann = rondo.register("UTC").await;
    let id = say(&ann, "help", None).await["conversation_id"].clone();
    let ask = async |number: usize| {
        let body = json!({"message": format!("add number {number}"), "conversation_id": id});
        ann.clone().post("/api/chat", &body).await
    };
    let answers = futures::future::join_all((0..8).map(ask)).await;
    let done = answers.iter().filter(|answer| answer.status() == 200).count();
    let refused = answers.iter().filter(|answer| answer.status() == 409).count();
    assert!(done >= 1 && done + refused == 8, "{answers:?}");
    assert_eq!(ann.open_tasks().await.len(), done);
    let kept = ann.get(&format!("/api/conversations/{}", id.as_str().expect("an id"))).await;
    let kept = kept.expect(200).json();
    let messages = kept["messages"].as_array().map(Vec::len);
    assert_eq!(messages, Some(2 + 2 * done), "nothing of what was answered is lost");
}

/// Somebody changed the task since: what they did is not undone along with what was said here.
#[tokio::test]
async fn undo_takes_back_only_what_was_done_here() {
    let rondo = Rondo::on(Engine::Sqlite).at(NOW).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Alpha"})).await;
    let reply = say(&ann, "rename alpha to beta", None).await;
    ann.patch(&task, json!({"title": "Gamma"})).await.expect(200);
    let reply = say(&ann, "undo", Some(&reply["conversation_id"])).await;
    assert!(!answer(&reply).contains("Taken back"), "{reply:#}");
    assert_eq!(ann.open_tasks().await.titles(), ["Gamma"]);

    let reply = say(&ann, "add buy milk", None).await;
    let milk = ann.list("name=milk").await.only();
    ann.delete(&milk, "this").await.expect(204);
    let reply = say(&ann, "undo", Some(&reply["conversation_id"])).await;
    assert!(!answer(&reply).contains("Taken back"), "{reply:#}");
}

/// What was read is kept by its titles: a long list is no long message for ever.
#[tokio::test]
async fn lists_are_kept_by_ids_and_titles() {
    let rondo = Rondo::on(Engine::Sqlite).at(NOW).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Alpha", "description": "d".repeat(10_000)})).await;
    let reply = say(&ann, "show my tasks", None).await;
    assert_eq!(
        reply["tool_calls"][0]["result"]["items"][0]["description"]
            .as_str()
            .map(str::len),
        Some(10_000)
    );
    let id = reply["conversation_id"].as_str().expect("an id");
    let kept = ann.get(&format!("/api/conversations/{id}")).await.expect(200).json();
    let items = &kept["messages"][1]["tool_calls"][0]["result"]["items"];
    assert_eq!(*items, json!([{"id": task.id(), "title": "Alpha"}]));
}
