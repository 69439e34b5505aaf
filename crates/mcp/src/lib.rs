//! MCP: the tools of `rondo_application::tools`, and the day's tasks as resources, for programs that
//! speak the Model Context Protocol.
//!
//! [`router`] answers at `/mcp` over streamable HTTP, without sessions: every request stands alone, so
//! any of several servers may answer it, and a restart ends nothing. It wants the [`Caller`] of each
//! request among its extensions; whoever puts it behind a token puts that there. What a caller is
//! refused comes as the result of a tool, which a model can read and act on; only what no tool is
//! responsible for is an error of the protocol.
//!
//! [`Caller`]: rondo_application::Caller

mod message;
mod resources;
mod server;
mod tools;

use std::sync::Arc;

use axum::Router;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rondo_application::App;
use tokio_util::sync::CancellationToken;

use message::LARGEST;
use server::Server;

/// How the server is reached.
#[derive(Clone, Debug)]
pub struct Options {
    /// By which names clients may call it (`Host`), with or without a port; none is any name. A page in a
    /// browser cannot reach a server on this machine by a name of its own then.
    pub allowed_hosts: Vec<String>,
    /// Cancelled when the process is to end.
    pub stopping: CancellationToken,
}

/// `/mcp`.
pub fn router(app: App, options: Options) -> Router {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_allowed_hosts(options.allowed_hosts)
        .with_max_request_body_bytes(LARGEST)
        .with_cancellation_token(options.stopping);
    let server = move || Ok(Server::new(app.clone()));
    let service = StreamableHttpService::new(server, Arc::new(NeverSessionManager::default()), config);
    Router::new()
        .route_service("/mcp", service)
        .layer(axum::middleware::from_fn(message::checked))
}
