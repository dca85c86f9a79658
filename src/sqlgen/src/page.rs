//! Pages of records: one statement, one row, one JSON text.

use icosa_model::query::{ListQuery, MAX_PAGE};
use icosa_model::{Model, Object};

use crate::connection::{Condition, condition};
use crate::error::PlanError;
use crate::filter::Conditions;
use crate::json;
use crate::order::TotalOrder;
use crate::planner::Planner;
use crate::print::statement;
use crate::select::{Reach, Selection};
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, Sort};

const ROW: &str = "#row";

/// One page: one row with one text, `{"records", "cursors", "total", "hasNext"}`.
///
/// The inner select filters, orders and limits over plain columns and takes one row more than asked for, which
/// says whether there is a next page. JSON and relations are made for the rows of the page only.
///
/// # Errors
/// Whatever does not fit the model; a limit over [`MAX_PAGE`]; a cursor that is not one of this order.
pub fn list(model: &Model, query: &ListQuery) -> Result<Statement, PlanError> {
    list_among(model, query, &Condition::everything())
}

/// The same among the rows that pass a condition, which may go through relations.
///
/// # Errors
/// As [`list`].
pub fn list_among(model: &Model, query: &ListQuery, among: &Condition) -> Result<Statement, PlanError> {
    if query.limit > MAX_PAGE {
        return Err(PlanError::BadLimit { limit: query.limit, max: MAX_PAGE });
    }
    let mut planner = Planner::new(model);
    let object = planner.object(&query.object)?;
    let selection = Selection::plan(object, &query.select, &["id"])?;

    let rows = planner.alias();
    let order = TotalOrder::plan(&mut planner, object, rows, &query.order)?;
    let mut inner = Query {
        columns: selection.columns().iter().map(|name| (Expr::column(rows, *name), None)).collect(),
        from: vec![Join::Table(planner.table(object), rows)],
        filter: conditions(&mut planner, object, rows, query, among)?,
        order: order.sorts(),
        limit: Some(query.limit + 1),
        offset: query.skip,
        ..Query::default()
    };
    inner.columns.extend(order.columns());
    inner.from.extend(order.joins.iter().cloned());
    if let Some(cursor) = &query.after {
        inner.filter.push(order.after(&planner, cursor)?);
    }

    let page = planner.alias();
    let total = total(&mut planner, object, query, among)?;
    let has_next = has_next(&mut planner, page, query.limit);
    let shaped = shaped(&mut planner, &selection, &order, page, query.limit)?;
    let result = planner.alias();
    let array = |name| {
        let order = vec![Sort::up(Expr::column(result, ROW))];
        let sorted = Expr::Aggregate("json_agg", Box::new(Expr::column(result, name)), order);
        Expr::call("coalesce", [sorted, Expr::Raw("'[]'::json")])
    };
    let answer = json::object(vec![
        ("records".to_owned(), array("record")),
        ("cursors".to_owned(), array("cursor")),
        ("total".to_owned(), total),
        ("hasNext".to_owned(), has_next),
    ]);
    let mut outer = Query::select([answer.cast(SqlType::Text)]).from(Join::Query(Box::new(shaped), result));
    outer.with.push((page, inner));
    Ok(statement(outer))
}

fn conditions<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    alias: Alias,
    query: &ListQuery,
    among: &Condition,
) -> Result<Vec<Expr>, PlanError> {
    let own = Conditions { schema: &planner.schema, object, alias };
    let mut all = own.plan(query.filter.as_ref(), query.deleted)?;
    if *among != Condition::everything() {
        all.push(condition(planner, object, alias, among, 0)?);
    }
    Ok(all)
}

/// All rows that pass the filter, wherever the page is.
fn total<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    query: &ListQuery,
    among: &Condition,
) -> Result<Expr, PlanError> {
    if !query.with_total {
        return Ok(Expr::Raw("NULL"));
    }
    let rows = planner.alias();
    let count = Query::select([Expr::Raw("count(*)")]).from(Join::Table(planner.table(object), rows));
    Ok(Expr::Scalar(Box::new(Query { filter: conditions(planner, object, rows, query, among)?, ..count })))
}

fn has_next(planner: &mut Planner<'_>, page: Alias, limit: u32) -> Expr {
    let more = Expr::Raw("count(*)").infix(" > ", Expr::Int(i64::from(limit)));
    Expr::Scalar(Box::new(Query::select([more]).from(Join::With(page, planner.alias()))))
}

/// The rows of the page as JSON, each with its cursor and number.
fn shaped<'m>(
    planner: &mut Planner<'m>,
    selection: &Selection<'m>,
    order: &TotalOrder<'m>,
    page: Alias,
    limit: u32,
) -> Result<Query, PlanError> {
    let rows = planner.alias();
    let mut numbered = Query::select([Expr::Raw("*")]).from(Join::With(page, rows));
    numbered.columns.push((Expr::RowNumber(order.result_sorts(rows)), Some(ROW.to_owned())));

    let kept = planner.alias();
    let (record, joins) = selection.record(planner, kept, Reach::of(limit))?;
    let row = Expr::column(kept, ROW);
    let mut shaped = Query::named([(record, "record"), (order.cursor(kept), "cursor"), (row.clone(), ROW)])
        .from(Join::Query(Box::new(numbered), kept));
    shaped.from.extend(joins);
    Ok(shaped.filter(row.infix(" <= ", Expr::Int(i64::from(limit)))))
}
