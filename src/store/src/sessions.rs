//! The table of browser sessions.

use chrono::{DateTime, Utc};
use icosa_model::{UserId, WorkspaceId};
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;
use crate::events::{Signal, announce};

/// SHA-256 of a session's token.
pub type TokenHash = [u8; 32];

/// A session to be made. No `Debug`: it holds the token's hash.
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_hash: TokenHash,
    /// Whose.
    pub user: UserId,
    /// The workspace entered and the membership in it.
    pub workspace: Option<(WorkspaceId, Uuid)>,
    /// `password`, `google`, …
    pub auth_provider: &'static str,
    /// As sent by the browser, cut to a sensible length by the caller.
    pub user_agent: Option<String>,
    /// Where it was opened from.
    pub ip_address: Option<String>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Ends then whatever happens.
    pub expires_at: DateTime<Utc>,
}

/// A session with the user and the workspace it is for, as one statement reads them.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of the tables user, workspace and userSession")]
pub struct SessionRow {
    pub id: Uuid,
    #[sqlx(rename = "expiresAt")]
    pub expires_at: DateTime<Utc>,
    #[sqlx(rename = "lastActiveAt")]
    pub last_active_at: DateTime<Utc>,
    #[sqlx(rename = "revokedAt")]
    pub revoked_at: Option<DateTime<Utc>>,
    #[sqlx(rename = "userId")]
    pub user_id: Uuid,
    pub email: String,
    #[sqlx(rename = "firstName")]
    pub first_name: String,
    #[sqlx(rename = "lastName")]
    pub last_name: String,
    /// The user may not sign in (any more), or is deleted.
    pub disabled: bool,
    #[sqlx(rename = "canAccessFullAdminPanel")]
    pub is_server_admin: bool,
    #[sqlx(rename = "userWorkspaceId")]
    pub user_workspace_id: Option<Uuid>,
    /// Absent if none was entered, it is deleted, or the user is no member any more.
    #[sqlx(rename = "workspaceId")]
    pub workspace_id: Option<Uuid>,
    #[sqlx(rename = "workspaceName")]
    pub workspace_name: Option<String>,
    /// Address of its picture.
    #[sqlx(rename = "workspaceLogo")]
    pub workspace_logo: Option<String>,
    #[sqlx(rename = "activationStatus")]
    pub activation_status: Option<String>,
    #[sqlx(rename = "metadataVersion")]
    pub metadata_version: Option<i64>,
}

/// Adds a session; answers its id.
///
/// # Errors
/// The database fails.
pub async fn add(connection: &mut PgConnection, new: &NewSession) -> Result<Uuid, StoreError> {
    let id = sqlx::query_scalar(
        r#"INSERT INTO core."userSession" ("tokenHash", "userId", "workspaceId", "userWorkspaceId", "authProvider",
               "userAgent", "ipAddress", "createdAt", "lastActiveAt", "expiresAt")
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9) RETURNING "id""#,
    )
    .bind(&new.token_hash[..])
    .bind(new.user.0)
    .bind(new.workspace.map(|(workspace, _)| workspace.0))
    .bind(new.workspace.map(|(_, membership)| membership))
    .bind(new.auth_provider)
    .bind(&new.user_agent)
    .bind(&new.ip_address)
    .bind(new.created_at)
    .bind(new.expires_at)
    .fetch_one(connection)
    .await?;
    Ok(id)
}

/// The session of a token with its user and workspace, revoked and expired ones too.
///
/// # Errors
/// The database fails.
pub async fn lookup(
    executor: impl PgExecutor<'_>,
    token_hash: TokenHash,
) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT s."id", s."expiresAt", s."lastActiveAt", s."revokedAt", s."userId", u."email", u."firstName",
               u."lastName", u."disabled" OR u."deletedAt" IS NOT NULL AS "disabled", u."canAccessFullAdminPanel",
               m."id" AS "userWorkspaceId", w."id" AS "workspaceId", w."displayName" AS "workspaceName",
               w."logo" AS "workspaceLogo", w."activationStatus", w."metadataVersion"
           FROM core."userSession" s
           JOIN core."user" u ON u."id" = s."userId"
           LEFT JOIN core."userWorkspace" m ON m."id" = s."userWorkspaceId" AND m."deletedAt" IS NULL
           LEFT JOIN core."workspace" w ON w."id" = m."workspaceId" AND w."deletedAt" IS NULL
           WHERE s."tokenHash" = $1"#,
    )
    .bind(&token_hash[..])
    .fetch_optional(executor)
    .await
}

/// Notes that a session is in use.
///
/// # Errors
/// The database fails.
pub async fn touch(executor: impl PgExecutor<'_>, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        r#"UPDATE core."userSession" SET "lastActiveAt" = greatest("lastActiveAt", $2) WHERE "id" = $1"#,
    )
    .bind(id)
    .bind(now)
    .execute(executor)
    .await?;
    Ok(())
}

/// Gives a session another token; false if it is revoked or gone.
///
/// # Errors
/// The database fails.
pub async fn replace_token(
    executor: impl PgExecutor<'_>,
    old: TokenHash,
    new: TokenHash,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"UPDATE core."userSession" SET "tokenHash" = $2 WHERE "tokenHash" = $1 AND "revokedAt" IS NULL"#,
    )
    .bind(&old[..])
    .bind(&new[..])
    .execute(executor)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the session of a token and tells other instances; answers its user, or `None` if there was nothing to end.
///
/// # Errors
/// The database fails.
pub async fn revoke(
    connection: &mut PgConnection,
    token_hash: TokenHash,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, StoreError> {
    let user: Option<Uuid> = sqlx::query_scalar(
        r#"UPDATE core."userSession" SET "revokedAt" = $3, "revokedReason" = $2
           WHERE "tokenHash" = $1 AND "revokedAt" IS NULL RETURNING "userId""#,
    )
    .bind(&token_hash[..])
    .bind(reason)
    .bind(now)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(user) = user.map(UserId) else { return Ok(None) };
    announce(connection, &Signal::User { user }).await?;
    Ok(Some(user))
}

/// Ends all sessions of a user but one, in one statement so that none made meanwhile escapes; answers how many.
///
/// # Errors
/// The database fails.
pub async fn revoke_all(
    connection: &mut PgConnection,
    user: UserId,
    except: Option<Uuid>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        r#"UPDATE core."userSession" SET "revokedAt" = $4, "revokedReason" = $3
           WHERE "userId" = $1 AND "id" IS DISTINCT FROM $2 AND "revokedAt" IS NULL"#,
    )
    .bind(user.0)
    .bind(except)
    .bind(reason)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    announce(connection, &Signal::User { user }).await?;
    Ok(done.rows_affected())
}

/// Removes sessions that ended before a time; answers how many.
///
/// # Errors
/// The database fails.
pub async fn prune(executor: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query(r#"DELETE FROM core."userSession" WHERE "expiresAt" < $1 OR "revokedAt" < $1"#)
        .bind(before)
        .execute(executor)
        .await?;
    Ok(done.rows_affected())
}
