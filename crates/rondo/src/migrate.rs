//! `rondo migrate`

use rondo_store::{Store, Use};

use crate::output::say;
use crate::settings::Settings;

/// Brings the schema up to date; opening the database does it.
pub(crate) async fn run(settings: &Settings) -> anyhow::Result<()> {
    Store::open(&settings.store(Use::Tool)).await?;
    say("The database's schema is up to date.")
}
