//! What was wrong with rows.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use sqlx::{FromRow, PgExecutor};
use uuid::Uuid;

/// One problem of one row.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct ProblemRow {
    /// As a spreadsheet counts.
    pub row: i64,
    /// From 0 in each row.
    pub number: i32,
    /// Header of the column, if it is about one.
    pub column: Option<String>,
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What stands there, shortened.
    pub value: Option<String>,
    /// The whole row, with its first problem.
    pub cells: Option<Vec<String>>,
}

/// Adds problems: one statement.
///
/// # Errors
/// The database fails.
pub async fn add(
    executor: impl PgExecutor<'_>,
    import: Uuid,
    problems: &[ProblemRow],
) -> Result<(), sqlx::Error> {
    if problems.is_empty() {
        return Ok(());
    }
    sqlx::query(
        r#"INSERT INTO core."recordImportProblem"
               ("importId", "row", "number", "column", "code", "message", "value", "cells")
           SELECT $1, p."row", p."number", p."column", p."code", p."message", p."value", p."cells"
           FROM jsonb_to_recordset($2) AS p("row" bigint, "number" integer, "column" text, "code" text,
               "message" text, "value" text, "cells" text[])"#,
    )
    .bind(import)
    .bind(Json(problems))
    .execute(executor)
    .await?;
    Ok(())
}

/// Problems after one, by row; `with_cells` brings the rows along.
///
/// # Errors
/// The database fails.
pub async fn after(
    executor: impl PgExecutor<'_>,
    import: Uuid,
    (row, number): (i64, i32),
    with_cells: bool,
    limit: i64,
) -> Result<Vec<ProblemRow>, sqlx::Error> {
    sqlx::query_as(
        r#"SELECT "row", "number", "column", "code", "message", "value", CASE WHEN $4 THEN "cells" END AS "cells"
           FROM core."recordImportProblem" WHERE "importId" = $1 AND ("row", "number") > ($2, $3)
           ORDER BY "row", "number" LIMIT $5"#,
    )
    .bind(import)
    .bind(row)
    .bind(number)
    .bind(with_cells)
    .bind(limit)
    .fetch_all(executor)
    .await
}

/// Forgets them, e.g. those of a trial.
///
/// # Errors
/// The database fails.
pub async fn clear(executor: impl PgExecutor<'_>, import: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query(r#"DELETE FROM core."recordImportProblem" WHERE "importId" = $1"#)
        .bind(import)
        .execute(executor)
        .await?;
    Ok(())
}
