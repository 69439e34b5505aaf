//! The formats, by the names and media types that people know them by.

/// A format of a file of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Rondo's own: everything that a task is.
    Json,
    /// iCalendar, RFC 5545: VTODO.
    ICalendar,
    /// A table with a header, RFC 4180.
    Csv,
    /// Todoist's CSV of a project. It is only read.
    Todoist,
}

impl Format {
    /// The format of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "ics" => Some(Self::ICalendar),
            "csv" => Some(Self::Csv),
            "todoist" => Some(Self::Todoist),
            _ => None,
        }
    }

    /// The name that [`Format::parse`] reads; also the ending of such files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::ICalendar => "ics",
            Self::Csv => "csv",
            Self::Todoist => "todoist",
        }
    }

    /// The format of that media type, parameters aside.
    pub fn of_media_type(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or(text).trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" => Some(Self::Json),
            "text/calendar" => Some(Self::ICalendar),
            "text/csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::ICalendar => "text/calendar; charset=utf-8",
            Self::Csv | Self::Todoist => "text/csv; charset=utf-8; header=present",
        }
    }
}
