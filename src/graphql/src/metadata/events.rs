//! Live changes: a subscription that tells what has become of each piece of metadata, and of the records that queries
//! were attached to it for.

mod difference;
mod queries;

use std::future::ready;
use std::sync::Arc;

use async_graphql::{Context, Result, SimpleObject, Subscription};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use icosa_contract::{Actor, AppError};
use icosa_engine::Engine;
use icosa_engine::live::{LiveCaller, RecordChange, StreamItem};
use icosa_model::Record;
use serde_json::Value;

use crate::metadata::caller::{Apis, caller};
use crate::metadata::scalars::Json;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{DatabaseEventAction, JobState, MetadataEventAction};
use difference::difference;
pub use queries::EventMutations;

/// What has changed of an entity.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct ObjectRecordEventProperties {
    updated_fields: Option<Vec<String>>,
    before: Option<Json>,
    after: Option<Json>,
    /// `{member: {before, after}}`
    diff: Option<Json>,
}

/// What has become of a piece of metadata.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct MetadataEvent {
    #[graphql(name = "type")]
    action: MetadataEventAction,
    metadata_name: String,
    record_id: String,
    properties: ObjectRecordEventProperties,
    /// The hash of the collection with the change in it.
    updated_collection_hash: Option<String>,
}

/// What has become of a record.
#[derive(SimpleObject)]
pub struct ObjectRecordEvent {
    action: DatabaseEventAction,
    object_name_singular: String,
    record_id: String,
    user_id: Option<String>,
    workspace_member_id: Option<String>,
    properties: ObjectRecordEventProperties,
}

/// A record event with the queries of the stream that it concerns.
#[derive(SimpleObject)]
pub struct ObjectRecordEventWithQueryIds {
    query_ids: Vec<String>,
    object_record_event: ObjectRecordEvent,
}

/// How far a job is.
#[derive(SimpleObject)]
pub struct JobStatus {
    job_id: String,
    state: JobState,
    attempts_made: i32,
    failed_reason: Option<String>,
    enqueued_at: f64,
    started_at: Option<f64>,
    finished_at: Option<f64>,
}

/// Everything that has happened at once.
#[derive(SimpleObject)]
pub struct EventSubscription {
    event_stream_id: String,
    /// Of the queries that were attached to the stream.
    object_record_events_with_query_ids: Vec<ObjectRecordEventWithQueryIds>,
    metadata_events: Vec<MetadataEvent>,
    /// Of jobs that the caller waits for; there are none so far.
    queue_job_events: Vec<JobStatus>,
}

/// Live changes.
#[derive(Default)]
pub struct EventSubscriptions;

#[Subscription(name = "Subscription")]
impl EventSubscriptions {
    /// What happens to the metadata that the caller sees and to the records that queries were attached for, from now
    /// on. The first answer is empty: from then on queries can be attached.
    async fn on_event_subscription(
        &self,
        ctx: &Context<'_>,
        event_stream_id: String,
    ) -> Result<impl Stream<Item = Option<EventSubscription>> + use<>> {
        let caller = caller(ctx)?;
        let (engine, live) =
            ctx.data_opt::<Engine>().zip(ctx.data_opt::<LiveCaller>()).ok_or_else(no_stream)?;
        let items = engine.open_event_stream(live, &event_stream_id).await?.boxed();
        // Looked at only now, so that no change falls between.
        let model = caller.apis.data_model.model(&caller.actor).await?;
        let asker = Asker { apis: caller.apis.clone(), actor: caller.actor.clone() };
        let watch = Watch { caller: asker, last: Arc::new(Snapshot::new(model, None)), items };
        let first = futures::stream::once(ready(Happened::default()));
        let happened = first.chain(futures::stream::unfold(watch, Watch::next));
        Ok(happened.map(move |happened| {
            Some(EventSubscription {
                event_stream_id: event_stream_id.clone(),
                object_record_events_with_query_ids: happened.records,
                metadata_events: happened.metadata,
                queue_job_events: Vec::new(),
            })
        }))
    }
}

#[derive(Default)]
struct Happened {
    records: Vec<ObjectRecordEventWithQueryIds>,
    metadata: Vec<MetadataEvent>,
}

/// A subscription's place in the history of the metadata.
struct Watch {
    caller: Asker,
    last: Arc<Snapshot>,
    items: BoxStream<'static, StreamItem>,
}

impl Watch {
    /// The next events that the caller sees. A failure ends the stream: the client connects again and reads afresh.
    async fn next(mut self) -> Option<(Happened, Self)> {
        loop {
            match self.items.next().await? {
                StreamItem::Changes(changes) => {
                    let records = changes.into_iter().filter_map(told).collect();
                    return Some((Happened { records, metadata: Vec::new() }, self));
                }
                StreamItem::Model { version } if version > self.last.model().version() => {
                    let model = self.caller.apis.data_model.model(&self.caller.actor).await.ok()?;
                    let now = Arc::new(Snapshot::new(model, None));
                    let metadata = difference(&self.caller.actor, &self.last, &now);
                    self.last = now;
                    if !metadata.is_empty() {
                        return Some((Happened { records: Vec::new(), metadata }, self));
                    }
                }
                StreamItem::Model { .. } => {}
            }
        }
    }
}

fn told((change, query_ids): (Arc<RecordChange>, Vec<String>)) -> Option<ObjectRecordEventWithQueryIds> {
    let action = match change.event.action.as_str() {
        "created" => DatabaseEventAction::Created,
        "updated" => DatabaseEventAction::Updated,
        "deleted" => DatabaseEventAction::Deleted,
        "restored" => DatabaseEventAction::Restored,
        "destroyed" => DatabaseEventAction::Destroyed,
        _ => return None,
    };
    let json = |record: &Option<Record>| record.clone().map(|record| Json::from(Value::Object(record)));
    let properties = ObjectRecordEventProperties {
        updated_fields: Some(change.event.updated_fields.clone()).filter(|fields| !fields.is_empty()),
        before: json(&change.before),
        after: json(&change.after),
        diff: json(&change.diff),
    };
    let object_record_event = ObjectRecordEvent {
        action,
        object_name_singular: change.event.object.clone(),
        record_id: change.event.record_id.to_string(),
        user_id: change.user_id.map(|id| id.to_string()),
        workspace_member_id: change.workspace_member_id.map(|id| id.to_string()),
        properties,
    };
    Some(ObjectRecordEventWithQueryIds { query_ids, object_record_event })
}

/// Who subscribes.
struct Asker {
    apis: Apis,
    actor: Actor,
}

fn no_stream() -> AppError {
    AppError::bad_input("Subscriptions are answered as server-sent events: accept text/event-stream.")
}
