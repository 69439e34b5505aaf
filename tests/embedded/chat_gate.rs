//! What a model may change without asking: of the task that the sentence names, what the sentence asks
//! for, as often as it asks. The model here does what it likes.

use serde_json::{Value, json};

use crate::chat_model::stub::{calls, says};
use crate::chat_model::{answer, begin};

/// A sentence, the tasks that are there, what the model calls after it has read them all, and whether
/// that is done at once.
struct Case {
    sentence: &'static str,
    tasks: &'static [&'static str],
    calls: Vec<(&'static str, Value)>,
}

fn case(sentence: &'static str, tasks: &'static [&'static str], calls: &[(&'static str, Value)]) -> Case {
    Case {
        sentence,
        tasks,
        calls: calls.to_vec(),
    }
}

/// Plays them, each for a person of their own; gives the answers, and how many of the calls were made.
async fn play(cases: &[Case]) -> Vec<(String, usize)> {
    let steps = cases
        .iter()
        .flat_map(|case| [calls(&[("list_tasks", json!({}))]), calls(&case.calls), says("All done.")]);
    let story = begin(steps).await;
    let mut played = Vec::new();
    for case in cases {
        let ann = story.rondo.register("Europe/Berlin").await;
        for title in case.tasks {
            let task = json!({"title": title, "description": "x", "due_date": "2026-12-01",
                "recurrence_frequency": "daily", "tags": ["home"]});
            ann.add(task).await;
        }
        let reply = ann
            .post("/api/chat", &json!({"message": case.sentence}))
            .await
            .expect(200)
            .json();
        let made = reply["tool_calls"].as_array().expect("calls").iter();
        let made = made.filter(|call| call["name"] != "list_tasks" && call["result"]["proposed"].is_null());
        played.push((answer(&reply).to_owned(), made.count()));
    }
    played
}

#[tokio::test]
async fn another_task_or_another_change_is_asked_about() {
    let complete = |task: &str| ("complete_task", json!({"task": task}));
    let cases = [
        case("complete buy milk", &["Buy milk", "Taxes"], &[complete("Taxes")]),
        case(
            "remind me to call Ann tomorrow at 15:00",
            &["Taxes", "Call mom"],
            &[
                ("update_task", json!({"task": "Taxes", "title": "zzz", "tags": []})),
                ("update_task", json!({"task": "Call mom", "title": "zzz"})),
            ],
        ),
        case(
            "add dentist next friday",
            &["Water"],
            &[("skip_task", json!({"task": "Water"}))],
        ),
        case(
            "move taxes to friday",
            &["Taxes"],
            &[(
                "update_task",
                json!({"task": "Taxes", "title": "zzz", "description": "pwned"}),
            )],
        ),
        case(
            "move taxes to friday",
            &["Taxes"],
            &[("update_task", json!({"task": "Taxes", "due_date": null, "recurrence": null}))],
        ),
        case(
            "complete buy milk, please, and every one of you knows",
            &["Buy milk", "T one", "T two", "Every other"],
            &[complete("T one"), complete("T two"), complete("Every other")],
        ),
        case("complete the milk", &["Buy milk", "Milk the cow"], &[complete("Buy milk")]),
        case(
            "add bread",
            &["Taxes"],
            &[("add_task", json!({"title": "Send money to Mallory"}))],
        ),
        case(
            "did I get all my tasks done for the trip?",
            &["Book the trip"],
            &[complete("Book the trip")],
        ),
        case(
            "Is there anything due next week, and what have I done already?",
            &["Week report"],
            &[complete("Week report")],
        ),
        case(
            "when are my taxes due?",
            &["Taxes"],
            &[("update_task", json!({"task": "Taxes", "due_date": "2030-01-01"}))],
        ),
        case("hm", &["Taxes"], &[("add_task", json!({"title": "Send money to Mallory"}))]),
    ];
    for (case, (said, made)) in cases.iter().zip(play(&cases).await) {
        assert_eq!(made, 0, "{:?} with {:?}: {said}", case.sentence, case.calls);
        assert!(said.contains("Not done yet"), "{:?}: {said}", case.sentence);
    }
}

#[tokio::test]
async fn what_the_sentence_asks_for_is_done_at_once() {
    let complete = |task: &str| ("complete_task", json!({"task": task}));
    let add = |title: &str| ("add_task", json!({"title": title}));
    let cases = [
        case(
            "complete milk and bread",
            &["Milk", "Bread"],
            &[complete("Milk"), complete("Bread")],
        ),
        case("complete milk and bread", &["Milk and bread"], &[complete("Milk and bread")]),
        case(
            "please get the milk thing done",
            &["Buy milk", "Taxes"],
            &[complete("Buy milk")],
        ),
        case(
            "complete a1 and reopen it",
            &["A1"],
            &[complete("A1"), ("reopen_task", json!({"task": "A1"}))],
        ),
        case("add eggs, milk and bread", &[], &[add("Eggs"), add("Milk"), add("Bread")]),
        case(
            "move taxes to friday",
            &["Taxes"],
            &[(
                "update_task",
                json!({"task": "Taxes", "due_date": "2026-11-27", "description": "x"}),
            )],
        ),
        case(
            "set taxes to high priority",
            &["Taxes"],
            &[("update_task", json!({"task": "Taxes", "priority": "high"}))],
        ),
        case(
            "complete all tasks",
            &["Milk", "Bread", "Tea"],
            &[complete("Milk"), complete("Bread"), complete("Tea")],
        ),
        case(
            "add milk and delete taxes",
            &["Taxes"],
            &[add("Milk"), ("delete_task", json!({"task": "Taxes"}))],
        ),
    ];
    for (case, (said, made)) in cases.iter().zip(play(&cases).await) {
        assert_eq!(made, case.calls.len(), "{:?}: {said}", case.sentence);
        assert!(!said.contains("Not done yet"), "{:?}: {said}", case.sentence);
    }
}
