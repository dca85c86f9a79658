//! Counts and single records.

use icosa_model::query::{DeletedRows, Filter, Select};
use icosa_model::{Model, Object};
use uuid::Uuid;

use crate::error::PlanError;
use crate::filter::Conditions;
use crate::json;
use crate::planner::{Planner, plain_slot};
use crate::print::statement;
use crate::select::{Reach, Selection};
use crate::sql_type::SqlType;
use crate::statement::{Bind, Statement};
use crate::tree::{Alias, Expr, Join, Query, RowLock, Sort};

/// How many rows pass a filter: one `bigint`.
///
/// # Errors
/// Whatever does not fit the model.
pub fn count(
    model: &Model,
    object: &str,
    filter: Option<&Filter>,
    deleted: DeletedRows,
) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let alias = planner.alias();
    let conditions = Conditions { schema: &planner.schema, object, alias }.plan(filter, deleted)?;
    let query = Query::select([Expr::Raw("count(*)")]).from(Join::Table(planner.table(object), alias));
    Ok(statement(Query { filter: conditions, ..query }))
}

/// One record, soft-deleted or not: no row, or one with the record's JSON as text. It always has `id` and
/// `deletedAt`.
///
/// # Errors
/// Whatever does not fit the model.
pub fn get(model: &Model, object: &str, id: Uuid, select: &[Select]) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let selection = Selection::plan(object, select, &["id", "deletedAt"])?;
    let alias = planner.alias();
    let (record, joins) = selection.record(&mut planner, alias, Reach::of(1))?;
    let mut query =
        Query::select([record.cast(SqlType::Text)]).from(Join::Table(planner.table(object), alias));
    query.from.extend(joins);
    Ok(statement(query.filter(among(alias, &[id]))))
}

/// Whole records by id, soft-deleted ones too: rows of (`id` uuid, `json` text) in order of id, each with all own
/// fields in wire form, join columns included. They are held until the transaction ends; the common order keeps two such
/// statements from waiting for each other.
///
/// # Errors
/// An unknown object.
pub fn snapshot(model: &Model, object: &str, ids: &[Uuid], lock: RowLock) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let alias = planner.alias();
    let id = Expr::column(alias, "id");
    let mut query = Query::named([(id.clone(), "id"), (whole(object, alias), "json")])
        .from(Join::Table(planner.table(object), alias))
        .filter(among(alias, ids));
    query.order.push(Sort::up(id));
    query.lock = Some(lock);
    Ok(statement(query))
}

/// A whole record as [`snapshot`] has it, which nobody holds: no row, or one of (`json` text, `version` text). The
/// version is another one after every change, whatever it is of ([`update_seen`](crate::update_seen)).
///
/// # Errors
/// An unknown object.
pub fn seen(model: &Model, object: &str, id: Uuid) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let alias = planner.alias();
    let columns = [(whole(object, alias), "json"), (version(alias), "version")];
    let query = Query::named(columns).from(Join::Table(planner.table(object), alias));
    Ok(statement(query.filter(among(alias, &[id]))))
}

/// The transaction that has last written a row.
pub(crate) fn version(alias: Alias) -> Expr {
    Expr::column(alias, "xmin").cast(SqlType::Text)
}

/// All own fields of a record in wire form, join columns included.
fn whole(object: &Object, alias: Alias) -> Expr {
    let pairs = object.fields.iter().filter_map(|field| json::field(alias, field)).collect();
    json::object(pairs).cast(SqlType::Text)
}

/// The smallest (`first`) or largest position of live records: one `double precision`, NULL without records.
///
/// # Errors
/// An unknown object.
pub fn position_bound(model: &Model, object: &str, first: bool) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let alias = planner.alias();
    let Some(position) = plain_slot(object, "position") else {
        return Ok(statement(Query::select([Expr::Raw("NULL::double precision")])));
    };
    let bound = Expr::call(if first { "min" } else { "max" }, [position.expr(alias)]);
    let mut query = Query::select([bound]).from(Join::Table(planner.table(object), alias));
    query.filter.extend(crate::filter::deleted(object, alias, DeletedRows::Hidden));
    Ok(statement(query))
}

/// `id` is one of these. Of one without an array: Postgres takes each array to be longer, and then plans the statement
/// anew each time.
pub(crate) fn among(alias: Alias, ids: &[Uuid]) -> Expr {
    let id = Expr::column(alias, "id");
    match ids {
        [only] => id.infix(" = ", Expr::text_bind(only.to_string(), SqlType::Uuid)),
        ids => Expr::Any(Box::new(id), Box::new(id_list(ids))),
    }
}

/// The ids as one bound array.
pub(crate) fn id_list(ids: &[Uuid]) -> Expr {
    let ids = ids.iter().map(|id| Some(id.to_string())).collect();
    Expr::Bind(Bind::TextArray(ids), SqlType::Uuid.array())
}
