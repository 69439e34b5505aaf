//! Endpoints that fail, wander or answer in their own way.

use rondo_harness::{Engine, Rondo};
use serde_json::json;

use super::stub::{Step, calls, says};
use super::{answer, begin, tools};

/// Half a sentence, which the endpoint ended.
fn cut(why: &str) -> Step {
    let part = json!({"choices": [{"delta": {"content": "I will"}}]});
    Step::Stream(vec![part, json!({"choices": [{"delta": {}, "finish_reason": why}]})])
}

/// Whatever becomes of the model, the person is answered, and what they asked for is done once.
#[tokio::test]
async fn when_the_model_fails_the_interpreter_answers() {
    let part = json!({"choices": [{"delta": {"content": "I will"}}]});
    let half_call = json!({"choices": [{"delta": {"tool_calls": [{"index": 0, "id": "a",
        "function": {"name": "add_task", "arguments": "{\"title\": \"Buy mi"}}]}}]});
    let failures = [
        (Step::Status(429), "too often"),
        (Step::Status(500), "cannot be reached"),
        (Step::Status(401), "refused the question with status 401"),
        (Step::Status(302), "refused the question with status 302"),
        (Step::Raw("data: {\"choices\": [}\n\n".to_owned()), "cannot be understood"),
        (Step::Raw("<html>Bad gateway</html>".to_owned()), "broke off"),
        (Step::Raw(String::new()), "broke off"),
        (
            Step::Whole(json!({"error": {"message": "overloaded"}})),
            "cannot be understood",
        ),
        (Step::Half(vec![part]), "broke off"),
        (Step::Half(vec![half_call]), "broke off"),
        (Step::Flood, "did not come to an end"),
        (says(""), "said nothing"),
        (cut("length"), "was cut off"),
        (cut("content_filter"), "was cut off"),
        (Step::Hang, "took too long"),
    ];
    for (step, why) in failures {
        let story = begin([step.clone()]).await;
        let reply = story.say("add buy milk", None).await;
        assert!(answer(&reply).contains(why), "{step:?}: {reply:#}");
        assert!(answer(&reply).contains("Added “buy milk”"), "{step:?}: {reply:#}");
        assert!(!reply.to_string().contains("secret-detail"), "{reply:#}");
        assert_eq!(story.titles().await, ["buy milk"], "{step:?}");
    }
    let nobody = Rondo::on(Engine::Sqlite).setup().await;
    let nobody = nobody
        .argument("--llm-url")
        .argument("http://127.0.0.1:1/v1")
        .argument("--llm-model")
        .argument("x");
    let rondo = nobody.start().await;
    let ann = rondo.register("UTC").await;
    let reply = ann
        .post("/api/chat", &json!({"message": "add buy milk"}))
        .await
        .expect(200)
        .json();
    assert!(
        answer(&reply).contains("cannot be reached") && answer(&reply).contains("Added"),
        "{reply:#}"
    );
}

#[tokio::test]
async fn a_failure_halfway_does_nothing_twice_and_says_what_was_done() {
    let story = begin([calls(&[("add_task", json!({"title": "Buy milk"}))]), Step::Status(500)]).await;
    let reply = story.say("add buy milk", None).await;
    assert!(
        answer(&reply).contains("failed halfway") && answer(&reply).contains("✓ Added “Buy milk”"),
        "{reply:#}"
    );
    assert_eq!(story.titles().await, ["Buy milk"]);
}

#[tokio::test]
async fn unknown_tools_and_broken_arguments_go_back_to_the_model() {
    let broken = json!({"index": 0, "id": "x", "function": {"name": "add_task", "arguments": "{\"title\": "}});
    let steps = [
        calls(&[("drop_tables", json!({}))]),
        Step::Stream(vec![
            json!({"choices": [{"delta": {"tool_calls": [broken]}, "finish_reason": "tool_calls"}]}),
        ]),
        calls(&[("add_task", json!({"titel": "Buy milk", "user": "bob"}))]),
        Step::Whole(json!({"choices": [{"message": {"tool_calls": [{"function":
            {"name": "add_task", "arguments": {"title": "Buy milk"}}}]}, "finish_reason": "stop"}]})),
        says("Added."),
    ];
    let story = begin(steps).await;
    let reply = story.say("add buy milk", None).await;

    assert_eq!(story.titles().await, ["Buy milk"], "{reply:#}");
    let last = story.stub.asked().pop().expect("it was asked");
    let told: Vec<String> = last["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .filter(|each| each["role"] == "tool")
        .map(|each| each["content"].to_string())
        .collect();
    for (told, word) in told
        .iter()
        .zip(["unknown-tool", "malformed-arguments", "did you mean title", "Buy milk"])
    {
        assert!(told.contains(word), "{word} is not in {told}");
    }
}

#[tokio::test]
async fn a_model_that_goes_round_in_circles_is_stopped() {
    let circle = calls(&[("list_tasks", json!({}))]);
    let story = begin([circle]).await;
    let reply = story.say("show my tasks", None).await;
    assert!(answer(&reply).contains("did not come to an end"), "{reply:#}");
    assert!(answer(&reply).contains("no such tasks"), "the interpreter answers: {reply:#}");
    assert!(story.stub.asked().len() <= 4);

    let ever_new: Vec<Step> = (1..20)
        .map(|limit| calls(&[("list_tasks", json!({"limit": limit}))]))
        .collect();
    let story = begin(ever_new).await;
    let reply = story.say("show my tasks", None).await;
    assert!(answer(&reply).contains("did not come to an end"), "{reply:#}");
    assert!(story.stub.asked().len() <= 8);
}

#[tokio::test]
async fn settings_of_a_model_that_make_no_sense_are_refused() {
    for (arguments, named) in [
        (vec!["--llm-url", "http://127.0.0.1:1"], "--llm-model"),
        (vec!["--llm-model", "x"], "--llm-url"),
        (vec!["--llm-url", "ftp://x", "--llm-model", "x"], "--llm-url"),
        (
            vec!["--llm-url", "http://x", "--llm-model", "x", "--llm-timeout", "0"],
            "--llm-timeout",
        ),
    ] {
        let mut setup = Rondo::on(Engine::Sqlite).setup().await;
        for argument in &arguments {
            setup = setup.argument(argument);
        }
        let ended = setup.fail().await;
        assert!(ended.said().contains(named), "{arguments:?}: {}", ended.said());
    }
}

#[tokio::test]
async fn several_calls_with_one_index_are_all_made() {
    let chunk = |id: &str, title: &str| {
        let arguments = json!({"title": title}).to_string();
        let call = json!({"index": 0, "id": id, "function": {"name": "add_task", "arguments": arguments}});
        json!({"choices": [{"delta": {"tool_calls": [call]}}]})
    };
    let end = json!({"choices": [{"delta": {}, "finish_reason": "tool_calls"}]});
    let both = Step::Stream(vec![chunk("a", "Milk"), chunk("b", "Bread"), end]);
    let story = begin([both, says("Added both.")]).await;
    let reply = story.say("add milk and bread", None).await;
    assert_eq!(tools(&reply), ["add_task", "add_task"], "{reply:#}");
    assert_eq!(story.titles().await.len(), 2);
}

/// What newer models of OpenAI say to the older name of a parameter.
#[tokio::test]
async fn an_endpoint_that_wants_another_parameter_is_asked_again_with_it() {
    let why = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    let story = begin([Step::Refusal(400, why), says("Hello."), says("Hello again.")]).await;
    assert_eq!(answer(&story.say("good morning", None).await), "Hello.");
    story.say("good morning", None).await;
    let asked = story.stub.asked();
    let names: Vec<(bool, bool)> = asked
        .iter()
        .map(|body| (body["max_tokens"].is_number(), body["max_completion_tokens"].is_number()))
        .collect();
    assert_eq!(names, [(true, false), (false, true), (false, true)]);
    assert!(asked.iter().all(|body| body["temperature"].is_null()));
}

#[tokio::test]
async fn an_answer_is_whole_when_the_endpoint_says_so() {
    let chunks = vec![
        json!({"choices": [{"delta": {"content": "Hello"}}]}),
        json!({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
    ];
    let story = begin([Step::Open(chunks)]).await;
    assert_eq!(answer(&story.say("good morning", None).await), "Hello");
}
