//! The metadata tables: a workspace's [`Metadata`] in one statement, and changes to it.
//!
//! Columns are listed once, in `columns.rs`; both directions are generated from that list.

mod changes;
mod columns;
mod rows;
mod statements;

use icosa_model::definition::Metadata;
use icosa_model::{ViewId, WorkspaceId};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;
use columns::Table;
use rows::Rows;

pub use changes::replace;

/// Metadata as read, and its length as JSON (a measure of its size in memory).
#[derive(Debug)]
pub struct Loaded {
    /// The rows.
    pub metadata: Metadata,
    /// The JSON they came as.
    pub json: String,
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
    json.map(parse).transpose()
}

/// Reads what [`load`] made.
///
/// # Errors
/// It was made by an incompatible version.
pub fn parse(json: String) -> Result<Loaded, StoreError> {
    let metadata = serde_json::from_str(&json)
        .map_err(|source| StoreError::Json { what: "a workspace's metadata", source })?;
    Ok(Loaded { metadata, json })
}

/// Metadata in the form of the second cache tier.
///
/// # Errors
/// None in practice: metadata is plain data.
pub fn to_bytes(metadata: &Metadata) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(metadata).map_err(|source| StoreError::Json { what: "a workspace's metadata", source })
}

/// Reads what [`to_bytes`] has made.
///
/// # Errors
/// It was made by an incompatible version.
pub fn from_bytes(bytes: &[u8]) -> Result<Metadata, StoreError> {
    serde_json::from_slice(bytes)
        .map_err(|source| StoreError::Json { what: "a workspace's metadata", source })
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

/// What to change of a view's column; what is absent stays.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ViewFieldChange {
    /// Width in CSS pixels.
    pub size: Option<u32>,
    /// Shown at all.
    pub is_visible: Option<bool>,
    /// Order.
    pub position: Option<f64>,
}

/// Changes a column of a view; answers its view, or `None` if the workspace has no such column.
///
/// # Errors
/// The database fails.
pub async fn set_view_field(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    view_field: Uuid,
    change: ViewFieldChange,
) -> Result<Option<ViewId>, StoreError> {
    let view: Option<Uuid> = sqlx::query_scalar(
        r#"UPDATE core."viewField" SET "size" = coalesce($3, "size"), "isVisible" = coalesce($4, "isVisible"),
               "position" = coalesce($5, "position"), "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "id" = $2 RETURNING "viewId""#,
    )
    .bind(workspace.0)
    .bind(view_field)
    .bind(change.size.map(|size| i32::try_from(size).unwrap_or(i32::MAX)))
    .bind(change.is_visible)
    .bind(change.position)
    .fetch_optional(connection)
    .await?;
    Ok(view.map(ViewId))
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
