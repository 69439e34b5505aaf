//! The database, read behind the server's back.
//!
//! Ids are native on Postgres and 16 bytes on SQLite: both are read as text without dashes.

use std::sync::Once;
use std::time::Duration;

use serde_json::Value;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::{AnyPool, AssertSqlSafe, Row};

use crate::{Engine, Events, PATIENCE, eventually};

/// The consumers of the embedded bus, each with its topic.
const CONSUMERS: [(&str, &str); 2] = [
    ("recurring-task-service", "task-events"),
    ("notification-service", "reminders"),
];

/// A connection of the test's own.
#[derive(Clone, Debug)]
pub struct Sql {
    engine: Engine,
    pool: AnyPool,
}

impl Sql {
    /// To a database that is there.
    pub async fn connect(engine: Engine, url: &str) -> Self {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let options: AnyConnectOptions = url.parse().expect("the address of a database");
        let pool = AnyPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(20));
        Self {
            engine,
            pool: pool.connect_with(options).await.expect("the database can be reached"),
        }
    }

    /// An id column as text.
    pub fn id(&self, column: &str) -> String {
        match self.engine {
            Engine::Sqlite => format!("lower(hex({column}))"),
            Engine::Postgres | Engine::Stack => format!("replace({column}::text, '-', '')"),
        }
    }

    /// The rows of a query.
    pub async fn rows(&self, query: &str) -> Vec<AnyRow> {
        let rows = sqlx::query(AssertSqlSafe(query.to_owned())).fetch_all(&self.pool).await;
        rows.unwrap_or_else(|error| panic!("{error}\n{query}"))
    }

    /// The whole number that a query comes to.
    pub async fn number(&self, query: &str) -> i64 {
        self.rows(query).await[0].get(0)
    }

    /// The first column of a query, as text.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        self.rows(query).await.iter().map(|row| row.get(0)).collect()
    }

    /// Changes the database; the server should not be running.
    pub async fn execute(&self, statement: &str) -> u64 {
        let done = sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&self.pool).await;
        done.unwrap_or_else(|error| panic!("{error}\n{statement}")).rows_affected()
    }

    /// Every event of a user, in the order of their line.
    pub async fn events(&self, user: &str) -> Events {
        let user = user.replace('-', "");
        let query = format!(
            "SELECT CAST(payload AS TEXT) FROM events WHERE {} = '{user}' ORDER BY user_seq",
            self.id("user_id")
        );
        let texts = self.texts(&query).await;
        Events::new(
            texts
                .iter()
                .map(|text| serde_json::from_str::<Value>(text).expect("an event is JSON"))
                .collect(),
        )
    }

    /// How many events a consumer has still before it.
    pub async fn backlog(&self) -> i64 {
        let mut waiting = 0;
        for (consumer, topic) in CONSUMERS {
            let query = format!(
                "SELECT COUNT(*) FROM events WHERE topic = '{topic}' AND user_seq > COALESCE((SELECT done_seq FROM positions \
                 WHERE consumer = '{consumer}' AND positions.user_id = events.user_id), 0)"
            );
            waiting += self.number(&query).await;
        }
        waiting
    }

    /// Waits until every consumer is at the head of the log.
    pub async fn settled(&self) {
        eventually("every consumer is at the head of the log", PATIENCE, || async {
            (self.backlog().await == 0).then_some(())
        })
        .await;
    }

    /// Lets go of the database.
    pub async fn close(self) {
        self.pool.close().await;
    }
}
