//! Long work that a change of a data model leaves behind: indexes of large tables, and what their records still need,
//! done while people work.

use std::time::Duration;

use icosa_model::{ObjectId, WorkspaceId};
use sqlx::{AssertSqlSafe, FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

/// What a task does.
pub mod kind {
    /// Builds an index; it is about the index's name.
    pub const BUILD_INDEX: &str = "BUILD_INDEX";
    /// Gives records whose values are no options any more those they stand for; it is about the field's id.
    pub const MOVE_OPTIONS: &str = "MOVE_OPTIONS";
    /// Computes anew what is searched of every record; it is about the object's id.
    pub const FILL_SEARCH: &str = "FILL_SEARCH";
    /// Builds a unique index before the change that asks for it; it is about the index's name until then. See
    /// [`early_indexes`](crate::early_indexes).
    pub const PREPARE_UNIQUE: &str = "PREPARE_UNIQUE";
}

/// A task that is not done yet; one that is done is gone.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Task {
    /// Which one.
    pub id: Uuid,
    /// One of [`kind`].
    pub kind: String,
    /// On which object's table.
    #[sqlx(rename = "objectMetadataId")]
    pub object: Uuid,
    /// What it is about, once in a workspace: see [`kind`].
    #[sqlx(rename = "indexName")]
    pub about: String,
    /// `WAITING`, `RUNNING` or `FAILED`.
    pub status: String,
    /// From 0 to 1.
    pub progress: f64,
    /// What went wrong, for people.
    pub problem: Option<String>,
    /// The last record seen to, by id; none before the first batch.
    pub cursor: Option<Uuid>,
    /// Records seen to so far.
    pub done: i64,
}

/// Adds a task; one about the same begins anew.
///
/// # Errors
/// The database fails.
pub async fn add(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    kind: &str,
    object: ObjectId,
    about: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"INSERT INTO core."dataModelTask" ("workspaceId", "kind", "objectMetadataId", "indexName")
           VALUES ($1, $2, $3, $4) ON CONFLICT ("workspaceId", "indexName")
           DO UPDATE SET "status" = 'WAITING', "problem" = NULL, "cursor" = NULL, "done" = 0, "progress" = 0,
               "heldSince" = NULL, "updatedAt" = now()"#,
    )
    .bind(workspace.0)
    .bind(kind)
    .bind(object.0)
    .bind(about)
    .execute(connection)
    .await?;
    Ok(())
}

/// A waiting index has another name now.
///
/// # Errors
/// The database fails.
pub async fn rename(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    old: &str,
    new: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."dataModelTask" SET "indexName" = $3, "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "indexName" = $2"#,
    )
    .bind(workspace.0)
    .bind(old)
    .bind(new)
    .execute(connection)
    .await?;
    Ok(())
}

const COLUMNS: &str =
    r#""id", "kind", "objectMetadataId", "indexName", "status", "progress", "problem", "cursor", "done""#;

/// The tasks of a workspace, oldest first.
///
/// # Errors
/// The database fails.
pub async fn list(executor: impl PgExecutor<'_>, workspace: WorkspaceId) -> Result<Vec<Task>, sqlx::Error> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."dataModelTask" WHERE "workspaceId" = $1 ORDER BY "createdAt", "id""#
    );
    sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).fetch_all(executor).await
}

/// One task; `None` when it is done.
///
/// # Errors
/// The database fails.
pub async fn lookup(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    about: &str,
) -> Result<Option<Task>, sqlx::Error> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."dataModelTask" WHERE "workspaceId" = $1 AND "indexName" = $2"#
    );
    sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(about).fetch_optional(executor).await
}

/// A batch of records has been seen to, up to the one named; without one the task begins at the first record again.
/// `rows` is how many there are about.
///
/// # Errors
/// The database fails.
pub async fn advance(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    about: &str,
    cursor: Option<Uuid>,
    records: usize,
    rows: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."dataModelTask" SET "status" = 'RUNNING', "problem" = NULL, "cursor" = $3,
               "done" = "done" + $4, "progress" = least(("done" + $4)::float8 / greatest($5, 1), 0.99),
               "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "indexName" = $2"#,
    )
    .bind(workspace.0)
    .bind(about)
    .bind(cursor)
    .bind(i64::try_from(records).unwrap_or(i64::MAX))
    .bind(rows)
    .execute(executor)
    .await?;
    Ok(())
}

/// Says how far a task is.
///
/// # Errors
/// The database fails.
pub async fn report(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    index_name: &str,
    status: &str,
    progress: f64,
    problem: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."dataModelTask" SET "status" = $3, "progress" = $4, "problem" = $5, "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "indexName" = $2"#,
    )
    .bind(workspace.0)
    .bind(index_name)
    .bind(status)
    .bind(progress)
    .bind(problem)
    .execute(executor)
    .await?;
    Ok(())
}

/// An index is put off because others hold it up; answers for how long that has been so. `None` when there is no such
/// task any more.
///
/// # Errors
/// The database fails.
pub async fn put_off(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    index_name: &str,
    problem: &str,
) -> Result<Option<Duration>, sqlx::Error> {
    let held: Option<f64> = sqlx::query_scalar(
        r#"UPDATE core."dataModelTask" SET "status" = 'WAITING', "progress" = 0, "problem" = $3, "updatedAt" = now(),
               "heldSince" = coalesce("heldSince", now())
           WHERE "workspaceId" = $1 AND "indexName" = $2
           RETURNING extract(epoch FROM now() - "heldSince")::float8"#,
    )
    .bind(workspace.0)
    .bind(index_name)
    .bind(problem)
    .fetch_optional(executor)
    .await?;
    Ok(held.map(|seconds| Duration::from_secs_f64(seconds.max(0.0))))
}

/// A task was interrupted by something that went wrong: it keeps its place, with `WAITING` it will be tried again, with
/// `FAILED` when somebody says so.
///
/// # Errors
/// The database fails.
pub async fn interrupt(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    about: &str,
    status: &str,
    problem: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."dataModelTask" SET "status" = $3, "problem" = $4, "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "indexName" = $2"#,
    )
    .bind(workspace.0)
    .bind(about)
    .bind(status)
    .bind(problem)
    .execute(executor)
    .await?;
    Ok(())
}

/// Lets a task that has failed go on from where it was; `None` when it has not failed, or is no more.
///
/// # Errors
/// The database fails.
pub async fn resume(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Task>, sqlx::Error> {
    let sql = format!(
        r#"UPDATE core."dataModelTask" SET "status" = 'WAITING', "problem" = NULL, "heldSince" = NULL,
               "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "id" = $2 AND "status" = 'FAILED' RETURNING {COLUMNS}"#
    );
    sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(id).fetch_optional(executor).await
}

/// Says of tasks that no job will go on with, e.g. because their worker was killed in its last attempt, that they have
/// failed; answers how many. `prefix` is what the keys of their jobs begin with, before the workspace and what they are
/// about.
///
/// # Errors
/// The database fails.
pub async fn fail_abandoned(
    executor: impl PgExecutor<'_>,
    prefix: &str,
    problem: &str,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        r#"UPDATE core."dataModelTask" t SET "status" = 'FAILED', "problem" = $2, "updatedAt" = now()
           WHERE t."status" <> 'FAILED' AND t."kind" <> 'PREPARE_UNIQUE' AND NOT EXISTS (
               SELECT FROM graphile_worker.jobs j
               WHERE j.key = concat($1::text, ':', t."workspaceId", ':', t."indexName")
                 AND (j.attempts < j.max_attempts OR j.locked_at IS NOT NULL))"#,
    )
    .bind(prefix)
    .bind(problem)
    .execute(executor)
    .await?;
    Ok(done.rows_affected())
}

/// Removes a task that is done or has become pointless.
///
/// # Errors
/// The database fails.
pub async fn remove(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    index_name: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(r#"DELETE FROM core."dataModelTask" WHERE "workspaceId" = $1 AND "indexName" = $2"#)
        .bind(workspace.0)
        .bind(index_name)
        .execute(executor)
        .await?;
    Ok(())
}

/// How far Postgres is with an index of that name in that schema, from 0 to 1; `None` while it is not at it.
///
/// # Errors
/// The database fails.
pub async fn index_progress(
    executor: impl PgExecutor<'_>,
    schema: &str,
    index_name: &str,
) -> Result<Option<f64>, sqlx::Error> {
    sqlx::query_scalar(
        r#"SELECT CASE WHEN p.blocks_total > 0 THEN p.blocks_done::float8 / p.blocks_total
                       WHEN p.tuples_total > 0 THEN p.tuples_done::float8 / p.tuples_total ELSE 0 END
           FROM pg_stat_progress_create_index p JOIN pg_class i ON i.oid = p.index_relid
           JOIN pg_namespace n ON n.oid = i.relnamespace WHERE n.nspname = $1 AND i.relname = $2"#,
    )
    .bind(schema)
    .bind(index_name)
    .fetch_optional(executor)
    .await
}

/// Whether somebody reads from a snapshot for longer than this in a transaction of the same database: an index that is
/// built concurrently would wait for its end. Others that build indexes do not count: they end.
///
/// # Errors
/// The database fails.
pub async fn is_snapshot_held(
    executor: impl PgExecutor<'_>,
    longer_than: Duration,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_stat_activity
             WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
               AND pid NOT IN (SELECT pid FROM pg_stat_progress_create_index)
               AND backend_xmin IS NOT NULL AND xact_start <= clock_timestamp() - make_interval(secs => $1))",
    )
    .bind(longer_than.as_secs_f64())
    .fetch_one(executor)
    .await
}

/// Rows a table is thought to have, by table name, for every table of a schema that was ever looked at by Postgres.
///
/// # Errors
/// The database fails.
pub async fn table_sizes(
    connection: &mut PgConnection,
    schema: &str,
) -> Result<Vec<(String, f32)>, sqlx::Error> {
    // A table that is filled and not yet analysed says -1: its pages tell.
    sqlx::query_as(
        r#"SELECT c.relname::text, CASE WHEN c.reltuples < 0 THEN (pg_relation_size(c.oid) / 200)::real ELSE c.reltuples END
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = $1 AND c.relkind = 'r'"#,
    )
    .bind(schema)
    .fetch_all(connection)
    .await
}
