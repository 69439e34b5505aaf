//! What must be true when the dust has settled: nothing lost, nothing out of order, everything handled.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures::future::join_all;
use sqlx::Row;

use super::Stack;
use crate::parts::Record;
use crate::{Sql, eventually};

/// Kafka, sidecars and services may all have to come back first.
const PATIENCE: Duration = Duration::from_mins(3);

/// Counts of what is neither published nor handled yet.
const WAITING: [&str; 3] = [
    // Lines that are not published to their end.
    "SELECT COUNT(*) FROM lines AS l LEFT JOIN positions AS p ON p.user_id = l.user_id AND p.consumer = 'relay' \
     WHERE l.last_seq > COALESCE(p.done_seq, 0)",
    // Completions without their effect.
    "SELECT COUNT(*) FROM events AS e WHERE e.kind = 'task.completed' AND NOT EXISTS (SELECT 1 FROM inbox AS i \
     WHERE i.consumer = 'recurring-task-service' AND i.event_id = e.event_id)",
    // Reminders that the ledger does not have done with.
    "SELECT COUNT(*) FROM events AS e WHERE e.kind = 'reminder.due_soon' AND NOT EXISTS \
     (SELECT 1 FROM notifications AS n WHERE n.id = e.event_id AND n.state <> 'claimed')",
];

/// What was found on the topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Events of the log, each there at least once.
    pub events: usize,
    /// Further copies of them.
    pub copies: usize,
    /// Records that are no event of the log, such as those that a test put there.
    pub strangers: usize,
}

/// An event of the log.
struct Logged {
    user: String,
    id: String,
    payload: String,
}

/// Waits until everything is published and each consumer is done with every event that concerns it.
pub async fn settled(sql: &Sql) {
    eventually("everything is published and handled", PATIENCE, || async {
        let counts = join_all(WAITING.map(|query| sql.number(query))).await;
        (counts.iter().sum::<i64>() == 0).then_some(())
    })
    .await;
}

/// The events of a topic that the log has.
pub struct Log(Vec<Logged>);

impl Log {
    /// What the log has now.
    pub async fn of(sql: &Sql, topic: &str) -> Self {
        let query = format!(
            "SELECT CAST(user_id AS TEXT), CAST(event_id AS TEXT), payload FROM events \
             WHERE topic = '{topic}' ORDER BY user_id, user_seq"
        );
        let rows = sql.rows(&query).await;
        let logged = rows.iter().map(|row| Logged {
            user: row.get(0),
            id: row.get(1),
            payload: row.get(2),
        });
        Self(logged.collect())
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// Fails unless every one is among the records, under its user's key and with the bytes of the log, the
    /// first copies of each user in the order of their line.
    pub fn account(&self, records: &[Record]) -> Result<Published> {
        account(&self.0, records)
    }
}

impl Stack {
    /// Waits until everything is published and each consumer is done with every event that concerns it.
    pub async fn settled(&self) {
        let sql = self.sql().await;
        settled(&sql).await;
        sql.close().await;
    }

    /// Waits until every reminder that is due by the clock to test with has its event, and all is settled.
    pub async fn caught_up(&self) {
        let due = "SELECT COUNT(*) FROM reminders WHERE fires_at <= (SELECT now_at FROM test_clock)";
        let sql = self.sql().await;
        eventually("no reminder is due", PATIENCE, || async {
            (sql.number(due).await == 0).then_some(())
        })
        .await;
        sql.close().await;
        self.settled().await;
    }

    /// Fails unless every event of the log is on its topic, under its user's key and with the bytes of the
    /// log, the first copies of each user in the order of their line. Waits for those still on their way.
    pub async fn published(&self, topic: &str) -> Result<Published> {
        let sql = self.sql().await;
        let logged = Log::of(&sql, topic).await;
        sql.close().await;
        let count = logged.count();
        let what = format!("{count} events are on {topic}");
        eventually(&what, PATIENCE, || async {
            self.kafka().count(topic).await.ok().filter(|there| *there >= count)
        })
        .await;
        logged.account(&self.kafka().records(topic).await?)
    }
}

fn account(logged: &[Logged], records: &[Record]) -> Result<Published> {
    let known: BTreeMap<&str, &Logged> = logged.iter().map(|event| (event.id.as_str(), event)).collect();
    let (mut seen, mut lines) = (BTreeSet::new(), BTreeMap::<&str, Vec<&str>>::new());
    let mut found = Published::default();
    for record in records {
        let id = serde_json::from_str::<serde_json::Value>(&record.value).ok();
        let id = id.and_then(|event| event["id"].as_str().map(str::to_owned));
        let Some(event) = id.and_then(|id| known.get(id.as_str()).copied()) else {
            found.strangers += 1;
            continue;
        };
        let Logged { user, id, payload } = event;
        ensure!(record.key.as_ref() == Some(user), "{id} has the key {:?}", record.key);
        ensure!(
            record.value == *payload,
            "{id} was changed on its way:\n{payload}\n{}",
            record.value
        );
        if seen.insert(id) {
            lines.entry(user).or_default().push(id);
        } else {
            found.copies += 1;
        }
    }
    found.events = seen.len();
    for (user, wanted) in lines_of(logged) {
        let line = lines.get(user).with_context(|| format!("nothing of {user} is there"))?;
        let lost: Vec<_> = wanted.iter().filter(|id| !line.contains(id)).collect();
        ensure!(lost.is_empty(), "{} events of {user} are lost: {lost:?}", lost.len());
        ensure!(
            *line == wanted,
            "the first copies of {user} are out of order: {line:?}, not {wanted:?}"
        );
    }
    Ok(found)
}

fn lines_of(logged: &[Logged]) -> BTreeMap<&str, Vec<&str>> {
    logged.iter().fold(BTreeMap::new(), |mut lines, event| {
        lines
            .entry(event.user.as_str())
            .or_insert_with(Vec::new)
            .push(event.id.as_str());
        lines
    })
}

#[cfg(test)]
mod tests {
    use super::{Logged, Published, account};
    use crate::parts::Record;

    fn logged(user: &str, id: &str) -> Logged {
        let payload = format!(r#"{{"id":"{id}"}}"#);
        let (user, id) = (user.to_owned(), id.to_owned());
        Logged { user, id, payload }
    }

    fn record(offset: u64, user: &str, id: &str) -> Record {
        Record {
            partition: 0,
            offset,
            written: 0,
            key: Some(user.to_owned()),
            value: format!(r#"{{"id":"{id}"}}"#),
        }
    }

    #[test]
    fn copies_are_counted_and_losses_and_disorder_found() {
        let log = [logged("ann", "1"), logged("ann", "2"), logged("bob", "3")];
        let topic = |ids: [(&str, &str); 4]| {
            let records = ids.iter().zip(0..).map(|((user, id), offset)| record(offset, user, id));
            records.collect::<Vec<_>>()
        };
        let good = topic([("ann", "1"), ("bob", "3"), ("ann", "2"), ("ann", "1")]);
        let expected = Published {
            events: 3,
            copies: 1,
            strangers: 0,
        };
        assert_eq!(account(&log, &good).unwrap(), expected);
        assert!(account(&log, &topic([("ann", "2"), ("ann", "1"), ("bob", "3"), ("ann", "2")])).is_err());
        assert!(account(&log, &topic([("ann", "1"), ("ann", "1"), ("bob", "3"), ("bob", "4")])).is_err());
        assert!(account(&log, &topic([("ann", "1"), ("bob", "2"), ("bob", "3"), ("bob", "4")])).is_err());
    }
}
