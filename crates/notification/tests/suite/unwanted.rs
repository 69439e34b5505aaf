//! A reminder that nobody wants any more when its turn comes.

use rondo_bus::Outcome;
use rondo_domain::{Edit, parse_time};
use rondo_fixture::{Engine, on_both_engines};

use crate::support::{Paper, Story, deliver};

on_both_engines!(
    of_a_completed_task,
    of_a_deleted_task,
    of_a_task_that_moved,
    of_a_reminder_that_was_taken_away,
    of_a_reminder_that_was_put_off,
    of_an_account_that_is_gone,
    what_was_claimed_and_is_no_longer_wanted_is_not_sent,
);

/// Delivers the first reminder, of which nothing must be printed, and says why the ledger says so.
async fn reason(story: &Story) -> String {
    let (paper, delivery) = (Paper::default(), story.deliveries().await.remove(0));
    let outcome = deliver(&story.home.store, paper.console(), &delivery).await;
    assert_eq!(outcome, Ok(Outcome::NothingToDo));
    let again = deliver(&story.home.store, paper.console(), &delivery).await;
    assert_eq!((again, paper.lines().len()), (Ok(Outcome::Duplicate), 0));
    let (state, reason) = story.ledger().await.remove(0);
    assert_eq!(state, "cancelled");
    reason.unwrap()
}

async fn of_a_completed_task(engine: Engine) {
    let story = Story::begin(engine).await;
    story.ann.complete(story.task.id).await;
    assert_eq!(reason(&story).await, "completed");
}

async fn of_a_deleted_task(engine: Engine) {
    let story = Story::begin(engine).await;
    story.ann.delete(story.task.id).await;
    assert_eq!(reason(&story).await, "deleted");
}

async fn of_a_task_that_moved(engine: Engine) {
    let story = Story::begin(engine).await;
    let edit = Edit {
        time: rondo_domain::Patch::Set(parse_time("18:00").unwrap()),
        ..Edit::default()
    };
    story.ann.edit(story.task.id, edit).await;
    // Another one has come for the new time; that does not bring the old one back.
    story.home.move_to("2026-03-10T17:00:00Z").await;
    assert!(story.ann.fire(story.task.id).await);
    assert_eq!(reason(&story).await, "moved");
    let (paper, new) = (Paper::default(), story.deliveries().await.remove(1));
    assert_eq!(deliver(&story.home.store, paper.console(), &new).await, Ok(Outcome::Done));
    assert_eq!(paper.lines().len(), 1);
}

async fn of_a_reminder_that_was_taken_away(engine: Engine) {
    let story = Story::begin(engine).await;
    let edit = Edit {
        reminders: rondo_domain::Patch::Set(Vec::new()),
        ..Edit::default()
    };
    story.ann.edit(story.task.id, edit).await;
    assert_eq!(reason(&story).await, "removed");
}

/// It comes again when it was put off to.
async fn of_a_reminder_that_was_put_off(engine: Engine) {
    let story = Story::begin(engine).await;
    let until = "2026-03-10T12:00:00Z";
    story.ann.snooze(&story.task, until.parse().unwrap()).await;
    assert_eq!(reason(&story).await, "snoozed");
    story.home.move_to(until).await;
    assert!(story.ann.fire(story.task.id).await);
    let (paper, again) = (Paper::default(), story.deliveries().await.remove(1));
    assert_eq!(deliver(&story.home.store, paper.console(), &again).await, Ok(Outcome::Done));
    assert_eq!(story.entries().await[0].remind_at.to_string(), until);
}

async fn of_an_account_that_is_gone(engine: Engine) {
    let story = Story::begin(engine).await;
    let (paper, delivery) = (Paper::default(), story.deliveries().await.remove(0));
    story.ann.leave().await;
    let outcome = deliver(&story.home.store, paper.console(), &delivery).await;
    assert_eq!((outcome, paper.lines().len()), (Ok(Outcome::NothingToDo), 0));
}

async fn what_was_claimed_and_is_no_longer_wanted_is_not_sent(engine: Engine) {
    let story = Story::begin(engine).await;
    let delivery = story.deliveries().await.remove(0);
    deliver(&story.home.store, Paper::default().console(), &delivery)
        .await
        .unwrap();
    let sql = story.home.sql().await;
    sql.rows("UPDATE notifications SET state = 'claimed', sent_at = NULL").await; // as a kill leaves it
    story.ann.complete(story.task.id).await;
    assert_eq!(reason(&story).await, "completed");
}
