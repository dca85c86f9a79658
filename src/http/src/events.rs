//! The live stream: what happens to the records of the caller's workspace, as server-sent events. A browser's window is
//! told which records changed; a program that asks for it, what of them.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use icosa_contract::AppError;
use icosa_contract::data_model::DataModelApi;
use icosa_engine::LiveEvent;
use icosa_engine::live::{LiveCaller, Proof, Told, Wanted};
use serde::{Deserialize, Serialize};

use crate::HttpState;
use crate::bearer::bearer;
use crate::error::ErrorResponse;
use crate::session::SignedInCaller;

/// What is asked for. A reconnecting client sends `Last-Event-ID`, which wins over `after`.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Id of the event to go on after.
    after: Option<String>,
    /// Singular API names with commas between: only changes of their records.
    object: Option<String>,
    /// Filter of the record API as JSON, over the one object named.
    filter: Option<String>,
    /// `true`: with the records before and after.
    changes: Option<String>,
}

impl Asked {
    /// The caller wants to know what changed, not only where.
    fn is_of_changes(&self) -> bool {
        self.object.is_some() || self.filter.is_some() || self.changes.as_deref() == Some("true")
    }

    fn after(&self, headers: &HeaderMap) -> Result<Option<i64>, AppError> {
        let last = headers.get("last-event-id").map(|id| id.to_str().unwrap_or("?"));
        // A client that has seen no event yet may send an empty one.
        let last = last.filter(|text| !text.is_empty());
        let Some(text) = last.or(self.after.as_deref()).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let id = text.parse().ok().filter(|id| *id >= 0);
        id.map(Some)
            .ok_or_else(|| AppError::bad_input("The id of an event is a whole number.").with_field("after"))
    }
}

/// Who follows, with what they came in by.
pub(crate) fn live_caller(state: &HttpState, caller: &SignedInCaller, headers: &HeaderMap) -> LiveCaller {
    let cookie = || Proof::Session(state.cookies.read(headers).unwrap_or_default().to_owned());
    let proof = bearer(headers).map_or_else(cookie, |token| Proof::Token(token.to_owned()));
    LiveCaller { actor: caller.actor.clone(), proof }
}

/// Events `record` (data: [`icosa_contract::records::RecordEvent`], or [`icosa_engine::live::RecordChange`] where
/// changes are asked for) and `model` (data: `{"version": n}`): the model's version first, then everything after the
/// given id. `gap` says that some of that is not known any more; where changes are asked for an id without data says how
/// far the stream has come.
pub async fn stream(
    State(state): State<HttpState>,
    caller: Option<Extension<SignedInCaller>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ErrorResponse> {
    let Some(Extension(caller)) = caller else { return Err(AppError::unauthenticated().into()) };
    let live = live_caller(&state, &caller, &headers);
    let after = asked.after(&headers)?;
    let events: BoxStream<'static, Event> = if asked.is_of_changes() {
        state.engine.record_changes(&live, wanted(&asked)?, after).await?.map(change).boxed()
    } else {
        state.engine.live_events(&live, after).await?.map(event).boxed()
    };
    // Read after the stream has begun, so that no change of the model falls between, however long the browser was away.
    let version = DataModelApi::model(&state.engine, &caller.actor).await?.version();
    let begin = futures::stream::once(async move { model(version) });
    let events = begin.chain(events).map(Ok);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

fn wanted(asked: &Asked) -> Result<Vec<Wanted>, AppError> {
    let names = asked.object.as_deref().unwrap_or_default().split(',').map(str::trim);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let filter = match &asked.filter {
        None => None,
        Some(_) if names.len() != 1 => {
            return Err(AppError::bad_input("A filter is over one object: name it.").with_field("filter"));
        }
        Some(text) => Some(serde_json::from_str(text).map_err(|_| {
            AppError::bad_input("The filter is no JSON.")
                .with_sub_code("INVALID_ARGS_FILTER")
                .with_field("filter")
        })?),
    };
    Ok(names.into_iter().map(|name| Wanted { object: name.to_owned(), filter: filter.clone() }).collect())
}

fn event(event: LiveEvent) -> Event {
    match event {
        LiveEvent::Record(event) => record(event.id, &event),
        LiveEvent::Model { version } => model(version),
        LiveEvent::Gap { last } => gap().id(last.to_string()),
    }
}

fn change(told: Told) -> Event {
    match told {
        Told::Change(change) => record(change.event.id, &*change),
        Told::Begun(id) | Told::Passed(id) => Event::default().id(id.to_string()),
        Told::Gap => gap(),
        Told::Model { version } => model(version),
    }
}

fn record(id: i64, data: &impl Serialize) -> Event {
    Event::default().event("record").id(id.to_string()).data(serde_json::to_string(data).unwrap_or_default())
}

fn gap() -> Event {
    Event::default().event("gap").data("{}")
}

fn model(version: u64) -> Event {
    Event::default().event("model").data(format!("{{\"version\":{version}}}"))
}
