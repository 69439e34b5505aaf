//! The one clock of the domain.
//!
//! Normally that of the machine. A database that was made to test with carries its own, which stands
//! until it is moved; every process on that database reads it there.

use std::time::Duration;

use rondo_domain::Timestamp;
use sea_orm::{ConnectionTrait, Statement};

use crate::{Error, TestTime};

/// How long to wait for the process that makes a database to bring its clock.
const OTHERS: Duration = Duration::from_secs(2);

/// From where "now" comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    Machine,
    /// The row that the database carries.
    Stored,
}

impl Clock {
    /// The domain's now, read on that connection.
    pub(crate) async fn read(self, db: &impl ConnectionTrait) -> Result<Timestamp, Error> {
        match self {
            Self::Machine => Ok(Self::machine()),
            Self::Stored => stored(db).await?.ok_or_else(|| Error::corrupt("the test clock is gone")),
        }
    }

    /// The machine's clock: for sessions, back-off and time-outs, which keep real time also where
    /// the domain does not.
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    pub fn machine() -> Timestamp {
        jiff::Timestamp::now().into()
    }
}

/// The clock that the database carries, if it does.
pub(crate) async fn stored(db: &impl ConnectionTrait) -> Result<Option<Timestamp>, Error> {
    let sql = Statement::from_string(db.get_database_backend(), "SELECT now_at FROM test_clock WHERE id = 1");
    let Some(row) = db.query_one_raw(sql).await? else {
        return Ok(None);
    };
    let micros: i64 = row.try_get("", "now_at")?;
    Timestamp::from_micros(micros)
        .map(Some)
        .ok_or_else(|| Error::corrupt("the test clock"))
}

/// Sets the clock that the database carries.
pub(crate) async fn set(db: &impl ConnectionTrait, now: Timestamp) -> Result<(), Error> {
    let sql = "INSERT INTO test_clock (id, now_at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET now_at = excluded.now_at";
    db.execute_raw(Statement::from_sql_and_values(
        db.get_database_backend(),
        sql,
        [now.micros().into()],
    ))
    .await?;
    Ok(())
}

const fn is_begun(is_new: bool, asked: Option<TestTime>) -> bool {
    is_new && matches!(asked, Some(TestTime::Begin(_)))
}

async fn is_empty(db: &impl ConnectionTrait) -> Result<bool, Error> {
    let sql = Statement::from_string(db.get_database_backend(), "SELECT 1 AS one FROM users LIMIT 1");
    Ok(db.query_one_raw(sql).await?.is_none())
}

/// The clock of a database that was just opened; `is_new` when it had no schema before.
///
/// Several processes may open a new database at once, and any of them may be the one that makes it: as
/// long as nobody lives there, one of them still may bring the clock.
pub(crate) async fn pick(db: &impl ConnectionTrait, is_new: bool, asked: Option<TestTime>) -> Result<Clock, Error> {
    let mut carried = stored(db).await?;
    let begun = tokio::time::Instant::now();
    while carried.is_none()
        && asked.is_some()
        && !is_begun(is_new, asked)
        && begun.elapsed() < OTHERS
        && is_empty(db).await?
    {
        tokio::time::sleep(Duration::from_millis(50)).await;
        carried = stored(db).await?;
    }
    match (carried, asked) {
        (None, None) => Ok(Clock::Machine),
        (Some(_), Some(_)) => Ok(Clock::Stored),
        (Some(_), None) => Err(Error::TestClock(
            "this database was made to test with and has a clock of its own; start with --test-clock resume",
        )),
        (None, Some(TestTime::Begin(now))) if is_new => {
            set(db, now).await?;
            Ok(Clock::Stored)
        }
        (None, Some(_)) => Err(Error::TestClock(
            "--test-clock is only for a new database that is made to test with; this one lives in real time",
        )),
    }
}
