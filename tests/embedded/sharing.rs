//! Several servers on one Postgres share the work.

use std::time::{Duration, Instant};

use rondo_harness::{Engine, Rondo, User, eventually};
use serde_json::{Value, json};

/// Leases are ten seconds long; a dead holder's move within that, and a bit for the work itself.
const HANDOVER: Duration = Duration::from_secs(14);

async fn people(rondo: &Rondo, count: usize) -> Vec<User> {
    let mut people = Vec::new();
    for _ in 0..count {
        people.push(rondo.register("UTC").await);
    }
    people
}

async fn await_occurrence(person: &User, number: i64, deadline: Duration) {
    eventually("the next occurrence is there", deadline, || async {
        let open = person.open_tasks().await;
        (open.len() == 1 && open[0]["occurrence"] == number).then_some(())
    })
    .await;
}

#[tokio::test]
async fn when_one_server_dies_its_people_are_served_by_the_other() {
    let mut first = Rondo::on(Engine::Postgres).start().await;
    let second = first.beside().await;
    let people = people(&first, 8).await;
    for person in &people {
        let task = json!({"title": "Run", "due_date": "2030-01-01", "recurrence_frequency": "daily", "reminders": []});
        let task = person.add(task).await;
        person.at(second.address()).complete(&task).await.expect(200);
    }
    for person in &people {
        await_occurrence(person, 2, HANDOVER).await;
    }

    first.kill();
    let killed = Instant::now();
    for person in &people {
        let person = person.at(second.address());
        let open = person.open_tasks().await.only();
        person.complete(&open).await.expect(200);
    }
    for person in &people {
        await_occurrence(&person.at(second.address()), 3, HANDOVER).await;
    }
    assert!(killed.elapsed() < HANDOVER, "it took {:?}", killed.elapsed());
    second.settled().await;
    for person in &people {
        let events = second.sql().await.events(&person.id).await;
        assert_eq!(
            events.kinds(),
            [
                "task.created",
                "task.completed",
                "task.created",
                "task.completed",
                "task.created"
            ]
        );
    }
}

/// E14: two servers, one task, every update in its place.
#[tokio::test]
async fn e14_updates_through_two_servers_stay_in_order() {
    let first = Rondo::on(Engine::Postgres).start().await;
    let second = first.beside().await;
    let ann = first.register("UTC").await;
    let task = ann.add(json!({"title": "Draft"})).await;
    let typing = [ann.clone(), ann.at(second.address())].map(|device| {
        let task = task.clone();
        tokio::spawn(async move {
            for n in 0..25 {
                let title = format!("Draft {n} {}", rand::random::<u32>());
                device.patch(&task, json!({"title": title})).await.expect(200);
            }
        })
    });
    for device in typing {
        device.await.expect("every update is accepted");
    }
    assert_eq!(ann.history(&task).await.versions(), (1..=51).collect::<Vec<_>>());
}

/// M08: a hundred reminders in one minute, two schedulers, a hundred lines.
#[tokio::test]
async fn m08_two_schedulers_remind_once() {
    let first = Rondo::on(Engine::Postgres).at("2026-05-05T08:00:00Z").start().await;
    let second = first.beside().await;
    let people = people(&first, 10).await;
    for person in &people {
        for number in 0..10 {
            let task = json!({"title": format!("Call {number}"), "due_date": "2026-05-05", "due_time": "10:00", "reminders": [{"before": "PT1H"}]});
            person.add(task).await;
        }
    }
    first.clock("2026-05-05T09:01:00Z").await;
    first.settled().await;
    let lines = || first.reminders().into_iter().chain(second.reminders()).collect::<Vec<_>>();
    let mut lines = eventually("a hundred reminders came", HANDOVER, || async {
        Some(lines()).filter(|lines| lines.len() >= 100)
    })
    .await;
    lines.sort();
    lines.dedup();
    assert_eq!(lines.len(), 100, "a hundred different ones");
    assert_eq!(first.reminders().len() + second.reminders().len(), 100, "none twice");
    for person in &people {
        let events = first.sql().await.events(&person.id).await;
        assert_eq!(events.count("reminder.due_soon"), 10);
        let ledger: Vec<Value> = person.notifications().await;
        assert_eq!(ledger.iter().filter(|entry| entry["state"] == "sent").count(), 10);
    }
}

/// Five at once on an empty database: each brings the schema up to date, or finds it so.
#[tokio::test]
async fn several_first_starts_at_once() {
    let setup = Rondo::on(Engine::Postgres).setup().await;
    let starts: Vec<_> = (0..5).map(|_| tokio::spawn(setup.clone().start())).collect();
    let mut servers = Vec::new();
    for start in starts {
        servers.push(start.await.expect("each gets ready"));
    }
    let ann = servers[0].register("UTC").await;
    for server in &servers {
        ann.at(server.address()).add(json!({"title": "Here"})).await;
    }
    assert_eq!(ann.open_tasks().await.len(), 5);
}
