//! Opening a Postgres database.

use std::time::Duration;

use sea_orm::SqlxPostgresConnector;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};

use super::Opened;
use super::schema::{Schema, brought_up_to_date};
use crate::Error;

const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database, which must be there.
pub(super) async fn open(connect: PgConnectOptions) -> Result<Opened, Error> {
    let connect = connect.disable_statement_logging();
    greet(&connect).await?;
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .connect_lazy_with(connect.clone());
    let db = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
    let schema = Schema::postgres();
    let is_new = brought_up_to_date(&db, &schema, |migrations| migrations.run(&pool)).await?;
    // What it loses with the power is done again: nobody waits for the disk.
    let marker = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .connect_lazy_with(connect.clone().options([("synchronous_commit", "off")]));
    Ok(Opened {
        writer: db.clone(),
        marker: SqlxPostgresConnector::from_sqlx_postgres_pool(marker),
        readers: db,
        lock: None,
        direct: Some(connect),
        is_new,
    })
}

/// Connects once by hand: a pool would only say that it waited in vain.
async fn greet(connect: &PgConnectOptions) -> Result<(), Error> {
    let cannot = |reason: String| {
        let (host, port) = (connect.get_host(), connect.get_port());
        Error::CannotOpen {
            place: format!("{} at {host}:{port}", connect.get_database().unwrap_or("(the user's own)")),
            reason,
            mend: "start the server, or correct --database-url",
        }
    };
    let greeting = tokio::time::timeout(PATIENCE, PgConnection::connect_with(connect)).await;
    let connection = greeting
        .map_err(|_| cannot("no answer".to_owned()))?
        .map_err(|error| cannot(error.to_string()))?;
    connection.close().await.map_err(|error| cannot(error.to_string()))
}
