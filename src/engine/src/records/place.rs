//! The manual order: where new and moved records go.

use icosa_model::FieldType;
use serde_json::{Value, json};
use sqlx::{PgConnection, Row};

use crate::error::Failure;
use crate::records::run;
use crate::records::scope::Scope;
use crate::records::validate::Position;

/// The number an empty table starts from.
const EMPTY_TABLE: f64 = 1.0;

/// The position of a new record: first unless said otherwise; none if the object has no manual order.
///
/// # Errors
/// The database's.
pub async fn for_new(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    wanted: Option<Position>,
) -> Result<Option<Value>, Failure> {
    for_update(tx, scope, Some(wanted.unwrap_or(Position::First))).await
}

/// Whether the database is asked for that position.
#[must_use]
pub fn is_read_for_new(scope: &Scope<'_>, wanted: Option<Position>) -> bool {
    has_order(scope) && !matches!(wanted, Some(Position::At(_)))
}

fn has_order(scope: &Scope<'_>) -> bool {
    scope.object.field("position").is_some_and(|field| field.field_type == FieldType::Position)
}

/// The number a wanted position stands for now.
///
/// # Errors
/// The database's.
pub async fn for_update(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    wanted: Option<Position>,
) -> Result<Option<Value>, Failure> {
    let Some(wanted) = wanted.filter(|_| has_order(scope)) else { return Ok(None) };
    let number = match wanted {
        Position::At(number) => number,
        Position::First => bound(tx, scope, true).await? - 1.0,
        Position::Last => bound(tx, scope, false).await? + 1.0,
    };
    Ok(Some(json!(number)))
}

async fn bound(tx: &mut PgConnection, scope: &Scope<'_>, first: bool) -> Result<f64, Failure> {
    let planned = icosa_sqlgen::position_bound(&scope.model, &scope.object.name_singular, first);
    let rows = run::rows(tx, planned).await?;
    let bound = rows.first().map(|row| row.try_get::<Option<f64>, _>(0)).transpose()?.flatten();
    Ok(bound.filter(|bound| bound.is_finite()).unwrap_or(EMPTY_TABLE))
}
