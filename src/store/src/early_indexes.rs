//! Unique indexes over values that are there, built before the change of a data model that asks for them.
//!
//! Each is a row of `core."dataModelTask"` from before it is begun until the change takes it over. Whoever builds it says
//! every second that it is still there; one that nobody builds any more is left over, and so is one without a row.

use icosa_model::{ObjectId, WorkspaceId};
use sqlx::{FromRow, PgExecutor};

use crate::data_model_tasks::kind;

/// After so long without a word nobody builds an index any more.
const SILENCE: &str = "30 seconds";

/// An index that nobody builds or takes over any more.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Leftover {
    /// The workspace's schema.
    pub schema: String,
    /// Its table.
    pub table: String,
    /// What it is called.
    pub name: String,
    /// The statement that makes it, as Postgres prints it.
    pub definition: String,
    /// The statement that removes it while people work.
    pub drop: String,
}

/// Says that an index is about to be built.
///
/// # Errors
/// The database fails.
pub async fn claim(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    object: ObjectId,
    name: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"INSERT INTO core."dataModelTask" ("workspaceId", "kind", "objectMetadataId", "indexName", "status")
           VALUES ($1, $2, $3, $4, 'RUNNING')"#,
    )
    .bind(workspace.0)
    .bind(kind::PREPARE_UNIQUE)
    .bind(object.0)
    .bind(name)
    .execute(executor)
    .await?;
    Ok(())
}

/// Says that indexes are still being built or waited for, and how far Postgres is with those that it is at.
///
/// # Errors
/// The database fails.
pub async fn keep(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    schema: &str,
    names: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"UPDATE core."dataModelTask" t SET "updatedAt" = now(), "progress" = coalesce((
               SELECT CASE WHEN p.blocks_total > 0 THEN p.blocks_done::float8 / p.blocks_total
                           WHEN p.tuples_total > 0 THEN p.tuples_done::float8 / p.tuples_total ELSE 0 END
               FROM pg_stat_progress_create_index p JOIN pg_class i ON i.oid = p.index_relid
               JOIN pg_namespace n ON n.oid = i.relnamespace
               WHERE n.nspname = $2 AND i.relname = t."indexName"), t."progress")
           WHERE t."id" IN (SELECT "id" FROM core."dataModelTask" WHERE "workspaceId" = $1 AND "indexName" = ANY($3)
                            ORDER BY "id" FOR UPDATE SKIP LOCKED)"#,
    )
    .bind(workspace.0)
    .bind(schema)
    .bind(names)
    .execute(executor)
    .await?;
    Ok(())
}

/// Those of the indexes that are whole and have not been given up: held for the caller's transaction, which may rename
/// them and [`release`] their rows.
///
/// # Errors
/// The database fails.
pub async fn hold(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    schema: &str,
    names: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        r#"SELECT t."indexName" FROM core."dataModelTask" t
           WHERE t."workspaceId" = $1 AND t."indexName" = ANY($3) AND t."kind" = $4 AND EXISTS (
               SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
               JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = $2 AND c.relname = t."indexName" AND i.indisvalid AND i.indisready)
           ORDER BY t."id" FOR UPDATE"#,
    )
    .bind(workspace.0)
    .bind(schema)
    .bind(names)
    .bind(kind::PREPARE_UNIQUE)
    .fetch_all(executor)
    .await
}

/// Takes the rows of indexes away; answers the names of those that had one.
///
/// # Errors
/// The database fails.
pub async fn release(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    names: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        r#"DELETE FROM core."dataModelTask" WHERE "workspaceId" = $1 AND "indexName" = ANY($2) AND "kind" = $3
           RETURNING "indexName""#,
    )
    .bind(workspace.0)
    .bind(names)
    .bind(kind::PREPARE_UNIQUE)
    .fetch_all(executor)
    .await
}

/// One of these objects whose table somebody is building an index of at the moment, before a change or after one.
///
/// # Errors
/// The database fails.
pub async fn busy(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    objects: &[ObjectId],
) -> Result<Option<ObjectId>, sqlx::Error> {
    let objects: Vec<_> = objects.iter().map(|object| object.0).collect();
    let found: Option<sqlx::types::Uuid> = sqlx::query_scalar(
        r#"SELECT "objectMetadataId" FROM core."dataModelTask"
           WHERE "workspaceId" = $1 AND "objectMetadataId" = ANY($2) AND "kind" IN ('PREPARE_UNIQUE', 'BUILD_INDEX')
             AND "status" = 'RUNNING' AND "updatedAt" > clock_timestamp() - $3::interval LIMIT 1"#,
    )
    .bind(workspace.0)
    .bind(objects)
    .bind(SILENCE)
    .fetch_optional(executor)
    .await?;
    Ok(found.map(ObjectId))
}

/// Whether somebody is building an index of this one's table before a change.
///
/// # Errors
/// The database fails.
pub async fn is_preparing(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    index: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        r#"SELECT EXISTS (SELECT FROM core."dataModelTask" early JOIN core."dataModelTask" late
               USING ("workspaceId", "objectMetadataId")
           WHERE "workspaceId" = $1 AND late."indexName" = $2 AND early."kind" = $3
             AND early."status" = 'RUNNING' AND early."updatedAt" > clock_timestamp() - $4::interval)"#,
    )
    .bind(workspace.0)
    .bind(index)
    .bind(kind::PREPARE_UNIQUE)
    .bind(SILENCE)
    .fetch_one(executor)
    .await
}

/// Indexes that are left over: in one schema, of one name, or all there are. `pattern` is what their names are like.
///
/// # Errors
/// The database fails.
pub async fn leftovers(
    executor: impl PgExecutor<'_>,
    schema: Option<&str>,
    pattern: &str,
) -> Result<Vec<Leftover>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT n.nspname::text AS "schema", r.relname::text AS "table", c.relname::text AS "name",
                  pg_get_indexdef(c.oid) AS "definition",
                  format('DROP INDEX CONCURRENTLY IF EXISTS %I.%I', n.nspname, c.relname) AS "drop"
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class r ON r.oid = i.indrelid
           WHERE c.relname LIKE $1 AND c.relkind = 'i' AND (n.nspname = $2 OR $2 IS NULL)
             AND n.nspname LIKE 'workspace\_%'
             AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid)
             AND NOT EXISTS (
               SELECT FROM core."dataModelTask" t WHERE t."indexName" = c.relname AND t."kind" = $3
                 AND t."updatedAt" > clock_timestamp() - $4::interval)
           ORDER BY 1, 2, 3"#,
    )
    .bind(pattern)
    .bind(schema)
    .bind(kind::PREPARE_UNIQUE)
    .bind(SILENCE)
    .fetch_all(executor)
    .await
}

/// Whether somebody still says that they build an index of that name, or Postgres still does for somebody who is gone.
///
/// # Errors
/// The database fails.
pub async fn is_at_work(executor: impl PgExecutor<'_>, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        r#"SELECT EXISTS (SELECT FROM core."dataModelTask" WHERE "indexName" = $1 AND "kind" = $2
                   AND "updatedAt" > clock_timestamp() - $3::interval)
               OR EXISTS (SELECT FROM pg_stat_progress_create_index p JOIN pg_class c ON c.oid = p.index_relid
                   WHERE c.relname = $1)"#,
    )
    .bind(name)
    .bind(kind::PREPARE_UNIQUE)
    .bind(SILENCE)
    .fetch_one(executor)
    .await
}

/// Takes away rows of which nothing has been heard for long, so that nobody takes their indexes over any more: those
/// with names of that pattern, of one workspace or of all.
///
/// # Errors
/// The database fails.
pub async fn give_up(
    executor: impl PgExecutor<'_>,
    workspace: Option<WorkspaceId>,
    pattern: &str,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        r#"DELETE FROM core."dataModelTask" WHERE "indexName" LIKE $1 AND "kind" = $2
             AND ("workspaceId" = $3 OR $3 IS NULL) AND "updatedAt" <= clock_timestamp() - $4::interval"#,
    )
    .bind(pattern)
    .bind(kind::PREPARE_UNIQUE)
    .bind(workspace.map(|workspace| workspace.0))
    .bind(SILENCE)
    .execute(executor)
    .await?;
    Ok(done.rows_affected())
}
