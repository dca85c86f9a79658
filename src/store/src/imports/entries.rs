//! What rows did to records, so that an import can be taken back.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{FromRow, PgExecutor};
use uuid::Uuid;

/// What was done to a record.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
#[serde(rename_all = "camelCase")]
#[sqlx(rename_all = "camelCase")]
pub struct Entry {
    /// The record.
    pub record_id: Uuid,
    /// Its object.
    pub object_metadata_id: Uuid,
    /// By which row of the file.
    pub row: i64,
    /// `CREATED`, `RELATED` or `UPDATED`.
    pub action: String,
    /// Values before the change, of the fields that changed.
    #[sqlx(json(nullable))]
    pub before: Option<Value>,
    /// When it was written.
    pub stamp: DateTime<Utc>,
}

/// Adds entries: one statement. A record made for the sake of another one and then changed by a row of its own counts
/// as made.
///
/// # Errors
/// The database fails.
pub async fn add(executor: impl PgExecutor<'_>, import: Uuid, entries: &[Entry]) -> Result<(), sqlx::Error> {
    if entries.is_empty() {
        return Ok(());
    }
    sqlx::query(
        r#"INSERT INTO core."recordImportEntry"
               ("importId", "recordId", "objectMetadataId", "row", "action", "before", "stamp")
           SELECT $1, e."recordId", e."objectMetadataId", e."row", e."action", e."before", e."stamp"
           FROM jsonb_to_recordset($2) AS e("recordId" uuid, "objectMetadataId" uuid, "row" bigint, "action" text,
               "before" jsonb, "stamp" timestamptz)
           ON CONFLICT ("importId", "recordId") DO UPDATE SET "stamp" = excluded."stamp", "row" = excluded."row""#,
    )
    .bind(import)
    .bind(Json(entries))
    .execute(executor)
    .await?;
    Ok(())
}

/// Which of these records rows of the import have been about already: record, row, action.
///
/// # Errors
/// The database fails.
pub async fn known(
    executor: impl PgExecutor<'_>,
    import: Uuid,
    records: &[Uuid],
) -> Result<Vec<(Uuid, i64, String)>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT "recordId", "row", "action" FROM core."recordImportEntry"
           WHERE "importId" = $1 AND "recordId" = ANY($2)"#,
    )
    .bind(import)
    .bind(records)
    .fetch_all(executor)
    .await
}

/// The newest entries, for undoing from the end.
///
/// # Errors
/// The database fails.
pub async fn last(
    executor: impl PgExecutor<'_>,
    import: Uuid,
    limit: i64,
) -> Result<Vec<Entry>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT "recordId", "objectMetadataId", "row", "action", "before", "stamp"
           FROM core."recordImportEntry" WHERE "importId" = $1 ORDER BY "row" DESC, "recordId" LIMIT $2"#,
    )
    .bind(import)
    .bind(limit)
    .fetch_all(executor)
    .await
}

/// Forgets entries that have been dealt with.
///
/// # Errors
/// The database fails.
pub async fn remove(
    executor: impl PgExecutor<'_>,
    import: Uuid,
    records: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query(r#"DELETE FROM core."recordImportEntry" WHERE "importId" = $1 AND "recordId" = ANY($2)"#)
        .bind(import)
        .bind(records)
        .execute(executor)
        .await?;
    Ok(())
}
