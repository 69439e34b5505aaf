//! The events table as a log: how far each consumer is in each user's line, and what it could not
//! handle.

use rondo_contract::Topic;
use rondo_domain::{EventId, Timestamp, UserId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, Set};
use uuid::Uuid;

use crate::entity::{dead_letter, event, line, position};
use crate::{Error, Lease, Slots, Store, rows};

/// The log of a database.
#[derive(Clone, Debug)]
pub struct Log(pub(crate) Store);

/// How far a consumer is in a user's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Whose line.
    pub user: UserId,
    /// The last event that is done with.
    pub done: i64,
    /// The last event there is.
    pub last: i64,
    /// How often the event after [`Behind::done`] was tried.
    pub attempts: u32,
    /// When it may be tried again.
    pub next_try: Option<Timestamp>,
}

/// An event of a line.
#[derive(Clone, Debug)]
pub struct LogEvent {
    /// Its id.
    pub id: EventId,
    /// Whose.
    pub user: UserId,
    /// Its number in the user's line.
    pub sequence: i64,
    /// The topic it is on.
    pub topic: Topic,
    /// Its CloudEvents type.
    pub kind: String,
    /// When it happened, by the domain's clock.
    pub at: Timestamp,
    /// The CloudEvent, as JSON.
    pub payload: String,
}

/// An event that a consumer could not handle.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// Who could not.
    pub consumer: String,
    /// The event's id.
    pub event: Uuid,
    /// Whose, when it says so.
    pub user: Option<UserId>,
    /// The topic it came on.
    pub topic: String,
    /// Why not.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
    /// The event.
    pub payload: String,
    /// When it was given up.
    pub at: Timestamp,
}

impl Store {
    /// The log.
    pub fn log(&self) -> Log {
        Log(self.clone())
    }
}

impl Log {
    /// Up to `limit` users of these slots whose lines have gone on since this consumer's position, and
    /// whose next event need not wait for a later try than `ready`: so that those who wait never stand
    /// in the way of those who need not.
    pub async fn behind(&self, consumer: &str, slots: &Slots, ready: Timestamp, limit: u64) -> Result<Vec<Behind>, Error> {
        self.lagging(consumer, slots, ready.micros(), limit).await
    }

    async fn lagging(&self, consumer: &str, slots: &Slots, ready: i64, limit: u64) -> Result<Vec<Behind>, Error> {
        let sql = format!(
            "SELECT lines.user_id, lines.last_seq, coalesce(positions.done_seq, 0) AS done_seq,
                    coalesce(positions.attempts, 0) AS attempts, positions.next_try
             FROM lines LEFT JOIN positions ON positions.user_id = lines.user_id AND positions.consumer = $1
             WHERE lines.last_seq > coalesce(positions.done_seq, 0) AND coalesce(positions.next_try, 0) <= $2
             AND {} LIMIT $3",
            slots.condition()
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = [consumer.into(), ready.into(), limit.into()];
        let rows = self.0.readers().query_all_raw(self.0.sql(&sql, values)).await?;
        rows.iter().map(behind).collect()
    }

    /// When the first of the events that this consumer is to try again comes up.
    pub async fn next_try(&self, consumer: &str, slots: &Slots) -> Result<Option<Timestamp>, Error> {
        let sql = format!(
            "SELECT min(positions.next_try) AS next FROM positions JOIN lines ON lines.user_id = positions.user_id
             WHERE positions.consumer = $1 AND lines.last_seq > positions.done_seq AND {}",
            slots.condition()
        );
        let row = self.0.readers().query_one_raw(self.0.sql(&sql, [consumer.into()])).await?;
        let next: Option<i64> = row.map(|row| row.try_get("", "next")).transpose()?.flatten();
        next.map(rows::timestamp).transpose()
    }

    /// Whether this consumer is at the end of every line. An event that waits to be tried again is not
    /// done with.
    pub async fn is_settled(&self, consumer: &str) -> Result<bool, Error> {
        Ok(self.lagging(consumer, &Slots::All, i64::MAX, 1).await?.is_empty())
    }

    /// How far this consumer is in one user's line.
    pub async fn position(&self, consumer: &str, user: UserId) -> Result<Behind, Error> {
        let db = self.0.readers();
        let line = line::Entity::find_by_id(user.uuid()).one(db).await?;
        let found = position::Entity::find_by_id((consumer.to_owned(), user.uuid()))
            .one(db)
            .await?;
        Ok(Behind {
            user,
            done: found.as_ref().map_or(0, |row| row.done_seq),
            last: line.map_or(0, |row| row.last_seq),
            attempts: found.as_ref().map_or(0, |row| row.attempts.unsigned_abs()),
            next_try: found.and_then(|row| row.next_try).map(rows::timestamp).transpose()?,
        })
    }

    /// The next event of a user after `after` that is of one of these kinds.
    pub async fn next(&self, user: UserId, after: i64, topic: Topic, kinds: &[&str]) -> Result<Option<LogEvent>, Error> {
        let row = event::Entity::find()
            .filter(event::Column::UserId.eq(user.uuid()))
            .filter(event::Column::UserSeq.gt(after))
            .filter(event::Column::Topic.eq(topic.name()))
            .filter(event::Column::Kind.is_in(kinds.iter().copied()))
            .order_by_asc(event::Column::UserSeq)
            .limit(1)
            .one(self.0.readers())
            .await?;
        row.map(log_event).transpose()
    }

    /// Moves the consumer's position in a user's line on, unless somebody else did or the lease went
    /// to somebody else meanwhile. `false` then.
    pub async fn advance(&self, consumer: &str, place: &Behind, to: i64, lease: &Lease) -> Result<bool, Error> {
        self.mark(self.0.marker(), consumer, place, (to, 0, None), lease).await
    }

    /// Notes that the event after the position was tried in vain and is to be tried again then.
    pub async fn postpone(&self, consumer: &str, place: &Behind, next_try: Timestamp, lease: &Lease) -> Result<bool, Error> {
        let attempts = i32::try_from(place.attempts).unwrap_or(i32::MAX).saturating_add(1);
        self.mark(
            self.0.marker(),
            consumer,
            place,
            (place.done, attempts, Some(next_try.micros())),
            lease,
        )
        .await
    }

    /// Puts an event among the dead letters and moves on past it, in one transaction.
    pub async fn bury(&self, letter: DeadLetter, place: &Behind, to: i64, lease: &Lease) -> Result<bool, Error> {
        let consumer = letter.consumer.clone();
        let tx = self.0.begin().await?;
        keep(&tx, letter).await?;
        let moved = self.mark(&tx, &consumer, place, (to, 0, None), lease).await?;
        if moved {
            tx.commit().await?;
        }
        Ok(moved)
    }

    /// Puts an event that came over a broker among the dead letters. `false` when it was there already.
    pub async fn keep_dead_letter(&self, letter: DeadLetter) -> Result<bool, Error> {
        keep(self.0.writer(), letter).await
    }

    /// The dead letters of a consumer, or of all, oldest first.
    pub async fn dead_letters(&self, consumer: Option<&str>, limit: u64) -> Result<Vec<DeadLetter>, Error> {
        let mut select = dead_letter::Entity::find().order_by_asc(dead_letter::Column::At).limit(limit);
        if let Some(consumer) = consumer {
            select = select.filter(dead_letter::Column::Consumer.eq(consumer));
        }
        select.all(self.0.readers()).await?.into_iter().map(letter).collect()
    }

    async fn mark(
        &self,
        db: &impl ConnectionTrait,
        consumer: &str,
        place: &Behind,
        (done, attempts, next_try): (i64, i32, Option<i64>),
        lease: &Lease,
    ) -> Result<bool, Error> {
        let (fence, held) = lease.fence(7);
        let sql = format!(
            "INSERT INTO positions (consumer, user_id, done_seq, attempts, next_try)
             SELECT $1, $2, $3, $4, $5 WHERE {fence}
             ON CONFLICT (consumer, user_id) DO UPDATE
             SET done_seq = excluded.done_seq, attempts = excluded.attempts, next_try = excluded.next_try
             WHERE positions.done_seq = $6"
        );
        let mut values: Vec<sea_orm::Value> = vec![
            consumer.into(),
            place.user.uuid().into(),
            done.into(),
            attempts.into(),
            next_try.into(),
            place.done.into(),
        ];
        values.extend(held);
        Ok(db.execute_raw(self.0.sql(&sql, values)).await?.rows_affected() > 0)
    }
}

async fn keep(db: &impl ConnectionTrait, letter: DeadLetter) -> Result<bool, Error> {
    let row = dead_letter::ActiveModel {
        consumer: Set(letter.consumer),
        event_id: Set(letter.event),
        user_id: Set(letter.user.map(UserId::uuid)),
        topic: Set(letter.topic),
        reason: Set(letter.reason),
        attempts: Set(i32::try_from(letter.attempts).unwrap_or(i32::MAX)),
        payload: Set(letter.payload),
        at: Set(letter.at.micros()),
    };
    let insert = dead_letter::Entity::insert(row).on_conflict_do_nothing();
    let inserted = insert.exec_without_returning(db).await?;
    Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(1..)))
}

pub(crate) fn behind(row: &QueryResult) -> Result<Behind, Error> {
    let user: Uuid = row.try_get("", "user_id")?;
    let attempts: i32 = row.try_get("", "attempts")?;
    let next_try: Option<i64> = row.try_get("", "next_try")?;
    Ok(Behind {
        user: user.into(),
        done: row.try_get("", "done_seq")?,
        last: row.try_get("", "last_seq")?,
        attempts: attempts.unsigned_abs(),
        next_try: next_try.map(rows::timestamp).transpose()?,
    })
}

pub(crate) fn log_event(row: event::Model) -> Result<LogEvent, Error> {
    Ok(LogEvent {
        id: row.event_id.into(),
        user: row.user_id.into(),
        sequence: row.user_seq,
        topic: Topic::parse(&row.topic).ok_or_else(|| Error::corrupt("an event's topic"))?,
        kind: row.kind,
        at: rows::timestamp(row.at)?,
        payload: row.payload,
    })
}

pub(crate) fn letter(row: dead_letter::Model) -> Result<DeadLetter, Error> {
    Ok(DeadLetter {
        consumer: row.consumer,
        event: row.event_id,
        user: row.user_id.map(UserId::from),
        topic: row.topic,
        reason: row.reason,
        attempts: row.attempts.unsigned_abs(),
        payload: row.payload,
        at: rows::timestamp(row.at)?,
    })
}
