//! What is still before a consumer, wherever its events come from: the head of the outbox against
//! what it has recorded.

use rondo_contract::Topic;
use rondo_domain::{Timestamp, UserId};
use sea_orm::{ConnectionTrait, Value};

use crate::{Error, Log, rows};

/// The relay's name among the consumers: its position in a line says what of it is published.
pub const RELAY: &str = "relay";

/// Which events a consumer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub consumer: &'static str,
    /// On which topic; `None` for every one.
    pub topic: Option<Topic>,
    /// Of which CloudEvents types; none for every one.
    pub kinds: &'static [&'static str],
}

impl Wanted {
    /// What the relay wants: everything.
    pub const RELAY: Self = Self {
        consumer: RELAY,
        topic: None,
        kinds: &[],
    };

    /// The condition that a row of `events` is wanted, with its parameters from number `first` on.
    fn condition(&self, first: usize) -> (String, Vec<Value>) {
        let mut parts = vec!["1 = 1".to_owned()];
        let mut values: Vec<Value> = Vec::new();
        if let Some(topic) = self.topic {
            parts.push(format!("events.topic = ${first}"));
            values.push(topic.name().into());
        }
        if !self.kinds.is_empty() {
            let from = first + values.len();
            let names: Vec<String> = (from..from + self.kinds.len()).map(|number| format!("${number}")).collect();
            parts.push(format!("events.kind IN ({})", names.join(", ")));
            values.extend(self.kinds.iter().map(|kind| Value::from(*kind)));
        }
        (parts.join(" AND "), values)
    }
}

/// How much is before a consumer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    /// How many events it wants and is not done with.
    pub waiting: i64,
    /// When the oldest of them happened, by the domain's clock.
    pub oldest: Option<Timestamp>,
}

/// The events that a consumer (`$1`) is not done with.
const BEFORE_IT: &str = "FROM lines LEFT JOIN positions ON positions.user_id = lines.user_id AND positions.consumer = $1
    JOIN events ON events.user_id = lines.user_id AND events.user_seq > coalesce(positions.done_seq, 0)
    WHERE lines.last_seq > coalesce(positions.done_seq, 0)";

impl Log {
    /// Notes that a consumer is done with an event that came to it over a broker. What is older is not
    /// before it either: first copies come in their order.
    pub async fn record(&self, consumer: &str, user: UserId, sequence: i64) -> Result<(), Error> {
        let sql = "INSERT INTO positions (consumer, user_id, done_seq, attempts, next_try) VALUES ($1, $2, $3, 0, NULL)
                   ON CONFLICT (consumer, user_id) DO UPDATE SET done_seq = excluded.done_seq
                   WHERE positions.done_seq < excluded.done_seq";
        let values: [Value; 3] = [consumer.into(), user.uuid().into(), sequence.into()];
        self.0.marker().execute_raw(self.0.sql(sql, values)).await?;
        Ok(())
    }

    /// Moves a consumer's position over what it does not want, in up to `limit` lines: so the lines
    /// before it stay few.
    pub async fn skip_unwanted(&self, wanted: &Wanted, limit: u64) -> Result<u64, Error> {
        self.skip(wanted, "", limit).await
    }

    /// The same, and over what its inbox says that it had: a mark that was lost with the power is made
    /// again. Only when nothing is under way, for an inbox row may come before its outside effect.
    pub async fn skip_handled(&self, wanted: &Wanted, limit: u64) -> Result<u64, Error> {
        let had = "AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.consumer = $1 AND inbox.event_id = events.event_id)
                   AND EXISTS (SELECT 1 FROM users WHERE users.id = events.user_id)";
        self.skip(wanted, had, limit).await
    }

    async fn skip(&self, wanted: &Wanted, unless: &str, limit: u64) -> Result<u64, Error> {
        let (condition, values) = wanted.condition(3);
        let sql = format!(
            "INSERT INTO positions (consumer, user_id, done_seq, attempts, next_try)
             SELECT $1, lines.user_id, lines.last_seq, 0, CAST(NULL AS bigint)
             FROM lines LEFT JOIN positions ON positions.user_id = lines.user_id AND positions.consumer = $1
             WHERE lines.last_seq > coalesce(positions.done_seq, 0) AND NOT EXISTS (
                 SELECT 1 FROM events WHERE events.user_id = lines.user_id
                 AND events.user_seq > coalesce(positions.done_seq, 0) AND events.user_seq <= lines.last_seq
                 AND {condition} {unless})
             LIMIT $2
             ON CONFLICT (consumer, user_id) DO UPDATE SET done_seq = excluded.done_seq
             WHERE positions.done_seq < excluded.done_seq"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = [wanted.consumer.into(), limit.into()].into_iter().chain(values);
        Ok(self.0.marker().execute_raw(self.0.sql(&sql, values)).await?.rows_affected())
    }

    /// Whether none of these consumers has anything before it that it wants, at one moment. What waits
    /// to be tried again is before it.
    pub async fn is_at_rest(&self, consumers: &[Wanted]) -> Result<bool, Error> {
        let (mut parts, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
        for wanted in consumers {
            let first = values.len() + 1;
            let (condition, more) = wanted.condition(first + 1);
            let before = BEFORE_IT.replace("$1", &format!("${first}"));
            parts.push(format!("SELECT 1 AS before_it {before} AND {condition}"));
            values.push(wanted.consumer.into());
            values.extend(more);
        }
        if parts.is_empty() {
            return Ok(true);
        }
        let sql = format!("{} LIMIT 1", parts.join(" UNION ALL "));
        Ok(self.0.readers().query_one_raw(self.0.sql(&sql, values)).await?.is_none())
    }

    /// What is before a consumer.
    pub async fn lag(&self, wanted: &Wanted) -> Result<Lag, Error> {
        self.measure(wanted, "").await
    }

    /// What is before a consumer and was published: it should be on its way.
    pub async fn undelivered(&self, wanted: &Wanted) -> Result<Lag, Error> {
        let published = format!(
            " AND events.user_seq <= coalesce((SELECT relay.done_seq FROM positions AS relay
              WHERE relay.consumer = '{RELAY}' AND relay.user_id = lines.user_id), 0)"
        );
        self.measure(wanted, &published).await
    }

    async fn measure(&self, wanted: &Wanted, more: &str) -> Result<Lag, Error> {
        let (condition, values) = wanted.condition(2);
        let sql = format!("SELECT count(*) AS waiting, min(events.at) AS oldest {BEFORE_IT} AND {condition}{more}");
        let values = [Value::from(wanted.consumer)].into_iter().chain(values);
        let Some(row) = self.0.readers().query_one_raw(self.0.sql(&sql, values)).await? else {
            return Ok(Lag::default());
        };
        let oldest: Option<i64> = row.try_get("", "oldest")?;
        Ok(Lag {
            waiting: row.try_get("", "waiting")?,
            oldest: oldest.map(rows::timestamp).transpose()?,
        })
    }
}
