//! What has served its time and goes.

use rondo_domain::Timestamp;
use sea_orm::ConnectionTrait;

use crate::{Clock, Error, Store};

/// Inbox rows outlive every copy of an event: topics keep 7 days, dead letters 30.
const INBOX_SECONDS: i64 = 45 * 24 * 3600;

/// How many events go at once: whoever writes waits for no more.
const PART: u64 = 2000;

impl Store {
    /// Removes inbox rows that no copy of an event can need any more, tokens that have expired, and
    /// the lines of removed accounts that every consumer has read to their end. Returns how many
    /// rows went.
    pub async fn tidy(&self) -> Result<u64, Error> {
        let old = self.now().await?.plus_seconds(-INBOX_SECONDS).micros();
        let expired = Clock::machine().micros();
        let read = "user_id NOT IN (SELECT id FROM users) AND EXISTS (SELECT 1 FROM positions WHERE user_id = lines.user_id)
                    AND NOT EXISTS (SELECT 1 FROM positions WHERE user_id = lines.user_id AND done_seq < lines.last_seq)";
        let orphans = |table: &str| format!("DELETE FROM {table} WHERE user_id NOT IN (SELECT user_id FROM lines)");
        let statements = [
            self.sql("DELETE FROM inbox WHERE at < $1", [old.into()]),
            self.sql(
                "DELETE FROM tokens WHERE expires_at IS NOT NULL AND expires_at < $1",
                [expired.into()],
            ),
            self.sql(&format!("DELETE FROM lines WHERE {read}"), []),
            self.sql(&orphans("events"), []),
            self.sql(&orphans("positions"), []),
        ];
        let mut gone = 0;
        for statement in statements {
            gone += self.writer().execute_raw(statement).await?.rows_affected();
        }
        Ok(gone)
    }

    /// Removes events from before that instant (by the domain's clock) that all these consumers are
    /// done with, a bounded part at a time. Returns how many went.
    pub async fn forget_events(&self, before: Timestamp, consumers: &[&str]) -> Result<u64, Error> {
        let done = |number: usize| {
            format!(
                "AND user_seq <= coalesce((SELECT done_seq FROM positions
                 WHERE consumer = ${number} AND positions.user_id = events.user_id), 0)"
            )
        };
        let done: Vec<String> = (2..2 + consumers.len()).map(done).collect();
        let sql = format!(
            "DELETE FROM events WHERE (user_id, user_seq) IN (
                 SELECT user_id, user_seq FROM events WHERE at < $1 {} LIMIT {PART})",
            done.join(" ")
        );
        let mut gone = 0;
        loop {
            let values = [before.micros().into()]
                .into_iter()
                .chain(consumers.iter().map(|name| (*name).into()));
            let part = self.writer().execute_raw(self.sql(&sql, values)).await?.rows_affected();
            gone += part;
            if part < PART {
                return Ok(gone);
            }
        }
    }
}
