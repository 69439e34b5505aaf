//! `rondo dlq`: what could not be handled or published.

use anyhow::{Context, bail};
use rondo_store::{DeadLetter, Store};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::arguments::Dlq;
use crate::consumers::{Consumers, open};
use crate::output::say;
use crate::settings::Settings;

/// How many one command redrives at most.
const MOST: u64 = 100_000;

/// Does what it is told with the dead letters.
pub(crate) async fn run(settings: &Settings, command: Dlq) -> anyhow::Result<()> {
    let store = open(settings).await?;
    match command {
        Dlq::List { consumer, limit, json } => list(&store, consumer.as_deref(), limit, json).await,
        Dlq::Show { event } => show(&store, event).await,
        Dlq::Redrive { events, all, consumer } => {
            let letters = if all {
                store.log().dead_letters(consumer.as_deref(), MOST).await?
            } else {
                found(&store, &events, consumer.as_deref()).await?
            };
            redrive(&Consumers::of(settings, &store)?, &store, letters).await
        }
        Dlq::Discard { events, consumer } => {
            for letter in found(&store, &events, consumer.as_deref()).await? {
                store.log().drop_dead_letter(&letter.consumer, letter.event).await?;
                // Here and below: the work goes on whether anybody reads of it or not.
                let _ = say(format!("{} {} discarded", letter.event, letter.consumer));
            }
            Ok(())
        }
    }
}

async fn list(store: &Store, consumer: Option<&str>, limit: u64, as_json: bool) -> anyhow::Result<()> {
    let letters = store.log().dead_letters(consumer, limit).await?;
    if letters.is_empty() && !as_json {
        say("There are no dead letters.")?;
    }
    for letter in letters {
        if as_json {
            say(to_json(&letter))?;
        } else {
            let reason = letter.reason.escape_debug();
            say(format!(
                "{} {} {} tries {} {reason}",
                letter.at, letter.event, letter.consumer, letter.attempts
            ))?;
        }
    }
    Ok(())
}

async fn show(store: &Store, event: Uuid) -> anyhow::Result<()> {
    for letter in found(store, &[event], None).await? {
        say(serde_json::to_string_pretty(&to_json(&letter))?)?;
    }
    Ok(())
}

async fn found(store: &Store, events: &[Uuid], consumer: Option<&str>) -> anyhow::Result<Vec<DeadLetter>> {
    let mut all = Vec::new();
    for event in events {
        let letters = store.log().dead_letters_of(*event, consumer).await?;
        if letters.is_empty() {
            bail!("there is no dead letter {event}; `rondo dlq list` shows those that there are");
        }
        all.extend(letters);
    }
    Ok(all)
}

/// Oldest first, each of its own: one that fails again stays, and the others go on.
async fn redrive(consumers: &Consumers, store: &Store, letters: Vec<DeadLetter>) -> anyhow::Result<()> {
    let (mut done, mut failed) = (0_u64, 0_u64);
    for letter in letters {
        match consumers.redrive(store, &letter).await {
            Ok(outcome) => {
                let dropped = store.log().drop_dead_letter(&letter.consumer, letter.event).await;
                dropped.context("it worked, but the dead letter could not be dropped")?;
                let _ = say(format!("{} {} {outcome}", letter.event, letter.consumer));
                done += 1;
            }
            Err(error) => {
                let _ = say(format!("{} {} failed again: {error:#}", letter.event, letter.consumer));
                failed += 1;
            }
        }
    }
    if failed > 0 {
        bail!("{done} redriven, {failed} failed again and stay among the dead letters");
    }
    say(format!("{done} redriven"))
}

fn to_json(letter: &DeadLetter) -> Value {
    let event: Value = serde_json::from_str(&letter.payload).unwrap_or_else(|_| letter.payload.clone().into());
    json!({
        "event_id": letter.event, "consumer": letter.consumer, "user_id": letter.user.map(|user| user.to_string()),
        "topic": letter.topic, "reason": letter.reason, "attempts": letter.attempts, "at": letter.at.to_string(),
        "event": event,
    })
}
