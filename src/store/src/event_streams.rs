//! Streams of live events that clients of the API hold open, and the queries attached to each. Any instance may be
//! asked to attach one: it is written here, and the instance that answers the stream is told by a signal.

use std::time::Duration;

use chrono::{DateTime, Utc};
use icosa_model::{UserId, WorkspaceId};
use serde_json::{Map, Value};
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;
use crate::events::{Signal, announce};

/// How long a stream is believed to be open without a sign of life.
pub const BELIEVED_FOR: Duration = Duration::from_secs(120);

/// Which stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamKey {
    /// Of the client.
    pub workspace: WorkspaceId,
    /// As the client named it.
    pub id: String,
}

/// One opening of a stream: a name can be taken again while the end of its former opening is still on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The stream.
    pub key: StreamKey,
    /// No other opening has it.
    pub token: Uuid,
}

/// Operation signatures by the client's id of the query.
pub type Queries = Map<String, Value>;

fn ends() -> DateTime<Utc> {
    Utc::now() + BELIEVED_FOR
}

/// Enters a stream; `None` if its name is taken.
///
/// # Errors
/// The database fails.
pub async fn begin(
    executor: impl PgExecutor<'_>,
    key: &StreamKey,
    user: UserId,
) -> Result<Option<Opening>, StoreError> {
    let opening = Opening { key: key.clone(), token: Uuid::new_v4() };
    let done = sqlx::query(
        r#"INSERT INTO core."eventStream" AS stream ("workspaceId", "id", "userId", "expiresAt", "opening")
           VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT ("workspaceId", "id") DO UPDATE
           SET "userId" = excluded."userId", "queries" = '{}', "expiresAt" = excluded."expiresAt",
               "opening" = excluded."opening"
           WHERE stream."expiresAt" < now()"#,
    )
    .bind(key.workspace.0)
    .bind(&key.id)
    .bind(user.0)
    .bind(ends())
    .bind(opening.token)
    .execute(executor)
    .await?;
    Ok((done.rows_affected() == 1).then_some(opening))
}

/// Says that a stream is still open; answers whether it is known as this opening.
///
/// # Errors
/// The database fails.
pub async fn keep(executor: impl PgExecutor<'_>, opening: &Opening) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"UPDATE core."eventStream" SET "expiresAt" = $4
           WHERE "workspaceId" = $1 AND "id" = $2 AND "opening" = $3"#,
    )
    .bind(opening.key.workspace.0)
    .bind(&opening.key.id)
    .bind(opening.token)
    .bind(ends())
    .execute(executor)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets a stream, unless it has been opened again since.
///
/// # Errors
/// The database fails.
pub async fn end(executor: impl PgExecutor<'_>, opening: &Opening) -> Result<(), StoreError> {
    sqlx::query(
        r#"DELETE FROM core."eventStream" WHERE "workspaceId" = $1 AND "id" = $2 AND "opening" = $3"#,
    )
    .bind(opening.key.workspace.0)
    .bind(&opening.key.id)
    .bind(opening.token)
    .execute(executor)
    .await?;
    Ok(())
}

/// Forgets streams that gave no sign of life; answers how many.
///
/// # Errors
/// The database fails.
pub async fn prune(executor: impl PgExecutor<'_>) -> Result<u64, StoreError> {
    let done = sqlx::query(r#"DELETE FROM core."eventStream" WHERE "expiresAt" < now()"#);
    Ok(done.execute(executor).await?.rows_affected())
}

/// Whose stream it is and what is attached to it, locked; `None` when there is no such stream.
///
/// # Errors
/// The database fails.
pub async fn lookup_for_update(
    connection: &mut PgConnection,
    key: &StreamKey,
) -> Result<Option<(UserId, Queries)>, StoreError> {
    let row: Option<(Uuid, Json<Queries>)> = sqlx::query_as(
        r#"SELECT "userId", "queries" FROM core."eventStream"
           WHERE "workspaceId" = $1 AND "id" = $2 AND "expiresAt" >= now() FOR UPDATE"#,
    )
    .bind(key.workspace.0)
    .bind(&key.id)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(user, queries)| (UserId(user), queries.0)))
}

/// Replaces what is attached, and tells the instance that answers the stream at commit.
///
/// # Errors
/// The database fails.
pub async fn attach(
    connection: &mut PgConnection,
    key: &StreamKey,
    queries: &Queries,
) -> Result<(), StoreError> {
    sqlx::query(r#"UPDATE core."eventStream" SET "queries" = $3 WHERE "workspaceId" = $1 AND "id" = $2"#)
        .bind(key.workspace.0)
        .bind(&key.id)
        .bind(Json(queries))
        .execute(&mut *connection)
        .await?;
    announce(connection, &key.changed()).await
}

/// What is attached; `None` when the stream is not known as this opening.
///
/// # Errors
/// The database fails.
pub async fn queries(
    executor: impl PgExecutor<'_>,
    opening: &Opening,
) -> Result<Option<Queries>, sqlx::Error> {
    let found: Option<Json<Queries>> = sqlx::query_scalar(
        r#"SELECT "queries" FROM core."eventStream" WHERE "workspaceId" = $1 AND "id" = $2 AND "opening" = $3"#,
    )
    .bind(opening.key.workspace.0)
    .bind(&opening.key.id)
    .bind(opening.token)
    .fetch_optional(executor)
    .await?;
    Ok(found.map(|queries| queries.0))
}

impl StreamKey {
    /// The signal that something else is attached now.
    #[must_use]
    pub fn changed(&self) -> Signal {
        Signal::EventStream { workspace: self.workspace, stream: self.id.clone() }
    }
}
