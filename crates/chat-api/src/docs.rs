//! What explains the interface: its description, a page to try it, a page for each error.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{Api, Problem};

/// Every code of a problem, with the page that explains it.
pub const CODES: [(&str, &str); 17] = [
    ("invalid-fields", include_str!("../../../docs/errors/invalid-fields.md")),
    ("malformed-json", include_str!("../../../docs/errors/malformed-json.md")),
    ("unauthenticated", include_str!("../../../docs/errors/unauthenticated.md")),
    ("wrong-credentials", include_str!("../../../docs/errors/wrong-credentials.md")),
    ("forbidden", include_str!("../../../docs/errors/forbidden.md")),
    ("sign-up-closed", include_str!("../../../docs/errors/sign-up-closed.md")),
    ("not-found", include_str!("../../../docs/errors/not-found.md")),
    (
        "method-not-allowed",
        include_str!("../../../docs/errors/method-not-allowed.md"),
    ),
    ("key-reused", include_str!("../../../docs/errors/key-reused.md")),
    ("not-possible", include_str!("../../../docs/errors/not-possible.md")),
    ("email-taken", include_str!("../../../docs/errors/email-taken.md")),
    ("stale", include_str!("../../../docs/errors/stale.md")),
    ("too-large", include_str!("../../../docs/errors/too-large.md")),
    (
        "unsupported-media-type",
        include_str!("../../../docs/errors/unsupported-media-type.md"),
    ),
    ("too-many-attempts", include_str!("../../../docs/errors/too-many-attempts.md")),
    ("internal", include_str!("../../../docs/errors/internal.md")),
    ("unavailable", include_str!("../../../docs/errors/unavailable.md")),
];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rondo",
        description = "A self-hosted task manager in which every change is an event.\n\n\
            Send the token of a login as `Authorization: Bearer …`. Bodies are JSON; unknown fields are refused. \
            Errors are problem details (RFC 9457) that name every wrong field at once.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(Problem)),
    security(("token" = [])),
    tags(
        (name = "accounts", description = "Accounts, logins and tokens"),
        (name = "tasks", description = "Tasks and how they recur"),
        (name = "exchange", description = "Files in and out"),
        (name = "reminders", description = "Reminders and what became of them"),
        (name = "chat", description = "Everyday English, and the conversations"),
        (name = "operation", description = "For who runs or tests the server"),
    ),
)]
struct Head;

/// The description without its paths.
pub(crate) fn head() -> utoipa::openapi::OpenApi {
    let mut head = Head::openapi();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    head.components
        .get_or_insert_default()
        .add_security_scheme("token", SecurityScheme::Http(bearer));
    head
}

pub(crate) fn router(description: &Arc<utoipa::openapi::OpenApi>) -> Router<Api> {
    let json = serde_json::to_string(description.as_ref()).expect("the description is plain JSON");
    let json = Arc::<str>::from(json);
    let openapi = move || async move { ([(header::CONTENT_TYPE, "application/json")], json.to_string()) };
    let page = SwaggerUi::new("/api/docs").config(Config::new(["/api/openapi.json"]).persist_authorization(false));
    Router::new()
        .route("/", get(front))
        .route("/api/openapi.json", get(openapi))
        .route("/errors/{code}", get(error_page))
        .merge(page)
}

/// Until there is a page to work with: where to go from here.
async fn front() -> Response {
    (
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        include_str!("front.html"),
    )
        .into_response()
}

async fn error_page(Path(code): Path<String>) -> Response {
    match CODES.iter().find(|(known, _)| *known == code) {
        Some((_, page)) => ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], *page).into_response(),
        None => Problem::new(StatusCode::NOT_FOUND, "not-found", "Not found", "there is no such error").into_response(),
    }
}
