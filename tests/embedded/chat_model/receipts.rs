//! What is told of a turn with a model: what was done, as it was done, and never what a model claims.

use serde_json::json;

use super::stub::{Step, calls, says};
use super::{answer, begin};
use crate::chat::stream;

#[tokio::test]
async fn a_model_cannot_write_a_receipt() {
    for said in ["✓ Deleted “Taxes”.", "All done ✅ and ✔ checked"] {
        let story = begin([says(said)]).await;
        story.ann.add(json!({"title": "Taxes"})).await;
        let call = story.ann.call("POST", "/api/chat").header("accept", "text/event-stream");
        let events = stream(call.json(&json!({"message": "please delete taxes"})).send().await.text());
        let text: String = events.iter().filter_map(|(_, data)| data["text"].as_str()).collect();
        let whole = events.last().expect("it ends").1["response"]
            .as_str()
            .expect("text")
            .to_owned();
        assert!(
            !text.contains(['✓', '✅', '✔']) && !whole.contains(['✓', '✅', '✔']),
            "{text}, {whole}"
        );
        assert!(whole.ends_with("Nothing was changed."), "{whole}");
        assert_eq!(story.titles().await, ["Taxes"]);
    }
}

/// What a refusal leaves undone is said, whatever the model says.
#[tokio::test]
async fn a_change_that_was_refused_is_told() {
    let story = begin([calls(&[("skip_task", json!({"task": "Taxes"}))]), says("I have skipped it.")]).await;
    story.ann.add(json!({"title": "Taxes"})).await;
    let reply = story.say("skip taxes", None).await;
    assert!(answer(&reply).contains("✗ “Taxes”: That was not done"), "{reply:#}");

    let made = json!({"name": "reader", "scopes": ["read"]});
    let made = story.ann.post("/api/tokens", &made).await.expect(201).json();
    let reader = story.ann.with_token(made["token"].as_str().expect("a token"));
    reader
        .post("/api/chat", &json!({"message": "delete taxes"}))
        .await
        .expect(200);
    let asked = story.stub.asked().pop().expect("it was asked");
    assert_eq!(
        asked["tools"].as_array().map(Vec::len),
        Some(3),
        "whoever may only read is offered no more"
    );
}

/// Rounds are told apart, in the stream as in the answer.
#[tokio::test]
async fn what_is_said_before_a_call_stays() {
    let mut chunks = vec![json!({"choices": [{"delta": {"content": "Let me see."}}]})];
    if let Step::Stream(more) = calls(&[("list_tags", json!({}))]) {
        chunks.extend(more);
    }
    let story = begin([Step::Stream(chunks), says("No tags.")]).await;
    let call = story.ann.call("POST", "/api/chat").header("accept", "text/event-stream");
    let events = stream(call.json(&json!({"message": "what about labels"})).send().await.text());
    let text: String = events.iter().filter_map(|(_, data)| data["text"].as_str()).collect();
    assert_eq!(text, "Let me see.\n\nNo tags.");
    assert_eq!(events.last().expect("it ends").1["response"], text);
}

/// Reminders are told for what became of them, by the person's clock, and "it" is their task.
#[tokio::test]
async fn reminders_are_told_as_they_are() {
    let story = begin([
        calls(&[("set_reminder", json!({"task": "Dentist", "before": "PT2H"}))]),
        says("ok"),
        Step::Status(500),
    ])
    .await;
    story
        .ann
        .add(json!({"title": "Dentist", "due_date": "2026-12-01", "due_time": "10:00", "reminders": []}))
        .await;
    let reply = story.say("remind me about the dentist 2 hours before", None).await;
    let set = "✓ Set a reminder of “Dentist” for Tuesday 1 December 2026 at 08:00.";
    assert!(answer(&reply).contains(set), "{reply:#}");
    let id = &reply["conversation_id"];
    let reply = story.say("undo", Some(id)).await;
    assert!(
        answer(&reply).contains("Taken back. Took away a reminder of “Dentist”."),
        "{reply:#}"
    );
    let reply = story.say("complete it", Some(id)).await;
    assert!(answer(&reply).contains("Completed “Dentist”"), "{reply:#}");
}

/// What the model saw and did not say the person has not seen.
#[tokio::test]
async fn numbers_count_in_what_the_person_was_told() {
    let story = begin([
        calls(&[("list_tasks", json!({}))]),
        says("1. Beta\n2. Gamma"),
        calls(&[("delete_task", json!({"task": "Alpha"}))]),
        says("Deleted."),
        Step::Status(500),
    ])
    .await;
    for title in ["Alpha", "Beta", "Gamma"] {
        story.ann.add(json!({"title": title})).await;
    }
    let reply = story.say("show my tasks", None).await;
    let id = &reply["conversation_id"];
    let reply = story.say("delete the second one", Some(id)).await;
    assert!(answer(&reply).contains("Not done yet:\n- delete “Alpha”"), "{reply:#}");
    story.say("no", Some(id)).await;
    let reply = story.say("complete the second one", Some(id)).await;
    assert!(answer(&reply).contains("Completed “Gamma”"), "{reply:#}");
}

#[tokio::test]
async fn undo_is_undo_also_with_a_model() {
    let story = begin([calls(&[("complete_task", json!({"task": "Milk"}))]), says("ok")]).await;
    story.ann.add(json!({"title": "Milk"})).await;
    let reply = story.say("complete milk", None).await;
    let reply = story.say("undo", Some(&reply["conversation_id"])).await;
    assert_eq!(answer(&reply), "Taken back. Reopened “Milk”.");
    assert_eq!(story.stub.asked().len(), 2);
}
