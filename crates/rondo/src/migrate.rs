//! `rondo migrate`

use rondo_store::{Store, Use};

use crate::settings::Settings;

/// Brings the schema up to date; opening the database does it.
pub(crate) async fn run(settings: &Settings) -> anyhow::Result<()> {
    Store::open(&settings.store(Use::Tool)).await?;
    println!("The database's schema is up to date.");
    Ok(())
}
