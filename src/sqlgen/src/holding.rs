//! Records looked up by many values of one field at once.

use icosa_model::query::{DeletedRows, FieldPath};
use icosa_model::{FieldType, Model};
use serde_json::Value;

use crate::error::PlanError;
use crate::filter::deleted as deleted_condition;
use crate::order::{COMPARED_CHARACTERS, compared};
use crate::planner::{Place, Planner, place, unknown_field};
use crate::print::statement;
use crate::sql_type::SqlType;
use crate::statement::{Bind, Statement};
use crate::tree::{Expr, Join, Query};
use crate::values::check_text;

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matching {
    /// Equal; an index of the column serves it.
    Exact,
    /// Texts without regard to case and to what follows the first 200 characters; the index of the label serves it.
    Label,
}

/// The records that hold one of the values: rows of (`id` uuid, `value` text), the value as Postgres writes it, in lower
/// case when labels are compared.
///
/// # Errors
/// A path that is no column, or a value that does not fit it.
pub fn holding(
    model: &Model,
    object: &str,
    path: &FieldPath,
    values: &[Value],
    matching: Matching,
    rows: DeletedRows,
) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let Place::Slot(slot) = place(object, path)? else { return Err(unknown_field(object, &path.field)) };
    let texts = values.iter().map(|value| check_text(&slot, value)).collect::<Result<Vec<_>, _>>()?;
    let alias = planner.alias();
    let (column, texts, kind) = match matching {
        Matching::Exact => (slot.expr(alias), texts, slot.ty(&planner.schema)),
        Matching::Label => {
            let column = compared(slot.expr(alias), FieldType::Text);
            (column, texts.iter().map(|text| label_key(text)).collect(), SqlType::Text)
        }
    };
    let wanted = Expr::Bind(Bind::TextArray(texts.into_iter().map(Some).collect()), kind.array());
    let columns = [(Expr::column(alias, "id"), "id"), (column.clone().cast(SqlType::Text), "value")];
    let mut query = Query::named(columns)
        .from(Join::Table(planner.table(object), alias))
        .filter(Expr::Any(Box::new(column), Box::new(wanted)));
    query.filter.extend(deleted_condition(object, alias, rows));
    Ok(statement(query))
}

/// A text as labels are compared.
#[must_use]
pub fn label_key(text: &str) -> String {
    let most = usize::try_from(COMPARED_CHARACTERS).unwrap_or(usize::MAX);
    text.chars().take(most).collect::<String>().to_lowercase()
}
