//! Subscriptions: answers as server-sent events `next`, and `complete` at the end.

use std::convert::Infallible;
use std::time::Duration;

use async_graphql::{Request, Response as Answer};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::future::ready;
use futures::stream::{BoxStream, StreamExt, once};
use icosa_engine::live::LiveCaller;
use icosa_graphql::metadata::{Caller, Headers, MetadataSchema};

use crate::HttpState;

/// The client wants to be told more than once.
pub fn is_asked_for(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.split(',').any(|kind| kind.trim().starts_with("text/event-stream"))
}

/// The answers to an operation.
pub async fn answers(
    state: &HttpState,
    schema: &MetadataSchema,
    live: LiveCaller,
    headers: Headers,
    request: Request,
) -> BoxStream<'static, Answer> {
    match Caller::new(super::apis(state), live.actor.clone(), headers.locale.clone()).await {
        Ok(caller) => icosa_graphql::metadata::subscribe(schema, caller, headers, request.data(live)),
        Err(error) => one(icosa_graphql::metadata::refused(&error)),
    }
}

/// One answer and no more.
pub fn one(answer: Answer) -> BoxStream<'static, Answer> {
    once(ready(answer)).boxed()
}

/// As the body of a response.
pub fn respond(answers: BoxStream<'static, Answer>) -> Response {
    let next =
        |answer| Event::default().event("next").data(serde_json::to_string(&answer).unwrap_or_default());
    let end = once(ready(Event::default().event("complete").data("")));
    let events = answers.map(next).chain(end).map(Ok::<_, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(12))).into_response()
}
