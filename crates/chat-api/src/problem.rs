//! Errors as problem details (RFC 9457).

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rondo_application::Error;
use rondo_application::domain::{FieldError, Invalid};
use serde::Serialize;
use utoipa::openapi::response::{Response as Described, ResponseBuilder};
use utoipa::openapi::{ContentBuilder, Ref, RefOr};
use utoipa::{IntoResponses, ToSchema};

/// What is wrong and what to do about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Where the kind of problem is explained, on this server; its last part is a stable code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem, in a few words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// This problem, in a sentence.
    pub detail: String,
    /// Every wrong field, when fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<WrongField>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

/// A wrong field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WrongField {
    /// Its name; empty for the body as a whole.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl Problem {
    /// A problem of a kind that has a page of its own.
    pub fn new(status: StatusCode, code: &str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/errors/{code}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// What went wrong is for the log, not for the client.
    pub(crate) fn internal() -> Self {
        let detail = "something went wrong on the server; nothing was changed; its log says what";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail)
    }
}

impl From<Invalid> for Problem {
    fn from(invalid: Invalid) -> Self {
        let wrong = |error: FieldError| WrongField {
            field: error.field,
            message: error.message,
        };
        let detail = invalid.to_string();
        let problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-fields",
            "Some fields are wrong",
            detail,
        );
        Self {
            errors: invalid.0.into_iter().map(wrong).collect(),
            ..problem
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Invalid(invalid) => invalid.into(),
            Error::NotFound(_) => Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail),
            Error::Stale(_) => Self::new(StatusCode::PRECONDITION_FAILED, "stale", "Changed meanwhile", detail),
            Error::KeyReused => Self::new(StatusCode::CONFLICT, "key-reused", "Idempotency-Key used before", detail),
            Error::NotPossible(_) => Self::new(StatusCode::CONFLICT, "not-possible", "Not possible now", detail),
            Error::EmailTaken => Self::new(StatusCode::CONFLICT, "email-taken", "Address in use", detail),
            Error::SignUpClosed => Self::new(StatusCode::FORBIDDEN, "sign-up-closed", "Sign-up is closed", detail),
            Error::WrongCredentials => Self::new(
                StatusCode::UNAUTHORIZED,
                "wrong-credentials",
                "Wrong address or password",
                detail,
            ),
            Error::Unauthenticated => Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Token needed", detail),
            Error::SessionNeeded | Error::Forbidden(_) => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail)
            }
            Error::TooManyAttempts(seconds) => {
                let problem = Self::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "too-many-attempts",
                    "Too many attempts",
                    detail,
                );
                Self {
                    retry_after: Some(seconds),
                    ..problem
                }
            }
            Error::Store(error) if error.is_transient() => {
                tracing::warn!(%error, "the database is not available");
                let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again later", detail);
                Self {
                    retry_after: Some(1),
                    ..problem
                }
            }
            Error::Store(error) => {
                tracing::error!(%error, "a request failed");
                Self::internal()
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponses for Problem {
    /// Every endpoint may refuse; the code in `type` says why.
    fn responses() -> std::collections::BTreeMap<String, RefOr<Described>> {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description("Refused: the code at the end of `type` says why")
            .content("application/problem+json", content)
            .build();
        [("default".to_owned(), RefOr::T(response))].into()
    }
}

/// The answer to a path that does not exist.
pub(crate) async fn no_such_route(request: Request) -> Problem {
    let detail = format!("there is nothing at {}; /api/docs shows what there is", request.uri().path());
    Problem::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
}

/// The answer to a method that a path does not have.
pub(crate) async fn no_such_method(request: Request) -> Problem {
    let detail = format!("{} is not possible at {}", request.method(), request.uri().path());
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "Method not allowed",
        detail,
    )
}

/// The answer when a handler panicked: a fault of ours, which the log keeps.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
pub(crate) fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("of an unknown kind"), "a request panicked");
    Problem::internal().into_response()
}
