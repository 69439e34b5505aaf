//! A unit of work: one transaction of one user, who waits in line for it.

use rondo_contract::{Outgoing, Place};
use rondo_domain::{Change, Context, EventId, Expected, Origin, Person, Reminding, Task, TaskId, Timestamp, UserId};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

use crate::entity::{event, inbox, line};
use crate::{Error, Store, people, rows, tasks};

/// One transaction of one user. Dropped without [`Work::commit`], it leaves no trace.
#[derive(Debug)]
#[must_use = "nothing is kept until it is committed"]
pub struct Work {
    pub(crate) store: Store,
    pub(crate) tx: DatabaseTransaction,
    pub(crate) person: Person,
    origin: Origin,
    now: Timestamp,
    last_seq: i64,
    first_seq: i64,
}

impl Store {
    /// Begins a unit of work: takes the user's line, which whoever writes for the user holds.
    ///
    /// # Errors
    /// [`Error::NoSuchUser`], or what the database says.
    pub async fn write(&self, user: UserId, origin: Origin) -> Result<Work, Error> {
        let tx = self.begin().await?;
        let line = line::Entity::find_by_id(user.uuid())
            .lock_exclusive()
            .one(&tx)
            .await?
            .ok_or(Error::NoSuchUser)?;
        let person = rows::person(&people::load(&tx, user).await?)?;
        let now = self.clock().read(&tx).await?;
        let (store, seq) = (self.clone(), line.last_seq);
        Ok(Work {
            store,
            tx,
            person,
            origin,
            now,
            last_seq: seq,
            first_seq: seq,
        })
    }
}

impl Work {
    /// The clock's reading for everything in this unit of work, taken once the line was held.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Whose unit of work it is.
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// What a decision of the domain needs to know.
    pub const fn context(&self) -> Context<'_> {
        Context {
            person: &self.person,
            actor: self.origin.actor,
            now: self.now,
        }
    }

    /// A task of this user, deleted ones too.
    pub async fn task(&self, id: TaskId) -> Result<Option<Task>, Error> {
        tasks::load(&self.tx, self.person.id, id).await
    }

    /// Stores the task's new state and appends its event, numbered next in the user's line.
    pub async fn apply(&mut self, change: Change) -> Result<Task, Error> {
        if let Some(series) = change.series() {
            tasks::save_series(&self.tx, self.person.id, series).await?;
        }
        match change.expected() {
            Expected::Absent => tasks::insert(&self.tx, change.task(), &self.person).await?,
            Expected::At(version) => tasks::update(&self.tx, &change, version, &self.person).await?,
        }
        let id = EventId::from(Store::new_id(self.now));
        let event = Outgoing::of_change(id, &change, &self.next_place());
        self.append(event).await?;
        Ok(change.into_task())
    }

    /// Stores what became of a task's reminders and appends the event of the one that fired. The
    /// event's id follows from the reminder and its instant: whoever comes second appends none.
    pub async fn remind(&mut self, reminding: Reminding) -> Result<(), Error> {
        tasks::save_reminders(&self.tx, reminding.task(), self.person.id).await?;
        let Some(event) = Outgoing::of_reminding(&reminding, &self.next_place()) else {
            return Ok(());
        };
        let same = event::Column::EventId.eq(event.id.uuid());
        if event::Entity::find().filter(same).one(&self.tx).await?.is_some() {
            return Ok(());
        }
        self.append(event).await
    }

    /// The number that the next event gets in the user's line.
    pub const fn next_sequence(&self) -> i64 {
        self.last_seq + 1
    }

    fn next_place(&self) -> Place<'_> {
        Place {
            person: &self.person,
            sequence: self.last_seq + 1,
            trace: self.origin.trace.as_deref(),
        }
    }

    async fn append(&mut self, event: Outgoing) -> Result<(), Error> {
        let row = event::Model {
            user_id: self.person.id.uuid(),
            user_seq: self.next_sequence(),
            event_id: event.id.uuid(),
            topic: event.topic.name().to_owned(),
            kind: event.kind.to_owned(),
            task_id: event.task.uuid(),
            at: event.at.micros(),
            payload: event.payload,
        };
        event::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.tx)
            .await?;
        self.last_seq += 1;
        Ok(())
    }

    /// Notes that `consumer` has the effect of an event in this unit of work. `false` when it had it
    /// before.
    pub async fn accept(&mut self, consumer: &str, event: EventId) -> Result<bool, Error> {
        let row = inbox::ActiveModel {
            consumer: Set(consumer.to_owned()),
            event_id: Set(event.uuid()),
            at: Set(self.now.micros()),
        };
        let insert = inbox::Entity::insert(row).on_conflict_do_nothing();
        let inserted = insert.exec_without_returning(&self.tx).await?;
        Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(1..)))
    }

    /// Ends the unit of work: everything in it holds from now on, and whoever waits for this user's
    /// events is woken.
    pub async fn commit(self) -> Result<(), Error> {
        let user = self.person.id;
        let grew = self.last_seq > self.first_seq;
        if grew {
            let line = line::ActiveModel {
                user_id: Set(user.uuid()),
                last_seq: Set(self.last_seq),
                ..Default::default()
            };
            line::Entity::update(line).exec(&self.tx).await?;
        }
        self.tx.commit().await?;
        if grew {
            self.store.committed(user);
        }
        Ok(())
    }

    /// [`Work::commit`], handing on what the unit of work came to.
    pub async fn commit_as<T>(self, outcome: T) -> Result<T, Error> {
        self.commit().await?;
        Ok(outcome)
    }
}
