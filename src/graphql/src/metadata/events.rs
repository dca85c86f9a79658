//! Live changes of the metadata: a subscription that tells what has become of each piece.

mod difference;

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Result, SimpleObject, Subscription};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use icosa_contract::{Actor, AppError};

use crate::metadata::caller::{Apis, caller};
use crate::metadata::scalars::Json;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{DatabaseEventAction, JobState, MetadataEventAction};
use difference::difference;

/// Versions of the caller's metadata, as they come.
pub type Versions = BoxStream<'static, u64>;

/// The versions for one subscription, taken by it.
pub struct Feed(Mutex<Option<Versions>>);

impl Feed {
    pub fn new(versions: Versions) -> Self {
        Self(Mutex::new(Some(versions)))
    }

    fn take(&self) -> Option<Versions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

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
    /// Of the queries that were attached to the stream; none can be so far.
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
    /// What happens to the metadata that the caller sees, from now on.
    async fn on_event_subscription(
        &self,
        ctx: &Context<'_>,
        event_stream_id: String,
    ) -> Result<impl Stream<Item = Option<EventSubscription>> + use<>> {
        let caller = caller(ctx)?;
        let versions = ctx.data_opt::<Feed>().and_then(Feed::take).ok_or_else(no_stream)?;
        let watch = Watch {
            caller: Asker { apis: caller.apis.clone(), actor: caller.actor.clone() },
            last: caller.now(),
            versions,
        };
        Ok(futures::stream::unfold(watch, Watch::next).map(move |metadata_events| {
            Some(EventSubscription {
                event_stream_id: event_stream_id.clone(),
                object_record_events_with_query_ids: Vec::new(),
                metadata_events,
                queue_job_events: Vec::new(),
            })
        }))
    }
}

/// A subscription's place in the history of the metadata.
struct Watch {
    caller: Asker,
    last: Arc<Snapshot>,
    versions: Versions,
}

impl Watch {
    /// The next events that the caller sees. A failure ends the stream: the client connects again and reads afresh.
    async fn next(mut self) -> Option<(Vec<MetadataEvent>, Self)> {
        while let Some(version) = self.versions.next().await {
            if version <= self.last.model().version() {
                continue;
            }
            let model = self.caller.apis.data_model.model(&self.caller.actor).await.ok()?;
            let now = Arc::new(Snapshot::new(model));
            let events = difference(&self.caller.actor, &self.last, &now);
            self.last = now;
            if !events.is_empty() {
                return Some((events, self));
            }
        }
        None
    }
}

/// Who subscribes.
struct Asker {
    apis: Apis,
    actor: Actor,
}

fn no_stream() -> AppError {
    AppError::bad_input("Subscriptions are answered as server-sent events: accept text/event-stream.")
}
