//! Opening the database: which engine, which pools, which schema.

mod postgres;
mod schema;
mod sqlite;

use std::path::PathBuf;
use std::str::FromStr;

use sea_orm::DatabaseConnection;
use sqlx::postgres::PgConnectOptions;

use crate::lock::FileLock;
use crate::{Error, Use};

/// What came of opening.
pub(crate) struct Opened {
    pub(crate) writer: DatabaseConnection,
    /// Writes what may be lost with the power.
    pub(crate) marker: DatabaseConnection,
    pub(crate) readers: DatabaseConnection,
    pub(crate) lock: Option<FileLock>,
    /// How to connect for notices, where other processes may share the database.
    pub(crate) direct: Option<PgConnectOptions>,
    /// Whether there was no schema before.
    pub(crate) is_new: bool,
}

/// Opens the database of that URL, with its schema brought up to date.
pub(crate) async fn open(url: &str, r#use: Use) -> Result<Opened, Error> {
    match Engine::of(url)? {
        Engine::Sqlite(path) => sqlite::open(&path, r#use).await,
        Engine::Postgres(connect) => postgres::open(*connect).await,
    }
}

enum Engine {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl Engine {
    fn of(url: &str) -> Result<Self, Error> {
        if let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            let path = path.split('?').next().unwrap_or(path);
            if path.is_empty() {
                return Err(unknown("the database URL names no file"));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url).map_err(|_| unknown("the Postgres URL cannot be read"))?;
            return Ok(Self::Postgres(Box::new(options.application_name("rondo"))));
        }
        Err(unknown("the database URL is of no known kind"))
    }
}

/// Never with the URL of a server in it: that has a password.
fn unknown(what: &str) -> Error {
    Error::Url(what.to_owned())
}
