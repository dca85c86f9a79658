//! What happened to records, kept in an outbox table, and signals between instances.
//!
//! Events are written in the transaction that causes them and read back by id, so nothing is lost when a process
//! dies; notifications only say that there is something to read. They travel by `LISTEN`/`NOTIFY`, or by Redis
//! when there is one, because a pooler in front of Postgres cannot listen.

mod follow;
mod hub;
mod listen;

use chrono::{DateTime, Utc};
use icosa_model::{UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;

pub use follow::Follower;
pub use hub::EventHub;

/// The channel of new events; the payload is `<workspace>:<first id>:<last id>`.
pub(crate) const EVENTS_CHANNEL: &str = "icosa_events";
/// The channel of signals; the payload is a [`Signal`] as JSON.
pub(crate) const SIGNALS_CHANNEL: &str = "icosa_signals";

/// An event to be written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewEvent {
    /// API name of the object, singular.
    #[serde(rename = "objectName")]
    pub object: String,
    /// Which record.
    pub record_id: Uuid,
    /// `created`, `updated`, `deleted`, `restored` or `destroyed`; anything else is refused by the table.
    pub action: String,
    /// Names of the fields that changed; empty for other actions.
    pub updated_fields: Vec<String>,
    /// `before`, `after`, `diff` and `actor`, for the timeline, webhooks and workflows.
    pub payload: Value,
}

/// An event as live streams need it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Event {
    /// Grows in the order of commits within a workspace.
    pub id: i64,
    /// API name of the object, singular.
    #[sqlx(rename = "objectName")]
    pub object: String,
    /// Which record.
    #[sqlx(rename = "recordId")]
    pub record_id: Uuid,
    /// `created`, `updated`, `deleted`, `restored` or `destroyed`.
    pub action: String,
    /// Names of the fields that changed.
    #[sqlx(rename = "updatedFields")]
    pub updated_fields: Vec<String>,
}

/// Something other instances should know at once. Each one is also found out later without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Signal {
    /// A workspace's metadata has this version now.
    Model {
        /// Which workspace.
        workspace: WorkspaceId,
        /// The newest version known.
        version: u64,
    },
    /// What is known of sessions of this user, if cached, is out of date.
    User {
        /// Which user.
        user: UserId,
    },
    /// What is known of sessions in this workspace, if cached, is out of date.
    Workspace {
        /// Which workspace.
        workspace: WorkspaceId,
    },
    /// Something else is attached to a stream of live events.
    EventStream {
        /// Of its client.
        workspace: WorkspaceId,
        /// As its client named it.
        stream: String,
    },
    /// Signals may have been missed: everything cached on their account is doubtful.
    Gap,
}

/// Writes events of one workspace and announces them at commit; answers their ids, in order.
///
/// Call it last in the transaction: from here to the commit no other transaction can write events of this
/// workspace (see `core.append_record_events` for why).
///
/// # Errors
/// The database refuses, e.g. an unknown action.
pub async fn append(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    events: &[NewEvent],
) -> Result<Vec<i64>, StoreError> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sqlx::query_scalar("SELECT core.append_record_events($1, $2)")
        .bind(workspace.0)
        .bind(Json(events))
        .fetch_one(connection)
        .await?;
    Ok(ids)
}

/// The events of a workspace that come after an id, oldest first.
///
/// # Errors
/// The database fails.
pub async fn since(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    after: i64,
    limit: i64,
) -> Result<Vec<Event>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT "id", "objectName", "recordId", "action", "updatedFields" FROM core."recordEvent"
           WHERE "workspaceId" = $1 AND "id" > $2 ORDER BY "id" LIMIT $3"#,
    )
    .bind(workspace.0)
    .bind(after)
    .bind(limit)
    .fetch_all(executor)
    .await
}

/// What events carried, by id, in no order; those that are gone are left out.
///
/// # Errors
/// The database fails.
pub async fn payloads(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    ids: &[i64],
) -> Result<Vec<(i64, Json<Value>)>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT "id", "payload" FROM core."recordEvent" WHERE "workspaceId" = $1 AND "id" = ANY($2)"#,
    )
    .bind(workspace.0)
    .bind(ids)
    .fetch_all(executor)
    .await
}

/// How far the events of a workspace go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Extent {
    /// The newest event that was removed; 0 if none was.
    pub pruned: i64,
    /// The newest event that there is or was; 0 if there never was one.
    pub latest: i64,
}

impl Extent {
    /// Whether everything that came after that event is there. Nothing is after one that is still to come: it was seen
    /// before the database was set back.
    #[must_use]
    pub fn is_complete_after(self, id: i64) -> bool {
        (self.pruned..=self.latest).contains(&id)
    }
}

/// How far the events of a workspace go.
///
/// # Errors
/// The database fails.
pub async fn extent(executor: impl PgExecutor<'_>, workspace: WorkspaceId) -> Result<Extent, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT p."pruned", greatest(p."pruned", e."latest") AS "latest"
           FROM (SELECT coalesce(max("lastId"), 0) AS "pruned" FROM core."prunedEvents"
                 WHERE "workspaceId" = $1) p,
                (SELECT coalesce(max("id"), 0) AS "latest" FROM core."recordEvent" WHERE "workspaceId" = $1) e"#,
    )
    .bind(workspace.0)
    .fetch_one(executor)
    .await
}

/// The id of the newest event of a workspace, also when it was removed since; 0 if there never was one.
///
/// # Errors
/// The database fails.
pub async fn latest(executor: impl PgExecutor<'_>, workspace: WorkspaceId) -> Result<i64, sqlx::Error> {
    // What was removed is looked for only where nothing is left.
    sqlx::query_scalar(
        r#"SELECT coalesce((SELECT max("id") FROM core."recordEvent" WHERE "workspaceId" = $1),
                           (SELECT "lastId" FROM core."prunedEvents" WHERE "workspaceId" = $1), 0)"#,
    )
    .bind(workspace.0)
    .fetch_one(executor)
    .await
}

/// Removes events written before a time; answers how many. How far they are gone is remembered ([`Extent`]).
///
/// # Errors
/// The database fails.
pub async fn prune(executor: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query(r#"DELETE FROM core."recordEvent" WHERE "createdAt" < $1"#)
        .bind(before)
        .execute(executor)
        .await?;
    Ok(done.rows_affected())
}

/// Announces a signal at commit, by `NOTIFY`. Where Redis carries signals, call [`EventHub::signal`] after it, too.
///
/// # Errors
/// The database fails.
pub async fn announce(connection: &mut PgConnection, signal: &Signal) -> Result<(), StoreError> {
    let payload =
        serde_json::to_string(signal).map_err(|source| StoreError::Json { what: "a signal", source })?;
    sqlx::query("SELECT pg_notify($1, $2)").bind(SIGNALS_CHANNEL).bind(payload).execute(connection).await?;
    Ok(())
}
