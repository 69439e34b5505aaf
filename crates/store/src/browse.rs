//! Looking through the log by hand: the latest events, a range of them, what lines there are.

use rondo_domain::{EventId, Timestamp, UserId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{event, line};
use crate::log::log_event;
use crate::{Error, Log, LogEvent};

/// Which events; what is not said does not matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Range {
    /// Of that user.
    pub user: Option<UserId>,
    /// From that number in the user's line on.
    pub from: Option<i64>,
    /// Up to that number.
    pub to: Option<i64>,
    /// From that instant on, by the domain's clock.
    pub since: Option<Timestamp>,
    /// Before that instant.
    pub until: Option<Timestamp>,
}

impl Range {
    fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.user.map(|user| event::Column::UserId.eq(user.uuid())))
            .add_option(self.from.map(|from| event::Column::UserSeq.gte(from)))
            .add_option(self.to.map(|to| event::Column::UserSeq.lte(to)))
            .add_option(self.since.map(|since| event::Column::At.gte(since.micros())))
            .add_option(self.until.map(|until| event::Column::At.lt(until.micros())))
    }
}

impl Log {
    /// Up to `limit` events of a range after that one, each user's in their order, one user after the
    /// other.
    pub async fn browse(&self, range: &Range, after: Option<(UserId, i64)>, limit: u64) -> Result<Vec<LogEvent>, Error> {
        let beyond = after.map(|(user, sequence)| {
            let same = event::Column::UserId.eq(user.uuid()).and(event::Column::UserSeq.gt(sequence));
            event::Column::UserId.gt(user.uuid()).or(same)
        });
        let select = event::Entity::find()
            .filter(range.condition())
            .filter(Condition::all().add_option(beyond))
            .order_by_asc(event::Column::UserId)
            .order_by_asc(event::Column::UserSeq)
            .limit(limit);
        select.all(self.0.readers()).await?.into_iter().map(log_event).collect()
    }

    /// The latest events of a range, oldest of them first.
    pub async fn latest(&self, range: &Range, limit: u64) -> Result<Vec<LogEvent>, Error> {
        let select = event::Entity::find()
            .filter(range.condition())
            .order_by_desc(event::Column::At)
            .order_by_desc(event::Column::UserId)
            .order_by_desc(event::Column::UserSeq)
            .limit(limit);
        let mut events: Vec<LogEvent> = select
            .all(self.0.readers())
            .await?
            .into_iter()
            .map(log_event)
            .collect::<Result<_, _>>()?;
        events.reverse();
        Ok(events)
    }

    /// An event, if it is still kept.
    pub async fn event(&self, id: EventId) -> Result<Option<LogEvent>, Error> {
        let select = event::Entity::find().filter(event::Column::EventId.eq(id.uuid()));
        select.one(self.0.readers()).await?.map(log_event).transpose()
    }

    /// Every line with its last number.
    pub async fn lines(&self) -> Result<Vec<(UserId, i64)>, Error> {
        let lines = line::Entity::find().all(self.0.readers()).await?;
        Ok(lines.into_iter().map(|line| (line.user_id.into(), line.last_seq)).collect())
    }
}
