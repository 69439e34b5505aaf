//! An open database: its pools, its clock and its signal.

use std::sync::Arc;

use rondo_domain::{Timestamp, UserId};
use sea_orm::{
    DatabaseBackend, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use uuid::Uuid;

use crate::lock::FileLock;
use crate::notices::Notices;
use crate::signal::Signal;
use crate::{Clock, Commits, Error, clock, open};

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
    marker: DatabaseConnection,
    readers: DatabaseConnection,
    clock: Clock,
    signal: Signal,
    /// Commits of other processes, where there can be some.
    notices: Option<Notices>,
    _lock: Option<FileLock>,
}

impl Store {
    /// Opens the database, makes it if it is an absent SQLite file, and brings its schema up to date.
    /// Several processes may do so at once.
    ///
    /// # Errors
    /// What is in the way, and the mend.
    pub async fn open(options: &Options) -> Result<Self, Error> {
        let opened = open::open(&options.url, options.r#use).await?;
        let clock = clock::pick(&opened.writer, opened.is_new, options.test_time).await?;
        let signal = Signal::new();
        // A NOTIFY is a transaction too, and a lost one is found by looking: it does not wait for the disk.
        let notices = opened
            .direct
            .map(|direct| Notices::start(direct, opened.marker.clone(), signal.clone()));
        Ok(Self(Arc::new(Inner {
            writer: opened.writer,
            marker: opened.marker,
            readers: opened.readers,
            clock,
            signal,
            notices,
            _lock: opened.lock,
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
        if let Some(notices) = &self.0.notices {
            notices.tell_everything();
        }
        Ok(())
    }

    /// The commits from now on: of this process, and of others on the same database.
    pub fn commits(&self) -> Commits {
        if let Some(notices) = &self.0.notices {
            notices.listen();
        }
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

    /// For what may be lost with the power, because it is done again then: positions in the log.
    pub(crate) fn marker(&self) -> &DatabaseConnection {
        &self.0.marker
    }

    pub(crate) fn readers(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    pub(crate) fn committed(&self, user: UserId) {
        self.0.signal.committed(user);
        if let Some(notices) = &self.0.notices {
            notices.tell(user);
        }
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
