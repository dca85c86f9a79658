//! What a change of a data model has deleted and can be brought back for a while: the rows here, the values in the
//! workspace's schema under other names.

use chrono::{DateTime, Utc};
use icosa_model::WorkspaceId;
use serde_json::Value;
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

/// One deletion.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Trash {
    /// Names it to whoever wants it back.
    pub id: Uuid,
    /// The workspace.
    #[sqlx(rename = "workspaceId")]
    pub workspace: Uuid,
    /// The metadata rows removed.
    pub rows: Value,
    /// Tables, columns and types under their other names.
    pub kept: Value,
}

/// Keeps a deletion.
///
/// # Errors
/// The database fails.
pub async fn add(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    id: Uuid,
    rows: &Value,
    kept: &Value,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"INSERT INTO core."dataModelTrash" ("id", "workspaceId", "rows", "kept") VALUES ($1, $2, $3, $4)"#,
    )
    .bind(id)
    .bind(workspace.0)
    .bind(rows)
    .bind(kept)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a deletion out, to undo it; `None` when it is gone.
///
/// # Errors
/// The database fails.
pub async fn take(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Trash>, sqlx::Error> {
    sqlx::query_as(
        r#"DELETE FROM core."dataModelTrash" WHERE "workspaceId" = $1 AND "id" = $2
           RETURNING "id", "workspaceId", "rows", "kept""#,
    )
    .bind(workspace.0)
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// Deletions from before that moment.
///
/// # Errors
/// The database fails.
pub async fn before(executor: impl PgExecutor<'_>, moment: DateTime<Utc>) -> Result<Vec<Trash>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT "id", "workspaceId", "rows", "kept" FROM core."dataModelTrash" WHERE "deletedAt" < $1
           ORDER BY "deletedAt" LIMIT 100"#,
    )
    .bind(moment)
    .fetch_all(executor)
    .await
}
