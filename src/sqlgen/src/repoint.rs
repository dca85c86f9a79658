//! Records that point at others, and making them point elsewhere.

use icosa_model::{Field, Model};
use uuid::Uuid;

use crate::error::PlanError;
use crate::json;
use crate::planner::{Planner, unknown_field};
use crate::print::{Print, Printer, statement};
use crate::read::{among, id_list};
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, RowLock, Sort};

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
    query.lock = Some(RowLock::NoKeyUpdate);
    Ok(statement(query))
}

/// Which of these records of an object others point at, but for those that an import has written itself and for records
/// of one object (`ignored`): rows of (`id` uuid). It stops at the first record that points at each.
///
/// # Errors
/// An unknown object.
pub fn pointed_at(
    model: &Model,
    object: &str,
    ids: &[Uuid],
    import: Uuid,
    ignored: &str,
) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let target = planner.object(object)?.id;
    let wanted = planner.alias();
    let element = Expr::column(wanted, "element");
    let mut pointers = Vec::new();
    for source in model.objects().iter().filter(|source| source.name_singular != ignored) {
        let leads_there =
            |field: &&Field| field.relation.as_ref().is_some_and(|relation| relation.target == target);
        for column in source.fields.iter().filter(leads_there).filter_map(Field::join_column) {
            let pointer = planner.alias();
            let own = Query::select([Expr::Int(1)])
                .from(Join::Catalog("core.\"recordImportEntry\" own"))
                .filter(Expr::Raw("own.\"importId\"").infix(" = ", import_id(import)))
                .filter(Expr::Raw("own.\"recordId\"").infix(" = ", Expr::column(pointer, "id")));
            let points = Query::select([Expr::Int(1)])
                .from(Join::Table(planner.table(source), pointer))
                .filter(Expr::column(pointer, column).infix(" = ", element.clone()))
                .filter(Expr::call("NOT EXISTS", [Expr::Scalar(Box::new(own))]));
            pointers.push(Expr::call("EXISTS", [Expr::Scalar(Box::new(points))]));
        }
    }
    let query = Query::named([(element, "id")]).from(Join::Elements(id_list(ids), wanted));
    Ok(statement(query.filter(Expr::any_of(pointers))))
}

fn import_id(import: Uuid) -> Expr {
    Expr::text_bind(import.to_string(), SqlType::Uuid)
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
