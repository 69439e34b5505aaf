//! Units of work: all or nothing, one line a user.

use rondo_contract::{CloudEvent, TaskEvent};
use rondo_domain::{Actor, Completion, Deletion, Origin, UserId};
use rondo_fixture::{Engine, Home, daily, due_at, on_both_engines, titled};
use rondo_store::{Error, Wake};

on_both_engines!(
    many_writers_leave_no_gap,
    what_is_not_committed_leaves_nothing,
    a_commit_wakes_whoever_waits,
    a_stale_copy_is_refused,
    nobody_reaches_the_tasks_of_another,
    an_event_is_accepted_once_by_each_consumer,
    a_reminder_fires_one_event_whoever_fires_it,
    the_follower_is_looked_for_past_what_was_given_up,
);

async fn many_writers_leave_no_gap(engine: Engine) {
    let home = Home::on(engine).await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    let other = home.another().await;
    let mut writers = Vec::new();
    for writer in 0..8 {
        let store = if writer % 2 == 0 { &home.store } else { &other };
        let (ann, bob) = (ann.through(store), bob.through(store));
        writers.push(tokio::spawn(async move {
            for number in 0..5 {
                let task = ann.add(titled(&format!("{writer}.{number}"))).await;
                bob.add(titled("meanwhile")).await;
                ann.complete(task.id).await;
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    for (resident, count) in [(&ann, 80), (&bob, 40)] {
        let events = resident.events().await;
        let numbers: Vec<i64> = events.iter().map(|event| event.sequence).collect();
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
        for event in events {
            let told: CloudEvent<TaskEvent> = CloudEvent::parse(&event.payload).unwrap();
            assert_eq!((told.data.user_sequence, told.id), (event.sequence, event.id.uuid()));
        }
    }
}

async fn what_is_not_committed_leaves_nothing(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let task = ann.add(titled("stays open")).await;
    let mut work = ann.write().await;
    let Completion::Done(change) = task.clone().complete(work.context()) else {
        panic!("it was open")
    };
    work.apply(change).await.unwrap();
    work.accept("a-consumer", ann.events().await[0].id).await.unwrap();
    drop(work);

    assert_eq!(ann.task(task.id).await.unwrap(), task);
    assert!(
        ann.write()
            .await
            .accept("a-consumer", ann.events().await[0].id)
            .await
            .unwrap()
    );
    ann.complete(task.id).await;
    let numbers: Vec<i64> = ann.events().await.iter().map(|event| event.sequence).collect();
    assert_eq!(numbers, [1, 2], "its number was given again");
}

async fn a_commit_wakes_whoever_waits(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("UTC").await;
    let mut commits = home.store.commits();
    if home.store.is_shared() {
        assert_eq!(
            commits.next().await,
            Wake::Everything,
            "other processes are heard from now on"
        );
    }
    let work = ann.write().await;
    work.commit().await.unwrap(); // nothing happened in it
    assert_eq!(commits.pending(), None);
    ann.add(titled("one")).await;
    assert_eq!(commits.next().await, Wake::User(ann.id));
    home.move_to("2026-03-10T10:00:00Z").await;
    assert_eq!(commits.next().await, Wake::Everything);
    for number in 0..1100 {
        if number % 100 == 0 {
            ann.add(titled("one of many")).await;
        }
        home.move_to("2026-03-10T10:00:00Z").await;
    }
    assert_eq!(commits.next().await, Wake::Everything, "who is too slow looks at everything");
}

async fn a_stale_copy_is_refused(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let task = ann.add(titled("one")).await;
    let mut work = ann.write().await;
    let Completion::Done(first) = task.clone().complete(work.context()) else {
        panic!("it was open")
    };
    let Completion::Done(second) = task.complete(work.context()) else {
        panic!("it was open")
    };
    work.apply(first).await.unwrap();
    assert!(matches!(work.apply(second).await, Err(Error::Conflict)));
}

async fn nobody_reaches_the_tasks_of_another(engine: Engine) {
    let home = Home::on(engine).await;
    let (ann, bob) = (home.resident("UTC").await, home.resident("UTC").await);
    let task = ann.add(daily("hers", "2026-03-10")).await;
    assert!(bob.task(task.id).await.is_none());
    let mut work = bob.write().await;
    assert!(work.task(task.id).await.unwrap().is_none());
    assert!(work.open_of_series(task.series().unwrap().id).await.unwrap().is_empty());
    let Completion::Done(change) = task.clone().complete(work.context()) else {
        panic!("it was open")
    };
    assert!(matches!(work.apply(change).await, Err(Error::Conflict)));
    drop(work);
    assert!(ann.task(task.id).await.unwrap().is_open());

    let nobody = home.store.write(UserId::from_u128(1), Origin::of(Actor::Rest)).await;
    assert!(matches!(nobody, Err(Error::NoSuchUser)));
}

async fn an_event_is_accepted_once_by_each_consumer(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    ann.add(titled("one")).await;
    let event = ann.events().await[0].id;
    for (consumer, accepts) in [("one", true), ("one", false), ("other", true)] {
        let mut work = ann.write().await;
        assert_eq!(work.accept(consumer, event).await.unwrap(), accepts, "{consumer}");
        work.commit().await.unwrap();
    }
}

async fn a_reminder_fires_one_event_whoever_fires_it(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("UTC").await;
    let task = ann.add(due_at("Call Bob", "2026-03-11", "10:00")).await;
    home.move_to("2026-03-10T10:00:00Z").await;
    for _ in 0..2 {
        // Both decided by the same row, as one that was read before the other committed.
        let mut work = ann.write().await;
        let reminding = task.clone().fire(work.context()).unwrap();
        work.remind(reminding).await.unwrap();
        work.commit().await.unwrap();
    }
    let kinds: Vec<String> = ann.events().await.into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["task.created", "reminder.due_soon"]);
}

async fn the_follower_is_looked_for_past_what_was_given_up(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("UTC").await;
    let first = ann.add(daily("Water plants", "2026-03-10")).await;
    ann.delete(first.id).await;
    let second = ann.tasks().await.remove(0);
    ann.delete(second.id).await;
    let third = ann.tasks().await.remove(0);

    let work = ann.write().await;
    let place = work.follower(&first).await.unwrap().unwrap();
    assert_eq!((place.number, place.task.map(|task| task.id)), (3, Some(third.id)));
    assert_eq!(place.after, second.occurrence.unwrap().slot);
    let end = work.follower(&third).await.unwrap().unwrap();
    assert_eq!((end.number, end.is_free()), (4, true));
    drop(work);
    assert_eq!(ann.task(first.id).await.unwrap().deletion.unwrap().1, Deletion::User);
}
