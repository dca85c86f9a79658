//! Who is a member of which workspace, as access tokens are checked against it.

use icosa_model::{UserId, WorkspaceId};
use sqlx::{FromRow, PgExecutor};
use uuid::Uuid;

/// A workspace, and what is found of a membership in it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MembershipRow {
    /// Name of the workspace; empty until it is named.
    #[sqlx(rename = "workspaceName")]
    pub workspace_name: String,
    /// Address of its picture.
    #[sqlx(rename = "workspaceLogo")]
    pub workspace_logo: Option<String>,
    /// One of [`crate::workspaces::status`].
    #[sqlx(rename = "activationStatus")]
    pub activation_status: String,
    /// Sign-in address of the member; `None` if the membership or the user is gone, disabled or of somebody else.
    pub email: Option<String>,
}

/// The workspace, and whether that membership in it is the user's.
///
/// # Errors
/// The database fails.
pub async fn lookup(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    user: UserId,
    user_workspace: Uuid,
) -> Result<Option<MembershipRow>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT w."displayName" AS "workspaceName", w."logo" AS "workspaceLogo", w."activationStatus", u."email"
           FROM core."workspace" w
           LEFT JOIN core."userWorkspace" m
               ON m."id" = $3 AND m."workspaceId" = w."id" AND m."userId" = $2 AND m."deletedAt" IS NULL
           LEFT JOIN core."user" u ON u."id" = m."userId" AND u."deletedAt" IS NULL AND NOT u."disabled"
           WHERE w."id" = $1 AND w."deletedAt" IS NULL"#,
    )
    .bind(workspace.0)
    .bind(user.0)
    .bind(user_workspace)
    .fetch_optional(executor)
    .await
}
