//! What is in the tables, asked before the model changes: values that are missing, equal, or would be lost.
//!
//! Every statement returns one row with JSON as text in its only column, unless it says otherwise.

mod counts;
mod doctor;

use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_model::{Field, FieldType, Model, Object};
use serde_json::Value;

use crate::error::PlanError;
use crate::filter::{Conditions, deleted};
use crate::json;
use crate::planner::{Planner, Slot, field, unknown_field};
use crate::print::statement;
use crate::search_text::label;
use crate::select::by_position;
use crate::sql_type::{SqlType, enum_values, is_enum};
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query};

pub use counts::{mostly_empty, record_counts};
pub use doctor::{holds_data, holds_values, lacks_data};

/// Records shown as examples.
const SAMPLES: u32 = 5;

/// Records without a value of the field, soft-deleted ones too: `{"count": 2, "records": [{"id", "label"}]}`, the
/// first five of them by position. Empty texts and lists are no values.
///
/// # Errors
/// An unknown object or field, or one without columns of its own.
pub fn missing_values(model: &Model, object: &str, field: &str) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let (counted, shown) = (planner.alias(), planner.alias());
    let absent = |alias, planner: &Planner<'_>| condition(planner, object, field, alias, Op::IsNull);
    let count = Query::select([Expr::Raw("count(*)")])
        .from(Join::Table(planner.table(object), counted))
        .filter(absent(counted, &planner)?);
    let samples = Query::named(sample_columns(object, shown))
        .from(Join::Table(planner.table(object), shown))
        .filter(absent(shown, &planner)?);
    Ok(found(&mut planner, object, count, samples))
}

/// Records whose value of the field another record has as well, as a unique index compares them (exactly, absent
/// values never): `{"count": 2, "records": [{"id", "label"}]}`, the first five by position. Soft-deleted records
/// count only where the model has a unique index of the field that minds them.
///
/// # Errors
/// An unknown object or field, or one that cannot be unique.
pub fn duplicate_values(model: &Model, object: &str, field: &str) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let slots = unique_slots(object, field)?;
    let [counted, shown] = [0, 1].map(|_| groups(&mut planner, object, &slots));
    let repeated = |alias| Expr::column(alias, "same").infix(" > ", Expr::Int(1));
    let count = Query::select([Expr::Raw("count(*)")])
        .from(Join::Query(Box::new(counted.0), counted.1))
        .filter(repeated(counted.1));
    let columns = ["id", "label", "position"].map(|name| (Expr::column(shown.1, name), name));
    let samples =
        Query::named(columns).from(Join::Query(Box::new(shown.0), shown.1)).filter(repeated(shown.1));
    Ok(found(&mut planner, object, count, samples))
}

/// How many records hold each option of a SELECT, MULTI_SELECT or RATING field, soft-deleted ones too:
/// `{"NEW": 12, "OLD": 0}`.
///
/// # Errors
/// An unknown object or field, or one without options.
pub fn values_used(model: &Model, object: &str, name: &str) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let field = field(object, name)?;
    let Some(column) = field.columns.iter().find(|column| is_enum(column.kind)) else {
        return Err(unknown_field(object, name));
    };
    let slot = Slot { object, field, column };
    let alias = planner.alias();
    let count = |value: &str| {
        let holds = holds(&slot, alias, value);
        Expr::call("count", [Expr::call("nullif", [holds, Expr::Raw("FALSE")])])
    };
    let pairs =
        enum_values(field, column).into_iter().map(|value| (value.to_owned(), count(value))).collect();
    let counts = json::object(pairs).cast(SqlType::Text);
    Ok(statement(Query::select([counts]).from(Join::Table(planner.table(object), alias))))
}

/// How many records have a value of the field, soft-deleted ones too: `{"count": 12}`.
///
/// # Errors
/// An unknown object or field, or one without columns of its own.
pub fn filled(model: &Model, object: &str, field: &str) -> Result<Statement, PlanError> {
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let alias = planner.alias();
    let counts = json::object(vec![("count".to_owned(), Expr::Raw("count(*)"))]).cast(SqlType::Text);
    let query = Query::select([counts]).from(Join::Table(planner.table(object), alias));
    Ok(statement(query.filter(condition(&planner, object, field, alias, Op::IsNotNull)?)))
}

/// A condition on whether the field has a value.
fn condition(
    planner: &Planner<'_>,
    object: &Object,
    field: &str,
    alias: Alias,
    op: Op,
) -> Result<Expr, PlanError> {
    let filter = Filter::Compare { path: FieldPath::field(field), op, value: Value::Null };
    let conditions = Conditions { schema: &planner.schema, object, alias };
    Ok(Expr::all(conditions.plan(Some(&filter), DeletedRows::Included)?))
}

/// The record's enum column holds this value.
fn holds(slot: &Slot<'_>, alias: Alias, value: &str) -> Expr {
    let (column, value) = (slot.expr(alias), Expr::Text(value.to_owned()));
    match slot.column.kind {
        FieldType::MultiSelect => Expr::Any(Box::new(value), Box::new(column.cast(SqlType::Text.array()))),
        _ => column.cast(SqlType::Text).infix(" = ", value),
    }
}

fn sample_columns(object: &Object, alias: Alias) -> [(Expr, &'static str); 3] {
    let position = crate::planner::plain_slot(object, "position");
    [
        (Expr::column(alias, "id"), "id"),
        (label(object, Some(alias)), "label"),
        (position.map_or(Expr::Raw("0"), |slot| slot.expr(alias)), "position"),
    ]
}

/// The count and the first records as one JSON object.
fn found<'m>(planner: &mut Planner<'m>, object: &'m Object, count: Query, mut samples: Query) -> Statement {
    let alias = planner.alias();
    samples.limit = Some(SAMPLES);
    samples.order =
        ["position", "id"].map(|name| crate::tree::Sort::up(Expr::Column(None, name.to_owned()))).to_vec();
    let record = ["id", "label"].map(|name| (name.to_owned(), Expr::column(alias, name))).to_vec();
    let list = Expr::Aggregate("json_agg", Box::new(json::object(record)), by_position(object, alias));
    let list = Expr::call("coalesce", [list, Expr::Raw("'[]'::json")]);
    let list = Query::select([list]).from(Join::Query(Box::new(samples), alias));
    let pairs = [("count", count), ("records", list)];
    let pairs = pairs.map(|(name, query)| (name.to_owned(), Expr::Scalar(Box::new(query)))).to_vec();
    statement(Query::select([json::object(pairs).cast(SqlType::Text)]))
}

/// The columns that a unique index of the field is on.
fn unique_slots<'m>(object: &'m Object, name: &str) -> Result<Vec<Slot<'m>>, PlanError> {
    let field: &'m Field = field(object, name)?;
    let is_unique = |part: Option<&str>| {
        field.field_type.sub_fields().iter().any(|sub| sub.unique && Some(sub.name) == part)
    };
    let slots: Vec<Slot<'m>> = field
        .columns
        .iter()
        .filter(|column| match column.sub_field {
            None => !matches!(column.kind, FieldType::TsVector | FieldType::RawJson | FieldType::Files),
            part => is_unique(part),
        })
        .map(|column| Slot { object, field, column })
        .collect();
    if slots.is_empty() { Err(unknown_field(object, name)) } else { Ok(slots) }
}

/// Each record that has a value, with the number of records that have the same.
fn groups<'m>(planner: &mut Planner<'m>, object: &'m Object, slots: &[Slot<'m>]) -> (Query, Alias) {
    let (rows, outer) = (planner.alias(), planner.alias());
    let mut query = Query::named(sample_columns(object, rows));
    let columns: Vec<Expr> = slots.iter().map(|slot| slot.expr(rows)).collect();
    query.filter = columns.iter().cloned().map(Expr::not_null).collect();
    query.columns.push((Expr::CountOver(columns), Some("same".to_owned())));
    let field = slots.first().map(|slot| slot.field.id);
    let minds_deleted = object.indexes.iter().any(|index| {
        let is_of_field = index.fields.iter().all(|entry| Some(entry.field_id) == field);
        index.is_unique && is_of_field && !index.live_rows_only
    });
    if !minds_deleted {
        query.filter.extend(deleted(object, rows, DeletedRows::Hidden));
    }
    (query.from(Join::Table(planner.table(object), rows)), outer)
}
