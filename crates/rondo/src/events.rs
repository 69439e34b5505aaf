//! `rondo events`: the log, to be watched or brought again.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, bail};
use rondo_domain::{Timestamp, UserId};
use rondo_store::{Commits, LogEvent, Range, Store};

use crate::arguments::{Events, Replay};
use crate::consumers::{Consumers, open};
use crate::output::say;
use crate::settings::Settings;

/// How often to look, beside being woken.
const EVERY: Duration = Duration::from_secs(1);

/// How many events are in memory at a time.
const PART: u64 = 500;

/// Does what it is told with the events.
pub(crate) async fn run(settings: &Settings, command: Events) -> anyhow::Result<()> {
    let store = open(settings).await?;
    match command {
        Events::Tail {
            follow,
            user,
            lines,
            json,
        } => tail(&store, user.map(UserId::from), lines, json, follow).await,
        Events::Replay(asked) => replay(settings, &store, &asked).await,
    }
}

async fn tail(store: &Store, user: Option<UserId>, lines: u64, json: bool, follow: bool) -> anyhow::Result<()> {
    let range = Range {
        user,
        ..Range::default()
    };
    let mut commits = store.commits();
    let seen: HashMap<UserId, i64> = store.log().lines().await?.into_iter().collect();
    for event in store.log().latest(&range, lines).await? {
        show(&event, json)?;
    }
    if follow {
        go_on(store, &mut commits, seen, user, json).await?;
    }
    Ok(())
}

/// Shows what comes, until the command is ended.
async fn go_on(
    store: &Store,
    commits: &mut Commits,
    mut seen: HashMap<UserId, i64>,
    user: Option<UserId>,
    json: bool,
) -> anyhow::Result<()> {
    loop {
        tokio::select! {
            _ = commits.next() => {},
            () = tokio::time::sleep(EVERY) => {},
        }
        while commits.pending().is_some() {}
        for (line, last) in store.log().lines().await? {
            let before = seen.insert(line, last).unwrap_or(0);
            if last > before && user.is_none_or(|user| user == line) {
                show_line(store, line, before, last, json).await?;
            }
        }
    }
}

async fn show_line(store: &Store, user: UserId, before: i64, last: i64, json: bool) -> anyhow::Result<()> {
    let range = Range {
        user: Some(user),
        from: Some(before + 1),
        to: Some(last),
        ..Range::default()
    };
    each(store, range, async |event| show(&event, json)).await
}

/// Goes through a range, a part at a time.
async fn each(
    store: &Store,
    range: Range,
    mut visit: impl AsyncFnMut(LogEvent) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let part = store.log().browse(&range, after, PART).await?;
        let Some(last) = part.last() else { return Ok(()) };
        after = Some((last.user, last.sequence));
        for event in part {
            visit(event).await?;
        }
    }
}

fn show(event: &LogEvent, json: bool) -> anyhow::Result<()> {
    if json {
        return say(&event.payload);
    }
    say(format!(
        "{} {} {} {} {}",
        event.at, event.user, event.sequence, event.kind, event.id
    ))
}

async fn replay(settings: &Settings, store: &Store, asked: &Replay) -> anyhow::Result<()> {
    let range = Range {
        user: asked.user.map(UserId::from),
        from: asked.from,
        to: asked.to,
        since: asked.since.as_deref().map(|text| instant("--since", text)).transpose()?,
        until: asked.until.as_deref().map(|text| instant("--until", text)).transpose()?,
    };
    let consumers = Consumers::of(settings, store)?;
    let (mut outcomes, mut failed): (HashMap<&'static str, u64>, u64) = (HashMap::new(), 0);
    each(store, range, async |event| {
        let (id, user, sequence) = (event.id, event.user, event.sequence);
        let outcome = match &asked.consumer {
            Some(consumer) => consumers.handle(consumer, &event.payload).await,
            None => consumers.publish(event).await.map(|()| "published"),
        };
        match outcome {
            Ok(outcome) => *outcomes.entry(outcome).or_default() += 1,
            // A broker that is away, or an unknown consumer, will not do better with the next one.
            Err(error) if failed == 0 && outcomes.is_empty() => return Err(error),
            Err(error) => {
                failed += 1;
                // The others are brought whether anybody reads of this one or not.
                let _ = say(format!("{id} (number {sequence} of {user}) failed: {error:#}"));
            }
        }
        Ok(())
    })
    .await?;
    let mut counts: Vec<String> = outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
    counts.sort();
    say(if counts.is_empty() {
        "there were none".to_owned()
    } else {
        counts.join(", ")
    })?;
    if failed > 0 {
        bail!("{failed} failed");
    }
    Ok(())
}

fn instant(name: &str, text: &str) -> anyhow::Result<Timestamp> {
    let instant = text.parse().ok();
    instant.with_context(|| format!("{name} is {text:?}; it must be an RFC 3339 instant, as 2026-03-10T09:00:00Z"))
}
