//! The series as such: read, edited, with slots left out and added.

use rondo_harness::{Engine, Task};
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    a_series_as_it_is_shown,
    each_field_of_a_series,
    each_field_of_the_template,
    wrong_series,
    series_of_others_do_not_exist,
    a_new_rule_by_the_series,
    an_open_one_leaves_an_excluded_slot,
    an_excluded_slot_never_comes,
    an_added_slot_comes_in_between,
    slots_with_times,
    excluding_everything_is_refused,
    a_zone_for_the_series,
    a_template_is_not_the_task,
    what_was_read_may_be_sent_back,
];

async fn bins(engine: Engine) -> Following {
    let task = json!({
        "title": "Bins", "description": "At the gate", "priority": "high", "tags": ["home"], "due_date": "2026-03-10",
        "due_time": "18:00", "recurrence_frequency": "weekly", "reminders": [{"before": "PT1H"}],
    });
    Following::new(engine, "Europe/Berlin", "2026-03-10T09:00:00Z", task).await
}

async fn complete(following: &Following, task: &Task) {
    following.ann.complete(task).await.expect(200);
    following.rondo.settled().await;
}

async fn a_series_as_it_is_shown(engine: Engine) {
    let bins = bins(engine).await;
    assert_eq!(
        bins.series().await,
        json!({
            "id": bins.first["series_id"], "start": "2026-03-10", "recurrence": "FREQ=WEEKLY;BYDAY=TU",
            "recurrence_frequency": "weekly", "text": "every week on Tuesday", "basis": "due_date", "catch_up": "next",
            "time_zone": null, "exdates": [], "rdates": [], "state": "live",
            "template": {
                "title": "Bins", "description": "At the gate", "priority": "high", "tags": ["home"],
                "due_time": "18:00", "reminders": ["PT1H"],
            },
        })
    );
}

async fn each_field_of_a_series(engine: Engine) {
    let bins = bins(engine).await;
    let edits = [
        ("recurrence", json!("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), "recurrence"),
        ("recurrence_frequency", json!("daily"), "recurrence"),
        ("basis", json!("completion_date"), "recurrence_basis"),
        ("catch_up", json!("each"), "catch_up"),
        ("time_zone", json!("Asia/Tokyo"), "time_zone"),
        ("time_zone", Value::Null, "time_zone"),
        ("exdates", json!(["2026-03-24", "2026-04-07"]), "exdates"),
        ("rdates", json!(["2026-03-28"]), "rdates"),
        ("exdates", json!([]), "exdates"),
    ];
    for (seen, (field, value, changed)) in edits.into_iter().enumerate() {
        let edited = bins.edit_series(json!({field: value})).await.expect(200).json();
        assert_eq!(edited[field], value);
        assert_eq!(bins.series().await, edited);
        assert_eq!(bins.news(1 + seen).await, [format!("updated (series_changed) {changed}")]);
        let open = bins.open().await;
        assert_eq!(open["version"], 2 + seen, "the open one takes it over");
        let of_task = if field == "basis" { "recurrence_basis" } else { field };
        if !field.ends_with("dates") {
            assert_eq!(open[of_task], value);
        }
        bins.edit_series(json!({field: value})).await.expect(200);
        assert_eq!(bins.events().await.len(), 2 + seen, "again, it changes nothing");
    }
    assert_eq!(bins.open().await.due(), "2026-03-10 18:00");
}

async fn each_field_of_the_template(engine: Engine) {
    let bins = bins(engine).await;
    let edits = [
        ("title", json!("Waste"), json!("Waste")),
        ("description", Value::Null, json!("")),
        ("priority", json!("low"), json!("low")),
        ("tags", json!(["Home", "street"]), json!(["home", "street"])),
        ("due_time", json!("07:00"), json!("07:00")),
        ("reminders", json!(["P1D", "PT2H"]), json!(["P1D", "PT2H"])),
    ];
    for (seen, (field, value, shown)) in edits.into_iter().enumerate() {
        let edited = bins.edit_series(json!({"template": {field: value}})).await.expect(200).json();
        assert_eq!(edited["template"][field], shown);
        assert_eq!(bins.news(1 + seen).await, [format!("updated (series_changed) {field}")]);
        let open = bins.open().await;
        if field == "reminders" {
            assert_eq!(open.reminders()[1]["remind_at"], "2026-03-10T04:00:00Z");
        } else {
            assert_eq!(open[field], shown, "the open one takes it over");
        }
    }
    assert_eq!(bins.next("2026-03-10T10:00:00Z").await, "2026-03-17 07:00");
    let next = bins.open().await;
    assert_eq!(
        (next.title(), next.text("description"), next.text("priority")),
        ("Waste", "", "low")
    );
    assert_eq!((&next["tags"], next.reminders().len()), (&json!(["home", "street"]), 2));

    let whole_day = bins
        .edit_series(json!({"template": {"due_time": null}}))
        .await
        .expect(200)
        .json();
    assert_eq!(whole_day["template"]["due_time"], Value::Null);
    assert_eq!(bins.open().await.due(), "2026-03-17");
}

async fn wrong_series(engine: Engine) {
    let bins = bins(engine).await;
    let many: Vec<String> = (0..1001).map(|n| format!("{}-01-01", 2030 + n)).collect();
    let long_title = "x".repeat(256);
    let wrong = [
        ("recurrence", json!({"recurrence": "FREQ=DAILY;INTERVAL=0"})),
        ("recurrence", json!({"recurrence": null})),
        ("recurrence", json!({"recurrence": 7})),
        ("recurrence", json!({"recurrence": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"})),
        ("recurrence_frequency", json!({"recurrence_frequency": "hourly"})),
        (
            "recurrence_frequency",
            json!({"recurrence_frequency": "weekly", "recurrence": "FREQ=DAILY"}),
        ),
        ("basis", json!({"basis": "whenever"})),
        ("basis", json!({"basis": null})),
        ("catch_up", json!({"catch_up": "all"})),
        ("time_zone", json!({"time_zone": "Mars/Olympus"})),
        ("exdates", json!({"exdates": "2026-03-17"})),
        ("exdates", json!({"exdates": ["17 March"]})),
        ("exdates", json!({"exdates": [7]})),
        ("exdates", json!({"exdates": null})),
        ("exdates", json!({"exdates": many})),
        ("rdates", json!({"rdates": ["2026-02-30"]})),
        ("rdates", json!({"rdates": many})),
        ("id", json!({"id": "00000000-0000-7000-8000-000000000000"})),
        ("start", json!({"start": "2026-03-11"})),
        ("text", json!({"text": "every day"})),
        ("state", json!({"state": "paused"})),
        ("template.title", json!({"template": {"title": ""}})),
        ("template.title", json!({"template": {"title": null}})),
        ("template.title", json!({"template": {"title": long_title}})),
        ("template.priority", json!({"template": {"priority": "urgent"}})),
        ("template.tags", json!({"template": {"tags": ["a/b"]}})),
        ("template.due_time", json!({"template": {"due_time": "25:00"}})),
        ("template.reminders", json!({"template": {"reminders": ["soon"]}})),
        ("template.due_date", json!({"template": {"due_date": "2026-03-11"}})),
        ("title", json!({"title": "Waste"})),
        ("recurence", json!({"recurence": "FREQ=DAILY"})),
    ];
    for (field, body) in wrong {
        let shown: String = body.to_string().chars().take(100).collect();
        let answer = bins.edit_series(body).await;
        assert_eq!(answer.status(), 422, "{shown}: {answer:?}");
        assert_eq!(answer.problem(422).fields(), [field], "{shown}");
    }
    let several = json!({"basis": 1, "exdates": 1, "template": {"title": 1, "tags": 1}, "colour": 1});
    let mut fields = bins.edit_series(several).await.problem(422).fields();
    fields.sort();
    assert_eq!(fields, ["basis", "colour", "exdates", "template.tags", "template.title"]);
    for template in [json!([]), json!("Bins"), json!(7)] {
        let refused = bins.edit_series(json!({"template": template})).await.problem(422);
        assert!(refused.names("template"), "{refused:?}");
    }
    assert_eq!(bins.events().await.len(), 1);
}

async fn series_of_others_do_not_exist(engine: Engine) {
    let bins = bins(engine).await;
    let bob = bins.rondo.register("UTC").await;
    let path = format!("/api/series/{}", bins.first.text("series_id"));
    bob.get(&path).await.problem(404);
    bob.call("PATCH", &path)
        .json(&json!({"catch_up": "each"}))
        .send()
        .await
        .problem(404);
    bob.call("PATCH", &path)
        .json(&json!({"nonsense": 7}))
        .send()
        .await
        .problem(404);
    bob.post(&format!("{path}/pause"), &json!({})).await.problem(404);
    bob.post(&format!("{path}/resume"), &json!({})).await.problem(404);
    assert!(
        bob.list(&format!("series_id={}", bins.first.text("series_id")))
            .await
            .is_empty()
    );
    bins.ann.get("/api/series/7").await.refusal();
    bins.ann.get(&format!("/api/series/{}", bins.first.id())).await.problem(404);
    bins.ann.stranger("GET", &path).send().await.problem(401);
    assert_eq!(bins.events().await.len(), 1);
    assert_eq!(bins.series().await["catch_up"], "next");
}

async fn a_new_rule_by_the_series(engine: Engine) {
    let bins = bins(engine).await;
    bins.next("2026-03-10T10:00:00Z").await;
    let second = bins.open().await;
    let edited = bins
        .edit_series(json!({"recurrence": "FREQ=DAILY;INTERVAL=3;COUNT=2"}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&edited["id"], &edited["start"]),
        (&bins.first["series_id"], &json!("2026-03-17"))
    );
    assert_eq!(edited["text"], "every 3 days, 2 times");
    let open = bins.open().await;
    assert_eq!(
        (open.id(), open.due().as_str(), open.text("slot")),
        (second.id(), "2026-03-17 18:00", "2026-03-17")
    );
    assert_eq!(bins.next("2026-03-17T10:00:00Z").await, "2026-03-20 18:00");
    let last = bins.open().await;
    complete(&bins, &last).await;
    assert!(bins.ann.open_tasks().await.is_empty());
}

async fn an_open_one_leaves_an_excluded_slot(engine: Engine) {
    let bins = bins(engine).await;
    let edited = bins
        .edit_series(json!({"exdates": ["2026-03-10", "2026-03-17"]}))
        .await
        .expect(200)
        .json();
    assert_eq!(edited["exdates"], json!(["2026-03-10", "2026-03-17"]));
    let open = bins.open().await;
    assert_eq!(
        (open.id(), open.due().as_str(), open.text("slot")),
        (bins.first.id(), "2026-03-24 18:00", "2026-03-24")
    );
    assert_eq!(bins.news(1).await, ["updated (series_changed) due_date exdates"]);
    let reminder = &open.reminders()[0];
    assert_eq!(reminder["remind_at"], "2026-03-24T16:00:00Z");
    assert_eq!(bins.next("2026-03-24T10:00:00Z").await, "2026-03-31 18:00");
}

async fn an_excluded_slot_never_comes(engine: Engine) {
    let bins = bins(engine).await;
    bins.edit_series(json!({"exdates": ["2026-03-17", "2026-03-31"]}))
        .await
        .expect(200);
    assert_eq!(bins.open().await.due(), "2026-03-10 18:00");
    assert_eq!(bins.next("2026-03-10T10:00:00Z").await, "2026-03-24 18:00");
    let skipped = bins.skip(&bins.open().await, json!({})).await.task();
    assert_eq!(skipped.text("slot"), "2026-04-07");
    // RFC 5545: COUNT counts excluded ones as well.
    bins.edit_series(json!({"recurrence": "FREQ=WEEKLY;BYDAY=TU;COUNT=7", "exdates": ["2026-04-14"]}))
        .await
        .expect(200);
    assert_eq!(bins.next("2026-04-07T10:00:00Z").await, "2026-04-21 18:00");
    let last = bins.open().await;
    complete(&bins, &last).await;
    assert!(bins.ann.open_tasks().await.is_empty());
}

async fn an_added_slot_comes_in_between(engine: Engine) {
    let bins = bins(engine).await;
    bins.edit_series(json!({"rdates": ["2026-03-13", "2026-03-17", "2026-04-01"]}))
        .await
        .expect(200);
    for (day, next) in [
        ("10", "2026-03-13 18:00"),
        ("13", "2026-03-17 18:00"),
        ("17", "2026-03-24 18:00"),
        ("24", "2026-03-31 18:00"),
        ("31", "2026-04-01 18:00"),
    ] {
        assert_eq!(bins.next(&format!("2026-03-{day}T10:00:00Z")).await, next);
    }
    // The last by the rule, and one more that was added.
    bins.edit_series(json!({"recurrence": "FREQ=WEEKLY;BYDAY=TU;COUNT=1", "rdates": ["2026-05-01"]}))
        .await
        .expect(200);
    assert_eq!(bins.next("2026-04-01T10:00:00Z").await, "2026-05-01 18:00");
    let last = bins.open().await;
    complete(&bins, &last).await;
    assert_eq!(bins.series().await["state"], "ended");
}

async fn slots_with_times(engine: Engine) {
    let task = json!({"title": "Drops", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;BYHOUR=8,20", "reminders": []});
    let drops = Following::new(engine, "Europe/Berlin", "2026-03-10T06:00:00+01:00", task).await;
    assert_eq!(drops.first.due(), "2026-03-10 08:00");
    let edited = drops
        .edit_series(json!({"exdates": ["2026-03-10T20:00:00"], "rdates": ["2026-03-10T12:00:00"]}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&edited["exdates"], &edited["rdates"], &edited["start"]),
        (
            &json!(["2026-03-10T20:00:00"]),
            &json!(["2026-03-10T12:00:00"]),
            &json!("2026-03-10T08:00:00")
        )
    );
    assert_eq!(drops.next("2026-03-10T08:00:00+01:00").await, "2026-03-10 12:00");
    assert_eq!(drops.next("2026-03-10T12:00:00+01:00").await, "2026-03-11 08:00");
}

async fn excluding_everything_is_refused(engine: Engine) {
    let task = json!({"title": "Course", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;COUNT=2"});
    let course = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    let refused = course
        .edit_series(json!({"exdates": ["2026-03-10", "2026-03-11"]}))
        .await
        .problem(422);
    assert_eq!(refused.fields(), ["exdates"]);
    assert_eq!(course.events().await.len(), 1);
    assert_eq!(course.series().await["exdates"], json!([]));
}

async fn a_zone_for_the_series(engine: Engine) {
    let bins = bins(engine).await;
    bins.edit_series(json!({"time_zone": "America/New_York"})).await.expect(200);
    let open = bins.open().await;
    assert_eq!(
        (open.due().as_str(), open.text("due_at")),
        ("2026-03-10 18:00", "2026-03-10T18:00:00-04:00")
    );
    // In New York it is still Monday.
    bins.rondo.clock("2026-03-17T02:00:00Z").await;
    complete(&bins, &open).await;
    let next = bins.open().await;
    assert_eq!(
        (next.due().as_str(), next.text("time_zone")),
        ("2026-03-17 18:00", "America/New_York")
    );
}

/// What one occurrence has of its own is not the series', and stays when the series changes elsewhere.
async fn a_template_is_not_the_task(engine: Engine) {
    let bins = bins(engine).await;
    let own =
        json!({"title": "Bins, all of them", "due_time": "19:00", "reminders": [{"remind_at": "2026-03-10T08:00:00Z"}]});
    bins.edit(&bins.first, "this", own).await.expect(200);
    let seen = bins.events().await.len();
    bins.edit_series(json!({"template": {"title": "Bins", "due_time": "18:00"}}))
        .await
        .expect(200);
    assert_eq!(bins.events().await.len(), seen, "the template says so already");

    let edited = bins
        .edit_series(json!({"template": {"priority": "low"}}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &edited["template"]["title"],
            &edited["template"]["due_time"],
            &edited["template"]["reminders"]
        ),
        (&json!("Bins"), &json!("18:00"), &json!(["PT1H"]))
    );
    let open = bins.open().await;
    assert_eq!(
        (open.title(), open.due().as_str(), open.text("priority")),
        ("Bins, all of them", "2026-03-10 19:00", "low")
    );
    assert_eq!(bins.news(seen).await, ["updated (series_changed) priority"]);

    // What the open one has of its own already becomes the series' as well.
    let edited = bins
        .edit_series(json!({"template": {"title": "Bins, all of them", "reminders": ["PT2H"]}}))
        .await
        .expect(200)
        .json();
    assert_eq!(edited["template"]["title"], "Bins, all of them");
    let at: Vec<Value> = bins
        .open()
        .await
        .reminders()
        .iter()
        .map(|one| one["remind_at"].clone())
        .collect();
    assert_eq!(at, [json!("2026-03-10T16:00:00Z"), json!("2026-03-10T08:00:00Z")]);
    assert_eq!(bins.next("2026-03-10T10:00:00Z").await, "2026-03-17 18:00");
    assert_eq!(bins.open().await.title(), "Bins, all of them");
}

async fn what_was_read_may_be_sent_back(engine: Engine) {
    let bins = bins(engine).await;
    bins.edit(
        &bins.first,
        "this",
        json!({"title": "Bins, all of them", "priority": "low", "due_date": "2026-03-11"}),
    )
    .await
    .expect(200);
    bins.edit_series(json!({"exdates": ["2026-03-24"], "rdates": ["2026-03-28"]}))
        .await
        .expect(200);
    let (read, task, seen) = (bins.series().await, bins.open().await, bins.events().await.len());
    assert_eq!(bins.edit_series(read.clone()).await.expect(200).json(), read);
    assert_eq!((bins.open().await, bins.events().await.len()), (task, seen));
    // Also of a series whose last one is completed, and of a paused one.
    bins.pause().await;
    complete(&bins, &bins.first).await;
    let (read, seen) = (bins.series().await, bins.events().await.len());
    assert_eq!(bins.edit_series(read.clone()).await.expect(200).json(), read);
    assert_eq!(bins.events().await.len(), seen);
}
