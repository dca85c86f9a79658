//! The metadata tables: a workspace's [`Metadata`] in one statement, and changes to it.
//!
//! Columns are listed once, in `columns.rs`; both directions are generated from that list.

mod changes;
mod columns;
mod rows;
mod second_tier;
mod statements;

use icosa_model::WorkspaceId;
use icosa_model::definition::Metadata;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};

use crate::error::StoreError;
use columns::Table;
use rows::Rows;

pub use changes::replace;
pub use second_tier::{FORMAT, from_bytes, to_bytes};

/// Metadata as read, and a measure of its size in memory.
#[derive(Debug)]
pub struct Loaded {
    /// The rows.
    pub metadata: Metadata,
    /// How long they are as JSON, bytes.
    pub json_bytes: usize,
}

/// All metadata of a workspace, in one statement and so of one moment. `None` for an unknown or deleted workspace.
///
/// # Errors
/// The database fails, or holds something this version cannot read.
pub async fn load(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
) -> Result<Option<Loaded>, StoreError> {
    let json: Option<String> =
        sqlx::query_scalar(statements::load()).bind(workspace.0).fetch_optional(executor).await?;
    let Some(json) = json else { return Ok(None) };
    let metadata = serde_json::from_str(&json)
        .map_err(|source| StoreError::Json { what: "a workspace's metadata", source })?;
    Ok(Some(Loaded { metadata, json_bytes: json.len() }))
}

/// Writes all rows of a workspace that has none, one statement per table, and sets its version.
///
/// # Errors
/// The database refuses a row.
pub async fn insert(connection: &mut PgConnection, metadata: &Metadata) -> Result<(), StoreError> {
    let workspace = metadata.workspace_id;
    let rows = Rows::of(metadata)?;
    for (table, rows) in rows.tables() {
        add(&mut *connection, table, workspace, &rows).await?;
    }
    sqlx::query(r#"UPDATE core."workspace" SET "metadataVersion" = $2, "updatedAt" = now() WHERE "id" = $1"#)
        .bind(workspace.0)
        .bind(i64::try_from(metadata.version).unwrap_or(i64::MAX))
        .execute(connection)
        .await?;
    Ok(())
}

async fn add(
    connection: &mut PgConnection,
    table: &Table,
    workspace: WorkspaceId,
    rows: &[Value],
) -> Result<(), StoreError> {
    if !rows.is_empty() {
        sqlx::query(statements::insert(table)).bind(workspace.0).bind(Json(rows)).execute(connection).await?;
    }
    Ok(())
}

/// Makes the workspace's metadata one version newer and announces it at commit; answers the new version. The row
/// stays locked to the end of the transaction, so versions are given out in the order of commits.
///
/// # Errors
/// The database fails, or there is no such workspace.
pub async fn bump_version(connection: &mut PgConnection, workspace: WorkspaceId) -> Result<u64, StoreError> {
    let version: i64 = sqlx::query_scalar(
        r#"UPDATE core."workspace" SET "metadataVersion" = "metadataVersion" + 1, "updatedAt" = now()
           WHERE "id" = $1 RETURNING "metadataVersion""#,
    )
    .bind(workspace.0)
    .fetch_one(&mut *connection)
    .await?;
    let version = u64::try_from(version).unwrap_or_default();
    crate::events::announce(connection, &crate::events::Signal::Model { workspace, version }).await?;
    Ok(version)
}

/// Keeps other changes of the workspace's metadata waiting to the end of the transaction; answers the version, `None`
/// for an unknown or deleted workspace. Writers of records do not wait.
///
/// # Errors
/// The database fails, or the wait is longer than `lock_timeout`.
pub async fn lock(connection: &mut PgConnection, workspace: WorkspaceId) -> Result<Option<u64>, sqlx::Error> {
    let version: Option<i64> = sqlx::query_scalar(
        r#"SELECT "metadataVersion" FROM core."workspace" WHERE "id" = $1 AND "deletedAt" IS NULL
           FOR NO KEY UPDATE"#,
    )
    .bind(workspace.0)
    .fetch_optional(connection)
    .await?;
    Ok(version.map(|version| u64::try_from(version).unwrap_or_default()))
}

/// The version of a workspace's metadata; `None` for an unknown or deleted workspace.
///
/// # Errors
/// The database fails.
pub async fn version(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
) -> Result<Option<u64>, sqlx::Error> {
    let version: Option<i64> = sqlx::query_scalar(
        r#"SELECT "metadataVersion" FROM core."workspace" WHERE "id" = $1 AND "deletedAt" IS NULL"#,
    )
    .bind(workspace.0)
    .fetch_optional(executor)
    .await?;
    Ok(version.map(|version| u64::try_from(version).unwrap_or_default()))
}
