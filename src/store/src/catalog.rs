//! What Postgres says that the schema of a workspace holds.
//!
//! Everything is printed by Postgres itself and without the schema's name, so that two schemas made of the same
//! model compare equal.

use std::collections::BTreeMap;

use icosa_model::{SchemaName, WorkspaceId};
use serde::Deserialize;
use sqlx::PgConnection;

use crate::error::StoreError;

/// A schema's tables and enum types by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Catalog {
    /// Ordinary tables.
    pub tables: BTreeMap<String, Table>,
    /// Values of each enum type in order.
    pub enums: BTreeMap<String, Vec<String>>,
}

/// A table with what belongs to it, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Table {
    /// Columns; their order means nothing.
    pub columns: BTreeMap<String, Column>,
    /// Indexes that belong to no constraint.
    pub indexes: BTreeMap<String, Index>,
    /// Foreign keys, unique constraints and checks as Postgres prints them. The primary key goes by
    /// [`PRIMARY_KEY`]: Postgres chooses its name when the table is made.
    pub constraints: BTreeMap<String, String>,
    /// Triggers of people, each with the source of its function.
    pub triggers: BTreeMap<String, String>,
}

/// What every primary key is called in a [`Table`].
pub const PRIMARY_KEY: &str = "PRIMARY KEY";

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// Its type as Postgres prints it.
    pub kind: String,
    /// Refuses NULL.
    pub not_null: bool,
    /// Its default, or what it is generated from.
    pub expression: Option<String>,
    /// Computed from other columns and stored.
    pub is_generated: bool,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Index {
    /// The statement that makes it.
    pub definition: String,
    /// False while it is being built concurrently, and for good when that failed.
    pub is_valid: bool,
}

/// Reads a schema; empty for one that is not there.
///
/// # Errors
/// The database fails.
pub async fn read(connection: &mut PgConnection, schema: &SchemaName) -> Result<Catalog, StoreError> {
    let json: Option<String> = sqlx::query_scalar(include_str!("catalog/read.sql"))
        .bind(schema.as_str())
        .fetch_optional(connection)
        .await?;
    let Some(json) = json else { return Ok(Catalog::default()) };
    // The name is of the form `workspace_…`, which Postgres prints without quotes.
    let plain = json.replace(&format!("{schema}."), "");
    serde_json::from_str(&plain).map_err(|source| StoreError::Json { what: "the catalog", source })
}

/// Keeps the metadata of a workspace from being changed until the transaction ends, while records are read and
/// written; false for an unknown workspace.
///
/// # Errors
/// The database fails, or somebody else holds the workspace longer than the lock timeout.
pub async fn hold(connection: &mut PgConnection, workspace: WorkspaceId) -> Result<bool, StoreError> {
    let found: Option<bool> = sqlx::query_scalar(
        r#"SELECT TRUE FROM core."workspace" WHERE "id" = $1 AND "deletedAt" IS NULL FOR NO KEY UPDATE"#,
    )
    .bind(workspace.0)
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// Lets statements of this transaction run as long as they need, but not wait long for others.
///
/// # Errors
/// The database fails.
pub async fn patient(connection: &mut PgConnection, lock_timeout: &str) -> Result<(), StoreError> {
    sqlx::query("SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', $1, true)")
        .bind(lock_timeout)
        .execute(connection)
        .await?;
    Ok(())
}
