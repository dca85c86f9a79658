//! The tables of users and of their membership in workspaces.

use icosa_model::{UserId, WorkspaceId};
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;
use crate::events::{Signal, announce};

/// A person who can sign in, without their password.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct User {
    #[sqlx(try_from = "Uuid")]
    /// Stays for ever.
    pub id: UserId,
    /// Lower case, unique.
    pub email: String,
    /// May be empty.
    #[sqlx(rename = "firstName")]
    pub first_name: String,
    /// May be empty.
    #[sqlx(rename = "lastName")]
    pub last_name: String,
    /// May not sign in.
    pub disabled: bool,
    /// Administers the whole server.
    #[sqlx(rename = "canAccessFullAdminPanel")]
    pub is_server_admin: bool,
    /// Language of mails.
    pub locale: String,
}

const COLUMNS: &str =
    r#""id", "email", "firstName", "lastName", "disabled", "canAccessFullAdminPanel", "locale""#;

/// By id.
///
/// # Errors
/// The database fails.
pub async fn lookup(executor: impl PgExecutor<'_>, id: UserId) -> Result<Option<User>, StoreError> {
    let sql = format!(r#"SELECT {COLUMNS} FROM core."user" WHERE "id" = $1 AND "deletedAt" IS NULL"#);
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.0).fetch_optional(executor).await?)
}

/// By address, which must be lower case.
///
/// # Errors
/// The database fails.
pub async fn lookup_by_email(executor: impl PgExecutor<'_>, email: &str) -> Result<Option<User>, StoreError> {
    let sql = format!(r#"SELECT {COLUMNS} FROM core."user" WHERE "email" = $1 AND "deletedAt" IS NULL"#);
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(email).fetch_optional(executor).await?)
}

/// What a sign-in is checked against. No `Debug`: it holds a password hash.
#[derive(FromRow)]
pub struct SignInRow {
    #[sqlx(flatten)]
    /// Who.
    pub user: User,
    /// As made by the access crate; absent for people who sign in elsewhere.
    #[sqlx(rename = "passwordHash")]
    pub password_hash: Option<String>,
    /// The workspace entered by default: the one joined first that is not deleted.
    #[sqlx(rename = "workspaceId")]
    pub workspace: Option<Uuid>,
    /// The membership in it.
    #[sqlx(rename = "userWorkspaceId")]
    pub user_workspace: Option<Uuid>,
}

/// User, password hash and first workspace in one statement.
///
/// # Errors
/// The database fails.
pub async fn lookup_for_sign_in(
    executor: impl PgExecutor<'_>,
    email: &str,
) -> Result<Option<SignInRow>, StoreError> {
    let row = sqlx::query_as(
        r#"SELECT u."id", u."email", u."firstName", u."lastName", u."disabled", u."canAccessFullAdminPanel", u."locale",
               u."passwordHash", m."workspaceId", m."id" AS "userWorkspaceId"
           FROM core."user" u
           LEFT JOIN LATERAL (
               SELECT m."id", m."workspaceId" FROM core."userWorkspace" m
               JOIN core."workspace" w ON w."id" = m."workspaceId" AND w."deletedAt" IS NULL
               WHERE m."userId" = u."id" AND m."deletedAt" IS NULL
               ORDER BY m."createdAt", m."id" LIMIT 1
           ) m ON true
           WHERE u."email" = $1 AND u."deletedAt" IS NULL"#,
    )
    .bind(email)
    .fetch_optional(executor)
    .await?;
    Ok(row)
}

/// A user to be made.
#[derive(Clone)]
#[expect(missing_docs, reason = "as in the user")]
pub struct NewUser {
    pub email: String,
    pub password_hash: Option<String>,
    pub first_name: String,
    pub last_name: String,
}

/// Adds a user. The first one of the server administers it.
///
/// # Errors
/// The database fails; an address in use breaks the constraint `UQ_user_email`.
pub async fn add(connection: &mut PgConnection, new: &NewUser) -> Result<User, StoreError> {
    // Two sign-ups on an empty server must not both find it empty.
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('core.user:first', 0))")
        .execute(&mut *connection)
        .await?;
    let sql = format!(
        r#"INSERT INTO core."user" ("email", "passwordHash", "firstName", "lastName", "canAccessFullAdminPanel", "canImpersonate")
           SELECT $1, $2, $3, $4, first."is", first."is"
           FROM (SELECT NOT EXISTS (SELECT FROM core."user" WHERE "canAccessFullAdminPanel") AS "is") first
           RETURNING {COLUMNS}"#
    );
    let user = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(&new.email)
        .bind(&new.password_hash)
        .bind(&new.first_name)
        .bind(&new.last_name)
        .fetch_one(connection)
        .await?;
    Ok(user)
}

/// Changes of a user; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in the user")]
pub struct UpdateUser {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub disabled: Option<bool>,
}

/// Changes a user and tells cached sessions; false if there is none.
///
/// # Errors
/// The database fails.
pub async fn update(
    connection: &mut PgConnection,
    id: UserId,
    change: &UpdateUser,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"UPDATE core."user" SET "firstName" = coalesce($2, "firstName"), "lastName" = coalesce($3, "lastName"),
               "disabled" = coalesce($4, "disabled"), "updatedAt" = now()
           WHERE "id" = $1 AND "deletedAt" IS NULL"#,
    )
    .bind(id.0)
    .bind(change.first_name.as_deref())
    .bind(change.last_name.as_deref())
    .bind(change.disabled)
    .execute(&mut *connection)
    .await?;
    announce(connection, &Signal::User { user: id }).await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the stored password hash, e.g. by one of newer parameters.
///
/// # Errors
/// The database fails.
pub async fn set_password_hash(
    executor: impl PgExecutor<'_>,
    id: UserId,
    hash: &str,
) -> Result<(), StoreError> {
    sqlx::query(r#"UPDATE core."user" SET "passwordHash" = $2, "updatedAt" = now() WHERE "id" = $1"#)
        .bind(id.0)
        .bind(hash)
        .execute(executor)
        .await?;
    Ok(())
}

/// Makes a user a member of a workspace; answers the membership's id, the old one if there is one already.
///
/// # Errors
/// The database fails.
pub async fn add_membership(
    connection: &mut PgConnection,
    user: UserId,
    workspace: WorkspaceId,
) -> Result<Uuid, StoreError> {
    let id = sqlx::query_scalar(
        r#"INSERT INTO core."userWorkspace" ("userId", "workspaceId") VALUES ($1, $2)
           ON CONFLICT ON CONSTRAINT "UQ_userWorkspace" DO UPDATE SET "deletedAt" = NULL, "updatedAt" = now()
           RETURNING "id""#,
    )
    .bind(user.0)
    .bind(workspace.0)
    .fetch_one(connection)
    .await?;
    Ok(id)
}
