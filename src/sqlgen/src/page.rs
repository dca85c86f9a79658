//! Pages of records: one statement, one row, one JSON text.

use icosa_model::Model;
use icosa_model::query::{ListQuery, MAX_PAGE};

use crate::error::PlanError;
use crate::filter::Conditions;
use crate::order::TotalOrder;
use crate::planner::Planner;
use crate::print::statement;
use crate::select::Selection;
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Expr, Join, Query, Sort};

const ROW: &str = "#row";

/// One page: one row with one text, `{"records", "cursors", "total", "hasNext"}`.
///
/// The inner select filters, orders and limits over plain columns and takes one row more than asked for, which
/// says whether there is a next page. JSON and relations are made for the rows of the page only.
///
/// # Errors
/// Whatever does not fit the model; a limit over [`MAX_PAGE`]; a cursor that is not one of this order.
pub fn list(model: &Model, query: &ListQuery) -> Result<Statement, PlanError> {
    if query.limit > MAX_PAGE {
        return Err(PlanError::BadLimit { limit: query.limit, max: MAX_PAGE });
    }
    let mut planner = Planner::new(model);
    let object = planner.object(&query.object)?;
    let selection = Selection::plan(object, &query.select, &["id"])?;

    let rows = planner.alias();
    let order = TotalOrder::plan(&mut planner, object, rows, &query.order)?;
    let filter = query.filter.as_ref();
    let conditions = |alias| {
        let schema = model.schema();
        Conditions { schema: &schema, object, alias }.plan(filter, query.deleted)
    };
    let mut inner = Query {
        columns: selection.columns().iter().map(|name| (Expr::column(rows, *name), None)).collect(),
        from: vec![Join::Table(planner.table(object), rows)],
        filter: conditions(rows)?,
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
    let total = if query.with_total {
        let counted = planner.alias();
        Expr::Scalar(Box::new(Query {
            filter: conditions(counted)?,
            ..Query::select([Expr::Raw("count(*)")]).from(Join::Table(planner.table(object), counted))
        }))
    } else {
        Expr::Raw("NULL")
    };
    let one_more = planner.alias();
    let has_next = Query::select([Expr::Raw("count(*)").infix(" > ", Expr::Int(i64::from(query.limit)))]);
    let has_next = Expr::Scalar(Box::new(has_next.from(Join::With(page, one_more))));

    let numbered = planner.alias();
    let numbers = Query::select([Expr::Raw("*")]).from(Join::With(page, numbered));
    let mut numbers = numbers;
    numbers.columns.push((Expr::RowNumber(order.result_sorts(numbered)), Some(ROW.to_owned())));

    let kept = planner.alias();
    let (record, joins) = selection.record(&mut planner, kept, 0)?;
    let row = Expr::column(kept, ROW);
    let mut shaped = Query::named([(record, "record"), (order.cursor(kept), "cursor")]);
    shaped.columns.push((row.clone(), Some(ROW.to_owned())));
    shaped.from.push(Join::Query(Box::new(numbers), kept));
    shaped.from.extend(joins);
    shaped.filter.push(row.infix(" <= ", Expr::Int(i64::from(query.limit))));

    let result = planner.alias();
    let array = |name| {
        let order = vec![Sort::up(Expr::column(result, ROW))];
        let sorted = Expr::Aggregate("json_agg", Box::new(Expr::column(result, name)), order);
        Expr::call("coalesce", [sorted, Expr::Raw("'[]'::json")])
    };
    let answer = crate::json::object(vec![
        ("records".to_owned(), array("record")),
        ("cursors".to_owned(), array("cursor")),
        ("total".to_owned(), total),
        ("hasNext".to_owned(), has_next),
    ]);
    let mut outer = Query::select([answer.cast(SqlType::Text)]).from(Join::Query(Box::new(shaped), result));
    outer.with.push((page, inner));
    Ok(statement(outer))
}
