//! Bringing the schema up to date, and refusing one that is too new.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use sqlx::migrate::{MigrateError, Migrator};

use crate::Error;

/// The migrations of an engine.
pub(super) struct Schema(Migrator);

impl Schema {
    pub(super) fn sqlite() -> Self {
        Self::forgiving(sqlx::migrate!("./migrations/sqlite"))
    }

    pub(super) fn postgres() -> Self {
        Self::forgiving(sqlx::migrate!("./migrations/postgres"))
    }

    /// A database that a newer Rondo migrated has migrations that this one does not know: whether it
    /// may use it all the same is for the database to say.
    fn forgiving(mut migrations: Migrator) -> Self {
        migrations.set_ignore_missing(true);
        Self(migrations)
    }

    fn highest(&self) -> i64 {
        self.0.iter().map(|migration| migration.version).max().unwrap_or(0)
    }
}

/// Runs the migrations, unless the database needs a newer Rondo. Says whether there was no schema
/// before. Several processes may do so at once.
pub(super) async fn brought_up_to_date<'a, F>(
    db: &DatabaseConnection,
    schema: &'a Schema,
    run: impl FnOnce(&'a Migrator) -> F,
) -> Result<bool, Error>
where
    F: Future<Output = Result<(), MigrateError>>,
{
    let needed = oldest_usable(db).await?;
    let known = schema.highest();
    match needed {
        Some(needed) if needed > known => return Err(Error::NewerSchema { needed, known }),
        _ => run(&schema.0).await.map_err(migration)?,
    }
    Ok(needed.is_none())
}

fn migration(error: MigrateError) -> Error {
    match error {
        MigrateError::Execute(error) => error.into(),
        other => Error::Migration(other.to_string()),
    }
}

/// The oldest schema that a binary must know to use this database; `None` for one without a schema.
async fn oldest_usable(db: &DatabaseConnection) -> Result<Option<i64>, Error> {
    let table = match db.get_database_backend() {
        DatabaseBackend::Sqlite => "SELECT 1 AS there FROM sqlite_master WHERE name = 'schema_compatibility'",
        _ => "SELECT 1 AS there WHERE to_regclass('schema_compatibility') IS NOT NULL",
    };
    let query = |sql: &str| Statement::from_string(db.get_database_backend(), sql);
    if db.query_one_raw(query(table)).await?.is_none() {
        return Ok(None);
    }
    let row = db
        .query_one_raw(query("SELECT max(oldest) AS oldest FROM schema_compatibility"))
        .await?;
    Ok(row.map(|row| row.try_get("", "oldest")).transpose()?.flatten())
}
