//! Finding tasks.

use rondo_domain::{Invalid, Priority, SeriesId, Tag, parse_date};
use rondo_store::{Cursor, DueFilter, Name, Sort, SortBy, Status, TaskFilter};

use super::TaskPage;
use crate::{App, Caller, Error, PageToken};

/// What to look for, as it was written in a query; every wrong part is refused at once.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each is the query parameter of that name")]
pub struct ListQuery {
    pub search: Option<String>,
    pub name: Option<String>,
    pub status: Option<String>,
    pub priority: Option<String>,
    pub tag: Vec<String>,
    pub tag_match: Option<String>,
    pub due_after: Option<String>,
    pub due_before: Option<String>,
    pub due: Option<String>,
    pub overdue: Option<String>,
    pub is_recurring: Option<String>,
    pub series_id: Option<String>,
    pub sort_by: Option<String>,
    pub sort_order: Option<String>,
    pub limit: Option<String>,
    pub cursor: Option<String>,
    /// Names of parameters that mean nothing here.
    pub unknown: Vec<String>,
}

/// The most items that one page may have.
pub const MOST_ITEMS: u64 = 500;

/// A page of the caller's tasks.
pub async fn list(app: &App, caller: &Caller, query: &ListQuery) -> Result<TaskPage, Error> {
    let filter = filter(query)?;
    let view = app.view(caller).await?;
    let page = view.tasks(&filter).await?;
    let last = view.last_made(&page.tasks).await?;
    Ok(TaskPage::of(&page, &last, view.person()))
}

/// Whether the query can be read.
///
/// # Errors
/// Every wrong part at once.
pub(crate) fn check(query: &ListQuery) -> Result<(), Invalid> {
    filter(query).map(|_| ())
}

/// Reads a page's length: 50 unless it says otherwise.
///
/// # Errors
/// `limit`, when it is no number from 1 to 500.
pub fn limit(text: Option<&str>) -> Result<u64, Invalid> {
    let Some(text) = text else { return Ok(50) };
    let number = text.parse().ok().filter(|number| (1..=MOST_ITEMS).contains(number));
    number.ok_or_else(|| Invalid::field("limit", format!("must be a whole number from 1 to {MOST_ITEMS}")))
}

fn filter(query: &ListQuery) -> Result<TaskFilter, Invalid> {
    let mut read = Reader::default();
    for name in &query.unknown {
        read.0.add(name, "is not a known parameter");
    }
    let sort = Sort {
        by: read
            .one("sort_by", query.sort_by.as_deref(), sort_by, SORTS)
            .unwrap_or_default(),
        descending: read
            .one(
                "sort_order",
                query.sort_order.as_deref(),
                |text| flag(text, "desc", "asc"),
                "asc, desc",
            )
            .unwrap_or(false),
    };
    let tags = query.tag.iter().filter_map(|text| read.keep("tag", Tag::new(text))).collect();
    let limit = limit(query.limit.as_deref()).unwrap_or_else(|invalid| {
        read.0.0.extend(invalid.0);
        0
    });
    let cursor = query.cursor.as_deref().and_then(|text| read.cursor(text, sort));
    let search = query
        .search
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    if search
        .as_deref()
        .is_some_and(|text| text.contains('\0') || text.chars().count() > 255)
    {
        read.0.add("search", "must have at most 255 characters, none of them U+0000");
    }
    let filter = TaskFilter {
        search,
        name: read.one("name", query.name.as_deref(), name, NAMES),
        status: read.one("status", query.status.as_deref(), status, "pending, completed, deleted"),
        priority: read.one("priority", query.priority.as_deref(), Priority::parse, "high, medium, low"),
        tags,
        all_tags: read
            .one(
                "tag_match",
                query.tag_match.as_deref(),
                |text| flag(text, "all", "any"),
                "any, all",
            )
            .unwrap_or(false),
        due_after: read.one("due_after", query.due_after.as_deref(), parse_date, DATE),
        due_before: read.one("due_before", query.due_before.as_deref(), parse_date, DATE),
        due: read.one("due", query.due.as_deref(), due, "today, upcoming, none"),
        overdue: read.yes("overdue", query.overdue.as_deref()),
        is_recurring: read.yes("is_recurring", query.is_recurring.as_deref()),
        series: read.one(
            "series_id",
            query.series_id.as_deref(),
            |text| text.parse::<SeriesId>().ok(),
            "the ids of series",
        ),
        sort,
        cursor,
        limit,
    };
    read.0.or(filter)
}

const SORTS: &str = "due_date, priority, title, created_at, updated_at";
const NAMES: &str = "a part of an id (four digits at least, at its beginning or end), words of a title";
const DATE: &str = "the dates that exist, as YYYY-MM-DD";

#[derive(Default)]
struct Reader(Invalid);

impl Reader {
    fn one<T>(&mut self, name: &str, text: Option<&str>, parse: impl FnOnce(&str) -> Option<T>, words: &str) -> Option<T> {
        let read = parse(text?);
        if read.is_none() {
            self.0.add(name, format!("must be one of {words}"));
        }
        read
    }

    fn yes(&mut self, name: &str, text: Option<&str>) -> Option<bool> {
        self.one(name, text, |text| flag(text, "true", "false"), "true, false")
    }

    fn keep<T>(&mut self, name: &str, read: Result<T, String>) -> Option<T> {
        read.map_err(|message| self.0.add(name, message)).ok()
    }

    /// A cursor goes on in the order in which it was given.
    fn cursor(&mut self, text: &str, sort: Sort) -> Option<Cursor> {
        match PageToken::read::<Cursor>(text) {
            Ok(cursor) if cursor.sort() == sort => Some(cursor),
            Ok(_) => {
                self.0.add("cursor", "belongs to a list in another order");
                None
            }
            Err(invalid) => {
                self.0.0.extend(invalid.0);
                None
            }
        }
    }
}

fn flag(text: &str, yes: &str, no: &str) -> Option<bool> {
    [(yes, true), (no, false)]
        .into_iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| value)
}

fn status(text: &str) -> Option<Status> {
    match text {
        "pending" => Some(Status::Pending),
        "completed" => Some(Status::Completed),
        "deleted" => Some(Status::Deleted),
        _ => None,
    }
}

/// What somebody calls a task.
fn name(text: &str) -> Option<Name> {
    let is_plain = !text.contains('\0') && text.chars().count() <= 255;
    is_plain.then(|| Name::new(text))
}

fn due(text: &str) -> Option<DueFilter> {
    match text {
        "today" => Some(DueFilter::Today),
        "upcoming" => Some(DueFilter::Upcoming),
        "none" => Some(DueFilter::None),
        _ => None,
    }
}

fn sort_by(text: &str) -> Option<SortBy> {
    match text {
        "due_date" => Some(SortBy::DueDate),
        "priority" => Some(SortBy::Priority),
        "title" => Some(SortBy::Title),
        "created_at" => Some(SortBy::CreatedAt),
        "updated_at" => Some(SortBy::UpdatedAt),
        _ => None,
    }
}
