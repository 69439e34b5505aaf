//! Tags as they were first written, and how many tasks have each.

use rondo_domain::{Draft, Tag, Tags};
use rondo_fixture::{Engine, Home, on_both_engines, titled};

on_both_engines!(tags_are_shown_as_first_written_and_counted);

fn tags(words: &[&str]) -> Tags {
    Tags::new(words.iter().map(|word| Tag::new(word).unwrap())).unwrap()
}

async fn tags_are_shown_as_first_written_and_counted(engine: Engine) {
    let home = Home::on(engine).await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    let with = |words: &[&str]| Draft {
        tags: tags(words),
        ..titled("one")
    };
    ann.add(with(&["Home", "Büro"])).await;
    bob.add(with(&["HOME"])).await;
    let gone = ann.add(with(&["Home", "only here"])).await;
    ann.delete(gone.id).await;

    let shown = ann
        .write()
        .await
        .as_first_written(tags(&["home", "BÜRO", "New"]))
        .await
        .unwrap();
    assert_eq!(shown.iter().map(Tag::as_str).collect::<Vec<_>>(), ["Home", "Büro", "New"]);
    let counted = home.store.view(ann.id).await.unwrap().tags().await.unwrap();
    let counted: Vec<(&str, i64)> = counted.iter().map(|tag| (tag.name.as_str(), tag.task_count)).collect();
    assert_eq!(counted, [("Büro", 1), ("Home", 1)]);
}
