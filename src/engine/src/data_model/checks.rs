//! What stored records say against a change.

use std::collections::HashSet;

use icosa_contract::{AppError, Code};
use icosa_model::definition::FieldRow;
use icosa_model::{Field, FieldId, Metadata, Model, Object};
use icosa_sqlgen::check;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::error::{Failure, is_unique_violation};
use crate::records::run;

/// Records in the way of a change, with some of them as examples.
#[derive(Debug, Deserialize)]
struct InTheWay {
    count: u64,
    records: Vec<Value>,
}

/// Refuses to make fields required that some record has no value of, and fields unique that two records share a
/// value of. `model` is physical and describes the tables before the change; fields that are new are empty anyway.
pub async fn existing_records(
    tx: &mut PgConnection,
    model: &Model,
    required: &HashSet<FieldId>,
    unique: &HashSet<FieldId>,
) -> Result<(), Failure> {
    for (object, field) in among(model, required) {
        let statement = check::missing_values(model, &object.name_singular, &field.name);
        let found = ask(tx, statement).await?;
        if found.count > 0 {
            let message = format!(
                "{} cannot be required: {} {} no value for it.",
                field.label,
                found.count,
                if found.count == 1 { "record has" } else { "records have" }
            );
            return Err(refusal(message, "VALUES_MISSING", field, found).into());
        }
    }
    for (object, field) in among(model, unique) {
        let statement = check::duplicate_values(model, &object.name_singular, &field.name);
        let found = ask(tx, statement).await?;
        if found.count > 0 {
            let message = format!(
                "{} cannot be unique: {} records share a value with another.",
                field.label, found.count
            );
            return Err(refusal(message, "VALUES_NOT_UNIQUE", field, found).into());
        }
    }
    Ok(())
}

/// Refuses to make fields unique whose records are still getting other options: values that read the same are not equal
/// in the table yet.
pub fn settled(old: &Metadata, unique: &HashSet<FieldId>) -> Result<(), AppError> {
    let is_pending = |field: &&FieldRow| unique.contains(&field.id) && field.has_pending_values();
    let Some(field) = old.fields.iter().find(is_pending) else { return Ok(()) };
    let message =
        format!("Records are still getting the new options of {}. Try again afterwards.", field.label);
    Err(AppError::new(Code::Conflict, message)
        .with_sub_code("CHANGE_NOT_FINISHED")
        .with_field(field.name.clone()))
}

/// A unique field of a large table whose options cannot be taken away or moved.
pub fn too_large(old: &Metadata, field: FieldId) -> AppError {
    let field = old.fields.iter().find(|row| row.id == field);
    let label = field.map_or("this field", |field| field.label.as_str());
    let message = format!(
        "There are too many records to remove or move options of {label} while its values are unique. Make it not \
         unique, change the options, and make it unique again."
    );
    let refusal = AppError::new(Code::Conflict, message).with_sub_code("TABLE_TOO_LARGE");
    match field {
        Some(field) => refusal.with_field(field.name.clone()),
        None => refusal,
    }
}

/// Equal values that come of a change itself, values that no index can hold, and tables that would keep people waiting
/// for too long.
pub fn refused_by_records(failure: Failure) -> Failure {
    if failure.is_canceled() {
        let message = "This would keep everybody from writing to a large table for too long.";
        return AppError::new(Code::Conflict, message).with_sub_code("TABLE_TOO_LARGE").into();
    }
    if failure.is_too_long() {
        let message = "Some records have values that are too long for a field that is unique or indexed.";
        return AppError::new(Code::Conflict, message).with_sub_code("VALUES_TOO_LONG").into();
    }
    if !is_unique_violation(&failure) {
        return failure;
    }
    not_unique().into()
}

/// Equal values, nobody knows of which records.
fn not_unique() -> AppError {
    let message = "Two records would get the same value of a unique field.";
    AppError::new(Code::Conflict, message).with_sub_code("VALUES_NOT_UNIQUE")
}

fn among<'m>(
    model: &'m Model,
    ids: &'m HashSet<FieldId>,
) -> impl Iterator<Item = (&'m Object, &'m Field)> + 'm {
    model.objects().iter().flat_map(|object| {
        object.fields.iter().map(move |field| (&**object, field)).filter(|(_, field)| ids.contains(&field.id))
    })
}

async fn ask(
    tx: &mut PgConnection,
    statement: Result<icosa_sqlgen::Statement, icosa_sqlgen::PlanError>,
) -> Result<InTheWay, Failure> {
    let rows = run::rows(tx, statement).await?;
    match rows.first() {
        Some(row) => run::json(row, 0),
        None => Ok(InTheWay { count: 0, records: Vec::new() }),
    }
}

fn refusal(message: String, code: &str, field: &Field, found: InTheWay) -> AppError {
    AppError::new(Code::Conflict, message)
        .with_sub_code(code)
        .with_field(field.name.clone())
        .with_details(json!({"rows": found.count, "sample": found.records}))
}
