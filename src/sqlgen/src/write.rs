//! Writes: one statement a table, atomic by itself.

use icosa_model::query::DeletedRows;
use icosa_model::{Field, FieldType, Model, Object, Record};
use serde_json::Value;
use uuid::Uuid;

use crate::defaults::{ColumnDefault, default_value};
use crate::error::PlanError;
use crate::filter::deleted as deleted_condition;
use crate::planner::{Planner, Slot, field, unknown_field};
use crate::print::{Print, Printer};
use crate::read::{among, version};
use crate::sql_type::SqlType;
use crate::statement::{Bind, Statement};
use crate::tree::{Alias, Expr};
use crate::values::{Cell, bad_value_of, check};

/// Stores new records in one statement; RETURNING `id`, in the order given.
///
/// Values are in wire form: composites as objects, relations as `<name>Id`. A key that a record lacks (or a part
/// that a composite lacks) takes the column's default; `id` is made when absent.
///
/// # Errors
/// Whatever does not fit the model; NULL for a column that needs a value; no records at all.
pub fn insert(model: &Model, object: &str, records: &[Record]) -> Result<Statement, PlanError> {
    let planner = Planner::new(model);
    let object = planner.object(object)?;
    if records.is_empty() {
        return Err(PlanError::NothingToWrite);
    }
    let columns = written_columns(object, records)?;
    let mut lists: Vec<Vec<Cell>> = columns.iter().map(|_| Vec::with_capacity(records.len())).collect();
    for record in records {
        for (slot, list) in columns.iter().zip(&mut lists) {
            list.push(inserted_cell(slot, record)?);
        }
    }
    let mut out = Printer::default();
    out.raw("INSERT INTO ");
    planner.table(object).print(&mut out);
    out.raw(" (");
    out.idents(columns.iter().map(|slot| slot.column.name.as_str()));
    out.raw(")\n");
    let types: Vec<SqlType> = columns.iter().map(|slot| slot.ty(&planner.schema)).collect();
    if records.len() == 1 {
        out.raw("VALUES (");
        let values = lists.into_iter().flatten().zip(types).zip(&columns);
        out.list(values.map(|((cell, ty), slot)| or_new_id(slot, bound(cell, ty))), ", ");
        out.raw(")");
    } else {
        let rows = Alias(0);
        let read = columns.iter().zip(types).map(|(slot, ty)| {
            let text = Expr::column(rows, &slot.column.name);
            or_new_id(slot, if ty == SqlType::Text { text } else { text.cast(ty) })
        });
        out.raw("SELECT ");
        out.list(read, ", ");
        out.raw("\nFROM unnest(");
        let arrays =
            lists.into_iter().map(|cells| Bind::TextArray(cells.into_iter().map(Cell::into_text).collect()));
        out.list(arrays.map(|bind| Expr::Bind(bind, SqlType::Text.array())), ", ");
        out.raw(") AS ");
        rows.print(&mut out);
        out.raw("(");
        out.idents(columns.iter().map(|slot| slot.column.name.as_str()));
        out.raw(")");
    }
    out.raw("\nRETURNING \"id\"");
    Ok(out.finish())
}

fn or_new_id(slot: &Slot<'_>, value: Expr) -> Expr {
    if slot.column.name == "id" {
        return Expr::call("coalesce", [value, Expr::Raw("gen_random_uuid()")]);
    }
    value
}

fn bound(cell: Cell, ty: SqlType) -> Expr {
    match cell {
        Cell::Null => Expr::Bind(Bind::Text(None), ty),
        Cell::Text(text) => Expr::text_bind(text, ty),
        // As text, like every other value and like none: a statement is prepared for one kind of bind.
        Cell::Json(value) => Expr::text_bind(value.to_string(), ty),
    }
}

/// `id` and every column that some record gives a value, in the object's order.
fn written_columns<'m>(object: &'m Object, records: &[Record]) -> Result<Vec<Slot<'m>>, PlanError> {
    let mut named: Vec<&Field> = Vec::new();
    named.extend(object.field("id"));
    for record in records {
        for name in record.keys() {
            let field = writable(object, name)?;
            if !named.iter().any(|known| std::ptr::eq(*known, field)) {
                named.push(field);
            }
        }
    }
    let all = object.fields.iter().filter(|field| named.iter().any(|known| std::ptr::eq(*known, *field)));
    Ok(all.flat_map(|field| field.columns.iter().map(move |column| Slot { object, field, column })).collect())
}

/// Every column that some of the changes set, in the object's order.
pub(crate) fn written_slots<'m, 'r>(
    object: &'m Object,
    changes: impl Iterator<Item = &'r Record>,
) -> Result<Vec<Slot<'m>>, PlanError> {
    let mut names: Vec<&str> = Vec::new();
    for name in changes.flat_map(Record::keys) {
        let field = writable(object, name)?;
        if !names.contains(&field.name.as_str()) {
            names.push(&field.name);
        }
    }
    let named = object.fields.iter().filter(|field| names.contains(&field.name.as_str()));
    Ok(named
        .flat_map(|field| field.columns.iter().map(move |column| Slot { object, field, column }))
        .collect())
}

/// What a change sets a column to; none where it does not name the field.
pub(crate) fn changed_cell(slot: &Slot<'_>, values: &Record) -> Result<Option<Cell>, PlanError> {
    let key = slot.field.join_column().unwrap_or(&slot.field.name);
    if !values.contains_key(key) {
        return Ok(None);
    }
    match given(slot, values)? {
        Given::Value(value) => stored(slot, value).map(Some),
        Given::Absent if slot.column.nullable => Ok(Some(Cell::Null)),
        Given::Absent => Err(required(slot)),
    }
}

/// A field that has columns of its own to write; relations only by their join column.
fn writable<'m>(object: &'m Object, name: &str) -> Result<&'m Field, PlanError> {
    let field = field(object, name)?;
    let is_key = field.join_column().is_none_or(|column| column == name);
    if !is_key || field.columns.is_empty() || field.field_type == FieldType::TsVector {
        return Err(unknown_field(object, name));
    }
    Ok(field)
}

/// What a record says about a column.
enum Given<'r> {
    Absent,
    Value(&'r Value),
}

fn given<'r>(slot: &Slot<'_>, record: &'r Record) -> Result<Given<'r>, PlanError> {
    let key = slot.field.join_column().unwrap_or(&slot.field.name);
    let Some(value) = record.get(key) else { return Ok(Given::Absent) };
    let Some(part) = slot.column.sub_field else { return Ok(Given::Value(value)) };
    match value {
        Value::Null => Ok(Given::Value(&Value::Null)),
        Value::Object(parts) => {
            if let Some(unknown) = parts.keys().find(|part| slot.field.column(Some(part)).is_none()) {
                return Err(PlanError::UnknownPart {
                    object: slot.object.name_singular.clone(),
                    field: slot.field.name.clone(),
                    part: unknown.clone(),
                });
            }
            Ok(parts.get(part).map_or(Given::Absent, Given::Value))
        }
        _ => {
            let object = &slot.object.name_singular;
            Err(bad_value_of(object, slot.field.name.clone(), value, "an object with the parts of the field"))
        }
    }
}

fn inserted_cell(slot: &Slot<'_>, record: &Record) -> Result<Cell, PlanError> {
    match given(slot, record)? {
        Given::Value(value) => stored(slot, value),
        Given::Absent if slot.column.name == "id" => Ok(Cell::Null),
        Given::Absent => default_cell(slot),
    }
}

/// The value as it is stored: empty texts and arrays are NULL where NULL may be.
fn stored(slot: &Slot<'_>, value: &Value) -> Result<Cell, PlanError> {
    let cell = check(slot, value)?;
    if !slot.column.nullable {
        return if cell == Cell::Null { Err(required(slot)) } else { Ok(cell) };
    }
    let empty = match slot.column.kind {
        FieldType::Text => "",
        FieldType::Array | FieldType::MultiSelect => "{}",
        _ => return Ok(cell),
    };
    Ok(if cell == Cell::Text(empty.to_owned()) { Cell::Null } else { cell })
}

fn required(slot: &Slot<'_>) -> PlanError {
    PlanError::Required { object: slot.object.name_singular.clone(), field: slot.name() }
}

/// The metadata default of a column as a value: other records of the batch name the column, this one does not.
fn default_cell(slot: &Slot<'_>) -> Result<Cell, PlanError> {
    let cell = match default_value(slot.field, slot.column) {
        Some(ColumnDefault::NewId) => Cell::Text(Uuid::new_v4().to_string()),
        // Postgres reads this text as the start of the transaction, like now().
        Some(ColumnDefault::Now) => Cell::Text("now".to_owned()),
        Some(ColumnDefault::Value(value)) => check(slot, &value)?,
        None => Cell::Null,
    };
    if cell == Cell::Null && !slot.column.nullable { Err(required(slot)) } else { Ok(cell) }
}

/// Changes a live record; RETURNING `id`, no row when there is none. `updatedAt` is always set to now.
///
/// Only the fields named change; a composite is replaced as a whole, parts not named become NULL.
///
/// # Errors
/// Whatever does not fit the model; NULL for a column that needs a value.
pub fn update(model: &Model, object: &str, id: Uuid, values: &Record) -> Result<Statement, PlanError> {
    update_if(model, object, id, values, None)
}

/// The same of a record that nobody has changed since it had that version ([`seen`](crate::seen)); no row otherwise.
///
/// # Errors
/// As [`update`].
pub fn update_seen(
    model: &Model,
    object: &str,
    id: Uuid,
    values: &Record,
    version: &str,
) -> Result<Statement, PlanError> {
    update_if(model, object, id, values, Some(version))
}

fn update_if(
    model: &Model,
    object: &str,
    id: Uuid,
    values: &Record,
    seen: Option<&str>,
) -> Result<Statement, PlanError> {
    let planner = Planner::new(model);
    let object = planner.object(object)?;
    let mut assignments: Vec<(&str, Expr)> = Vec::new();
    for name in values.keys() {
        let field = writable(object, name)?;
        if field.name == "updatedAt" || is_same_id(object, field, values, id)? {
            continue;
        }
        for column in &field.columns {
            let slot = Slot { object, field, column };
            let cell = match given(&slot, values)? {
                Given::Value(value) => stored(&slot, value)?,
                Given::Absent if column.nullable => Cell::Null,
                Given::Absent => return Err(required(&slot)),
            };
            assignments.push((column.name.as_str(), bound(cell, slot.ty(&planner.schema))));
        }
    }
    let now = object.field("updatedAt").map(|field| (field.name.as_str(), Expr::Raw("now()")));
    assignments.extend(now);
    if assignments.is_empty() {
        return Err(PlanError::NothingToWrite);
    }
    let mut conditions = vec![among(Alias(0), &[id])];
    conditions.extend(seen.map(|seen| version(Alias(0)).infix(" = ", Expr::text_bind(seen, SqlType::Text))));
    Ok(update_statement(&planner, object, assignments, conditions, DeletedRows::Hidden))
}

fn is_same_id(object: &Object, field: &Field, values: &Record, id: Uuid) -> Result<bool, PlanError> {
    if field.name != "id" {
        return Ok(false);
    }
    let given = values.get("id").unwrap_or(&Value::Null);
    if given.as_str().and_then(|text| Uuid::parse_str(text).ok()) == Some(id) {
        return Ok(true);
    }
    Err(bad_value_of(
        &object.name_singular,
        "id".to_owned(),
        given,
        "the record's own id, which never changes",
    ))
}

/// Soft-deletes live records, or restores soft-deleted ones; RETURNING `id` of those that changed.
///
/// # Errors
/// An unknown object, or one whose records cannot be soft-deleted.
pub fn set_deleted(model: &Model, object: &str, ids: &[Uuid], deleted: bool) -> Result<Statement, PlanError> {
    let planner = Planner::new(model);
    let object = planner.object(object)?;
    field(object, "deletedAt")?;
    let mut assignments = vec![("deletedAt", Expr::Raw(if deleted { "now()" } else { "NULL" }))];
    assignments.extend(object.field("updatedAt").map(|_| ("updatedAt", Expr::Raw("now()"))));
    let conditions = vec![among(Alias(0), ids)];
    let changed = if deleted { DeletedRows::Hidden } else { DeletedRows::Only };
    Ok(update_statement(&planner, object, assignments, conditions, changed))
}

fn update_statement(
    planner: &Planner<'_>,
    object: &Object,
    assignments: Vec<(&str, Expr)>,
    mut conditions: Vec<Expr>,
    rows: DeletedRows,
) -> Statement {
    conditions.extend(deleted_condition(object, Alias(0), rows));
    let mut out = Printer::default();
    out.raw("UPDATE ");
    planner.table(object).print(&mut out);
    out.raw(" ");
    Alias(0).print(&mut out);
    for (i, (name, value)) in assignments.into_iter().enumerate() {
        out.raw(if i == 0 { "\nSET " } else { ", " });
        out.ident(name);
        out.raw(" = ");
        value.print(&mut out);
    }
    out.raw("\nWHERE ");
    out.list(conditions, " AND ");
    out.raw("\nRETURNING t0.\"id\"");
    out.finish()
}

/// Removes records for good; RETURNING `id` of those that were there. Foreign keys do to others what the relations
/// say.
///
/// # Errors
/// An unknown object.
pub fn destroy(model: &Model, object: &str, ids: &[Uuid]) -> Result<Statement, PlanError> {
    let planner = Planner::new(model);
    let object = planner.object(object)?;
    let mut out = Printer::default();
    out.raw("DELETE FROM ");
    planner.table(object).print(&mut out);
    out.raw(" ");
    Alias(0).print(&mut out);
    out.raw("\nWHERE ");
    among(Alias(0), ids).print(&mut out);
    out.raw("\nRETURNING t0.\"id\"");
    Ok(out.finish())
}
