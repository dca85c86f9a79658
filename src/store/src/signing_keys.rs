//! The table of keys that tokens are signed with.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;

/// The key that signs now. No `Debug`: it holds the private part, if encrypted.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct CurrentKey {
    /// `kid` of the tokens it signs.
    pub id: Uuid,
    /// PKCS #8 as PEM, encrypted.
    #[sqlx(rename = "privateKey")]
    pub private_key: String,
}

/// The key that signs now; `None` before the first token.
///
/// # Errors
/// The database fails.
pub async fn current(executor: impl PgExecutor<'_>) -> Result<Option<CurrentKey>, sqlx::Error> {
    sqlx::query_as(r#"SELECT "id", "privateKey" FROM core."signingKey" WHERE "isCurrent""#)
        .fetch_optional(executor)
        .await
}

/// The public part (SPKI as PEM) of a key that is not revoked.
///
/// # Errors
/// The database fails.
pub async fn public(executor: impl PgExecutor<'_>, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(r#"SELECT "publicKey" FROM core."signingKey" WHERE "id" = $1 AND "revokedAt" IS NULL"#)
        .bind(id)
        .fetch_optional(executor)
        .await
}

/// Adds the key that signs from now on; does nothing if another process was faster.
///
/// # Errors
/// The database fails.
pub async fn add_current(
    executor: impl PgExecutor<'_>,
    id: Uuid,
    public_key: &str,
    private_key: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        r#"INSERT INTO core."signingKey" ("id", "publicKey", "privateKey", "isCurrent") VALUES ($1, $2, $3, true)
           ON CONFLICT DO NOTHING"#,
    )
    .bind(id)
    .bind(public_key)
    .bind(private_key)
    .execute(executor)
    .await?;
    Ok(())
}

/// Refuses every token of a key from now on and forgets its private part; false if there is no such key.
///
/// # Errors
/// The database fails.
pub async fn revoke(executor: impl PgExecutor<'_>, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"UPDATE core."signingKey"
           SET "revokedAt" = coalesce("revokedAt", $2), "isCurrent" = false, "privateKey" = NULL
           WHERE "id" = $1"#,
    )
    .bind(id)
    .bind(now)
    .execute(executor)
    .await?;
    Ok(done.rows_affected() == 1)
}
