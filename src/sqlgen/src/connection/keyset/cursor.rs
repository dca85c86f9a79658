//! What cursors hold.

use icosa_model::FieldType;
use serde_json::Value;

use super::Of;
use crate::error::PlanError;
use crate::json;
use crate::order::{COMPARED_CHARACTERS, compared, joined};
use crate::planner::Planner;
use crate::sql_type::SqlType;
use crate::tree::Expr;
use crate::values::{check_text, plain_text};

/// A value as cursors hold it: as on the wire, but exact, and no longer than it is compared.
pub(super) fn value(column: Expr, kind: FieldType) -> Expr {
    match kind {
        FieldType::Text => Expr::call("left", [column, Expr::Int(COMPARED_CHARACTERS)]),
        // Joined as they are compared.
        FieldType::Array | FieldType::MultiSelect => value(joined(column), FieldType::Text),
        FieldType::DateTime => json::instant(column, "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'"),
        FieldType::Numeric => column.cast(SqlType::Text),
        _ => column,
    }
}

/// Base64 of a JSON object with these values under their names.
pub(super) fn encoded(values: Vec<(&[String], Expr)>) -> Expr {
    json::base64(nested(values))
}

/// Objects by the first name, those below by the rest.
fn nested(mut values: Vec<(&[String], Expr)>) -> Expr {
    let mut pairs = Vec::new();
    while !values.is_empty() {
        let (names, first) = values.remove(0);
        let Some((head, rest)) = names.split_first() else { continue };
        if rest.is_empty() {
            pairs.push((head.clone(), first));
            continue;
        }
        let (same, others): (Vec<_>, Vec<_>) =
            values.into_iter().partition(|(names, _)| names.first() == Some(head) && names.len() > 1);
        values = others;
        let mut inner = vec![(rest, first)];
        inner.extend(same.into_iter().filter_map(|(names, value)| Some((names.split_first()?.1, value))));
        pairs.push((head.clone(), nested(inner)));
    }
    json::object(pairs)
}

/// The value under these names.
pub(super) fn lookup<'v>(place: &'v Value, names: &[String]) -> Option<&'v Value> {
    names.iter().try_fold(place, |value, name| value.as_object()?.get(name))
}

/// A cursor of another order has other names.
pub(super) fn check_names(place: &Value, own: &[&[String]]) -> Result<(), PlanError> {
    let entries = place.as_object().ok_or(PlanError::BadCursor)?;
    let is_known = |name: &String| own.iter().any(|names| names.first() == Some(name));
    if entries.keys().all(is_known) { Ok(()) } else { Err(PlanError::BadCursor) }
}

/// The text that a value is compared as; lists, which older cursors hold, are joined as the columns are.
pub(super) fn text(value: &Value) -> Result<String, PlanError> {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            items.ok_or(PlanError::BadCursor)?.join(" ")
        }
        _ => return Err(PlanError::BadCursor),
    };
    if text.contains('\0') { Err(PlanError::BadCursor) } else { Ok(text) }
}

/// The same, bound, in the form in which columns are compared.
pub(super) fn compared_text(value: &Value) -> Result<Expr, PlanError> {
    Ok(compared(Expr::text_bind(text(value)?, SqlType::Text), FieldType::Text))
}

/// A value of another type, bound.
pub(super) fn bound(planner: &Planner<'_>, of: &Of<'_>, value: &Value) -> Result<Expr, PlanError> {
    let (text, ty) = match of {
        Of::Column(slot) => (check_text(slot, value).ok(), slot.ty(&planner.schema)),
        Of::Figure(kind) => (plain_text(*kind, value), SqlType::plain(*kind)),
    };
    Ok(Expr::text_bind(text.ok_or(PlanError::BadCursor)?, ty))
}
