//! Writing a file, task by task, so that no file need be in memory whole.

use rondo_domain::Task;

use crate::{Findings, Format, Record, csv, ics, json};

/// A file that is being written: [`Writer::begin`], each task, [`Writer::end`].
#[derive(Debug)]
pub struct Writer {
    body: Body,
    findings: Findings,
    written: usize,
}

#[derive(Debug)]
enum Body {
    Json,
    ICalendar(ics::Zones),
    Events(ics::Zones),
    Csv,
}

impl Writer {
    /// A file of that format; `None` for one that is only read.
    pub fn new(format: Format) -> Option<Self> {
        let body = match format {
            Format::Json => Body::Json,
            Format::ICalendar => Body::ICalendar(ics::Zones::default()),
            Format::Csv => Body::Csv,
            Format::Todoist => return None,
        };
        Some(Self::of(body))
    }

    /// A calendar with an event for each open task that is due, for programs that show no tasks.
    pub fn events() -> Self {
        Self::of(Body::Events(ics::Zones::default()))
    }

    fn of(body: Body) -> Self {
        Self {
            body,
            findings: Findings::default(),
            written: 0,
        }
    }

    /// What stands before the first task.
    pub fn begin(&self) -> String {
        match self.body {
            Body::Json => json::head(),
            Body::ICalendar(_) | Body::Events(_) => ics::head(),
            Body::Csv => csv::head(),
        }
    }

    /// One task.
    pub fn task(&mut self, task: &Task) -> String {
        self.written += 1;
        let mut record = Record::of(task);
        record.at.record = Some(self.written);
        match &mut self.body {
            Body::Json => json::record(&record, self.written == 1),
            Body::Csv => csv::record(&record.flattened(&mut self.findings)),
            Body::ICalendar(zones) => {
                let record = record.flattened(&mut self.findings);
                ics::record(&record, zones, &mut self.findings)
            }
            Body::Events(zones) => ics::event(&record.flattened(&mut self.findings), zones),
        }
    }

    /// What stands after the last task.
    pub fn end(&self) -> &'static str {
        match self.body {
            Body::Json => "\n]}\n",
            Body::ICalendar(_) | Body::Events(_) => "END:VCALENDAR\r\n",
            Body::Csv => "",
        }
    }

    /// How many tasks have been written.
    pub const fn written(&self) -> usize {
        self.written
    }

    /// Takes what the format could not hold of the tasks up to here.
    pub fn take_findings(&mut self) -> Findings {
        std::mem::take(&mut self.findings)
    }
}
