//! The JSON body of a request.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use futures::TryStreamExt;
use serde_json::Value;

use crate::Problem;

/// The largest body of a request, in bytes.
const LARGEST: usize = 1024 * 1024;

/// How much of a larger one is read and thrown away before it is refused, in bytes, at least. A client
/// that is still sending when the connection closes sees a broken connection instead of the answer.
const DISCARDED: usize = 8 * LARGEST;

/// A body that is JSON of any shape; which fields it must have is for the application to say.
#[derive(Debug)]
pub(crate) struct Body(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !is_json(kind.unwrap_or("application/json")) {
            let detail = "the body must be JSON: send Content-Type: application/json";
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "Not JSON",
                detail,
            ));
        }
        let bytes = read(request).await?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| malformed(&error.to_string()))
    }
}

/// A body that may be absent, which is the same as `{}`.
#[derive(Debug)]
pub(crate) struct OptionalBody(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for OptionalBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(Request::from_parts(parts.clone(), body)).await?;
        if bytes.is_empty() {
            return Ok(Self(Value::Object(serde_json::Map::new())));
        }
        let Body(value) = Body::from_request(Request::from_parts(parts, bytes.into()), state).await?;
        Ok(Self(value))
    }
}

fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or(kind).trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn malformed(reason: &str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-json",
        "Broken JSON",
        format!("the body is not JSON: {reason}"),
    )
}

/// The whole body.
async fn read(request: Request) -> Result<Bytes, Problem> {
    read_up_to(request, LARGEST).await
}

/// The whole body, which may have so many bytes.
pub(crate) async fn read_up_to(request: Request, largest: usize) -> Result<Bytes, Problem> {
    let discarded = DISCARDED.max(2 * largest);
    if length(request.headers()) > Some(discarded) {
        return Err(too_large(largest));
    }
    let mut stream = request.into_body().into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(part) = stream.try_next().await.map_err(|error| broken_off(&error))? {
        length += part.len();
        if length <= largest {
            bytes.extend_from_slice(&part);
        } else if length > discarded {
            break;
        }
    }
    if length > largest {
        Err(too_large(largest))
    } else {
        Ok(bytes.into())
    }
}

/// What the client says of the length, in bytes.
fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn broken_off(error: &axum::Error) -> Problem {
    malformed(&error.to_string())
}

fn too_large(largest: usize) -> Problem {
    let detail = format!("the body must have at most {largest} bytes");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Body too large", detail)
}
