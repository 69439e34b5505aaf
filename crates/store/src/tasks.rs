//! Tasks and their series, row by row.

use std::collections::HashMap;
use std::sync::Arc;

use rondo_domain::{Change, Follower, Occurrence, Person, Rest, Series, SeriesId, Task, TaskId, UserId, Version};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Set,
};
use uuid::Uuid;

use crate::entity::{reminder, series, tag, task, task_tag};
use crate::{Error, Work, rows};

impl Work {
    /// What stands after an occurrence in its series; `None` for a task without one.
    pub async fn follower(&self, task: &Task) -> Result<Option<Follower>, Error> {
        let Some(occurrence) = &task.occurrence else { return Ok(None) };
        let series = &occurrence.series;
        let (mut chain, mut number) = (Vec::new(), occurrence.number);
        loop {
            number += 1;
            let by_id = task::Column::Id.eq(series.occurrence_id(number).uuid());
            let there = self.tasks(at(series.id, number).or(by_id)).await?;
            // A row that left for a series of its own keeps its id: its place here is given up.
            let has_left = !there.is_empty();
            let stands = |place: &Occurrence| place.series.id == series.id && place.number == number;
            match there.into_iter().find(|task| task.occurrence.as_ref().is_some_and(stands)) {
                Some(next) => {
                    let goes_on = next.is_given_up();
                    chain.push(next);
                    if !goes_on {
                        break;
                    }
                }
                None if has_left => {}
                None => break,
            }
        }
        Ok(Follower::of(task, chain, number))
    }

    /// The occurrence of that number in a series, deleted ones too.
    pub async fn occurrence(&self, series: SeriesId, number: u32) -> Result<Option<Task>, Error> {
        Ok(self.tasks(at(series, number)).await?.pop())
    }

    async fn tasks(&self, which: Expr) -> Result<Vec<Task>, Error> {
        assemble(&self.tx, of(self.person.id).filter(which).all(&self.tx).await?).await
    }

    /// The open occurrences of a series.
    pub async fn open_of_series(&self, series: SeriesId) -> Result<Vec<Task>, Error> {
        self.tasks(is_open().and(task::Column::SeriesId.eq(series.uuid()))).await
    }

    /// What bringing a task back needs to know of its series.
    pub async fn rest_of_series(&self, task: &Task) -> Result<Rest, Error> {
        let Some(series) = task.series() else {
            return Ok(Rest::default());
        };
        let all = of(self.person.id).filter(task::Column::SeriesId.eq(series.id.uuid()));
        let with_series = task::Column::DeletedBecause.eq("series");
        let deleted = all.filter(with_series).order_by_asc(task::Column::Occurrence);
        let deleted = assemble(&self.tx, deleted.all(&self.tx).await?).await?;
        let last = match latest(&self.tx, self.person.id, series.id)
            .await?
            .filter(|last| !last.is_given_up())
        {
            Some(last) => self.follower(&last).await?.map(|follower| (last, follower)),
            None => None,
        };
        Ok(Rest {
            follower: self.follower(task).await?,
            deleted,
            last,
        })
    }

    /// The latest occurrence of a series that nobody gave up and nothing withdrew, or else the latest
    /// there is. `None` when the user has no such series.
    pub async fn latest_of_series(&self, series: SeriesId) -> Result<Option<Task>, Error> {
        latest(&self.tx, self.person.id, series).await
    }

    /// See [`View::last_made`](crate::View::last_made).
    pub async fn last_made(&self, tasks: &[Task]) -> Result<HashMap<SeriesId, Task>, Error> {
        last_made(&self.tx, self.person.id, tasks).await
    }

    /// Every open task that has a due date and no zone of its own.
    pub async fn open_floating(&self) -> Result<Vec<Task>, Error> {
        let floating = is_open()
            .and(task::Column::TimeZone.is_null())
            .and(task::Column::DueDate.is_not_null());
        let rows = of(self.person.id)
            .filter(floating)
            .order_by_asc(task::Column::Id)
            .all(&self.tx)
            .await?;
        assemble(&self.tx, rows).await
    }

    /// Stores anew when each task with a zone of its own is due by the person's day.
    pub async fn refresh_due_days(&self) -> Result<(), Error> {
        let fixed = task::Column::TimeZone.is_not_null().and(task::Column::DueTime.is_not_null());
        for task in self.tasks(fixed).await? {
            let row = task::ActiveModel {
                id: Set(task.id.uuid()),
                due_local: Set(rows::task_row(&task, &self.person).due_local),
                ..Default::default()
            };
            task::Entity::update(row).exec(&self.tx).await?;
        }
        Ok(())
    }

    /// Every task that is not deleted.
    pub async fn all_tasks(&self) -> Result<Vec<Task>, Error> {
        let there = of(self.person.id).filter(task::Column::DeletedAt.is_null());
        assemble(&self.tx, there.order_by_asc(task::Column::Id).all(&self.tx).await?).await
    }
}

/// Every row of a user: the only way in which this crate begins a query for tasks.
pub(crate) fn of(user: UserId) -> sea_orm::Select<task::Entity> {
    task::Entity::find().filter(task::Column::UserId.eq(user.uuid()))
}

/// The place of an occurrence.
fn at(series: SeriesId, number: u32) -> Expr {
    let number = task::Column::Occurrence.eq(i64::from(number));
    task::Column::SeriesId.eq(series.uuid()).and(number)
}

fn is_open() -> Expr {
    task::Column::DeletedAt.is_null().and(task::Column::CompletedAt.is_null())
}

/// One task of a user, deleted ones too.
pub(crate) async fn load(db: &impl ConnectionTrait, user: UserId, id: TaskId) -> Result<Option<Task>, Error> {
    let row = of(user).filter(task::Column::Id.eq(id.uuid())).one(db).await?;
    Ok(assemble(db, row.into_iter().collect()).await?.pop())
}

/// The latest occurrence of a series that stands, or else the latest there is.
pub(crate) async fn latest(db: &impl ConnectionTrait, user: UserId, series: SeriesId) -> Result<Option<Task>, Error> {
    let all = of(user)
        .filter(task::Column::SeriesId.eq(series.uuid()))
        .order_by_desc(task::Column::Occurrence);
    let reason = task::Column::DeletedBecause;
    let standing = all.clone().filter(reason.is_null().or(reason.eq("series"))).one(db).await?;
    let row = match standing {
        Some(row) => Some(row),
        None => all.filter(reason.ne("withdrawn")).one(db).await?,
    };
    Ok(assemble(db, row.into_iter().collect()).await?.pop())
}

/// Of each series of which a closed task is among these, what tells whether it goes on: an open
/// occurrence, or else the last that was made and not withdrawn.
pub(crate) async fn last_made(
    db: &impl ConnectionTrait,
    user: UserId,
    tasks: &[Task],
) -> Result<HashMap<SeriesId, Task>, Error> {
    let closed = tasks.iter().filter(|task| !task.is_open());
    let ids: Vec<Uuid> = closed.filter_map(Task::recurring).map(|series| series.id.uuid()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let reason = task::Column::DeletedBecause;
    let made = of(user).filter(
        task::Column::SeriesId
            .is_in(ids)
            .and(reason.is_null().or(reason.ne("withdrawn"))),
    );
    let last = made
        .clone()
        .select_only()
        .column(task::Column::SeriesId)
        .column_as(task::Column::Occurrence.max(), "last")
        .group_by(task::Column::SeriesId);
    let place = Expr::tuple([Expr::col(task::Column::SeriesId), Expr::col(task::Column::Occurrence)]);
    let tells = place.in_subquery(last.into_query()).or(is_open());
    let mut tasks = assemble(db, made.filter(tells).all(db).await?).await?;
    tasks.sort_by_key(Task::is_open);
    Ok(tasks.into_iter().filter_map(|task| Some((task.series()?.id, task))).collect())
}

/// The tasks of these rows, in their order, each with its series and reminders.
pub(crate) async fn assemble(db: &impl ConnectionTrait, rows: Vec<task::Model>) -> Result<Vec<Task>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut reminders: HashMap<Uuid, Vec<reminder::Model>> = HashMap::new();
    let of_these = reminder::Column::TaskId.is_in(rows.iter().map(|row| row.id));
    for row in reminder::Entity::find()
        .filter(of_these)
        .order_by_asc(reminder::Column::Place)
        .all(db)
        .await?
    {
        reminders.entry(row.task_id).or_default().push(row);
    }
    let series = load_series(db, rows.iter().filter_map(|row| row.series_id)).await?;
    let assembled = rows.iter().map(|row| {
        let series = row.series_id.and_then(|id| series.get(&id));
        rows::task(row, series, reminders.get(&row.id).map_or(&[], Vec::as_slice))
    });
    assembled.collect()
}

async fn load_series(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Arc<Series>>, Error> {
    let ids: Vec<Uuid> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = series::Entity::find().filter(series::Column::Id.is_in(ids)).all(db).await?;
    found.iter().map(|row| Ok((row.id, Arc::new(rows::series(row)?)))).collect()
}

pub(crate) async fn save_series(db: &impl ConnectionTrait, user: UserId, saved: &Series) -> Result<(), Error> {
    let row = rows::series_row(user, saved).into_active_model().reset_all();
    let columns = series::Column::iter().filter(|column| !matches!(column, series::Column::Id | series::Column::UserId));
    let replace = OnConflict::column(series::Column::Id).update_columns(columns).to_owned();
    series::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

pub(crate) async fn insert(db: &impl ConnectionTrait, new: &Task, person: &Person) -> Result<(), Error> {
    let row = rows::task_row(new, person).into_active_model().reset_all();
    task::Entity::insert(row).exec_without_returning(db).await?;
    put_reminders(db, new, person.id).await?;
    put_tags(db, new, person.id).await
}

/// Replaces the row, which must stand at that version.
pub(crate) async fn update(db: &impl ConnectionTrait, change: &Change, at: Version, person: &Person) -> Result<(), Error> {
    let changed = change.task();
    let row = rows::task_row(changed, person).into_active_model().reset_all();
    let same = task::Column::Version.eq(at.0).and(task::Column::UserId.eq(person.id.uuid()));
    let updated = task::Entity::update_many()
        .set(row)
        .filter(task::Column::Id.eq(changed.id.uuid()))
        .filter(same)
        .exec(db)
        .await?;
    if updated.rows_affected != 1 {
        return Err(Error::Conflict);
    }
    save_reminders(db, changed, person.id).await?;
    if !change.retags() {
        return Ok(());
    }
    let held = task_tag::Entity::delete_many().filter(task_tag::Column::TaskId.eq(changed.id.uuid()));
    held.exec(db).await?;
    put_tags(db, changed, person.id).await
}

/// Stores the reminders of a task as they stand.
pub(crate) async fn save_reminders(db: &impl ConnectionTrait, of: &Task, user: UserId) -> Result<(), Error> {
    let kept = of.reminders.iter().map(|reminder| reminder.id.uuid());
    let gone = reminder::Entity::delete_many()
        .filter(reminder::Column::TaskId.eq(of.id.uuid()))
        .filter(reminder::Column::Id.is_not_in(kept));
    gone.exec(db).await?;
    put_reminders(db, of, user).await
}

async fn put_reminders(db: &impl ConnectionTrait, of: &Task, user: UserId) -> Result<(), Error> {
    if of.reminders.is_empty() {
        return Ok(());
    }
    let rows = of.reminders.iter().enumerate();
    let rows = rows.map(|(place, reminder)| rows::reminder_row(of, user, place, reminder).into_active_model().reset_all());
    let state = [
        reminder::Column::Place,
        reminder::Column::RemindAt,
        reminder::Column::State,
        reminder::Column::SnoozedUntil,
        reminder::Column::FiresAt,
    ];
    let replace = OnConflict::columns([reminder::Column::TaskId, reminder::Column::Id])
        .update_columns(state)
        .to_owned();
    reminder::Entity::insert_many(rows)
        .on_conflict(replace)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

async fn put_tags(db: &impl ConnectionTrait, of: &Task, user: UserId) -> Result<(), Error> {
    // A deleted task has no tags to be found by or counted.
    if of.is_deleted() || of.tags.iter().next().is_none() {
        return Ok(());
    }
    let named = of.tags.iter().map(|word| tag::ActiveModel {
        user_id: Set(user.uuid()),
        key: Set(word.key()),
        name: Set(word.as_str().to_owned()),
    });
    tag::Entity::insert_many(named)
        .on_conflict_do_nothing()
        .exec_without_returning(db)
        .await?;
    let held = of.tags.iter().map(|word| task_tag::ActiveModel {
        task_id: Set(of.id.uuid()),
        user_id: Set(user.uuid()),
        key: Set(word.key()),
    });
    task_tag::Entity::insert_many(held).exec_without_returning(db).await?;
    Ok(())
}
