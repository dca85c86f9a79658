//! Records that point at others, and making them point elsewhere.

use icosa_model::Model;
use uuid::Uuid;

use crate::error::PlanError;
use crate::json;
use crate::planner::{Planner, unknown_field};
use crate::print::{Print, Printer, statement};
use crate::read::{among, id_list};
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, Sort};

/// Whole records whose join column holds one of these ids, soft-deleted ones too, held until the end of the
/// transaction: rows of (`id` uuid, `json` text) in order of id.
///
/// # Errors
/// An unknown object or join column.
pub fn pointing(model: &Model, object: &str, column: &str, ids: &[Uuid]) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    object.field_by_join_column(column).ok_or_else(|| unknown_field(object, column))?;
    let alias = planner.alias();
    let pairs = object.fields.iter().filter_map(|field| json::field(alias, field)).collect();
    let id = Expr::column(alias, "id");
    let mut query = Query::named([(id.clone(), "id"), (json::object(pairs).cast(SqlType::Text), "json")])
        .from(Join::Table(planner.table(object), alias))
        .filter(Expr::Any(Box::new(Expr::column(alias, column)), Box::new(id_list(ids))));
    query.order.push(Sort::up(id));
    query.for_update = true;
    Ok(statement(query))
}

/// Makes records point at another one by that join column, soft-deleted ones too; RETURNING `id`.
///
/// # Errors
/// An unknown object or join column.
pub fn repoint(
    model: &Model,
    object: &str,
    column: &str,
    ids: &[Uuid],
    to: Uuid,
) -> Result<Statement, PlanError> {
    let planner = Planner::new(model);
    let object = planner.object(object)?;
    object.field_by_join_column(column).ok_or_else(|| unknown_field(object, column))?;
    let rows = Alias(0);
    let mut out = Printer::default();
    out.raw("UPDATE ");
    planner.table(object).print(&mut out);
    out.raw(" ");
    rows.print(&mut out);
    out.raw("\nSET ");
    out.ident(column);
    out.raw(" = ");
    Expr::text_bind(to.to_string(), SqlType::Uuid).print(&mut out);
    if object.field("updatedAt").is_some() {
        out.raw(", \"updatedAt\" = now()");
    }
    out.raw("\nWHERE ");
    among(rows, ids).print(&mut out);
    out.raw("\nRETURNING t0.\"id\"");
    Ok(out.finish())
}
