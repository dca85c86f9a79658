//! The live stream: what happens to the records of the signed-in workspace, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt};
use icosa_contract::AppError;
use icosa_contract::data_model::DataModelApi;
use serde::Deserialize;

use crate::HttpState;
use crate::error::ErrorResponse;
use crate::session::SignedInCaller;

/// `?after=<event id>`; a reconnecting browser sends `Last-Event-ID`, which wins.
#[derive(Debug, Deserialize)]
pub struct Resume {
    after: Option<i64>,
}

/// Events `record` (data: [`icosa_contract::records::RecordEvent`]) and `model` (data: `{"version": n}`): the model's
/// version first, then everything after the given id.
pub async fn stream(
    State(state): State<HttpState>,
    caller: Option<Extension<SignedInCaller>>,
    Query(resume): Query<Resume>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ErrorResponse> {
    let Some(Extension(caller)) = caller else { return Err(AppError::unauthenticated().into()) };
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let events = state.engine.live_events(&caller.actor, last.or(resume.after)).await?;
    // Read after the stream has begun, so that no change of the model falls between, however long the browser was away.
    let version = DataModelApi::model(&state.engine, &caller.actor).await?.version();
    let begin = futures::stream::once(async move { icosa_engine::LiveEvent::Model { version } });
    let events = begin.chain(events).map(|event| Ok(to_sse(event)));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

fn to_sse(event: icosa_engine::LiveEvent) -> Event {
    match event {
        icosa_engine::LiveEvent::Record(record) => {
            let id = record.id.to_string();
            Event::default().event("record").id(id).data(serde_json::to_string(&record).unwrap_or_default())
        }
        icosa_engine::LiveEvent::Model { version } => {
            Event::default().event("model").data(format!("{{\"version\":{version}}}"))
        }
    }
}
