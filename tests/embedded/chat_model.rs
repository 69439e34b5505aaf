//! Chat with a language model, which is a stub here: it says what was recorded of real ones, and worse.

mod asks;
mod endpoint;
mod receipts;
pub(crate) mod stub;

use rondo_harness::{Engine, PATIENCE, Rondo, User, eventually};
use serde_json::{Value, json};

use crate::chat::stream;
use stub::{Hold, Step, Stub, calls, says};

const NOW: &str = "2026-11-25T08:00:00Z";

pub(crate) struct Story {
    pub(crate) rondo: Rondo,
    pub(crate) ann: User,
    stub: Stub,
}

/// A server whose chat is driven by a model that does these steps.
pub(crate) async fn begin(steps: impl IntoIterator<Item = Step>) -> Story {
    let stub = Stub::start(steps).await;
    let mut setup = Rondo::on(Engine::Sqlite).at(NOW).setup().await;
    for (flag, value) in [
        ("--llm-url", stub.url.as_str()),
        ("--llm-model", "tiny"),
        ("--llm-timeout", "5"),
    ] {
        setup = setup.argument(flag).argument(value);
    }
    let rondo = setup.start().await;
    let ann = rondo.register("Europe/Berlin").await;
    Story { rondo, ann, stub }
}

impl Story {
    pub(crate) async fn say(&self, message: &str, conversation: Option<&Value>) -> Value {
        let body = json!({"message": message, "conversation_id": conversation});
        self.ann.post("/api/chat", &body).await.expect(200).json()
    }

    pub(crate) async fn titles(&self) -> Vec<String> {
        self.ann
            .open_tasks()
            .await
            .titles()
            .iter()
            .map(|title| (*title).to_owned())
            .collect()
    }
}

pub(crate) fn answer(reply: &Value) -> &str {
    reply["response"].as_str().unwrap_or_default()
}

fn tools(reply: &Value) -> Vec<&str> {
    let calls = reply["tool_calls"].as_array().expect("calls are a list");
    calls.iter().filter_map(|call| call["name"].as_str()).collect()
}

#[tokio::test]
async fn the_model_drives_the_tools_and_the_answer_ends_with_what_was_done() {
    let milk = json!({"title": "Buy milk", "due_date": "2026-11-26"});
    let story = begin([calls(&[("add_task", milk)]), says("It is on your list – für morgen.")]).await;

    let reply = story.say("Please add buying milk for tomorrow", None).await;

    assert_eq!(tools(&reply), ["add_task"]);
    assert!(answer(&reply).starts_with("It is on your list – für morgen."), "{reply:#}");
    assert!(
        answer(&reply).contains("✓ Added “Buy milk”, due Thursday 26 November 2026"),
        "{reply:#}"
    );
    assert_eq!(story.titles().await, ["Buy milk"]);
    let asked = story.stub.asked();
    assert_eq!((&asked[0]["model"], &asked[0]["stream"]), (&json!("tiny"), &json!(true)));
    assert_eq!(asked[0]["tools"].as_array().map(Vec::len), Some(11));
    let system = asked[0]["messages"][0]["content"].as_str().unwrap_or_default();
    assert!(
        system.contains("Wednesday 25 November 2026") && system.contains("Europe/Berlin"),
        "{system}"
    );
    let told = asked[1]["messages"]
        .as_array()
        .expect("messages")
        .last()
        .expect("one")
        .clone();
    assert_eq!((&told["role"], &told["tool_call_id"]), (&json!("tool"), &json!("call_0")));
    assert!(
        told["content"]
            .as_str()
            .is_some_and(|text| text.contains("\"title\":\"Buy milk\"")),
        "{told}"
    );
}

#[tokio::test]
async fn an_answer_streams_as_the_model_says_it() {
    let story = begin([calls(&[("add_task", json!({"title": "Buy milk"}))]), says("Done and dusted.")]).await;
    let call = story.ann.call("POST", "/api/chat").header("accept", "text/event-stream");
    let events = stream(call.json(&json!({"message": "add milk"})).send().await.text());

    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["tool", "text", "text", "text", "done"], "{events:#?}");
    let text: String = events[1..4].iter().filter_map(|(_, data)| data["text"].as_str()).collect();
    assert_eq!(events[4].1["response"], text);
}

#[tokio::test]
async fn a_model_remembers_the_conversation_and_knows_what_was_shown() {
    let story = begin([calls(&[("list_tasks", json!({}))]), says("One task."), says("What about it?")]).await;
    let task = story.ann.add(json!({"title": "Water plants"})).await;
    let first = story.say("what is on my list?", None).await;
    story.say("hm", Some(&first["conversation_id"])).await;

    let asked = story.stub.asked();
    let messages = asked[2]["messages"].as_array().expect("messages").clone();
    let said: Vec<&str> = messages[1..].iter().filter_map(|each| each["content"].as_str()).collect();
    assert_eq!(said, ["what is on my list?", "One task.", "hm"]);
    assert!(
        messages[0]["content"].as_str().is_some_and(|text| text.contains(task.id())),
        "{messages:#?}"
    );
}

/// A slow model answers one message; another of the same conversation is refused until then, and nothing
/// of either is lost.
#[tokio::test]
async fn while_a_message_is_answered_another_one_has_no_turn() {
    let hold = Hold::default();
    let slow = Step::Held(hold.clone(), Box::new(calls(&[("complete_task", json!({"task": "Milch"}))])));
    let story = begin([slow, says("A!"), says("B!")]).await;
    for title in ["Milch", "Brot"] {
        story.ann.add(json!({"title": title})).await;
    }
    let id = story.say("help", None).await["conversation_id"].clone();
    let path = format!("/api/conversations/{}", id.as_str().expect("an id"));
    let message = |text: &str| json!({"message": text, "conversation_id": id});

    let (ann, body) = (story.ann.clone(), message("tu die milch weg"));
    let first = tokio::spawn(async move { ann.post("/api/chat", &body).await });
    eventually("the model is asked", PATIENCE, || async {
        (story.stub.asked().len() == 1).then_some(())
    })
    .await;
    story.ann.post("/api/chat", &message("tu brot weg")).await.problem(409);
    hold.let_go();
    let first = first.await.expect("it is answered").expect(200).json();
    assert!(answer(&first).contains("complete “Milch”"), "{first:#}");

    let kept = story.ann.get(&path).await.expect(200).json();
    assert_eq!(kept["messages"][2]["content"], "tu die milch weg");
    assert_eq!(kept["messages"][3]["content"], first["response"]);
    let done = story.say("yes", Some(&id)).await;
    assert_eq!(answer(&done), "Completed “Milch”.");
    assert_eq!(story.titles().await, ["Brot"]);
}

/// Nobody waits for the answer any more, and the server is asked to end: the turn is still finished.
#[tokio::test]
async fn a_turn_that_nobody_waits_for_is_finished_before_the_end() {
    let hold = Hold::default();
    let add = calls(&[("add_task", json!({"title": "Bread"}))]);
    let mut story = begin([add, Step::Held(hold.clone(), Box::new(says("ok")))]).await;
    let (ann, body) = (story.ann.clone(), json!({"message": "add bread"}));
    let asking = tokio::spawn(async move { ann.post("/api/chat", &body).await });
    eventually("the model is asked again", PATIENCE, || async {
        (story.stub.asked().len() == 2).then_some(())
    })
    .await;
    asking.abort();
    story.rondo.process().signal("INT");
    hold.let_go();
    story.rondo.ended().await;
    story.rondo.restart().await;

    let listed = story.ann.get("/api/conversations").await.expect(200).json();
    let id = listed[0]["id"].as_str().expect("it was begun").to_owned();
    let kept = story.ann.get(&format!("/api/conversations/{id}")).await.expect(200).json();
    assert_eq!(kept["messages"].as_array().map(Vec::len), Some(2), "{kept:#}");
}
