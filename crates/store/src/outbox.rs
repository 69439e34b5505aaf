//! The events table as an outbox: the first events of many lines at once, and the marks of many.

use std::collections::HashSet;

use rondo_domain::UserId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::entity::event;
use crate::log::{behind, log_event};
use crate::{Behind, Error, Lease, Log, LogEvent};

/// A position that moves on to the event that was just done with.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Whose line.
    pub user: UserId,
    /// The last event that is done with.
    pub done: i64,
    /// The right to say so.
    pub lease: Lease,
}

impl Log {
    /// For each of these users the first event after this consumer's position, with that position. Who
    /// is at the head of their line is left out.
    pub async fn firsts(&self, consumer: &str, users: &[UserId]) -> Result<Vec<(Behind, LogEvent)>, Error> {
        if users.is_empty() {
            return Ok(Vec::new());
        }
        let (names, users) = padded(users, 2);
        // Numbers have no gap, but retention may have taken what this consumer never asked for.
        let sql = format!(
            "SELECT lines.last_seq, coalesce(positions.done_seq, 0) AS done_seq,
                    coalesce(positions.attempts, 0) AS attempts, positions.next_try, events.*
             FROM lines LEFT JOIN positions ON positions.user_id = lines.user_id AND positions.consumer = $1
             JOIN events ON events.user_id = lines.user_id AND events.user_seq = (
                 SELECT min(later.user_seq) FROM events AS later
                 WHERE later.user_id = lines.user_id AND later.user_seq > coalesce(positions.done_seq, 0))
             WHERE lines.user_id IN ({names})"
        );
        let values = [Value::from(consumer)].into_iter().chain(users);
        let rows = self.0.readers().query_all_raw(self.0.sql(&sql, values)).await?;
        rows.iter()
            .map(|row| Ok((behind(row)?, log_event(event::Model::from_query_result(row, "")?)?)))
            .collect()
    }

    /// Moves the consumer's positions in many lines on, each user once: of those whose lease still
    /// holds. Returns whose moved.
    pub async fn advance_all(&self, consumer: &str, marks: &[Mark]) -> Result<HashSet<UserId>, Error> {
        if marks.is_empty() {
            return Ok(HashSet::new());
        }
        let mut values: Vec<Value> = vec![consumer.into()];
        let fence = match &marks[0].lease {
            Lease::Sole => "1 = 1",
            Lease::Held { purpose, holder, .. } => {
                values.extend([purpose.clone().into(), (*holder).into()]);
                "EXISTS (SELECT 1 FROM leases WHERE purpose = $2 AND holder = $3 AND slot = column3 AND epoch = column4)"
            }
        };
        // The first row tells Postgres the types of all.
        let types = if self.0.is_shared() {
            ["::uuid", "::bigint", "::smallint", "::bigint"]
        } else {
            [""; 4]
        };
        let mut rows = Vec::new();
        for index in 0..shape(marks.len()) {
            // Filled up with the last one again, so that there are few kinds of statement to prepare.
            let mark = &marks[index.min(marks.len() - 1)];
            let (slot, epoch) = match mark.lease {
                Lease::Sole => (0, 0),
                Lease::Held { slot, epoch, .. } => (slot, epoch),
            };
            let row: [Value; 4] = [mark.user.uuid().into(), mark.done.into(), slot.into(), epoch.into()];
            let first = values.len() + 1;
            let places = types
                .iter()
                .enumerate()
                .map(|(place, kind)| format!("${}{kind}", first + place));
            rows.push(format!("({})", places.collect::<Vec<_>>().join(", ")));
            values.extend(row);
        }
        let sql = format!(
            "INSERT INTO positions (consumer, user_id, done_seq, attempts, next_try)
             SELECT DISTINCT $1, column1, column2, 0, CAST(NULL AS bigint) FROM (VALUES {}) AS marks WHERE {fence}
             ON CONFLICT (consumer, user_id) DO UPDATE
             SET done_seq = excluded.done_seq, attempts = 0, next_try = NULL
             WHERE positions.done_seq < excluded.done_seq RETURNING user_id",
            rows.join(", ")
        );
        let moved = self.0.marker().query_all_raw(self.0.sql(&sql, values)).await?;
        moved
            .iter()
            .map(|row| Ok(UserId::from(row.try_get::<Uuid>("", "user_id")?)))
            .collect()
    }
}

/// The users as parameters from number `first` on, filled up with the last one again.
fn padded(users: &[UserId], first: usize) -> (String, Vec<Value>) {
    let count = shape(users.len());
    let names: Vec<String> = (first..first + count).map(|number| format!("${number}")).collect();
    let user = |index: usize| users[index.min(users.len() - 1)].uuid().into();
    (names.join(", "), (0..count).map(user).collect())
}

/// The least power of two that is not less: few kinds of statement, which stay prepared.
fn shape(count: usize) -> usize {
    count.next_power_of_two()
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn there_are_few_shapes_and_none_is_too_small() {
        let shapes: Vec<usize> = [1, 2, 4, 5, 16, 17, 64, 100, 256].map(shape).to_vec();
        assert_eq!(shapes, [1, 2, 4, 8, 16, 32, 64, 128, 256]);
    }
}
