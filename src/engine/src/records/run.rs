//! Runs planned statements.

use std::sync::Arc;

use icosa_contract::AppError;
use icosa_sqlgen::{Bind, PlanError, Statement};
use icosa_store::db::Db;
use serde::de::DeserializeOwned;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Row};
use uuid::Uuid;

use crate::error::Failure;

/// A query over the statement's text with its values bound. The text comes from the planner alone: identifiers from
/// the model, no values.
fn query(statement: Statement) -> Query<'static, Postgres, PgArguments> {
    let mut query = sqlx::query(AssertSqlSafe(statement.sql));
    for bind in statement.binds {
        query = match bind {
            Bind::Text(text) => query.bind(text),
            Bind::TextArray(texts) => query.bind(texts),
            Bind::Json(value) => query.bind(Json(value)),
        };
    }
    query
}

/// All rows, inside a transaction.
///
/// # Errors
/// The plan's or the database's.
pub async fn rows(
    tx: &mut PgConnection,
    planned: Result<Statement, PlanError>,
) -> Result<Vec<PgRow>, Failure> {
    Ok(query(planned?).fetch_all(tx).await?)
}

/// All rows of a read outside a transaction; repeated when the connection turns out to be broken.
///
/// # Errors
/// The plan's or the database's.
pub async fn read(db: &Db, planned: Result<Statement, PlanError>) -> Result<Vec<PgRow>, Failure> {
    let statement = planned?;
    read_prepared(db, &statement.sql.into(), &statement.binds).await
}

/// The same of a text that is kept.
///
/// # Errors
/// The database's.
pub async fn read_prepared(db: &Db, sql: &Arc<str>, binds: &[Bind]) -> Result<Vec<PgRow>, Failure> {
    if binds.len() > usize::from(u16::MAX) {
        let message = "There are too many values in what is asked; ask in parts.";
        return Err(AppError::bad_input(message).with_sub_code("TOO_COMPLEX_QUERY").into());
    }
    let query = || {
        let mut query = sqlx::query(AssertSqlSafe(Arc::clone(sql)));
        for bind in binds {
            query = match bind {
                Bind::Text(text) => query.bind(text.as_deref()),
                Bind::TextArray(texts) => query.bind(texts),
                Bind::Json(value) => query.bind(Json(value)),
            };
        }
        query
    };
    Ok(db.fetch(query).await?)
}

/// The ids a write answered, in no particular order.
///
/// # Errors
/// The plan's or the database's.
pub async fn ids(tx: &mut PgConnection, planned: Result<Statement, PlanError>) -> Result<Vec<Uuid>, Failure> {
    rows(tx, planned).await?.iter().map(|row| Ok(row.try_get::<Uuid, _>(0)?)).collect()
}

/// The JSON text in a row's column, read as what it is.
///
/// # Errors
/// It is not what was planned: our fault.
pub fn json<T: DeserializeOwned>(row: &PgRow, column: usize) -> Result<T, Failure> {
    let text: &str = row.try_get(column)?;
    serde_json::from_str(text)
        .map_err(|error| Failure::Broken(format!("unexpected JSON from a statement: {error}")))
}
