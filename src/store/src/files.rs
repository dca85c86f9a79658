//! The tables of files: what is kept, until when, and which records hold it. The bytes are elsewhere.

use chrono::{DateTime, Utc};
use icosa_model::WorkspaceId;
use sqlx::{AssertSqlSafe, FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::StoreError;

/// The job that removes what has expired; its runner is where the bytes are.
pub const REMOVE_EXPIRED: &str = "remove-expired-files";

/// How far an upload is.
pub mod status {
    /// Announced; the bytes may be on their way.
    pub const PENDING: &str = "PENDING";
    /// Whole and checked.
    pub const UPLOADED: &str = "UPLOADED";
}

/// A file as stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct FileRow {
    /// Its id, in records and addresses.
    pub id: Uuid,
    /// Where it belongs.
    #[sqlx(rename = "workspaceId", try_from = "Uuid")]
    pub workspace: WorkspaceId,
    /// The application that owns its field.
    #[sqlx(rename = "applicationId")]
    pub application: Uuid,
    /// Below workspace and application, beginning with the folder.
    pub path: String,
    /// What people call it.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// What it is, from its bytes.
    #[sqlx(rename = "mimeType")]
    pub mime_type: String,
    /// One of [`status`].
    pub status: String,
    /// The field it was sent for.
    #[sqlx(rename = "fieldMetadataId")]
    pub field: Option<Uuid>,
    /// The membership or API key that sends it.
    #[sqlx(rename = "createdBy")]
    pub created_by: Uuid,
    /// Removed after that moment, unless somebody takes it.
    #[sqlx(rename = "expiresAt")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was announced.
    #[sqlx(rename = "createdAt")]
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str = r#""id", "workspaceId", "applicationId", "path", "name", "size", "mimeType", "status",
    "fieldMetadataId", "createdBy", "expiresAt", "createdAt""#;

/// Announces a file.
///
/// # Errors
/// The database fails.
pub async fn add(executor: impl PgExecutor<'_>, file: &FileRow) -> Result<(), StoreError> {
    sqlx::query(
        r#"INSERT INTO core."file" ("id", "workspaceId", "applicationId", "path", "name", "size", "mimeType", "status",
               "fieldMetadataId", "createdBy", "expiresAt", "createdAt")
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"#,
    )
    .bind(file.id)
    .bind(file.workspace.0)
    .bind(file.application)
    .bind(&file.path)
    .bind(&file.name)
    .bind(file.size)
    .bind(&file.mime_type)
    .bind(&file.status)
    .bind(file.field)
    .bind(file.created_by)
    .bind(file.expires_at)
    .bind(file.created_at)
    .execute(executor)
    .await?;
    Ok(())
}

/// One file of a workspace.
///
/// # Errors
/// The database fails.
pub async fn lookup(
    executor: impl PgExecutor<'_>,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<FileRow>, sqlx::Error> {
    let sql = format!(r#"SELECT {COLUMNS} FROM core."file" WHERE "workspaceId" = $1 AND "id" = $2"#);
    sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(id).fetch_optional(executor).await
}

/// Some files of a workspace, held until the end of the transaction so that they are not removed meanwhile.
///
/// # Errors
/// The database fails.
pub async fn lock(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<FileRow>, sqlx::Error> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."file" WHERE "workspaceId" = $1 AND "id" = ANY($2) ORDER BY "id"
           FOR NO KEY UPDATE"#
    );
    sqlx::query_as(AssertSqlSafe(sql)).bind(workspace.0).bind(ids).fetch_all(connection).await
}

/// Makes an announced file a whole one, which is kept until `expires_at` unless a record takes it; `None` if it is no
/// longer announced.
///
/// # Errors
/// The database fails.
pub async fn complete(
    executor: impl PgExecutor<'_>,
    file: &FileRow,
    expires_at: DateTime<Utc>,
) -> Result<Option<FileRow>, StoreError> {
    let sql = format!(
        r#"UPDATE core."file" SET "path" = $3, "size" = $4, "mimeType" = $5, "expiresAt" = $6, "status" = 'UPLOADED',
               "updatedAt" = now()
           WHERE "workspaceId" = $1 AND "id" = $2 AND "status" = 'PENDING' RETURNING {COLUMNS}"#
    );
    let query = sqlx::query_as(AssertSqlSafe(sql))
        .bind(file.workspace.0)
        .bind(file.id)
        .bind(&file.path)
        .bind(file.size)
        .bind(&file.mime_type)
        .bind(expires_at);
    Ok(query.fetch_optional(executor).await?)
}

/// A file in a field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileUse {
    /// The file.
    pub file: Uuid,
    /// The record.
    pub record: Uuid,
    /// The field.
    pub field: Uuid,
    /// The record's object.
    pub object: Uuid,
    /// What the record calls the file.
    pub label: String,
}

/// Notes that records hold files, which are kept from now on.
///
/// # Errors
/// The database fails.
pub async fn hold(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    uses: &[FileUse],
) -> Result<(), sqlx::Error> {
    let (files, records, fields, objects, labels) = columns(uses);
    sqlx::query(
        r#"WITH held AS (
               SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[])
                   AS held ("fileId", "recordId", "fieldMetadataId", "objectMetadataId", "name")
           ), noted AS (
               INSERT INTO core."fileUse" ("fileId", "recordId", "fieldMetadataId", "objectMetadataId", "workspaceId")
               SELECT "fileId", "recordId", "fieldMetadataId", "objectMetadataId", $1 FROM held
               ON CONFLICT DO NOTHING
           )
           UPDATE core."file" f SET "expiresAt" = NULL, "name" = held."name", "updatedAt" = now()
           FROM held WHERE f."id" = held."fileId" AND f."workspaceId" = $1"#,
    )
    .bind(workspace.0)
    .bind(files)
    .bind(records)
    .bind(fields)
    .bind(objects)
    .bind(labels)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that records hold files no more; those that nobody else holds are removed after `expires_at`.
///
/// # Errors
/// The database fails.
pub async fn release(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    uses: &[FileUse],
    expires_at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (files, records, fields, ..) = columns(uses);
    sqlx::query(
        r#"DELETE FROM core."fileUse" u USING unnest($2::uuid[], $3::uuid[], $4::uuid[])
               AS left_out ("fileId", "recordId", "fieldMetadataId")
           WHERE u."workspaceId" = $1 AND u."fileId" = left_out."fileId" AND u."recordId" = left_out."recordId"
               AND u."fieldMetadataId" = left_out."fieldMetadataId""#,
    )
    .bind(workspace.0)
    .bind(&files)
    .bind(records)
    .bind(fields)
    .execute(&mut *connection)
    .await?;
    // A statement of its own: one statement sees the table as it was before all of its parts.
    sqlx::query(
        r#"UPDATE core."file" f SET "expiresAt" = $3, "updatedAt" = now()
           WHERE f."workspaceId" = $1 AND f."id" = ANY($2) AND f."expiresAt" IS NULL
               AND NOT EXISTS (SELECT FROM core."fileUse" u WHERE u."fileId" = f."id")"#,
    )
    .bind(workspace.0)
    .bind(&files)
    .bind(expires_at)
    .execute(connection)
    .await?;
    Ok(())
}

type Columns = (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>, Vec<Uuid>, Vec<String>);

fn columns(uses: &[FileUse]) -> Columns {
    (
        uses.iter().map(|own| own.file).collect(),
        uses.iter().map(|own| own.record).collect(),
        uses.iter().map(|own| own.field).collect(),
        uses.iter().map(|own| own.object).collect(),
        uses.iter().map(|own| own.label.clone()).collect(),
    )
}

/// Files that have expired, held until the end of the transaction; those that somebody holds at the moment are left
/// for another time.
///
/// # Errors
/// The database fails.
pub async fn lock_expired(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<FileRow>, StoreError> {
    let sql = format!(
        r#"SELECT {COLUMNS} FROM core."file" f WHERE "expiresAt" <= $1
               AND NOT EXISTS (SELECT FROM core."fileUse" u WHERE u."fileId" = f."id")
           ORDER BY "expiresAt" LIMIT $2 FOR UPDATE SKIP LOCKED"#
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(now).bind(limit).fetch_all(connection).await?)
}

/// Puts off the removal of files.
///
/// # Errors
/// The database fails.
pub async fn postpone(
    connection: &mut PgConnection,
    ids: &[Uuid],
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(r#"UPDATE core."file" SET "expiresAt" = $2 WHERE "id" = ANY($1)"#)
        .bind(ids)
        .bind(until)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps files until somebody lets go of them.
///
/// # Errors
/// The database fails.
pub async fn keep(connection: &mut PgConnection, ids: &[Uuid]) -> Result<(), StoreError> {
    sqlx::query(r#"UPDATE core."file" SET "expiresAt" = NULL, "updatedAt" = now() WHERE "id" = ANY($1)"#)
        .bind(ids)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets files whose bytes are gone.
///
/// # Errors
/// The database fails.
pub async fn remove(connection: &mut PgConnection, ids: &[Uuid]) -> Result<(), StoreError> {
    sqlx::query(r#"DELETE FROM core."file" WHERE "id" = ANY($1)"#).bind(ids).execute(connection).await?;
    Ok(())
}

/// Lets go of files held by fields that are gone for good, and of everything of workspaces that are.
///
/// # Errors
/// The database fails.
pub async fn release_orphans(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        r#"DELETE FROM core."fileUse" u
           WHERE NOT EXISTS (SELECT FROM core."fieldMetadata" f WHERE f."id" = u."fieldMetadataId")
               AND NOT EXISTS (SELECT FROM core."dataModelTrash" t WHERE t."workspaceId" = u."workspaceId"
                   AND position(u."fieldMetadataId"::text IN t."rows"::text) > 0)"#,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        r#"UPDATE core."file" f SET "expiresAt" = $1
           WHERE "expiresAt" IS NULL
               AND ("fieldMetadataId" IS NOT NULL
                   OR NOT EXISTS (SELECT FROM core."workspace" w WHERE w."id" = f."workspaceId"))
               AND NOT EXISTS (SELECT FROM core."fileUse" u WHERE u."fileId" = f."id")"#,
    )
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Records of a workspace that hold files, as object and record, after the given ones in that order.
///
/// # Errors
/// The database fails.
pub async fn holders(
    executor: impl PgExecutor<'_>,
    after: (Uuid, Uuid, Uuid),
    limit: i64,
) -> Result<Vec<(Uuid, Uuid, Uuid)>, StoreError> {
    Ok(sqlx::query_as(
        r#"SELECT DISTINCT "workspaceId", "objectMetadataId", "recordId" FROM core."fileUse"
           WHERE ("workspaceId", "objectMetadataId", "recordId") > ($1, $2, $3)
           ORDER BY "workspaceId", "objectMetadataId", "recordId" LIMIT $4"#,
    )
    .bind(after.0)
    .bind(after.1)
    .bind(after.2)
    .bind(limit)
    .fetch_all(executor)
    .await?)
}

/// Lets go of everything that these records of an object held: they are gone.
///
/// # Errors
/// The database fails.
pub async fn release_records(
    connection: &mut PgConnection,
    workspace: Uuid,
    object: Uuid,
    records: &[Uuid],
) -> Result<(), StoreError> {
    sqlx::query(
        r#"DELETE FROM core."fileUse" WHERE "workspaceId" = $1 AND "objectMetadataId" = $2 AND "recordId" = ANY($3)"#,
    )
    .bind(workspace)
    .bind(object)
    .bind(records)
    .execute(connection)
    .await?;
    Ok(())
}
