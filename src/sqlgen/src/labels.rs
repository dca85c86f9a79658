//! What records are called.

use icosa_model::Model;
use uuid::Uuid;

use crate::error::PlanError;
use crate::planner::{Planner, plain_slot};
use crate::print::statement;
use crate::read::among;
use crate::search_text::label;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query};

/// The labels of records of several objects: rows of (`id` uuid, `label` text, `deleted` boolean) in no particular
/// order, soft-deleted records too; ids that stand for nothing are left out.
///
/// # Errors
/// An unknown object; no objects at all.
pub fn labels(model: &Model, wanted: &[(&str, Vec<Uuid>)]) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let mut parts = Vec::with_capacity(wanted.len());
    for (name, ids) in wanted {
        let object = planner.object(name)?;
        let rows = planner.alias();
        let deleted =
            plain_slot(object, "deletedAt").map_or(Expr::Raw("FALSE"), |slot| slot.expr(rows).not_null());
        let columns =
            [(Expr::column(rows, "id"), "id"), (label(object, Some(rows)), "label"), (deleted, "deleted")];
        let table = Join::Table(planner.table(object), rows);
        parts.push(Query::named(columns).from(table).filter(among(rows, ids)));
    }
    let found: Alias = planner.alias();
    match parts.len() {
        0 => Err(PlanError::NothingToWrite),
        1 => Ok(statement(parts.remove(0))),
        _ => {
            let columns = ["id", "label", "deleted"].map(|name| (Expr::column(found, name), name));
            Ok(statement(Query::named(columns).from(Join::Union("UNION ALL", parts, found))))
        }
    }
}
