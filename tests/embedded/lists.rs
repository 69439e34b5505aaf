//! Finding tasks: filters, order, pages.

use rondo_harness::{Engine, Rondo, User};
use serde_json::{Value, json};

on_both_engines![
    filters_find_what_they_say,
    search_is_without_case_in_every_language,
    every_order_and_its_reverse,
    pages_hold_every_task_once_while_tasks_change,
    tags_are_counted,
];

async fn person_with_tasks(engine: Engine) -> (Rondo, User) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let ann = rondo.register("UTC").await;
    let tasks = [
        json!({"title": "Bake bread", "priority": "high", "due_date": "2026-05-05", "tags": ["Home", "food"]}),
        json!({"title": "answer mail", "priority": "low", "due_date": "2026-05-04", "due_time": "10:00", "tags": ["work"]}),
        json!({"title": "Call Ann", "due_date": "2026-05-09", "description": "about the BREAD"}),
        json!({"title": "Dream", "tags": ["home"]}),
        json!({"title": "Early bird", "due_date": "2026-05-05", "due_time": "06:00", "recurrence_frequency": "daily"}),
    ];
    for (minute, task) in tasks.into_iter().enumerate() {
        rondo.clock(&format!("2026-05-05T12:0{minute}:00Z")).await;
        ann.add(task).await;
    }
    (rondo, ann)
}

async fn titles(ann: &User, query: &str) -> Vec<String> {
    ann.list(query).await.titles().into_iter().map(str::to_owned).collect()
}

async fn filters_find_what_they_say(engine: Engine) {
    let (_rondo, ann) = person_with_tasks(engine).await;
    let dream = ann.list("search=dream").await.only();
    ann.complete(&dream).await.expect(200);
    let series = ann.list("search=early").await.only();
    let expected: [(&str, &[&str]); 17] = [
        ("status=completed", &["Dream"]),
        (
            "status=pending&sort_by=title",
            &["answer mail", "Bake bread", "Call Ann", "Early bird"],
        ),
        ("priority=high", &["Bake bread"]),
        ("tag=HOME&sort_by=title", &["Bake bread", "Dream"]),
        ("tag=food&tag=work&sort_by=title", &["answer mail", "Bake bread"]),
        ("tag=food&tag=home&tag_match=all", &["Bake bread"]),
        ("tag=nothing", &[]),
        ("due_after=2026-05-05&due_before=2026-05-05", &["Early bird", "Bake bread"]),
        ("due_after=2026-05-06", &["Call Ann"]),
        ("due_before=2026-05-04", &["answer mail"]),
        ("due=today", &["Early bird", "Bake bread"]),
        ("due=upcoming", &["Call Ann"]),
        ("due=none", &["Dream"]),
        ("overdue=true", &["answer mail", "Early bird"]),
        ("search=bread&sort_by=title", &["Bake bread", "Call Ann"]),
        ("search=food", &["Bake bread"]),
        ("search=%25", &[]),
    ];
    for (query, found) in expected {
        let mut actual = titles(&ann, query).await;
        let mut found: Vec<String> = found.iter().map(|title| (*title).to_owned()).collect();
        if !query.contains("sort_by") {
            actual.sort();
            found.sort();
        }
        assert_eq!(actual, found, "{query}");
    }
    assert_eq!(
        titles(&ann, &format!("series_id={}", series.text("series_id"))).await,
        ["Early bird"]
    );
}

async fn search_is_without_case_in_every_language(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    for title in ["ÜBER die STRASSE", "Привет", "100% sure_thing", "a\\b 'quoted' \"twice\""] {
        ann.add(json!({"title": title})).await;
    }
    for (query, found) in [
        ("%C3%BCber", 1),
        ("strasse", 1),
        ("%D0%9F%D0%A0%D0%98%D0%92%D0%95%D0%A2", 1),
        ("100%25", 1),
        ("sure_t", 1),
        ("sureXt", 0),
        ("_", 1),
        ("%5C", 1),
        ("'quoted'", 1),
        ("%22", 1),
    ] {
        assert_eq!(ann.list(&format!("search={query}")).await.len(), found, "{query}");
    }
}

async fn every_order_and_its_reverse(engine: Engine) {
    let (rondo, ann) = person_with_tasks(engine).await;
    let call = ann.list("search=call").await.only();
    rondo.clock("2026-05-05T12:30:00Z").await;
    ann.patch(&call, json!({"priority": "high"})).await.expect(200);
    let by_title = ["answer mail", "Bake bread", "Call Ann", "Dream", "Early bird"];
    assert_eq!(titles(&ann, "sort_by=title").await, by_title);
    assert_eq!(
        titles(&ann, "sort_by=title&sort_order=desc").await,
        by_title.iter().rev().copied().collect::<Vec<_>>()
    );
    assert_eq!(
        titles(&ann, "sort_by=created_at").await,
        ["Bake bread", "answer mail", "Call Ann", "Dream", "Early bird"]
    );
    assert_eq!(titles(&ann, "sort_by=updated_at&sort_order=desc").await[0], "Call Ann");
    let by_due = titles(&ann, "").await;
    assert_eq!(
        (by_due[0].as_str(), by_due[3].as_str(), by_due[4].as_str()),
        ("answer mail", "Call Ann", "Dream")
    );
    let reverse = titles(&ann, "sort_order=desc").await;
    assert_eq!(
        (reverse[0].as_str(), reverse[3].as_str(), reverse[4].as_str()),
        ("Call Ann", "answer mail", "Dream"),
        "those without due date stay last"
    );
    let priorities =
        |tasks: rondo_harness::Tasks| tasks.iter().map(|task| task.text("priority").to_owned()).collect::<Vec<_>>();
    let ascending = priorities(ann.list("sort_by=priority").await);
    let mut descending = priorities(ann.list("sort_by=priority&sort_order=desc").await);
    descending.reverse();
    assert_eq!(ascending, descending);
    let changes = ascending.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!(
        (changes, ascending[2].as_str()),
        (2, "medium"),
        "by weight, not by letter: {ascending:?}"
    );
}

async fn pages_hold_every_task_once_while_tasks_change(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    for number in 0..23 {
        let due = if number % 4 == 0 {
            Value::Null
        } else {
            json!(format!("2030-01-{:02}", 1 + number % 5))
        };
        ann.add(
            json!({"title": format!("Task {:02}", number % 7), "due_date": due, "priority": if number % 2 == 0 { "high" } else { "low" }}),
        )
        .await;
    }
    for order in [
        "sort_by=due_date",
        "sort_by=title&sort_order=desc",
        "sort_by=priority",
        "sort_by=created_at&sort_order=desc",
        "sort_by=updated_at",
        "sort_order=desc",
    ] {
        let whole: Vec<String> = ann
            .list(&format!("{order}&limit=500"))
            .await
            .iter()
            .map(|task| task.id().to_owned())
            .collect();
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = ann.get(&format!("/api/tasks?{order}&limit=5{cursor}")).await;
            paged.extend(page.items().iter().map(|task| task["id"].as_str().expect("an id").to_owned()));
            // A new task in between shifts nothing.
            let extra = ann.add(json!({"title": "Task 99", "due_date": "2030-01-03"})).await;
            ann.delete(&extra, "this").await.expect(204);
            match page.json()["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, whole, "{order}");
    }
    assert_eq!(ann.list("").await.len(), 23, "fifty a page unless it says otherwise");
    let first = ann.get("/api/tasks?limit=5&sort_by=title").await.json();
    let cursor = first["next_cursor"].as_str().expect("there is more");
    ann.get(&format!("/api/tasks?limit=5&sort_by=due_date&cursor={cursor}"))
        .await
        .problem(422);
}

async fn tags_are_counted(engine: Engine) {
    let (_rondo, ann) = person_with_tasks(engine).await;
    let mut tags: Vec<(String, i64)> = ann
        .get("/api/tags")
        .await
        .items()
        .iter()
        .map(|tag| {
            (
                tag["name"].as_str().expect("a name").to_owned(),
                tag["task_count"].as_i64().expect("a count"),
            )
        })
        .collect();
    tags.sort();
    assert_eq!(
        tags,
        [("Home".to_owned(), 2), ("food".to_owned(), 1), ("work".to_owned(), 1)],
        "shown as first written"
    );
}
