//! Streams rows into tables with `COPY`.

use icosa_model::Model;
use sqlx::PgConnection;

use crate::error::Failure;
use crate::seed::bench::CopySource;

/// Bytes sent at once.
const CHUNK: usize = 256 * 1024;

/// Copies every source into its table, then brings the planner's statistics up to date; answers the number of rows.
///
/// # Errors
/// The database's.
pub async fn fill(tx: &mut PgConnection, model: &Model, sources: Vec<CopySource>) -> Result<u64, Failure> {
    let mut total = 0;
    for source in sources {
        let table = format!("{}.{}", quoted(model.schema().as_str()), quoted(&source.table));
        total += copy(&mut *tx, &table, source).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("ANALYZE {table}"))).execute(&mut *tx).await?;
    }
    Ok(total)
}

async fn copy(tx: &mut PgConnection, table: &str, source: CopySource) -> Result<u64, Failure> {
    let columns: Vec<String> = source.columns.iter().map(|column| quoted(column)).collect();
    let statement = format!("COPY {table} ({}) FROM STDIN", columns.join(", "));
    let mut stream = tx.copy_in_raw(&statement).await?;
    let mut chunk = String::with_capacity(CHUNK + 4_096);
    for row in source.rows {
        chunk.push_str(&row);
        if chunk.len() >= CHUNK {
            stream.send(std::mem::take(&mut chunk).into_bytes()).await?;
            chunk.reserve(CHUNK + 4_096);
        }
    }
    stream.send(chunk.into_bytes()).await?;
    Ok(stream.finish().await?)
}

/// An identifier of the model, quoted.
fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}
