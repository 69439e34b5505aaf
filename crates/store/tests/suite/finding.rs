//! Finding tasks: filters, orders, pages.

use std::collections::HashSet;

use rondo_domain::{Draft, Priority, Tag, Tags, Task, parse_date};
use rondo_fixture::{Engine, Home, Resident, daily, due, due_at, on_both_engines, titled};
use rondo_store::{DueFilter, Page, Sort, SortBy, Status, Store, TaskFilter};

on_both_engines!(
    each_filter_finds_what_it_says,
    what_recurs_is_found,
    text_is_found_as_it_is_written,
    by_the_persons_own_day,
    tasks_without_a_date_come_last_in_either_direction,
    every_order_pages_through_everything_once,
    pages_stay_in_place_while_tasks_change,
);

async fn page(store: &Store, ann: &Resident, filter: TaskFilter) -> Page {
    store.view(ann.id).await.unwrap().tasks(&filter).await.unwrap()
}

fn all() -> TaskFilter {
    TaskFilter {
        limit: 50,
        ..TaskFilter::default()
    }
}

fn that(says: impl FnOnce(&mut TaskFilter)) -> TaskFilter {
    let mut filter = all();
    says(&mut filter);
    filter
}

fn titles(tasks: &[Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.title.as_str()).collect()
}

async fn found(home: &Home, ann: &Resident, filter: TaskFilter) -> Vec<String> {
    let page = page(&home.store, ann, filter).await;
    titles(&page.tasks).into_iter().map(str::to_owned).collect()
}

fn tagged(title: &str, words: &[&str]) -> Draft {
    let tags = words.iter().map(|word| Tag::new(word).unwrap());
    Draft {
        tags: Tags::new(tags).unwrap(),
        ..titled(title)
    }
}

async fn each_filter_finds_what_it_says(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    bob.add(titled("not hers")).await;
    let done = ann.add(tagged("done", &["Home"])).await;
    ann.complete(done.id).await;
    let gone = ann.add(titled("gone")).await;
    ann.delete(gone.id).await;
    let urgent = Draft {
        priority: Priority::High,
        ..tagged("urgent", &["home", "work"])
    };
    ann.add(urgent).await;
    ann.add(due("dated", "2026-03-12")).await;

    let tag = |words: &[&str]| words.iter().map(|word| Tag::new(word).unwrap()).collect::<Vec<_>>();
    let date = |text| Some(parse_date(text).unwrap());
    let cases: [(TaskFilter, &[&str]); 12] = [
        (all(), &["dated", "done", "urgent"]),
        (that(|f| f.status = Some(Status::Completed)), &["done"]),
        (that(|f| f.status = Some(Status::Pending)), &["dated", "urgent"]),
        (that(|f| f.priority = Some(Priority::High)), &["urgent"]),
        (that(|f| f.tags = tag(&["HOME"])), &["done", "urgent"]),
        (that(|f| f.tags = tag(&["work", "other"])), &["urgent"]),
        (that(|f| (f.tags, f.all_tags) = (tag(&["home", "work"]), true)), &["urgent"]),
        (that(|f| (f.tags, f.all_tags) = (tag(&["home", "other"]), true)), &[]),
        (
            that(|f| (f.due_after, f.due_before) = (date("2026-03-12"), date("2026-03-12"))),
            &["dated"],
        ),
        (that(|f| f.due_after = date("2026-03-13")), &[]),
        (that(|f| f.due = Some(DueFilter::None)), &["done", "urgent"]),
        (that(|f| f.due = Some(DueFilter::Upcoming)), &["dated"]),
    ];
    for (filter, expected) in cases {
        let mut titles = found(&home, &ann, filter.clone()).await;
        titles.sort();
        assert_eq!(titles, expected, "{filter:?}");
    }
}

async fn what_recurs_is_found(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    bob.add(daily("not hers", "2026-03-10")).await;
    ann.add(titled("once")).await;
    ann.add(daily("goes on", "2026-03-12")).await;
    let over = ann.add(daily("over", "2026-03-10")).await;
    ann.complete(over.id).await;
    ann.delete_series(over.id).await;

    let finds = async |wanted| {
        let mut titles = found(&home, &ann, that(|f| f.is_recurring = Some(wanted))).await;
        titles.sort();
        titles
    };
    assert_eq!(finds(true).await, ["goes on"]);
    let everything = page(&home.store, &ann, all()).await.tasks;
    let others: Vec<Task> = everything.into_iter().filter(|task| task.recurring().is_none()).collect();
    let mut others = titles(&others);
    others.sort_unstable();
    assert_eq!(finds(false).await, others);
}

async fn text_is_found_as_it_is_written(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    for title in ["50% off_season", "500 off season", r"back\slash", "Grüße an ANN"] {
        ann.add(titled(title)).await;
    }
    ann.add(tagged("tagged", &["Büro"])).await;
    let cases: [(&str, &[&str]); 6] = [
        ("50%", &["50% off_season"]),
        ("off_s", &["50% off_season"]),
        (r"k\s", &[r"back\slash"]),
        ("GRÜSSE", &[]),
        ("GRÜßE AN a", &["Grüße an ANN"]),
        ("BÜRO", &["tagged"]),
    ];
    for (text, expected) in cases {
        let search = TaskFilter {
            search: Some(text.to_owned()),
            ..all()
        };
        assert_eq!(found(&home, &ann, search).await, expected, "{text}");
    }
}

/// At 23:30 UTC it is tomorrow in Berlin.
async fn by_the_persons_own_day(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T23:30:00Z").await;
    let ann = home.resident("Europe/Berlin").await;
    ann.add(due("yesterday", "2026-03-10")).await;
    ann.add(due("all day", "2026-03-11")).await;
    ann.add(due_at("just past", "2026-03-11", "00:15")).await;
    ann.add(due_at("soon", "2026-03-11", "00:45")).await;
    let finds = |filter| found(&home, &ann, filter);
    let today = that(|f| f.due = Some(DueFilter::Today));
    assert_eq!(finds(today).await, ["all day", "just past", "soon"]);
    let overdue = |wanted| that(|f| f.overdue = Some(wanted));
    assert_eq!(finds(overdue(true)).await, ["yesterday", "just past"]);
    assert_eq!(finds(overdue(false)).await, ["all day", "soon"]);
}

async fn tasks_without_a_date_come_last_in_either_direction(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    ann.add(titled("none")).await;
    ann.add(due("late", "2026-03-12")).await;
    ann.add(due_at("early", "2026-03-10", "08:00")).await;
    let sorted = |descending| TaskFilter {
        sort: Sort {
            by: SortBy::DueDate,
            descending,
        },
        ..all()
    };
    assert_eq!(found(&home, &ann, sorted(false)).await, ["early", "late", "none"]);
    assert_eq!(found(&home, &ann, sorted(true)).await, ["late", "early", "none"]);
}

async fn every_order_pages_through_everything_once(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    for number in 0..23 {
        let priority = [Priority::Low, Priority::Medium, Priority::High][number % 3];
        let draft = match number % 4 {
            0 => titled("same"),
            rest => due("same", &format!("2026-03-1{rest}")),
        };
        ann.add(Draft { priority, ..draft }).await;
    }
    for by in [
        SortBy::DueDate,
        SortBy::Priority,
        SortBy::Title,
        SortBy::CreatedAt,
        SortBy::UpdatedAt,
    ] {
        for descending in [false, true] {
            let sort = Sort { by, descending };
            let whole = page(&home.store, &ann, TaskFilter { sort, ..all() }).await;
            assert!(whole.next.is_none());
            let (mut pieces, mut cursor) = (Vec::new(), None);
            loop {
                let part = page(
                    &home.store,
                    &ann,
                    TaskFilter {
                        sort,
                        cursor,
                        limit: 4,
                        ..all()
                    },
                )
                .await;
                pieces.extend(part.tasks.iter().map(|task| task.id));
                cursor = part.next;
                if cursor.is_none() {
                    break;
                }
            }
            let expected: Vec<_> = whole.tasks.iter().map(|task| task.id).collect();
            assert_eq!((pieces.len(), pieces), (23, expected), "{sort:?}");
        }
    }
}

/// What was not changed is seen once, whatever happens to the rest.
async fn pages_stay_in_place_while_tasks_change(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let mut tasks = Vec::new();
    for number in 0..12 {
        tasks.push(
            ann.add(due(&format!("task {number:02}"), &format!("2026-03-{:02}", 10 + number)))
                .await,
        );
    }
    let first = page(&home.store, &ann, TaskFilter { limit: 5, ..all() }).await;
    ann.delete(tasks[4].id).await; // where the page ended
    ann.delete(tasks[0].id).await;
    ann.add(due("new, before", "2026-03-01")).await;
    ann.add(due("new, after", "2026-03-31")).await;
    let rest = page(
        &home.store,
        &ann,
        TaskFilter {
            cursor: first.next,
            ..all()
        },
    )
    .await;
    let seen: Vec<&str> = titles(&first.tasks).into_iter().chain(titles(&rest.tasks)).collect();
    assert_eq!(seen.len(), seen.iter().collect::<HashSet<_>>().len());
    assert_eq!(titles(&rest.tasks).first(), Some(&"task 05"));
    assert_eq!(titles(&rest.tasks).last(), Some(&"new, after"));
    assert_eq!(rest.tasks.len(), 8);
}
