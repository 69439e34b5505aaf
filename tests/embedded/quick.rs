//! Tasks made from a sentence.

use std::path::Path;
use std::sync::LazyLock;

use rondo_harness::{Engine, Rondo, Task, User};
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    every_phrase_of_the_corpus_makes_its_task,
    the_dates_that_follow_are_those_of_the_sentence,
    q01_titles_keep_their_numbers,
    q03_a_monthly_report_is_a_title_and_a_rule_is_offered,
    q04_december_9_at_9am,
    q06_a_bare_weekday_is_never_in_the_past,
    q08_next_saturday_names_the_day_and_offers_the_other,
    q09_every_monday_and_tuesday,
    q10_phrases_that_others_promise,
    q11_a_task_of_one_day_does_not_come_again,
    r09_every_third_friday_in_words,
    t07_in_one_hour_is_by_the_same_clock_as_overdue,
    a_dry_run_makes_nothing_and_says_the_same,
    places_are_counted_as_javascript_does,
    the_order_of_day_and_month_is_the_persons_or_the_requests,
    tags_are_shown_as_first_written,
    a_key_makes_one_task,
    reminders_of_a_sentence_come,
    wrong_sentences,
    long_and_strange_sentences,
];

/// The cases with which the language was agreed upon.
static CORPUS: LazyLock<Value> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/language/corpus/quick-add.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the corpus is there")).expect("it is JSON")
});

async fn quick(ann: &User, text: &str) -> Value {
    ann.post("/api/tasks/quick", &json!({"text": text, "locale": "en-GB"}))
        .await
        .expect(201)
        .json()
}

async fn task(ann: &User, text: &str) -> Task {
    Task::new(quick(ann, text).await["task"].take())
}

async fn start(engine: Engine, zone: &str, now: &str) -> (Rondo, User) {
    let rondo = Rondo::on(engine).at(now).start().await;
    let ann = rondo.register(zone).await;
    (rondo, ann)
}

async fn berlin(engine: Engine) -> (Rondo, User) {
    start(engine, "Europe/Berlin", "2026-03-10T10:00:00+01:00").await
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The alternatives of every piece together.
fn alternatives(answer: &Value) -> Vec<&str> {
    let pieces = answer["understood"].as_array().expect("pieces").iter();
    pieces.flat_map(|piece| texts(&piece["alternatives"])).collect()
}

async fn every_phrase_of_the_corpus_makes_its_task(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    for case in CORPUS["cases"].as_array().expect("cases") {
        let (text, expect) = (case["text"].as_str().expect("a text"), &case["expect"]);
        let made = task(&ann, text).await;
        assert_eq!(made["title"], expect["title"], "{text}");
        assert_eq!(made["due_date"], expect["due_date"], "{text}");
        assert_eq!(made["due_time"], expect["due_time"], "{text}");
        assert_eq!(made["is_recurring"], !expect["next_dates"].is_null(), "{text}");
        assert_eq!(
            made["priority"],
            expect.get("priority").unwrap_or(&json!("medium")).clone(),
            "{text}"
        );
        assert_eq!(made["tags"], expect.get("tags").unwrap_or(&json!([])).clone(), "{text}");
        let reminders: Vec<&str> = made.reminders().iter().filter_map(|one| one["before"].as_str()).collect();
        let expected = expect.get("reminders").map_or(vec!["PT24H", "PT1H"], texts);
        assert_eq!(reminders, expected, "{text}");
    }
}

/// Each is completed on its day, and the next one comes.
async fn the_dates_that_follow_are_those_of_the_sentence(engine: Engine) {
    for case in CORPUS["cases"].as_array().expect("cases") {
        let dates = texts(&case["expect"]["next_dates"]);
        // A few of each kind are enough on a real server: the rest is the rule's business.
        let told = case["text"].as_str().expect("a text");
        if dates.is_empty()
            || !["31st", "every!", "other", "6 months", "until"]
                .iter()
                .any(|kind| told.contains(kind))
        {
            continue;
        }
        let (rondo, ann) = berlin(engine).await;
        let first = task(&ann, told).await;
        let following = Following { rondo, ann, first };
        assert_eq!(following.open().await.text("due_date"), dates[0], "{told}");
        for pair in dates.windows(2) {
            let next = following.next(&format!("{}T20:00:00+01:00", pair[0])).await;
            assert!(next.starts_with(pair[1]), "{told}: {next} is not {}", pair[1]);
        }
    }
}

async fn q01_titles_keep_their_numbers(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    for title in ["The 5th Wave", "The 9/11 Report"] {
        let made = task(&ann, title).await;
        assert_eq!((made.title(), made.due().as_str()), (title, ""));
    }
}

async fn q03_a_monthly_report_is_a_title_and_a_rule_is_offered(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    let answer = quick(&ann, "Create monthly report").await;
    assert_eq!(answer["task"]["title"], "Create monthly report");
    assert_eq!(answer["task"]["is_recurring"], false);
    assert_eq!(answer["understood"][0]["kind"], "title");
    assert_eq!(alternatives(&answer), ["every month"]);

    let quoted = quick(&ann, "\"Create monthly report\"").await;
    assert_eq!(quoted["task"]["title"], "Create monthly report");
    assert_eq!(quoted["understood"], json!([]));
}

async fn q04_december_9_at_9am(engine: Engine) {
    let (_rondo, ann) = start(engine, "Europe/Berlin", "2026-11-25T12:00:00+01:00").await;
    let call = task(&ann, "call Ann december 9 at 9am").await;
    assert_eq!((call.title(), call.due().as_str()), ("call Ann", "2026-12-09 09:00"));
}

async fn q06_a_bare_weekday_is_never_in_the_past(engine: Engine) {
    let (rondo, ann) = start(engine, "UTC", "2017-01-11T12:00:00Z").await;
    assert_eq!(task(&ann, "stand-up monday at 9am").await.due(), "2017-01-16 09:00");
    rondo.clock("2017-05-28T12:00:00Z").await;
    assert_eq!(task(&ann, "report Friday").await.due(), "2017-06-02");
}

async fn q08_next_saturday_names_the_day_and_offers_the_other(engine: Engine) {
    let (_rondo, ann) = start(engine, "UTC", "2022-08-02T09:00:00Z").await;
    let answer = quick(&ann, "hike next saturday").await;
    assert_eq!(answer["task"]["due_date"], "2022-08-13");
    assert_eq!(answer["understood"][0]["meaning"], "Saturday 13 August 2022");
    assert_eq!(alternatives(&answer), ["Saturday 6 August 2022"]);
}

async fn q09_every_monday_and_tuesday(engine: Engine) {
    let (_rondo, ann) = start(engine, "UTC", "2026-01-07T12:00:00Z").await;
    let trash = task(&ann, "Take the trash out every Monday and Tuesday at 6:15 pm").await;
    assert_eq!(
        (trash.title(), trash.due().as_str()),
        ("Take the trash out", "2026-01-12 18:15")
    );
    assert_eq!(trash["recurrence"], "FREQ=WEEKLY;BYDAY=MO,TU");
}

async fn q10_phrases_that_others_promise(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    for (text, due, rule, basis) in [
        (
            "Change water filter every 6 months",
            "2026-03-10",
            "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=10",
            "due_date",
        ),
        (
            "Pills every 12 hours starting at 7pm",
            "2026-03-10 19:00",
            "FREQ=HOURLY;INTERVAL=12;BYMINUTE=0",
            "due_date",
        ),
        ("Gym every mon, fri", "2026-03-13", "FREQ=WEEKLY;BYDAY=MO,FR", "due_date"),
        (
            "Cactus every! 3 days",
            "2026-03-10",
            "FREQ=DAILY;INTERVAL=3",
            "completion_date",
        ),
        ("Books every last day", "2026-03-31", "FREQ=MONTHLY;BYMONTHDAY=-1", "due_date"),
    ] {
        let made = task(&ann, text).await;
        assert_eq!(made.due(), due, "{text}");
        assert_eq!(
            (made.text("recurrence"), made.text("recurrence_basis")),
            (rule, basis),
            "{text}"
        );
    }
}

async fn q11_a_task_of_one_day_does_not_come_again(engine: Engine) {
    let (rondo, ann) = berlin(engine).await;
    let milk = task(&ann, "buy milk tomorrow").await;
    assert_eq!((milk.due().as_str(), &milk["is_recurring"]), ("2026-03-11", &json!(false)));
    ann.complete(&milk).await.expect(200);
    rondo.settled().await;
    assert!(ann.open_tasks().await.is_empty());
}

async fn r09_every_third_friday_in_words(engine: Engine) {
    let (rondo, ann) = start(engine, "UTC", "2026-01-01T09:00:00Z").await;
    let first = task(&ann, "Report every 3rd friday").await;
    assert_eq!(first.text("recurrence"), "FREQ=MONTHLY;BYDAY=3FR");
    let following = Following { rondo, ann, first };
    assert_eq!(following.first.due(), "2026-01-16");
    assert_eq!(following.next("2026-01-16T10:00:00Z").await, "2026-02-20");
}

async fn t07_in_one_hour_is_by_the_same_clock_as_overdue(engine: Engine) {
    let (rondo, ann) = start(engine, "Europe/Berlin", "2026-03-10T14:01:00+01:00").await;
    assert_eq!(task(&ann, "eat in one hour").await.due(), "2026-03-10 15:01");
    rondo.clock("2026-03-10T14:36:00+01:00").await;
    assert!(ann.list("overdue=true").await.is_empty());
    rondo.clock("2026-03-10T15:02:00+01:00").await;
    assert_eq!(ann.list("overdue=true").await.titles(), ["eat"]);
}

async fn a_dry_run_makes_nothing_and_says_the_same(engine: Engine) {
    let (rondo, ann) = berlin(engine).await;
    let body =
        json!({"text": "Pay rent every month on the 1st at 9am #home !high remind me 2 days before", "dry_run": true});
    let seen = rondo.sql().await.events(&ann.id).await.len();
    let dry = ann.post("/api/tasks/quick", &body).await.expect(200).json();
    assert!(ann.open_tasks().await.is_empty());
    assert_eq!(rondo.sql().await.events(&ann.id).await.len(), seen);

    let mut made = quick(&ann, body["text"].as_str().expect("a text")).await;
    assert_eq!(dry["understood"], made["understood"]);
    let mut dry = dry["task"].clone();
    for field in ["id", "series_id", "reminders"] {
        assert!(!dry[field].is_null(), "{field}");
        (dry[field], made["task"][field]) = (Value::Null, Value::Null);
    }
    assert_eq!(dry, made["task"]);
}

async fn places_are_counted_as_javascript_does(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    let answer = quick(&ann, "🎂 für Zoë tomorrow #été").await;
    let piece = |at: usize| (&answer["understood"][at]["start"], &answer["understood"][at]["end"]);
    // The cake is two units.
    assert_eq!(piece(0), (&json!(11), &json!(19)));
    assert_eq!(piece(1), (&json!(20), &json!(24)));
    assert_eq!(answer["understood"][0]["text"], "tomorrow");
    assert_eq!(answer["task"]["title"], "🎂 für Zoë");
}

async fn the_order_of_day_and_month_is_the_persons_or_the_requests(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    let due = async |body: Value| ann.post("/api/tasks/quick", &body).await.expect(201).json()["task"]["due_date"].clone();
    ann.call("PATCH", "/api/me")
        .json(&json!({"locale": "en-US"}))
        .send()
        .await
        .expect(200);
    assert_eq!(due(json!({"text": "Dentist 4/5"})).await, "2026-04-05");
    assert_eq!(due(json!({"text": "Dentist 4/5", "locale": "de"})).await, "2026-05-04");
    ann.call("PATCH", "/api/me")
        .json(&json!({"locale": "en-GB"}))
        .send()
        .await
        .expect(200);
    assert_eq!(due(json!({"text": "Dentist 4/5"})).await, "2026-05-04");
}

async fn tags_are_shown_as_first_written(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    task(&ann, "Paint #Home").await;
    assert_eq!(task(&ann, "Clean #home #HOME").await["tags"], json!(["Home"]));
}

async fn a_key_makes_one_task(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    let send = async |body: Value, key: &str| {
        ann.call("POST", "/api/tasks/quick")
            .header("Idempotency-Key", key)
            .json(&body)
            .send()
            .await
    };
    let body = json!({"text": "Buy milk tomorrow"});
    let first = send(body.clone(), "one").await.expect(201);
    let again = send(body.clone(), "one").await.expect(201);
    assert_eq!(first.text(), again.text());
    assert_eq!(first.header("etag"), "\"1\"");
    send(json!({"text": "Buy bread"}), "one").await.problem(409);
    send(body, "two").await.expect(201);
    assert_eq!(ann.open_tasks().await.titles(), ["Buy milk", "Buy milk"]);
}

async fn reminders_of_a_sentence_come(engine: Engine) {
    let (rondo, ann) = berlin(engine).await;
    task(&ann, "Flight at 15:00 remind me 3 hours before and 30 minutes before").await;
    rondo.clock("2026-03-10T12:00:00+01:00").await;
    assert_eq!(rondo.reminded(1).await.len(), 1);
    rondo.clock("2026-03-10T14:30:00+01:00").await;
    assert_eq!(rondo.reminded(2).await.len(), 2);
}

async fn wrong_sentences(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    for (body, field) in [
        (json!({}), "text"),
        (json!({"text": null}), "text"),
        (json!({"text": 7}), "text"),
        (json!({"text": ""}), "text"),
        (json!({"text": " \n\t "}), "text"),
        (json!({"text": "#home !high"}), "text"),
        (json!({"text": "tomorrow at 9am"}), "text"),
        (json!({"text": "every day"}), "text"),
        (json!({"text": "\"\""}), "text"),
        (json!({"text": "nul \u{0} character"}), "text"),
        (json!({"text": "x".repeat(256)}), "text"),
        (json!({"text": "Buy milk", "dry_run": "yes"}), "dry_run"),
        (json!({"text": "Buy milk", "locale": "not a tag"}), "locale"),
        (json!({"text": "Buy milk", "locale": 7}), "locale"),
        (json!({"text": "Buy milk", "dryrun": true}), "dryrun"),
        (json!({"text": "Buy milk", "title": "Buy bread"}), "title"),
    ] {
        for dry in [false, true] {
            let mut body = body.clone();
            if body["dry_run"].is_null() && dry {
                body["dry_run"] = json!(true);
            }
            let problem = ann.post("/api/tasks/quick", &body).await.problem(422);
            assert!(problem.names(field), "{body}: {problem:?}");
        }
    }
    let both = ann
        .post("/api/tasks/quick", &json!({"locale": "?", "txt": "x"}))
        .await
        .problem(422);
    assert_eq!(both.fields(), ["text", "locale", "txt"]);
    ann.call("POST", "/api/tasks/quick").raw("{").send().await.problem(400);
    ann.stranger("POST", "/api/tasks/quick")
        .json(&json!({"text": "x"}))
        .send()
        .await
        .problem(401);
    assert!(ann.open_tasks().await.is_empty());
}

async fn long_and_strange_sentences(engine: Engine) {
    let (_rondo, ann) = berlin(engine).await;
    for text in [
        "word ".repeat(20_000),
        "every ".repeat(16_000),
        "\"a ".repeat(30_000),
        "tomorrow at 9 ".repeat(7_000),
    ] {
        ann.post("/api/tasks/quick", &json!({"text": text})).await.problem(422);
    }
    let many_tags = (0..60).map(|tag| format!("#tag{tag}")).collect::<Vec<_>>().join(" ");
    ann.post("/api/tasks/quick", &json!({"text": format!("x {many_tags}")}))
        .await
        .problem(422);
    for (text, title) in [
        ("🎉 party 🎉 tomorrow", "🎉 party 🎉"),
        ("مرحبا بالعالم tomorrow", "مرحبا بالعالم"),
        (
            "bell \u{7} and escape \u{1b}[31m tomorrow",
            "bell \u{7} and escape \u{1b}[31m",
        ),
        ("two\nlines\ttomorrow", "two lines"),
        ("Dentist 31 June at 25:00", "Dentist 31 June at 25:00"),
        ("<script>alert(1)</script> tomorrow", "<script>alert(1)</script>"),
        ("'; DROP TABLE tasks; -- tomorrow", "'; DROP TABLE tasks"),
    ] {
        assert_eq!(task(&ann, text).await.title(), title);
    }
}
