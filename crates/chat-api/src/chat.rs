//! `POST /api/chat` and the conversations.

use std::convert::Infallible;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
use rondo_application::chat::{self, ConversationHead, ConversationView, Piece, Reply, Request};
use rondo_application::domain::Actor;
use rondo_application::{Caller, Error};
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

use crate::auth::Authenticated;
use crate::body::Body;
use crate::path::Id;
use crate::{Api, Problem, schemas};

/// Say something
///
/// In everyday English, or whatever the language model that is set up understands. The tools that were
/// called come with the answer. With `Accept: text/event-stream` the answer comes as it is made: `tool`
/// events with each call, `text` events with `{"text"}`, and at the end `done` with the whole, or `error`
/// with a problem. What several tasks are called is asked back; so is the deletion of several. A turn that
/// has begun is carried out, whether or not anybody waits for its answer; until then another message of the
/// same conversation gets 409.
#[utoipa::path(
    post, path = "/api/chat", tag = "chat",
    request_body = schemas::ChatRequest,
    responses((status = 200, body = Reply), Problem),
)]
pub(crate) async fn say(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let request = Request::read(body)?;
    let caller = Caller {
        actor: Actor::Chat,
        ..caller
    };
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let wants_stream = accepts.is_some_and(|accepts| accepts.contains("text/event-stream"));
    let (told, pieces) = unbounded_channel();
    let listener = wants_stream.then_some(told);
    let app = api.app;
    let turn = api
        .work
        .spawn(async move { chat::say(&app, &caller, request, listener).await });
    if wants_stream {
        let events = Sse::new(events(pieces, turn));
        return Ok(events.keep_alive(KeepAlive::default()).into_response());
    }
    Ok(Json(ended(turn).await?).into_response())
}

async fn ended(turn: JoinHandle<Result<Reply, Error>>) -> Result<Reply, Problem> {
    match turn.await {
        Ok(reply) => Ok(reply?),
        Err(panic) => {
            tracing::error!(%panic, "a turn of chat ended badly");
            Err(Problem::internal())
        }
    }
}

/// The pieces as they come, and the whole at the end.
fn events(
    pieces: UnboundedReceiver<Piece>,
    turn: JoinHandle<Result<Reply, Error>>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((pieces, Some(turn)), async |(mut pieces, turn)| {
        if let Some(piece) = pieces.recv().await {
            let event = match piece {
                Piece::Text(text) => event("text", &json!({"text": text})),
                Piece::Called(call) => event("tool", &json!(call)),
            };
            return Some((Ok(event), (pieces, turn)));
        }
        let last = match ended(turn?).await {
            Ok(reply) => event("done", &json!(reply)),
            Err(problem) => event("error", &json!(problem)),
        };
        Some((Ok(last), (pieces, None)))
    })
}

fn event(name: &str, data: &serde_json::Value) -> Event {
    Event::default().event(name).data(data.to_string())
}

/// Your conversations
///
/// The last hundred, the latest first.
#[utoipa::path(
    get, path = "/api/conversations", tag = "chat",
    responses((status = 200, body = [ConversationHead]), Problem),
)]
pub(crate) async fn list_conversations(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
) -> Result<Json<Vec<ConversationHead>>, Problem> {
    Ok(Json(chat::list(&api.app, &caller).await?))
}

/// A conversation
///
/// With what was said; of a long one the last 500 messages.
#[utoipa::path(
    get, path = "/api/conversations/{id}", tag = "chat",
    params(("id" = Uuid, Path, description = "The conversation's id")),
    responses((status = 200, body = ConversationView), Problem),
)]
pub(crate) async fn get_conversation(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<Json<ConversationView>, Problem> {
    Ok(Json(chat::get(&api.app, &caller, id).await?))
}

/// Forget a conversation
///
/// The tasks stay as they are.
#[utoipa::path(
    delete, path = "/api/conversations/{id}", tag = "chat",
    params(("id" = Uuid, Path, description = "The conversation's id")),
    responses((status = 204), Problem),
)]
pub(crate) async fn delete_conversation(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    chat::delete(&api.app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
