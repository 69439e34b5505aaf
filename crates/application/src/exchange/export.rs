//! Exporting tasks, page by page, so that no file need be in memory whole.

use rondo_domain::Actor;
use rondo_exchange::{Format, Writer};
use rondo_store::{Cursor, Scope, Sort, SortBy, Status, TaskFilter, View};
use serde::Serialize;
use utoipa::ToSchema;

use super::report::{FindingView, shown};
use crate::{App, Caller, Error, accounts};

/// How many tasks are read at a time.
const A_PAGE: u64 = 500;

/// A file that is being written.
#[derive(Debug)]
pub struct Export {
    view: View,
    writer: Writer,
    status: Option<Status>,
    next: Next,
}

#[derive(Debug)]
enum Next {
    First,
    After(Cursor),
    Nothing,
}

/// What a format cannot hold of the tasks that there are.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExportReport {
    /// The format.
    pub format: &'static str,
    /// How many tasks the file has.
    pub tasks: usize,
    /// Whatever it cannot hold.
    pub findings: Vec<FindingView>,
    /// How many more findings there are than are told here.
    pub more_findings: usize,
}

/// Begins a file of every task of the caller; `None` for a format that is only read.
pub async fn export(app: &App, caller: &Caller, format: Format) -> Result<Option<Export>, Error> {
    let view = app.view(caller).await?;
    Ok(Writer::new(format).map(|writer| Export::of(view, writer, None)))
}

/// Tells what a file of every task of the caller would not hold.
pub async fn export_report(app: &App, caller: &Caller, format: Format) -> Result<Option<ExportReport>, Error> {
    let Some(mut export) = export(app, caller, format).await? else {
        return Ok(None);
    };
    while export.part().await?.is_some() {}
    let (findings, more_findings) = shown(export.writer.take_findings());
    Ok(Some(ExportReport {
        format: format.name(),
        tasks: export.writer.written(),
        findings,
        more_findings,
    }))
}

/// Begins the calendar of whose token it is: what is to be done, as tasks or as events.
pub async fn calendar(app: &App, token: &str, as_events: bool) -> Result<Export, Error> {
    let caller = accounts::authenticate(app, token, Actor::Rest, None).await?;
    caller.may(Scope::Calendar)?;
    let writer = if as_events {
        Some(Writer::events())
    } else {
        Writer::new(Format::ICalendar)
    };
    let writer = writer.expect("calendars are written");
    let view = app.store.view(caller.user).await?;
    Ok(Export::of(view, writer, Some(Status::Pending)))
}

impl Export {
    fn of(view: View, writer: Writer, status: Option<Status>) -> Self {
        Self {
            view,
            writer,
            status,
            next: Next::First,
        }
    }

    /// The next part of the file; `None` when it is whole.
    pub async fn part(&mut self) -> Result<Option<String>, Error> {
        let (mut text, cursor) = match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::Nothing => return Ok(None),
            Next::First => (self.writer.begin(), None),
            Next::After(cursor) => (String::new(), Some(cursor)),
        };
        let sort = Sort {
            by: SortBy::CreatedAt,
            descending: false,
        };
        let filter = TaskFilter {
            status: self.status,
            sort,
            cursor,
            limit: A_PAGE,
            ..TaskFilter::default()
        };
        let page = self.view.tasks(&filter).await?;
        for task in &page.tasks {
            text.push_str(&self.writer.task(task));
        }
        match page.next {
            Some(cursor) => self.next = Next::After(cursor),
            None => text.push_str(self.writer.end()),
        }
        Ok(Some(text))
    }
}
