//! The table of API keys. Tokens are not in it: a key's token is signed, not stored.

use chrono::{DateTime, Utc};
use icosa_model::WorkspaceId;
use sqlx::{AssertSqlSafe, FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;
use crate::events::{Signal, announce};

/// A key as stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ApiKeyRow {
    /// `jti` of its tokens.
    pub id: Uuid,
    /// Where it is valid.
    #[sqlx(rename = "workspaceId", try_from = "Uuid")]
    pub workspace: WorkspaceId,
    /// What people call it; becomes the author of what it writes.
    pub name: String,
    /// Not valid from then on.
    #[sqlx(rename = "expiresAt")]
    pub expires_at: DateTime<Utc>,
    /// Not valid any more.
    #[sqlx(rename = "revokedAt")]
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was made.
    #[sqlx(rename = "createdAt")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[sqlx(rename = "updatedAt")]
    pub updated_at: DateTime<Utc>,
}

/// A key with the state of its workspace.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ApiKeyInUse {
    /// The key.
    #[sqlx(flatten)]
    pub key: ApiKeyRow,
    /// One of [`crate::workspaces::status`].
    #[sqlx(rename = "activationStatus")]
    pub activation_status: String,
}

const COLUMNS: &str = r#""id", "workspaceId", "name", "expiresAt", "revokedAt", "createdAt", "updatedAt""#;

/// A key of a workspace that is not deleted, whatever has become of the key.
///
/// # Errors
/// The database fails.
pub async fn lookup_in_use(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<ApiKeyInUse>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT k."id", k."workspaceId", k."name", k."expiresAt", k."revokedAt", k."createdAt", k."updatedAt",
               w."activationStatus"
           FROM core."apiKey" k
           JOIN core."workspace" w ON w."id" = k."workspaceId" AND w."deletedAt" IS NULL
           WHERE k."id" = $2 AND k."workspaceId" = $1"#,
    )
    .bind(workspace.0)
    .bind(id)
    .fetch_optional(executor)
    .await
}

/// One key of a workspace.
///
/// # Errors
/// The database fails.
pub async fn lookup(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<ApiKeyRow>, StoreError> {
    let sql = format!(r#"SELECT {COLUMNS} FROM core."apiKey" WHERE "workspaceId" = $1 AND "id" = $2"#);
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(id).fetch_optional(executor).await?)
}

/// The keys of a workspace that are not revoked, oldest first.
///
/// # Errors
/// The database fails.
pub async fn list(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
) -> Result<Vec<ApiKeyRow>, StoreError> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."apiKey" WHERE "workspaceId" = $1 AND "revokedAt" IS NULL
           ORDER BY "createdAt", "id""#
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).fetch_all(executor).await?)
}

/// Adds a key.
///
/// # Errors
/// The database fails.
pub async fn add(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    name: &str,
    expires_at: DateTime<Utc>,
) -> Result<ApiKeyRow, StoreError> {
    let sql = format!(
        r#"INSERT INTO core."apiKey" ("workspaceId", "name", "expiresAt") VALUES ($1, $2, $3) RETURNING {COLUMNS}"#
    );
    let query = sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(name).bind(expires_at);
    Ok(query.fetch_one(executor).await?)
}

/// Changes of a key; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in the key")]
pub struct UpdateApiKey {
    pub name: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Changes a key and tells all instances; `None` if the workspace has no such key. A revocation is for good.
///
/// # Errors
/// The database fails.
pub async fn update(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    id: Uuid,
    change: &UpdateApiKey,
) -> Result<Option<ApiKeyRow>, StoreError> {
    let sql = format!(
        r#"UPDATE core."apiKey" SET "name" = coalesce($3, "name"), "expiresAt" = coalesce($4, "expiresAt"),
               "revokedAt" = coalesce("revokedAt", $5), "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "id" = $2 RETURNING {COLUMNS}"#
    );
    let changed = sqlx::query_as(AssertSqlSafe(sql))
        .bind(workspace.0)
        .bind(id)
        .bind(change.name.as_deref())
        .bind(change.expires_at)
        .bind(change.revoked_at)
        .fetch_optional(&mut *connection)
        .await?;
    announce(connection, &Signal::Workspace { workspace }).await?;
    Ok(changed)
}
