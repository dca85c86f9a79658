//! Reads as trees: what a GraphQL operation asks for, answered by Postgres in the shape of its response.
//!
//! Every entry of a tree has the key under which the answer carries it, so the text that Postgres returns is sent on
//! as it is. A connection is one select that filters, orders and limits over plain columns, and one around it that
//! makes JSON of the rows that are left; relations are lateral joins on those rows.

mod by_ids;
mod complexity;
mod condition;
mod keyset;
mod page;
mod record;
mod tree;

use icosa_model::query::DeletedRows;
use icosa_model::{Model, Object};

use crate::error::PlanError;
use crate::group;
use crate::planner::Planner;
use crate::print::statement;
use crate::search;
use crate::select::Reach;
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, Sort};

pub(crate) use condition::{condition, live_or};
pub(crate) use page::{Source, connection};
use record::record;
pub use tree::{
    CompositePart, Condition, Connection, ConnectionPart, EdgePart, Entry, FigureComparison, OrderBy,
    OrderKey, Page, PageInfoPart, Quantifier, Read, RecordPart, SortDirection,
};

/// Any number of reads in one statement: one row with a text column for each, JSON or NULL.
///
/// # Errors
/// Whatever does not fit the model.
pub fn reads(model: &Model, reads: &[Read]) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let mut columns = Vec::with_capacity(reads.len());
    for read in reads {
        let query = plan(&mut planner, read)?;
        columns.push(Expr::Scalar(Box::new(query)).cast(SqlType::Text));
    }
    Ok(statement(Query::select(columns)))
}

/// One row with one JSON column, or none.
fn plan<'m>(planner: &mut Planner<'m>, read: &Read) -> Result<Query, PlanError> {
    match read {
        Read::Connection { object, connection: wanted } => {
            let object = planner.object(object)?;
            connection(planner, &Source::all(object), wanted, Reach::of(1))
        }
        Read::One { object, condition, deleted, record } => {
            let object = planner.object(object)?;
            one(planner, object, condition, *deleted, record)
        }
        Read::ByIds { object, ids, is_list, record } => {
            let object = planner.object(object)?;
            by_ids::by_ids(planner, object, ids, *is_list, record)
        }
        Read::Groups(groups) => group::groups(planner, groups),
        Read::Search(wanted) => search::answer(planner, wanted),
    }
}

fn one<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    wanted: &Condition,
    deleted: DeletedRows,
    parts: &[Entry<RecordPart>],
) -> Result<Query, PlanError> {
    let rows = planner.alias();
    let filter = live_or(planner, object, rows, wanted, deleted)?;
    let (json, joins) = record(planner, object, parts, rows, Reach::of(1))?;
    let mut query = Query::named([(json, "json")]).from(Join::Table(planner.table(object), rows));
    query.from.extend(joins);
    query.filter = filter;
    query.limit = Some(1);
    Ok(query)
}

/// An order, and the joins that bring in what it compares.
pub(crate) struct Sorted {
    pub order: Vec<Sort>,
    pub joins: Vec<Join>,
}

/// The order that keys make, then by id.
pub(crate) fn sorted<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    rows: Alias,
    keys: &[OrderKey],
) -> Result<Sorted, PlanError> {
    let keyset = keyset::Keyset::plan(planner, object, rows, keys, false)?;
    Ok(Sorted { order: keyset.sorts(), joins: keyset.joins })
}
