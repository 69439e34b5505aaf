//! REST: HTTP over the application, and nothing else.
//!
//! Each endpoint is a file: its description for OpenAPI and a handler that reads the request, calls
//! one command, and shows the answer. Errors become problem details (RFC 9457) in one place,
//! [`Problem`]; each has a stable code with a page under `/errors/`.

mod accounts;
mod auth;
mod body;
mod chat;
mod clock;
mod docs;
mod exchange;
mod health;
mod meter;
mod notifications;
mod path;
mod problem;
mod query;
mod recurrence;
mod schemas;
mod series;
mod tags;
mod tasks;
mod trace;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use rondo_application::App;
use rondo_store::Wanted;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use auth::{CLI, behind_token};
pub use docs::CODES;
pub use exchange::import::LARGEST as LARGEST_FILE;
pub use problem::Problem;

/// How long a request may take before it is answered with 503.
/// A turn of chat with a language model may take a minute.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(75);

/// The same for the import of a file, which makes thousands of tasks.
const PATIENCE_WITH_FILES: std::time::Duration = std::time::Duration::from_mins(5);

/// What the endpoints work with. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    /// The application.
    pub app: App,
    /// What goes on when nobody waits for it any more: the process ends after it.
    pub work: TaskTracker,
    /// Cancelled when the process is to end: from then on it is not ready for new work.
    pub draining: CancellationToken,
    /// The consumers that must have come to rest before the test clock answers.
    pub consumers: &'static [Wanted],
    /// The metrics in Prometheus' text format.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

/// Every route, with those of others beside them, which are measured and bounded as these are.
pub fn router(api: Api, beside: Router) -> Router {
    let (quick, _) = described().split_for_parts();
    let (slow, _) = slow().split_for_parts();
    let described = Arc::new(openapi());
    let slow = slow
        .with_state(api.clone())
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(within(PATIENCE_WITH_FILES));
    quick
        .merge(health::router())
        .merge(docs::router(&described))
        .with_state(api)
        .merge(beside)
        .fallback(problem::no_such_route)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(within(PATIENCE))
        .merge(slow)
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn(meter::measure))
        .layer(CompressionLayer::new())
}

fn within(patience: std::time::Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, patience)
}

/// The description of the REST interface (OpenAPI 3.1).
pub fn openapi() -> OpenApi {
    described().merge(slow()).split_for_parts().1
}

/// What may take longer than other requests.
fn slow() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(exchange::import::import_tasks))
}

fn described() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(docs::head())
        .routes(routes!(accounts::register::register))
        .routes(routes!(accounts::login::login))
        .routes(routes!(accounts::logout::logout))
        .routes(routes!(accounts::me::me, accounts::me::edit_me, accounts::me::remove_me))
        .routes(routes!(accounts::password::set_password))
        .routes(routes!(accounts::tokens::list_tokens, accounts::tokens::make_token))
        .routes(routes!(accounts::tokens::revoke_token))
        .routes(routes!(tasks::list::list_tasks, tasks::create::create_task))
        .routes(routes!(tasks::quick::quick_task))
        .routes(routes!(tasks::one::get_task, tasks::one::edit_task, tasks::one::delete_task))
        .routes(routes!(tasks::complete::complete_task))
        .routes(routes!(tasks::reopen::reopen_task))
        .routes(routes!(tasks::restore::restore_task))
        .routes(routes!(tasks::skip::skip_task))
        .routes(routes!(tasks::history::task_history))
        .routes(routes!(tasks::reminders::add_reminder))
        .routes(routes!(tasks::reminders::remove_reminder))
        .routes(routes!(tasks::reminders::snooze_reminder))
        .routes(routes!(series::get_series, series::edit_series))
        .routes(routes!(series::pause_series))
        .routes(routes!(series::resume_series))
        .routes(routes!(tags::list_tags))
        .routes(routes!(recurrence::preview_recurrence))
        .routes(routes!(exchange::export::export_tasks))
        .routes(routes!(exchange::calendar::calendar_feed))
        .routes(routes!(notifications::list_notifications))
        .routes(routes!(chat::say))
        .routes(routes!(chat::list_conversations))
        .routes(routes!(chat::get_conversation, chat::delete_conversation))
        .routes(routes!(clock::set_test_clock))
}
