//! What can go wrong between Rondo and its database, each with its mend.

use sea_orm::{DbErr, RuntimeErr};

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL names no database that Rondo can use.
    #[error("{0}: expected sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE")]
    Url(String),
    /// The file or its folder cannot be written.
    #[error(
        "cannot write to the database {place}: {reason}; give this user the right to write there, or name another place with --database-url"
    )]
    NotWritable {
        /// Which file.
        place: String,
        /// What the system says.
        reason: String,
    },
    /// The database cannot be reached or opened at all.
    #[error("cannot open the database {place}: {reason}; {mend}")]
    CannotOpen {
        /// Which: a file, or host, port and name.
        place: String,
        /// What the system or the server says.
        reason: String,
        /// What to do.
        mend: &'static str,
    },
    /// Another process serves this file.
    #[error("the database {0} is in use by another rondo; stop that one, or give this one its own with --database-url")]
    InUse(String),
    /// The database was made by a newer Rondo, and this one does not know enough to use it.
    #[error("the database needs a rondo that knows schema {needed}, this one knows {known}; install a newer rondo")]
    NewerSchema {
        /// What the database asks for.
        needed: i64,
        /// What this binary knows.
        known: i64,
    },
    /// Only a database that was made to test with has a clock of its own.
    #[error("{0}")]
    TestClock(&'static str),
    /// The schema could not be brought up to date.
    #[error("cannot bring the schema up to date: {0}")]
    Migration(String),
    /// The disk is full.
    #[error("the disk of the database is full; nothing was changed; make room and try again")]
    Full,
    /// The database is locked or does not answer.
    #[error("the database is not available ({0}); nothing was changed; try again")]
    Unavailable(String),
    /// Somebody else changed the row first. Under a user's line this cannot happen.
    #[error("the row was changed by somebody else at the same time")]
    Conflict,
    /// There is no such account, or no longer.
    #[error("there is no such account")]
    NoSuchUser,
    /// The row holds what this program did not write.
    #[error("the database holds a row that cannot be read: {0}")]
    Corrupt(String),
    /// Anything else that the database said.
    #[error("the database refused: {0}")]
    Database(#[source] DbErr),
}

impl Error {
    /// Whether trying again later can help.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Full | Self::Unavailable(_) | Self::Conflict)
    }

    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let source = match &error {
            DbErr::ConnectionAcquire(_) => return Self::Unavailable(error.to_string()),
            DbErr::Conn(source) | DbErr::Exec(source) | DbErr::Query(source) => source,
            _ => return Self::Database(error),
        };
        match source {
            RuntimeErr::SqlxError(source) => classify(source).unwrap_or(Self::Database(error)),
            RuntimeErr::Internal(_) => Self::Database(error),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        classify(&error).unwrap_or_else(|| Self::Unavailable(error.to_string()))
    }
}

/// By the codes of SQLite (primary result codes) and Postgres (SQLSTATE classes).
fn classify(error: &sqlx::Error) -> Option<Error> {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => {
            Some(Error::Unavailable(error.to_string()))
        }
        sqlx::Error::Database(database) => {
            let code = database.code()?;
            let sqlite = code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|code| code & 0xff);
            match (sqlite, code.as_ref()) {
                (Some(13), _) | (None, "53100") => Some(Error::Full),
                (Some(5 | 6 | 10), _) => Some(Error::Unavailable(database.message().to_owned())),
                (Some(8 | 14), _) => Some(Error::NotWritable {
                    place: "file".to_owned(),
                    reason: database.message().to_owned(),
                }),
                (None, state) if ["08", "53", "57", "40"].iter().any(|class| state.starts_with(class)) => {
                    Some(Error::Unavailable(database.message().to_owned()))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
