//! The database, and what it tells of those who work on it.

use rondo_bus::lag::measure;
use rondo_store::{Clock, Error, Holders, RELAY, Store, Wanted};

use super::finding::Finding;

/// A clock may be off by so many seconds.
const OFF: i64 = 2;

/// An event may wait for so many seconds.
const LATE: f64 = 60.0;

pub(super) async fn examine(store: &Store, on_dapr: bool) -> Vec<Finding> {
    let mut findings = vec![Finding::fine("database", "it answers, and its schema is up to date")];
    let parts = [
        clock(store).await,
        holders(store, on_dapr).await,
        lags(store, on_dapr).await,
        dead_letters(store).await,
    ];
    for part in parts {
        match part {
            Ok(more) => findings.extend(more),
            Err(error) => findings.push(Finding::wrong("database", error.to_string(), "see the message")),
        }
    }
    findings
}

async fn clock(store: &Store) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    if store.clock() == Clock::Stored {
        let says = format!("this database has a clock of its own, which stands at {}", store.now().await?);
        findings.push(Finding::odd(
            "clock",
            says,
            "fine for tests; for real work make a database without --test-clock",
        ));
    }
    if let Some(theirs) = store.server_time().await? {
        let off = (theirs.micros() - Clock::machine().micros()).abs() / 1_000_000;
        findings.push(if off > OFF {
            let says = format!("this machine and the database's server differ by {off} s");
            Finding::wrong("clock", says, "let both follow the same time server")
        } else {
            Finding::fine("clock", "this machine and the database's server agree")
        });
    }
    Ok(findings)
}

async fn holders(store: &Store, on_dapr: bool) -> Result<Vec<Finding>, Error> {
    let holders = store.holders().await?;
    let mut findings: Vec<Finding> = holders
        .iter()
        .filter(|holders| !on_dapr || [RELAY, rondo_reminder::PURPOSE].contains(&holders.purpose.as_str()))
        .map(held)
        .collect();
    for (purpose, role) in [(RELAY, "relay"), (rondo_reminder::PURPOSE, "reminder")] {
        if on_dapr && !holders.iter().any(|holders| holders.purpose == purpose) {
            let mend = format!("start `rondo {role}` on this database");
            findings.push(Finding::wrong(
                format!("leases of {purpose}"),
                "nobody has ever worked here",
                mend,
            ));
        }
    }
    Ok(findings)
}

fn held(holders: &Holders) -> Finding {
    let Holders {
        purpose,
        processes,
        slots,
    } = holders;
    let part = format!("leases of {purpose}");
    let says = format!("{processes} at work, {slots} of 64 slots held");
    match (processes, slots) {
        (0, _) => Finding::wrong(part, says, "start it again; its last messages say why it ended"),
        (_, 64) => Finding::fine(part, says),
        _ => Finding::odd(part, says, "those of a process that died are taken over within ten seconds"),
    }
}

async fn lags(store: &Store, on_dapr: bool) -> Result<Vec<Finding>, Error> {
    let relay = on_dapr.then_some(Wanted::RELAY);
    let mut findings = Vec::new();
    for wanted in relay
        .into_iter()
        .chain([rondo_recurring_task::WANTED, rondo_notification::WANTED])
    {
        let measured = measure(store, &wanted).await?;
        let part = format!("lag of {}", wanted.consumer);
        let says = format!(
            "{} waiting, the oldest for {:.0} s",
            measured.waiting, measured.oldest_seconds
        );
        findings.push(if measured.oldest_seconds > LATE {
            let mend = "look at its log, its sidecar and, for a consumer, at its subscriptions below";
            Finding::wrong(part, says, mend)
        } else {
            Finding::fine(part, says)
        });
    }
    Ok(findings)
}

async fn dead_letters(store: &Store) -> Result<Vec<Finding>, Error> {
    let counts = store.log().count_dead_letters().await?;
    if counts.is_empty() {
        return Ok(vec![Finding::fine("dead letters", "none")]);
    }
    let finding = |(consumer, count): &(String, i64)| {
        let mend = format!("rondo dlq list --consumer {consumer}, mend what it says, then rondo dlq redrive");
        Finding::odd(format!("dead letters of {consumer}"), count.to_string(), mend)
    };
    Ok(counts.iter().map(finding).collect())
}
