//! Reads of any number of records, a portion at a time: the ids in order first, then what is selected of each portion.

use icosa_model::Model;
use icosa_model::query::{DeletedRows, Order, Select};
use uuid::Uuid;

use crate::connection::{Condition, OrderKey, Sorted, live_or, sorted};
use crate::error::PlanError;
use crate::order::TotalOrder;
use crate::planner::Planner;
use crate::print::statement;
use crate::read::among;
use crate::select::{Reach, Selection};
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Expr, Join, Query};

/// In which order records are read.
#[derive(Debug, Clone, PartialEq)]
pub enum StreamOrder {
    /// As lists are ordered: then by position, then by id.
    Lists(Vec<Order>),
    /// As connections are ordered: then by id.
    Connections(Vec<OrderKey>),
}

/// The ids of all records that pass, in their order: rows of one uuid, for a cursor.
///
/// # Errors
/// Whatever does not fit the model.
pub fn ids(
    model: &Model,
    object: &str,
    condition: &Condition,
    order: &StreamOrder,
    deleted: DeletedRows,
) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let rows = planner.alias();
    let (order, joins) = match order {
        StreamOrder::Lists(order) => {
            let order = TotalOrder::plan(&mut planner, object, rows, order)?;
            (order.sorts(), order.joins)
        }
        StreamOrder::Connections(keys) => {
            let Sorted { order, joins } = sorted(&mut planner, object, rows, keys)?;
            (order, joins)
        }
    };
    let mut query = Query {
        columns: vec![(Expr::column(rows, "id"), None)],
        from: vec![Join::Table(planner.table(object), rows)],
        filter: live_or(&mut planner, object, rows, condition, deleted)?,
        order,
        ..Query::default()
    };
    query.from.extend(joins);
    Ok(statement(query))
}

/// What is selected of records by id: rows of (`id` uuid, `json` text), in no particular order.
///
/// # Errors
/// Whatever does not fit the model.
pub fn records(model: &Model, object: &str, ids: &[Uuid], select: &[Select]) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let selection = Selection::plan(object, select, &["id"])?;
    let alias = planner.alias();
    let reach = Reach::of(u32::try_from(ids.len()).unwrap_or(u32::MAX));
    let (record, joins) = selection.record(&mut planner, alias, reach)?;
    let columns = [(Expr::column(alias, "id"), "id"), (record.cast(SqlType::Text), "json")];
    let mut query = Query::named(columns).from(Join::Table(planner.table(object), alias));
    query.from.extend(joins);
    Ok(statement(query.filter(among(alias, ids))))
}
