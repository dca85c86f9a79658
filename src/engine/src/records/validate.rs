//! From what a client sends to what may be stored: names, types, sizes, defaults.

use chrono::{DateTime, Utc};
use icosa_contract::{Actor, AppError, REQUIRED};
use icosa_model::field_type::ACTOR_SOURCES;
use icosa_model::{Field, FieldType, Object, Record, RelationKind};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::records::defaults::{default_value, timestamp};
use crate::{hosts, phones};

/// Largest value of a field, bytes of its JSON text.
pub const MAX_VALUE_BYTES: usize = 1 << 20;
/// Deepest JSON value.
const MAX_VALUE_DEPTH: usize = 64;

/// Fields nobody writes through the record API, whatever the object. That a new record is not deleted may be said:
/// records are sent back as they were read.
const MANAGED: [&str; 5] = ["id", "updatedAt", "updatedBy", "deletedAt", "searchVector"];

/// Values in the stored form, and what has to be looked up before they are written.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    /// By field name; relations by their join column. Never holds `position`.
    pub values: Record,
    /// Records pointed at: join column, object, id.
    pub references: Vec<Reference>,
    /// Where the record goes, if that was said.
    pub position: Option<Position>,
}

/// A record that must exist for the write to make sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Join column it comes from.
    pub column: String,
    /// Singular name of the object pointed at.
    pub object: String,
    /// Which record.
    pub id: Uuid,
}

/// A place in the manual order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Position {
    /// Before all.
    First,
    /// After all.
    Last,
    /// Exactly here.
    At(f64),
}

/// Checks and normalises the values of a new record, without defaults and stamps.
///
/// # Errors
/// `BAD_USER_INPUT` naming the field.
pub fn for_create(object: &Object, values: &Record) -> Result<Prepared, AppError> {
    prepare(object, values, false)
}

/// Checks and normalises new values of a stored record.
///
/// # Errors
/// `BAD_USER_INPUT` naming the field.
pub fn for_update(object: &Object, values: &Record) -> Result<Prepared, AppError> {
    prepare(object, values, true)
}

fn prepare(object: &Object, values: &Record, is_update: bool) -> Result<Prepared, AppError> {
    let mut prepared = Prepared::default();
    for (key, value) in values {
        check_size(key, value)?;
        if let Some(field) = object.field(key) {
            own_field(&mut prepared, field, value, is_update)?;
        } else if let Some(field) = object.field_by_join_column(key) {
            reference(&mut prepared, field, key, value)?;
        } else {
            let message = format!("Object {} doesn't have any \"{key}\" field.", object.name_singular);
            return Err(invalid(key, message));
        }
    }
    Ok(prepared)
}

fn own_field(prepared: &mut Prepared, field: &Field, value: &Value, is_update: bool) -> Result<(), AppError> {
    let name = field.name.as_str();
    if let Some(relation) = &field.relation {
        return match relation.kind {
            RelationKind::OneToMany { .. } => Err(invalid(
                name,
                format!("One-to-many relation {name} field does not support write operations."),
            )),
            RelationKind::ManyToOne { ref column, .. } => {
                if !value.is_null() && value != &json!({"disconnect": true}) {
                    let message = format!("Relation \"{name}\" requires connect or disconnect operation");
                    return Err(invalid(name, message));
                }
                prepared.values.insert(column.clone(), Value::Null);
                Ok(())
            }
        };
    }
    if name == "deletedAt" && value.is_null() && !is_update {
        return Ok(());
    }
    let is_managed = MANAGED.contains(&name) || field.field_type == FieldType::TsVector;
    if is_managed || (is_update && matches!(name, "createdAt" | "createdBy")) {
        return Err(invalid(name, format!("The field \"{name}\" is set by the server.")));
    }
    if field.field_type == FieldType::Position {
        prepared.position = Some(position(name, value)?);
        return Ok(());
    }
    refuse_server_parts(field, value)?;
    let value = normalise(field, value)?;
    if value.is_null() && !field.is_nullable {
        if is_update || field.default_value.is_null() {
            let message = format!("{} cannot be empty.", field.label);
            return Err(AppError::bad_input(message).with_sub_code(REQUIRED).with_field(name));
        }
        return Ok(()); // the default takes its place
    }
    prepared.values.insert(name.to_owned(), value);
    Ok(())
}

fn reference(prepared: &mut Prepared, field: &Field, column: &str, value: &Value) -> Result<(), AppError> {
    let Some(relation) = &field.relation else { return Ok(()) };
    let id = match value {
        Value::Null => None,
        Value::String(text) => match Uuid::parse_str(text) {
            Ok(id) => Some(id),
            Err(_) => {
                return Err(invalid(column, format!("Invalid UUID value '{text}' for field \"{column}\"")));
            }
        },
        other => return Err(invalid(column, format!("Invalid UUID value '{other}' for field \"{column}\""))),
    };
    prepared.values.insert(column.to_owned(), id.map_or(Value::Null, |id| Value::String(id.to_string())));
    if let Some(id) = id {
        let object = relation.target_name.clone();
        prepared.references.push(Reference { column: column.to_owned(), object, id });
    }
    Ok(())
}

/// `"first"`, `"last"` or a finite number.
fn position(field: &str, value: &Value) -> Result<Position, AppError> {
    let position = match value {
        Value::String(text) if text == "first" => Some(Position::First),
        Value::String(text) if text == "last" => Some(Position::Last),
        Value::Number(number) => number.as_f64().filter(|n| n.is_finite()).map(Position::At),
        _ => None,
    };
    position.ok_or_else(|| invalid(field, format!("Invalid position value {value} for field \"{field}\"")))
}

fn refuse_server_parts(field: &Field, value: &Value) -> Result<(), AppError> {
    for part in field.field_type.sub_fields().iter().filter(|part| part.server_only) {
        if value.get(part.name).is_some() {
            let path = format!("{}.{}", field.name, part.name);
            return Err(invalid(&field.name, format!("The field \"{path}\" is set by the server.")));
        }
    }
    Ok(())
}

/// The stored form of one value.
fn normalise(field: &Field, value: &Value) -> Result<Value, AppError> {
    let value = icosa_model::values::normalise(field, value).map_err(|error| {
        AppError::bad_input(error.message).with_sub_code(error.sub_code).with_field(field.name.clone())
    })?;
    match field.field_type {
        FieldType::Phones => phones::normalise(&field.name, &value),
        _ => hosts::normalise(field, value),
    }
}

/// Gives every absent field its default; a required field without one is an error. Who made the record is stamped on it
/// later ([`stamp_created`]).
///
/// # Errors
/// `BAD_USER_INPUT` naming the field.
pub fn fill_defaults(object: &Object, values: &mut Record, now: DateTime<Utc>) -> Result<(), AppError> {
    for field in &object.fields {
        let is_filled =
            values.contains_key(&field.name) || field.relation.is_some() || field.name == "createdBy";
        if is_filled || field.columns.is_empty() || field.field_type == FieldType::TsVector {
            continue;
        }
        match default_value(field, now) {
            Some(value) => {
                values.insert(field.name.clone(), value);
            }
            None if field.is_nullable => {}
            None => {
                let message = format!("Field {} is not nullable and has no default value.", field.name);
                return Err(invalid(&field.name, message));
            }
        }
    }
    Ok(())
}

/// Who makes or changes a record, as an ACTOR value.
#[must_use]
pub fn actor_value(actor: &Actor, source: Option<&str>) -> Value {
    json!({
        "source": source.unwrap_or(actor.source),
        "workspaceMemberId": actor.member,
        "name": actor.name,
        "context": {},
    })
}

/// Writes the stamps of a new record: its id, who made it and when.
pub fn stamp_created(object: &Object, values: &mut Record, id: Uuid, actor: &Actor, now: DateTime<Utc>) {
    values.insert("id".to_owned(), json!(id));
    if object.field("createdBy").is_some() {
        let given = values.get("createdBy").cloned().unwrap_or(Value::Null);
        let source =
            given.get("source").and_then(Value::as_str).filter(|source| ACTOR_SOURCES.contains(source));
        let mut stamp = actor_value(actor, source);
        if let Some(context) = given.get("context").filter(|context| context.is_object()) {
            stamp["context"] = context.clone();
        }
        values.insert("createdBy".to_owned(), stamp);
    }
    if object.field("createdAt").is_some() && !values.contains_key("createdAt") {
        values.insert("createdAt".to_owned(), Value::String(timestamp(now)));
    }
    stamp_updated(object, values, actor, now);
}

/// Writes who changed a record last, and when.
pub fn stamp_updated(object: &Object, values: &mut Record, actor: &Actor, now: DateTime<Utc>) {
    if object.field("updatedBy").is_some() {
        values.insert("updatedBy".to_owned(), actor_value(actor, None));
    }
    if object.field("updatedAt").is_some() {
        values.insert("updatedAt".to_owned(), Value::String(timestamp(now)));
    }
}

/// Refuses values that are too large or too deep, and text Postgres cannot hold.
///
/// # Errors
/// `BAD_USER_INPUT` naming the field.
pub fn check_size(field: &str, value: &Value) -> Result<(), AppError> {
    let mut bytes = 0;
    measure(value, MAX_VALUE_DEPTH, &mut bytes).map_err(|problem| invalid(field, problem.describe(field)))
}

#[derive(Clone, Copy)]
enum Problem {
    TooLarge,
    TooDeep,
    NulByte,
}

impl Problem {
    fn describe(self, field: &str) -> String {
        match self {
            Self::TooLarge => format!("The value of \"{field}\" is larger than 1 MB."),
            Self::TooDeep => format!("The value of \"{field}\" is nested too deeply."),
            Self::NulByte => {
                format!("The value of \"{field}\" holds a character that cannot be stored (NUL).")
            }
        }
    }
}

fn measure(value: &Value, depth: usize, bytes: &mut usize) -> Result<(), Problem> {
    let Some(deeper) = depth.checked_sub(1) else { return Err(Problem::TooDeep) };
    let mut text = |text: &str| {
        *bytes += text.len() + 2;
        if text.contains('\0') { Err(Problem::NulByte) } else { Ok(()) }
    };
    match value {
        Value::String(string) => text(string)?,
        Value::Array(items) => {
            *bytes += 2;
            for item in items {
                measure(item, deeper, bytes)?;
            }
        }
        Value::Object(entries) => {
            for (key, _) in entries {
                text(key)?;
            }
            for item in entries.values() {
                measure(item, deeper, bytes)?;
            }
        }
        _ => *bytes += 8,
    }
    if *bytes > MAX_VALUE_BYTES { Err(Problem::TooLarge) } else { Ok(()) }
}

fn invalid(field: &str, message: impl Into<String>) -> AppError {
    AppError::bad_input(message).with_sub_code("INVALID_ARGS_DATA").with_field(field)
}
