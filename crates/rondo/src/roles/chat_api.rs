//! `rondo chat-api`: the API alone. It knows no bus: what it changes is in the outbox, whatever the
//! broker does.

use rondo_chat_api::Api;
use rondo_store::Wanted;

use super::announce;
use crate::process::Process;
use crate::settings::Settings;

/// Everybody who must have come to rest before the test clock answers.
const CONSUMERS: &[Wanted] = &[Wanted::RELAY, rondo_recurring_task::WANTED, rondo_notification::WANTED];

/// Serves until it is asked to end.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<()> {
    let process = Process::begin(settings, "chat-api-service").await?;
    let api = Api {
        app: process.app()?,
        work: process.work.clone(),
        draining: process.lifecycle.draining.clone(),
        consumers: CONSUMERS,
        metrics: process.metrics(),
    };
    announce("chat-api", process.address()?);
    let routes = process.routes(api);
    process.serve(routes).await
}
