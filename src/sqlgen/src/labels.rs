//! What records are called.

use icosa_model::Model;
use uuid::Uuid;

use crate::error::PlanError;
use crate::planner::{Planner, plain_slot};
use crate::print::statement;
use crate::read::among;
use crate::search_text::label;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, RowLock, Sort};

/// The labels of records of several objects: rows of (`id` uuid, `label` text, `deleted` boolean) in no particular
/// order, soft-deleted records too; ids that stand for nothing are left out.
///
/// # Errors
/// An unknown object; no objects at all.
pub fn labels(model: &Model, wanted: &[(&str, Vec<Uuid>)]) -> Result<Statement, PlanError> {
    labels_held(model, &[], wanted)
}

/// The same, of two lists: those of the first cannot be destroyed, merged or taken back until the transaction ends, and
/// whoever is doing that is waited for. They are held object by object in the order of the list, by id within each.
///
/// # Errors
/// As [`labels`].
pub fn labels_held(
    model: &Model,
    held: &[(&str, Vec<Uuid>)],
    others: &[(&str, Vec<Uuid>)],
) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let mut parts = Vec::with_capacity(held.len() + others.len());
    let locks = held.iter().map(|part| (part, Some(RowLock::KeyShare)));
    for ((name, ids), lock) in locks.chain(others.iter().map(|part| (part, None))) {
        parts.push(of_object(&mut planner, name, ids, lock)?);
    }
    match parts.len() {
        0 => Err(PlanError::NothingToWrite),
        1 => Ok(statement(parts.remove(0))),
        _ => {
            // Postgres holds no rows of a part of a union itself.
            let parts = parts.into_iter().map(|part| match part.lock {
                Some(_) => all_of(&mut planner, |alias| Join::Query(Box::new(part), alias)),
                None => part,
            });
            let parts: Vec<Query> = parts.collect();
            Ok(statement(all_of(&mut planner, |alias| Join::Union("UNION ALL", parts, alias))))
        }
    }
}

fn of_object(
    planner: &mut Planner<'_>,
    name: &str,
    ids: &[Uuid],
    lock: Option<RowLock>,
) -> Result<Query, PlanError> {
    let object = planner.object(name)?;
    let rows = planner.alias();
    let deleted =
        plain_slot(object, "deletedAt").map_or(Expr::Raw("FALSE"), |slot| slot.expr(rows).not_null());
    let columns =
        [(Expr::column(rows, "id"), "id"), (label(object, Some(rows)), "label"), (deleted, "deleted")];
    let table = Join::Table(planner.table(object), rows);
    let mut query = Query::named(columns).from(table).filter(among(rows, ids));
    if lock.is_some() {
        query.order.push(Sort::up(Expr::column(rows, "id")));
        query.lock = lock;
    }
    Ok(query)
}

fn all_of(planner: &mut Planner<'_>, from: impl FnOnce(Alias) -> Join) -> Query {
    let alias = planner.alias();
    Query::named(["id", "label", "deleted"].map(|name| (Expr::column(alias, name), name))).from(from(alias))
}
