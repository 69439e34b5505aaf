//! Files in and out.

pub(crate) mod calendar;
pub(crate) mod export;
pub(crate) mod import;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rondo_application::Format;
use rondo_application::domain::Invalid;
use rondo_application::exchange::Export;

use crate::Problem;

/// A file, part by part. What goes wrong after its beginning breaks it off: half a file is none.
async fn streamed(mut export: Export, format: Format, disposition: &str) -> Result<Response, Problem> {
    // The first part comes before the answer begins, so that an answer can still say what is wrong.
    let first = export.part().await?;
    let rest = futures::stream::try_unfold(export, |mut export| async move {
        let part = export.part().await?;
        Ok::<_, rondo_application::Error>(part.map(|part| (part, export)))
    });
    let parts = futures::stream::iter(first.map(Ok));
    let body = Body::from_stream(futures::StreamExt::chain(parts, rest));
    let headers = [
        (header::CONTENT_TYPE, format.media_type()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body).into_response())
}

/// Reads a parameter that is `true` or `false`, and false when absent.
fn flag(name: &str, text: Option<&str>) -> Result<bool, Problem> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Invalid::field(name, "must be true or false").into()),
    }
}
