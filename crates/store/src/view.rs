//! Reading without holding anything: what a person sees at one moment.

use std::collections::HashMap;

use rondo_domain::{Person, SeriesId, Task, TaskId, Timestamp, UserId};
use sea_orm::DatabaseConnection;

use crate::{Error, Store, people, rows, tasks};

/// One user's rows, to be read. Each question sees what is committed when it is asked.
#[derive(Clone, Debug)]
pub struct View {
    store: Store,
    person: Person,
    now: Timestamp,
}

impl Store {
    /// The rows of a user.
    ///
    /// # Errors
    /// [`Error::NoSuchUser`], or what the database says.
    pub async fn view(&self, user: UserId) -> Result<View, Error> {
        let person = rows::person(&people::load(self.readers(), user).await?)?;
        let now = self.now().await?;
        Ok(View {
            store: self.clone(),
            person,
            now,
        })
    }
}

impl View {
    /// Whose rows.
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// The clock's reading when the view was taken.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// A task, deleted ones too.
    pub async fn task(&self, id: TaskId) -> Result<Option<Task>, Error> {
        tasks::load(self.db(), self.person.id, id).await
    }

    /// The latest occurrence of a series, by which the series is read.
    pub async fn latest_of_series(&self, series: SeriesId) -> Result<Option<Task>, Error> {
        tasks::latest(self.db(), self.person.id, series).await
    }

    /// Of each series of which a closed task is among these, what tells whether it goes on: an open
    /// occurrence, or else the last that was made and not withdrawn.
    pub async fn last_made(&self, tasks: &[Task]) -> Result<HashMap<SeriesId, Task>, Error> {
        tasks::last_made(self.db(), self.person.id, tasks).await
    }

    pub(crate) fn db(&self) -> &DatabaseConnection {
        self.store.readers()
    }

    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }
}
