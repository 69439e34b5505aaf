//! Opening a SQLite file.

use std::path::Path;
use std::time::Duration;

use sea_orm::SqlxSqliteConnector;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::Opened;
use super::schema::{Schema, brought_up_to_date};
use crate::lock::FileLock;
use crate::{Error, Use};

/// SQLite's primary result code for a file that is something else.
const NOT_A_DATABASE: &str = "26";

/// Opens the file, and makes it if it is not there. Its folder must be.
pub(super) async fn open(path: &Path, r#use: Use) -> Result<Opened, Error> {
    let lock = (r#use == Use::Serve).then(|| FileLock::take(path)).transpose()?;
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An answered change outlives a loss of power, not only a kill.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    let (writer, is_new) = writer(connect.clone()).await.map_err(|error| named(error, path))?;
    let connect = connect.create_if_missing(false);
    let marker = connect.clone().synchronous(SqliteSynchronous::Normal);
    let marker = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .connect_lazy_with(marker);
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .test_before_acquire(false)
        .connect_lazy_with(connect);
    Ok(Opened {
        writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
        marker: SqlxSqliteConnector::from_sqlx_sqlite_pool(marker),
        readers: SqlxSqliteConnector::from_sqlx_sqlite_pool(readers),
        lock,
        direct: None,
        is_new,
    })
}

/// One connection writes: SQLite has one writer anyway, and who waits for it waits in line here.
async fn writer(connect: SqliteConnectOptions) -> Result<(SqlitePool, bool), Error> {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .connect_with(connect);
    let pool = pool.await.map_err(refused)?;
    let db = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.clone());
    let schema = Schema::sqlite();
    let is_new = brought_up_to_date(&db, &schema, |migrations| migrations.run(&pool)).await?;
    Ok((pool, is_new))
}

/// A file that is no database never becomes one by waiting.
fn refused(error: sqlx::Error) -> Error {
    let is_other = error
        .as_database_error()
        .is_some_and(|error| error.code().as_deref() == Some(NOT_A_DATABASE));
    if is_other {
        return Error::CannotOpen {
            place: String::new(),
            reason: "the file is not a database".to_owned(),
            mend: "name another file with --database-url sqlite://PATH",
        };
    }
    error.into()
}

/// The error, with the file that it is about.
fn named(error: Error, path: &Path) -> Error {
    let place = path.display().to_string();
    match error {
        Error::NotWritable { reason, .. } => Error::NotWritable { place, reason },
        Error::CannotOpen { reason, mend, .. } => Error::CannotOpen { place, reason, mend },
        Error::Unavailable(reason) => Error::CannotOpen {
            place,
            reason,
            mend: "end the program that holds it locked, or name another file with --database-url sqlite://PATH",
        },
        other => other,
    }
}
