//! Imports of records: the job of record of each, its file in pieces, what was wrong with rows, and what rows did.
//!
//! Every function over a whole import names the workspace, so that no id reaches into another one.

pub mod entries;
pub mod files;
pub mod problems;

use chrono::{DateTime, TimeDelta, Utc};
use icosa_model::{ObjectId, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, FromRow, PgExecutor};
use uuid::Uuid;

/// An import as stored.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[sqlx(rename_all = "camelCase")]
pub struct ImportRow {
    /// Which one.
    pub id: Uuid,
    /// Where.
    #[sqlx(rename = "workspaceId", try_from = "Uuid")]
    pub workspace: WorkspaceId,
    /// Records of which object.
    #[sqlx(rename = "objectMetadataId", try_from = "Uuid")]
    pub object: ObjectId,
    /// As uploaded.
    pub file_name: String,
    /// `CSV` or `JSONL`.
    pub format: String,
    /// What the file is by itself.
    pub encoding: String,
    /// Of the file.
    pub byte_length: i64,
    /// One of [`status`].
    pub status: String,
    /// Columns and options.
    pub plan: Option<Json<Value>>,
    /// Whose records they become.
    pub user_id: Option<Uuid>,
    /// Their membership.
    pub user_workspace_id: Option<Uuid>,
    /// Their member record.
    pub workspace_member_id: Option<Uuid>,
    /// What they are called.
    pub actor_name: String,
    /// Rows behind us.
    pub rows_read: i64,
    /// Where the next row begins, bytes of text.
    pub byte_position: i64,
    /// From where the file is read on; out of date when it is about another text position.
    pub place: Option<Json<Place>>,
    /// Records made.
    pub created: i64,
    /// Records changed.
    pub updated: i64,
    /// Rows that say what is stored already.
    pub unchanged: i64,
    /// Rows refused.
    pub failed: i64,
    /// Records made because rows point at them.
    pub related: i64,
    /// Undone: made records taken away.
    pub removed: i64,
    /// Undone: changed records as they were before.
    pub restored: i64,
    /// Not undone, because they were changed since.
    pub kept: i64,
    /// The figures are those of a trial.
    pub is_trial: bool,
    /// Why it failed.
    pub problem: Option<String>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it came to its end.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A place between two rows of a file, from where it can be read on whatever its encoding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Number of the next row, as a spreadsheet counts.
    pub row: u64,
    /// Where that row begins, bytes of text.
    pub text: u64,
    /// The byte of the file at which decoding begins.
    pub byte: u64,
    /// Bytes of text from there to the row.
    pub skip: u64,
}

/// What an import is doing.
#[expect(missing_docs, reason = "the names say it")]
pub mod status {
    pub const UPLOADING: &str = "UPLOADING";
    pub const READY: &str = "READY";
    pub const VALIDATING: &str = "VALIDATING";
    pub const RUNNING: &str = "RUNNING";
    pub const DONE: &str = "DONE";
    pub const CANCELLED: &str = "CANCELLED";
    pub const FAILED: &str = "FAILED";
    pub const UNDOING: &str = "UNDOING";
    pub const UNDONE: &str = "UNDONE";
}

const COLUMNS: &str = r#""id", "workspaceId", "objectMetadataId", "fileName", "format", "encoding", "byteLength",
    "status", "plan", "userId", "userWorkspaceId", "workspaceMemberId", "actorName", "rowsRead", "bytePosition",
    "place", "created", "updated", "unchanged", "failed", "related", "removed", "restored", "kept", "isTrial", "problem",
    "createdAt", "finishedAt""#;

/// An import to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in the row")]
pub struct NewImport {
    pub workspace: WorkspaceId,
    pub object: ObjectId,
    pub file_name: String,
    pub format: &'static str,
    pub user: Option<UserId>,
    pub user_workspace: Option<Uuid>,
    pub member: Option<Uuid>,
    pub actor_name: String,
}

/// Adds an import whose file is about to come; answers its id.
///
/// # Errors
/// The database fails.
pub async fn add(executor: impl PgExecutor<'_>, new: &NewImport) -> Result<Uuid, sqlx::Error> {
    sqlx::query_scalar(
        r#"INSERT INTO core."recordImport" ("workspaceId", "objectMetadataId", "fileName", "format", "userId",
               "userWorkspaceId", "workspaceMemberId", "actorName")
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING "id""#,
    )
    .bind(new.workspace.0)
    .bind(new.object.0)
    .bind(&new.file_name)
    .bind(new.format)
    .bind(new.user.map(|user| user.0))
    .bind(new.user_workspace)
    .bind(new.member)
    .bind(&new.actor_name)
    .fetch_one(executor)
    .await
}

/// One import of a workspace.
///
/// # Errors
/// The database fails.
pub async fn lookup(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<ImportRow>, sqlx::Error> {
    let sql = format!(r#"SELECT {COLUMNS} FROM core."recordImport" WHERE "workspaceId" = $1 AND "id" = $2"#);
    sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(id).fetch_optional(executor).await
}

/// The same, held until the end of the transaction.
///
/// # Errors
/// The database fails.
pub async fn hold(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<ImportRow>, sqlx::Error> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."recordImport" WHERE "workspaceId" = $1 AND "id" = $2 FOR UPDATE"#
    );
    sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(id).fetch_optional(executor).await
}

/// The newest imports of a workspace, those of one object if named.
///
/// # Errors
/// The database fails.
pub async fn list(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    object: Option<ObjectId>,
    limit: i64,
) -> Result<Vec<ImportRow>, sqlx::Error> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."recordImport"
           WHERE "workspaceId" = $1 AND ("objectMetadataId" = $2 OR $2 IS NULL)
           ORDER BY "createdAt" DESC, "id" LIMIT $3"#
    );
    sqlx::query_as(AssertSqlSafe(sql))
        .bind(workspace.0)
        .bind(object.map(|object| object.0))
        .bind(limit)
        .fetch_all(executor)
        .await
}

/// How many imports of a workspace hold a file at the moment.
///
/// # Errors
/// The database fails.
pub async fn count_open(executor: impl PgExecutor<'_>, workspace: WorkspaceId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        r#"SELECT count(*) FROM core."recordImport" WHERE "workspaceId" = $1
           AND "status" IN ('UPLOADING', 'READY', 'VALIDATING', 'RUNNING')"#,
    )
    .bind(workspace.0)
    .fetch_one(executor)
    .await
}

/// How long a file waits for somebody to go on with it.
const WAITING: TimeDelta = TimeDelta::days(1);
/// How long an import that has ended is remembered, and can be undone.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// Imports that one call removes: each may have millions of lines.
const PRUNED_AT_ONCE: i64 = 20;

/// Removes files nobody went on with, and imports that ended long ago, of all workspaces, some at a time.
///
/// # Errors
/// The database fails.
pub async fn prune(executor: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        r#"DELETE FROM core."recordImport" WHERE "id" IN (
             SELECT "id" FROM core."recordImport"
             WHERE ("status" IN ('UPLOADING', 'READY') AND "updatedAt" < $1) OR "finishedAt" < $2
             ORDER BY "updatedAt" LIMIT $3)"#,
    )
    .bind(now - WAITING)
    .bind(now - REMEMBERED)
    .bind(PRUNED_AT_ONCE)
    .execute(executor)
    .await?;
    Ok(done.rows_affected())
}

/// Removes an import with everything known of it; the records stay. `false` without such an import.
///
/// # Errors
/// The database fails.
pub async fn remove(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(r#"DELETE FROM core."recordImport" WHERE "workspaceId" = $1 AND "id" = $2"#)
        .bind(workspace.0)
        .bind(id)
        .execute(executor)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The file is there as a whole.
///
/// # Errors
/// The database fails.
pub async fn uploaded(
    executor: impl PgExecutor<'_>,
    id: Uuid,
    byte_length: i64,
    encoding: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."recordImport" SET "status" = 'READY', "byteLength" = $2, "encoding" = $3, "updatedAt" = now()
           WHERE "id" = $1"#,
    )
    .bind(id)
    .bind(byte_length)
    .bind(encoding)
    .execute(executor)
    .await?;
    Ok(())
}

/// Begins from the first row, with a plan: as a trial or in earnest.
///
/// # Errors
/// The database fails.
pub async fn begin(
    executor: impl PgExecutor<'_>,
    id: Uuid,
    status: &str,
    plan: &Value,
    is_trial: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."recordImport" SET "status" = $2, "plan" = $3, "isTrial" = $4, "rowsRead" = 0,
               "bytePosition" = 0, "place" = NULL, "created" = 0, "updated" = 0, "unchanged" = 0, "failed" = 0, "related" = 0,
               "problem" = NULL, "lostWorkers" = 0, "updatedAt" = now() WHERE "id" = $1"#,
    )
    .bind(id)
    .bind(status)
    .bind(Json(plan))
    .bind(is_trial)
    .execute(executor)
    .await?;
    Ok(())
}

/// What a portion of rows adds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in the row")]
pub struct Progress {
    pub rows_read: i64,
    pub place: Place,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub failed: i64,
    pub related: i64,
}

/// Adds to the figures and moves on to `rows_read` and `place`, which are absolute.
///
/// # Errors
/// The database fails.
pub async fn advance(executor: impl PgExecutor<'_>, id: Uuid, progress: Progress) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."recordImport" SET "rowsRead" = $2, "bytePosition" = $3, "created" = "created" + $4,
               "updated" = "updated" + $5, "unchanged" = "unchanged" + $6, "failed" = "failed" + $7,
               "related" = "related" + $8, "place" = $9, "lostWorkers" = 0, "updatedAt" = now() WHERE "id" = $1"#,
    )
    .bind(id)
    .bind(progress.rows_read)
    .bind(i64::try_from(progress.place.text).unwrap_or(i64::MAX))
    .bind(progress.created)
    .bind(progress.updated)
    .bind(progress.unchanged)
    .bind(progress.failed)
    .bind(progress.related)
    .bind(Json(progress.place))
    .execute(executor)
    .await?;
    Ok(())
}

/// Adds to what has been undone.
///
/// # Errors
/// The database fails.
pub async fn advance_undo(
    executor: impl PgExecutor<'_>,
    id: Uuid,
    removed: i64,
    restored: i64,
    kept: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."recordImport" SET "removed" = "removed" + $2, "restored" = "restored" + $3,
               "kept" = "kept" + $4, "lostWorkers" = 0, "updatedAt" = now() WHERE "id" = $1"#,
    )
    .bind(id)
    .bind(removed)
    .bind(restored)
    .bind(kept)
    .execute(executor)
    .await?;
    Ok(())
}

/// A worker goes on with an import; answers how many have begun to before, since its last portion, and were not heard of
/// again. `None` when there is nothing to go on with.
///
/// # Errors
/// The database fails.
pub async fn take_up(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<i32>, sqlx::Error> {
    sqlx::query_scalar(
        r#"UPDATE core."recordImport" SET "lostWorkers" = "lostWorkers" + 1
           WHERE "workspaceId" = $1 AND "id" = $2 AND "status" IN ('VALIDATING', 'RUNNING', 'UNDOING')
           RETURNING "lostWorkers" - 1"#,
    )
    .bind(workspace.0)
    .bind(id)
    .fetch_optional(executor)
    .await
}

/// The worker that has taken an import up is still there.
///
/// # Errors
/// The database fails.
pub async fn lay_down(executor: impl PgExecutor<'_>, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query(r#"UPDATE core."recordImport" SET "lostWorkers" = 0 WHERE "id" = $1"#)
        .bind(id)
        .execute(executor)
        .await?;
    Ok(())
}

/// Imports of all workspaces that no job goes on with, e.g. because their worker died in its last attempt; held until
/// the end of the transaction. `prefix` is what the keys of their jobs begin with, before the id.
///
/// # Errors
/// The database fails.
pub async fn hold_abandoned(
    executor: impl PgExecutor<'_>,
    prefix: &str,
) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT i."workspaceId", i."id" FROM core."recordImport" i
           WHERE i."status" IN ('VALIDATING', 'RUNNING', 'UNDOING') AND NOT EXISTS (
               SELECT FROM graphile_worker.jobs j
               WHERE j.key = concat($1::text, ':', i."id")
                 AND (j.attempts < j.max_attempts OR j.locked_at IS NOT NULL))
           FOR UPDATE SKIP LOCKED"#,
    )
    .bind(prefix)
    .fetch_all(executor)
    .await
}

/// Sets the status; an end says when it came and why it failed, if it did.
///
/// # Errors
/// The database fails.
pub async fn set_status(
    executor: impl PgExecutor<'_>,
    id: Uuid,
    status: &str,
    problem: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."recordImport" SET "status" = $2, "problem" = $3, "lostWorkers" = 0, "updatedAt" = now(), "finishedAt" =
               CASE WHEN $2 IN ('DONE', 'CANCELLED', 'FAILED', 'UNDONE') THEN now() END WHERE "id" = $1"#,
    )
    .bind(id)
    .bind(status)
    .bind(problem)
    .execute(executor)
    .await?;
    Ok(())
}
