//! The file of an import, in pieces.

use sqlx::PgExecutor;
use uuid::Uuid;

/// Size of all pieces but the last, bytes.
pub const CHUNK: usize = 1 << 20;

/// Adds a piece.
///
/// # Errors
/// The database fails.
pub async fn add(
    executor: impl PgExecutor<'_>,
    import: Uuid,
    number: i32,
    bytes: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query(
        r#"WITH piece AS (INSERT INTO core."recordImportChunk" ("importId", "number", "bytes") VALUES ($1, $2, $3))
           UPDATE core."recordImport" SET "updatedAt" = now() WHERE "id" = $1"#,
    )
    .bind(import)
    .bind(number)
    .bind(bytes)
    .execute(executor)
    .await?;
    Ok(())
}

/// A piece; none after the last one.
///
/// # Errors
/// The database fails.
pub async fn lookup(
    executor: impl PgExecutor<'_>,
    import: Uuid,
    number: i32,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar(
        r#"SELECT "bytes" FROM core."recordImportChunk" WHERE "importId" = $1 AND "number" = $2"#,
    )
    .bind(import)
    .bind(number)
    .fetch_optional(executor)
    .await
}

/// Removes the file.
///
/// # Errors
/// The database fails.
pub async fn remove(executor: impl PgExecutor<'_>, import: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query(r#"DELETE FROM core."recordImportChunk" WHERE "importId" = $1"#)
        .bind(import)
        .execute(executor)
        .await?;
    Ok(())
}
