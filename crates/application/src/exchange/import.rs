//! Importing a file.
//!
//! Task by task through the domain, a bounded number of them a unit of work: so each has its event, and
//! nobody waits long for the user's line. What was committed stays when something breaks off; the same
//! file again makes the rest and nothing twice.

use std::collections::{BTreeSet, HashSet};

use rondo_domain::{Actor, Invalid, SeriesId};
use rondo_exchange::{Batch, Findings, Format, Reading, Record, read};
use rondo_store::{Scope, Work};

use super::landing::{Landing, land};
use super::report::{ImportReport, shown};
use crate::{App, Caller, Error};

/// How many tasks one unit of work makes at most.
const A_UNIT: usize = 100;

/// How a file is to be imported.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// What it is.
    pub format: Format,
    /// Whether only the report is wanted.
    pub dry_run: bool,
    /// What the file is about, where its format does not say it: a tag of each of its tasks.
    pub project: Option<String>,
}

/// Imports a file.
///
/// # Errors
/// When the file cannot be read as a whole; and what the database says.
pub async fn import(app: &App, caller: &Caller, file: Vec<u8>, options: ImportOptions) -> Result<ImportReport, Error> {
    caller.may(Scope::Write)?;
    let caller = Caller {
        actor: Actor::Import,
        ..caller.clone()
    };
    let Batch { records, findings } = parsed(app, &caller, file, &options).await?;
    let mut report = ImportReport {
        dry_run: options.dry_run,
        format: options.format.name(),
        ..ImportReport::default()
    };
    let mut import = Importing {
        app,
        caller: &caller,
        dry_run: options.dry_run,
        findings,
        seen: HashSet::new(),
        series: BTreeSet::new(),
        created: 0,
        skipped: 0,
    };
    let mut records = records.into_iter().peekable();
    while records.peek().is_some() {
        import.unit(records.by_ref().take(A_UNIT).collect()).await?;
    }
    import.go_on().await?;
    report.created = import.created;
    report.skipped = import.skipped;
    report.failed = import.findings.failures();
    (report.findings, report.more_findings) = shown(import.findings);
    Ok(report)
}

/// Reads the file beside the threads that answer requests: a large one takes a while.
async fn parsed(app: &App, caller: &Caller, file: Vec<u8>, options: &ImportOptions) -> Result<Batch, Error> {
    let view = app.store.view(caller.user).await?;
    let (format, project) = (options.format, options.project.clone());
    let reading = move || {
        let reading = Reading {
            now: view.now(),
            zone: &view.person().zone,
            project: project.as_deref(),
        };
        read(format, &file, &reading)
    };
    let read = tokio::task::spawn_blocking(reading).await;
    let batch = read.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
    Ok(batch.map_err(|unreadable| Invalid::field("file", unreadable.to_string()))?)
}

/// An import under way.
struct Importing<'a> {
    app: &'a App,
    caller: &'a Caller,
    dry_run: bool,
    findings: Findings,
    /// What a dry run would have made, which the next unit of work does not find.
    seen: HashSet<String>,
    /// The series of which an occurrence was made, now or by an import that broke off.
    series: BTreeSet<SeriesId>,
    created: usize,
    skipped: usize,
}

impl Importing<'_> {
    async fn unit(&mut self, records: Vec<Record>) -> Result<(), Error> {
        let mut work = self.app.write(self.caller).await?;
        for record in records {
            if self.dry_run && !self.seen.insert(record.uid.clone()) {
                self.skipped += 1;
                continue;
            }
            match land(&mut work, record, &mut self.findings).await? {
                Landing::Made(series) => {
                    self.created += 1;
                    self.series.extend(series);
                }
                Landing::There(series) => {
                    self.skipped += 1;
                    self.series.extend(series);
                }
                Landing::Refused => {}
            }
        }
        self.finish(work).await
    }

    /// A unit of work that is only tried is dropped, and leaves no trace.
    async fn finish(&self, work: Work) -> Result<(), Error> {
        if !self.dry_run {
            work.commit().await?;
        }
        Ok(())
    }

    /// Makes the next occurrence of each series whose last was done already, unless it is there: what the event of its
    /// completion did, or would have done, where it comes from.
    async fn go_on(&mut self) -> Result<(), Error> {
        let series: Vec<SeriesId> = std::mem::take(&mut self.series).into_iter().collect();
        for some in series.chunks(A_UNIT) {
            let mut work = self.app.write(self.caller).await?;
            for id in some {
                let Some(last) = work.latest_of_series(*id).await? else {
                    continue;
                };
                let Some(follower) = work.follower(&last).await? else {
                    continue;
                };
                if let Some(next) = last.successor(last.version, &follower, work.context()) {
                    work.apply(next).await?;
                }
            }
            self.finish(work).await?;
        }
        Ok(())
    }
}
