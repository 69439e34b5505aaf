//! Opening the database: which engine, which pools, which schema, which clock.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rondo_domain::{Timestamp, UserId};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, SqlxPostgresConnector,
    SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use uuid::Uuid;

use crate::lock::FileLock;
use crate::signal::Signal;
use crate::{Clock, Commits, Error, clock};

fn sqlite_migrations() -> Migrator {
    forgiving(sqlx::migrate!("./migrations/sqlite"))
}

fn postgres_migrations() -> Migrator {
    forgiving(sqlx::migrate!("./migrations/postgres"))
}

/// A database that a newer Rondo migrated has migrations that this one does not know: whether it may
/// use it all the same is for the database to say.
fn forgiving(mut migrations: Migrator) -> Migrator {
    migrations.set_ignore_missing(true);
    migrations
}

/// What the process does with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It serves: on SQLite it is the only one that may.
    Serve,
    /// It looks something up or mends something, beside whoever serves.
    Tool,
}

/// The domain's own time, for a database to test with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestTime {
    /// Begin at that instant; a database that has its time already keeps it.
    Begin(Timestamp),
    /// Go on with the time that the database has.
    Resume,
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// What for.
    pub r#use: Use,
    /// Set only for a database to test with.
    pub test_time: Option<TestTime>,
}

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    clock: Clock,
    signal: Signal,
    _lock: Option<FileLock>,
}

impl Store {
    /// Opens the database, makes it if it is an absent SQLite file, and brings its schema up to date.
    /// Several processes may do so at once.
    ///
    /// # Errors
    /// What is in the way, and the mend.
    pub async fn open(options: &Options) -> Result<Self, Error> {
        let (writer, readers, lock) = match Engine::of(&options.url)? {
            Engine::Sqlite(path) => open_sqlite(&path, options.r#use).await?,
            Engine::Postgres(connect) => open_postgres(*connect).await?,
        };
        let clock = pick_clock(&writer, options.test_time).await?;
        Ok(Self(Arc::new(Inner {
            writer,
            readers,
            clock,
            signal: Signal::new(),
            _lock: lock,
        })))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Why not.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.0.readers.ping().await?)
    }

    /// The domain's now.
    pub async fn now(&self) -> Result<Timestamp, Error> {
        self.0.clock.read(self.readers()).await
    }

    /// From where the domain's now comes.
    pub fn clock(&self) -> Clock {
        self.0.clock
    }

    /// Moves the clock of a database to test with.
    ///
    /// # Errors
    /// On a database with the machine's clock.
    pub async fn set_test_clock(&self, now: Timestamp) -> Result<(), Error> {
        if self.0.clock == Clock::Machine {
            return Err(Error::TestClock("this database has no clock of its own"));
        }
        clock::set(self.writer(), now).await?;
        self.0.signal.everything();
        Ok(())
    }

    /// The commits from now on.
    pub fn commits(&self) -> Commits {
        self.0.signal.listen()
    }

    /// A new id: UUIDv7 (RFC 9562), in the order of `now`.
    pub fn new_id(now: Timestamp) -> Uuid {
        let (seconds, micros) = (now.micros().div_euclid(1_000_000), now.micros().rem_euclid(1_000_000));
        let seconds = u64::try_from(seconds).unwrap_or(0);
        let nanos = u32::try_from(micros * 1000).expect("a millionth of a second fits");
        Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
    }

    /// Whether other processes may share this database.
    pub fn is_shared(&self) -> bool {
        self.backend() == DatabaseBackend::Postgres
    }

    pub(crate) fn backend(&self) -> DatabaseBackend {
        self.0.writer.get_database_backend()
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    pub(crate) fn readers(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    pub(crate) fn committed(&self, user: UserId) {
        self.0.signal.committed(user);
    }

    /// A transaction that may write, from its beginning on.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.0.writer.begin_with_options(immediate).await?)
    }

    /// A statement in this engine's dialect; parameters are `$1`, `$2`, … on both.
    pub(crate) fn sql(&self, sql: &str, values: impl IntoIterator<Item = sea_orm::Value>) -> Statement {
        Statement::from_sql_and_values(self.backend(), sql, values)
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
            return if path.is_empty() {
                Err(unknown(url))
            } else {
                Ok(Self::Sqlite(PathBuf::from(path)))
            };
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

type Opened = (DatabaseConnection, DatabaseConnection, Option<FileLock>);

async fn open_sqlite(path: &Path, r#use: Use) -> Result<Opened, Error> {
    let named = |error: Error| match error {
        Error::NotWritable { reason, .. } => Error::NotWritable {
            place: path.display().to_string(),
            reason,
        },
        other => other,
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let not_made = |reason: std::io::Error| Error::NotWritable {
            place: path.display().to_string(),
            reason: reason.to_string(),
        };
        std::fs::create_dir_all(folder).map_err(not_made)?;
    }
    let lock = (r#use == Use::Serve).then(|| FileLock::take(path)).transpose()?;
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    // One connection writes; SQLite has one writer anyway, and who waits for it waits in line here.
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .connect_with(connect.clone());
    let writer = writer.await.map_err(|error| named(error.into()))?;
    check_compatibility(
        &SqlxSqliteConnector::from_sqlx_sqlite_pool(writer.clone()),
        highest(&sqlite_migrations()),
    )
    .await?;
    sqlite_migrations()
        .run(&writer)
        .await
        .map_err(|error| named(migration(error)))?;
    let readers = SqlitePoolOptions::new().max_connections(4).test_before_acquire(false);
    let readers = readers.connect_lazy_with(connect.create_if_missing(false));
    let writer = SqlxSqliteConnector::from_sqlx_sqlite_pool(writer);
    Ok((writer, SqlxSqliteConnector::from_sqlx_sqlite_pool(readers), lock))
}

async fn open_postgres(connect: PgConnectOptions) -> Result<Opened, Error> {
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .connect_with(connect)
        .await
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    let db = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
    check_compatibility(&db, highest(&postgres_migrations())).await?;
    postgres_migrations().run(&pool).await.map_err(migration)?;
    Ok((db.clone(), db, None))
}

fn highest(known: &Migrator) -> i64 {
    known.iter().map(|migration| migration.version).max().unwrap_or(0)
}

fn migration(error: sqlx::migrate::MigrateError) -> Error {
    match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => Error::Migration(other.to_string()),
    }
}

/// Refuses a database whose oldest usable schema is newer than what this binary knows.
async fn check_compatibility(db: &DatabaseConnection, known: i64) -> Result<(), Error> {
    let table = match db.get_database_backend() {
        DatabaseBackend::Sqlite => "SELECT 1 AS there FROM sqlite_master WHERE name = 'schema_compatibility'",
        _ => "SELECT 1 AS there WHERE to_regclass('schema_compatibility') IS NOT NULL",
    };
    let query = |sql: &str| Statement::from_string(db.get_database_backend(), sql);
    if db.query_one_raw(query(table)).await?.is_none() {
        return Ok(());
    }
    let row = db
        .query_one_raw(query("SELECT max(oldest) AS oldest FROM schema_compatibility"))
        .await?;
    let needed: Option<i64> = row.map(|row| row.try_get("", "oldest")).transpose()?.flatten();
    match needed {
        Some(needed) if needed > known => Err(Error::NewerSchema { needed, known }),
        _ => Ok(()),
    }
}

async fn pick_clock(db: &DatabaseConnection, asked: Option<TestTime>) -> Result<Clock, Error> {
    match (clock::stored(db).await?, asked) {
        (None, None) => Ok(Clock::Machine),
        (Some(_), Some(_)) => Ok(Clock::Stored),
        (Some(_), None) => Err(Error::TestClock(
            "this database was made to test with and has a clock of its own; start with --test-clock resume",
        )),
        (None, Some(TestTime::Begin(now))) if is_new(db).await? => {
            clock::set(db, now).await?;
            Ok(Clock::Stored)
        }
        (None, Some(_)) => Err(Error::TestClock(
            "--test-clock is only for a new database that is made to test with; this one lives in real time",
        )),
    }
}

async fn is_new(db: &DatabaseConnection) -> Result<bool, Error> {
    let sql = Statement::from_string(db.get_database_backend(), "SELECT 1 AS there FROM lines LIMIT 1");
    Ok(db.query_one_raw(sql).await?.is_none())
}
