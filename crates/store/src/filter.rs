//! Finding tasks: filters, an order, and pages that stay in place while tasks change.

use jiff::ToSpan;
use jiff::civil::Date;
use rondo_domain::{Priority, RESTORE_DAYS, SeriesId, SeriesState, Tag, Task, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, NullOrdering};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entity::series;
use crate::entity::task::{Column, Entity, Model};
use crate::entity::task_tag;
use crate::name::{Name, called, literal};
use crate::{Error, View, tasks};

/// Which tasks, in which order, from where on.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each is the query parameter of that name")]
pub struct TaskFilter {
    pub search: Option<String>,
    pub name: Option<Name>,
    pub status: Option<Status>,
    pub priority: Option<Priority>,
    pub tags: Vec<Tag>,
    /// Whether a task must have every tag rather than any.
    pub all_tags: bool,
    pub due_after: Option<Date>,
    pub due_before: Option<Date>,
    pub due: Option<DueFilter>,
    pub overdue: Option<bool>,
    pub is_recurring: Option<bool>,
    pub series: Option<SeriesId>,
    pub sort: Sort,
    pub cursor: Option<Cursor>,
    pub limit: u64,
}

/// Open, done, or thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// To be done.
    Pending,
    /// Done.
    Completed,
    /// Deleted by a person, and not too long ago to be brought back.
    Deleted,
}

/// By the person's own day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueFilter {
    /// Due today, whatever the time.
    Today,
    /// Due on a later day.
    Upcoming,
    /// Without a due date.
    None,
}

/// The order of a list; ties are in the order of their ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// Whether from the highest down.
    pub descending: bool,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum SortBy {
    /// Tasks without one come last in either direction.
    #[default]
    DueDate,
    Priority,
    Title,
    CreatedAt,
    UpdatedAt,
}

/// Where a page ended: the last task's place in the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    sort: Sort,
    key: Key,
    id: Uuid,
}

/// The value that a task is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Key {
    Text(Option<String>),
    Number(i64),
}

impl Cursor {
    /// The order in which its page was.
    pub const fn sort(&self) -> Sort {
        self.sort
    }

    fn after(row: &Model, sort: Sort) -> Self {
        let key = match sort.by {
            SortBy::DueDate => Key::Text(row.due_local.clone()),
            SortBy::Title => Key::Text(Some(row.title_key.clone())),
            SortBy::Priority => Key::Number(row.priority.into()),
            SortBy::CreatedAt => Key::Number(row.created_at),
            SortBy::UpdatedAt => Key::Number(row.updated_at),
        };
        Self { sort, key, id: row.id }
    }
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its tasks.
    pub tasks: Vec<Task>,
    /// Where the next one begins, if there is one.
    pub next: Option<Cursor>,
}

impl View {
    /// A page of the person's tasks.
    pub async fn tasks(&self, filter: &TaskFilter) -> Result<Page, Error> {
        let mut select =
            tasks::of(self.person().id).filter(matching(filter, self.person().day(self.now()), self.now(), self));
        if let Some(cursor) = &filter.cursor {
            select = select.filter(beyond(cursor));
        }
        let mut rows = ordered(select, filter.sort).limit(filter.limit + 1).all(self.db()).await?;
        let limit = usize::try_from(filter.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| Cursor::after(row, filter.sort));
        Ok(Page {
            tasks: tasks::assemble(self.db(), rows).await?,
            next,
        })
    }
}

fn matching(filter: &TaskFilter, today: Date, now: Timestamp, view: &View) -> Condition {
    let day = |date: Date| date.to_string();
    let next = |date: Date| {
        date.checked_add(1.day())
            .map_or_else(|_| "~".to_owned(), |date| date.to_string())
    };
    let status = |status| match status {
        Status::Pending => Column::CompletedAt.is_null(),
        Status::Completed => Column::CompletedAt.is_not_null(),
        Status::Deleted => Column::DeletedBecause
            .ne("withdrawn")
            .and(Column::DeletedAt.gte(now.plus_seconds(-RESTORE_DAYS * 86_400).micros())),
    };
    let there = (filter.status != Some(Status::Deleted)).then(|| Column::DeletedAt.is_null());
    let due = |due| match due {
        DueFilter::Today => Column::DueLocal.gte(day(today)).and(Column::DueLocal.lt(next(today))),
        DueFilter::Upcoming => Column::DueLocal.gte(next(today)),
        DueFilter::None => Column::DueLocal.is_null(),
    };
    Condition::all()
        .add_option(there)
        .add_option(filter.name.as_ref().map(|name| called(name, view.store().backend())))
        .add_option(filter.search.as_deref().map(contains))
        .add_option(filter.status.map(status))
        .add_option(filter.priority.map(|priority| Column::Priority.eq(priority as i16)))
        .add_option(filter.due_after.map(|date| Column::DueLocal.gte(day(date))))
        .add_option(filter.due_before.map(|date| Column::DueLocal.lt(next(date))))
        .add_option(filter.due.map(due))
        .add_option(filter.overdue.map(|wanted| {
            if wanted {
                overdue(today, now)
            } else {
                overdue(today, now).not()
            }
        }))
        .add_option(filter.is_recurring.map(|wanted| {
            let recurs = recurring(view);
            if wanted { recurs } else { recurs.not() }
        }))
        .add_option(filter.series.map(|series| Column::SeriesId.eq(series.uuid())))
        .add(tagged(filter, view))
}

/// Text that has these characters, case aside.
fn contains(text: &str) -> Condition {
    let pattern = format!("%{}%", literal(&text.to_lowercase()));
    Condition::all().add(Column::SearchText.like(LikeExpr::new(pattern).escape('\\')))
}

/// A day belongs to the person until it is over; a time is past when it is past.
fn overdue(today: Date, now: Timestamp) -> Condition {
    let day_over = Column::DueAt
        .is_null()
        .and(Column::DueLocal.is_not_null())
        .and(Column::DueLocal.lt(today.to_string()));
    let time_past = Column::DueAt.is_not_null().and(Column::DueAt.lt(now.micros()));
    Condition::all()
        .add(Column::CompletedAt.is_null())
        .add(Column::DueLocal.is_not_null())
        .add(Condition::any().add(day_over).add(time_past))
}

/// Of a series that has not ended, as far as people have a say in it.
fn recurring(view: &View) -> Condition {
    let goes_on = series::Entity::find()
        .select_only()
        .column(series::Column::Id)
        .filter(series::Column::UserId.eq(view.person().id.uuid()))
        .filter(series::Column::Deleted.eq(false))
        .filter(series::Column::State.ne(SeriesState::Ended.word()));
    Condition::all()
        .add(Column::SeriesId.is_not_null())
        .add(Column::SeriesId.in_subquery(goes_on.into_query()))
}

fn tagged(filter: &TaskFilter, view: &View) -> Condition {
    let having = |keys: Vec<String>| {
        let held = task_tag::Entity::find()
            .select_only()
            .column(task_tag::Column::TaskId)
            .filter(task_tag::Column::UserId.eq(view.person().id.uuid()))
            .filter(task_tag::Column::Key.is_in(keys));
        Column::Id.in_subquery(held.into_query())
    };
    let keys: Vec<String> = filter.tags.iter().map(Tag::key).collect();
    match (keys.is_empty(), filter.all_tags) {
        (true, _) => Condition::all(),
        (false, false) => Condition::all().add(having(keys)),
        (false, true) => keys.into_iter().fold(Condition::all(), |all, key| all.add(having(vec![key]))),
    }
}

const fn column(by: SortBy) -> Column {
    match by {
        SortBy::DueDate => Column::DueLocal,
        SortBy::Priority => Column::Priority,
        SortBy::Title => Column::TitleKey,
        SortBy::CreatedAt => Column::CreatedAt,
        SortBy::UpdatedAt => Column::UpdatedAt,
    }
}

fn ordered(select: Select<Entity>, sort: Sort) -> Select<Entity> {
    let direction = if sort.descending { Order::Desc } else { Order::Asc };
    select
        .order_by_with_nulls(column(sort.by), direction, NullOrdering::Last)
        .order_by_asc(Column::Id)
}

/// What comes after the cursor in its order.
fn beyond(cursor: &Cursor) -> Condition {
    let column = column(cursor.sort.by);
    let later_id = Column::Id.gt(cursor.id);
    let key = match &cursor.key {
        Key::Text(None) => return Condition::all().add(column.is_null()).add(later_id),
        Key::Text(Some(text)) => Expr::val(text.clone()),
        Key::Number(number) => Expr::val(*number),
    };
    let this = Expr::col(column);
    let further = if cursor.sort.descending {
        this.clone().lt(key.clone())
    } else {
        this.clone().gt(key.clone())
    };
    Condition::any()
        .add(further)
        .add(this.eq(key).and(later_id))
        .add(column.is_null())
}
