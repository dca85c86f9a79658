//! How full the tables are.

use icosa_model::query::{DeletedRows, Op};
use icosa_model::{FieldType, Model, Object};

use super::condition;
use crate::error::PlanError;
use crate::filter::deleted;
use crate::planner::Planner;
use crate::print::statement;
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Expr, Join, Query};

/// Tables with more rows than this, soft-deleted ones included, are not counted but estimated.
const COUNTED_ROWS: i64 = 1_000_000;
/// Records looked at for [`mostly_empty`]; of more, any.
const LOOKED_AT: u32 = 10_000;
/// Fewer live records say nothing.
const FEWEST: i64 = 20;

/// Live records of every object: rows of (`object` text, `count` bigint, `estimated` boolean) in the model's order.
/// Tables of more than a million rows are not counted: Postgres' own estimate is given, soft-deleted records
/// included. No rows for a model without objects.
#[must_use]
pub fn record_counts(model: &Model) -> Statement {
    let mut planner = Planner::new(model);
    let parts: Vec<Query> = model.objects().iter().map(|object| record_count(&mut planner, object)).collect();
    let found = planner.alias();
    let columns = ["object", "count", "estimated"].map(|name| (Expr::column(found, name), name));
    if parts.is_empty() {
        let none = [Expr::Raw("''::text"), Expr::Raw("0::bigint"), Expr::Raw("FALSE")];
        return statement(Query::select(none).filter(Expr::Raw("FALSE")));
    }
    statement(Query::named(columns).from(Join::Union("UNION ALL", parts, found)))
}

fn record_count<'m>(planner: &mut Planner<'m>, object: &'m Object) -> Query {
    let rows = planner.alias();
    let table = planner.table(object);
    let mut count = Query::select([Expr::Raw("count(*)")]).from(Join::Table(table.clone(), rows));
    count.filter.extend(deleted(object, rows, DeletedRows::Hidden));
    let class = Expr::call("to_regclass", [Expr::Text(table.text())]);
    let estimate = Query::select([Expr::Raw("reltuples::bigint")])
        .from(Join::Catalog("pg_class"))
        .filter(Expr::Raw("oid").infix(" = ", class));
    let estimate = Expr::Scalar(Box::new(estimate));
    let is_large = estimate.clone().infix(" > ", Expr::Int(COUNTED_ROWS));
    let count = Expr::Case(vec![(is_large.clone(), estimate)], Box::new(Expr::Scalar(Box::new(count))));
    Query::named([
        (Expr::Text(object.name_singular.clone()).cast(SqlType::Text), "object"),
        (count, "count"),
        (is_large, "estimated"),
    ])
}

/// Ids of fields that hardly anybody fills in, as a JSON array: fewer than 1 in 20 of at least 20 live records has
/// a value. System fields are left out. Of more than 10,000 live records, any 10,000 are looked at.
///
/// # Errors
/// An unknown object.
pub fn mostly_empty(model: &Model, object: &str) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let (rows, sample) = (planner.alias(), planner.alias());
    let asked = object.fields.iter().filter(|field| {
        !field.is_system && !field.columns.is_empty() && field.field_type != FieldType::TsVector
    });
    let (mut inner, mut ids) = (Query::default(), Vec::new());
    for (number, field) in asked.enumerate() {
        let has_value = condition(&planner, object, &field.name, rows, Op::IsNotNull)?;
        let name = format!("f{number}");
        let filled =
            Expr::call("count", [Expr::call("nullif", [Expr::column(sample, &name), Expr::Raw("FALSE")])]);
        inner.columns.push((has_value, Some(name)));
        let is_rare = filled.infix(" * 20 < ", Expr::Raw("count(*)"));
        let id = Expr::Text(field.id.to_string());
        ids.push(Expr::Case(vec![(is_rare, id)], Box::new(Expr::Raw("NULL"))));
    }
    inner.filter.extend(deleted(object, rows, DeletedRows::Hidden));
    inner.limit = Some(LOOKED_AT);
    let inner = inner.from(Join::Table(planner.table(object), rows));
    let list =
        Expr::call("array_remove", [Expr::ArrayOf(ids).cast(SqlType::Text.array()), Expr::Raw("NULL")]);
    let is_enough = Expr::Raw("count(*)").infix(" >= ", Expr::Int(FEWEST));
    let list =
        Expr::Case(vec![(is_enough, Expr::call("to_json", [list]))], Box::new(Expr::Raw("'[]'::json")));
    Ok(statement(Query::select([list.cast(SqlType::Text)]).from(Join::Query(Box::new(inner), sample))))
}
