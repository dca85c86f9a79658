//! The table of workspaces.

use icosa_model::{SchemaName, WorkspaceId};
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;

/// A workspace as stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Workspace {
    #[sqlx(try_from = "Uuid")]
    /// Also names its schema.
    pub id: WorkspaceId,
    /// What people call it; empty until it is named.
    #[sqlx(rename = "displayName")]
    pub display_name: String,
    /// Its part of the host name in multi-workspace mode.
    pub subdomain: String,
    /// Names it in public invitation links.
    #[sqlx(rename = "inviteHash")]
    pub invite_hash: Uuid,
    /// One of [`status`].
    #[sqlx(rename = "activationStatus")]
    pub activation_status: String,
    /// Picture, if any.
    pub logo: Option<String>,
}

/// The values of `activationStatus` that are used.
#[expect(missing_docs, reason = "named as in the metadata API")]
pub mod status {
    pub const PENDING_CREATION: &str = "PENDING_CREATION";
    pub const ONGOING_CREATION: &str = "ONGOING_CREATION";
    pub const ACTIVE: &str = "ACTIVE";
    pub const SUSPENDED: &str = "SUSPENDED";
}

const COLUMNS: &str = r#""id", "displayName", "subdomain", "inviteHash", "activationStatus", "logo""#;

/// A workspace that is not deleted.
///
/// # Errors
/// The database fails.
pub async fn lookup(executor: impl PgExecutor<'_>, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
    let sql = format!(r#"SELECT {COLUMNS} FROM core."workspace" WHERE "id" = $1 AND "deletedAt" IS NULL"#);
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.0).fetch_optional(executor).await?)
}

/// All that are not deleted, oldest first.
///
/// # Errors
/// The database fails.
pub async fn list(executor: impl PgExecutor<'_>) -> Result<Vec<Workspace>, StoreError> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."workspace" WHERE "deletedAt" IS NULL ORDER BY "createdAt", "id""#
    );
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(executor).await?)
}

/// Whether there is any, deleted ones included.
///
/// # Errors
/// The database fails.
pub async fn any(executor: impl PgExecutor<'_>) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(r#"SELECT EXISTS (SELECT FROM core."workspace")"#).fetch_one(executor).await?)
}

/// A workspace to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorkspace {
    /// Chosen by the caller: the schema is named after it.
    pub id: WorkspaceId,
    /// May be empty until it is named.
    pub display_name: String,
    /// Unique.
    pub subdomain: String,
    /// One of [`status`].
    pub activation_status: &'static str,
}

/// Adds a workspace. Its schema is the caller's affair.
///
/// # Errors
/// The database fails; a sub-domain in use breaks the constraint `UQ_workspace_subdomain`.
pub async fn add(connection: &mut PgConnection, new: &NewWorkspace) -> Result<(), StoreError> {
    sqlx::query(
        r#"INSERT INTO core."workspace" ("id", "displayName", "subdomain", "activationStatus", "databaseSchema")
           VALUES ($1, $2, $3, $4, $5)"#,
    )
    .bind(new.id.0)
    .bind(&new.display_name)
    .bind(&new.subdomain)
    .bind(new.activation_status)
    .bind(SchemaName::from(new.id).as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Workspaces whose metadata has not been completed as far as `edition`, oldest first.
///
/// # Errors
/// The database fails.
pub async fn behind(executor: impl PgExecutor<'_>, edition: i32) -> Result<Vec<WorkspaceId>, StoreError> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        r#"SELECT "id" FROM core."workspace" WHERE "metadataEdition" < $1 AND "deletedAt" IS NULL
           ORDER BY "createdAt", "id""#,
    )
    .bind(edition)
    .fetch_all(executor)
    .await?;
    Ok(ids.into_iter().map(WorkspaceId).collect())
}

/// Says how far a workspace's metadata has been completed; false if it was as far already.
///
/// # Errors
/// The database fails.
pub async fn set_edition(
    connection: &mut PgConnection,
    id: WorkspaceId,
    edition: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"UPDATE core."workspace" SET "metadataEdition" = $2 WHERE "id" = $1 AND "metadataEdition" < $2"#,
    )
    .bind(id.0)
    .bind(edition)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Changes of a workspace; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in the workspace")]
pub struct UpdateWorkspace {
    pub display_name: Option<String>,
    pub activation_status: Option<&'static str>,
}

/// Changes a workspace and tells cached sessions; false if there is none.
///
/// # Errors
/// The database fails.
pub async fn update(
    connection: &mut PgConnection,
    id: WorkspaceId,
    change: &UpdateWorkspace,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"UPDATE core."workspace" SET "displayName" = coalesce($2, "displayName"),
               "activationStatus" = coalesce($3, "activationStatus"), "updatedAt" = now()
           WHERE "id" = $1 AND "deletedAt" IS NULL"#,
    )
    .bind(id.0)
    .bind(change.display_name.as_deref())
    .bind(change.activation_status)
    .execute(&mut *connection)
    .await?;
    crate::events::announce(connection, &crate::events::Signal::Workspace { workspace: id }).await?;
    Ok(done.rows_affected() == 1)
}

/// The address of a workspace's picture, held until the end of the transaction; the outer `None` is for no workspace.
///
/// # Errors
/// The database fails.
pub async fn logo_for_update(
    connection: &mut PgConnection,
    id: WorkspaceId,
) -> Result<Option<Option<String>>, StoreError> {
    let sql =
        r#"SELECT "logo" FROM core."workspace" WHERE "id" = $1 AND "deletedAt" IS NULL FOR NO KEY UPDATE"#;
    Ok(sqlx::query_scalar(sql).bind(id.0).fetch_optional(connection).await?)
}

/// Gives a workspace another picture, and tells cached sessions.
///
/// # Errors
/// The database fails.
pub async fn set_logo(
    connection: &mut PgConnection,
    id: WorkspaceId,
    address: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(r#"UPDATE core."workspace" SET "logo" = $2, "updatedAt" = now() WHERE "id" = $1"#)
        .bind(id.0)
        .bind(address)
        .execute(&mut *connection)
        .await?;
    crate::events::announce(connection, &crate::events::Signal::Workspace { workspace: id }).await
}
