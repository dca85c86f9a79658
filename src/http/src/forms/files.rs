//! Files of a record in its plain form: which of the stored ones stay, under which names, and the ones sent now.
//!
//! For a field `docs` there is an empty `docs` that says the field was in the form, one `docs` with its id for each
//! file that stays, `docs.<id>` with its name, and the files sent.

use icosa_contract::files::{CreateFileUpload, FileField, FileFolder, FilesApi};
use icosa_contract::{Actor, AppError};
use icosa_model::{FieldType, Object, Record};
use serde_json::{Value, json};

use super::body::Form;
use crate::HttpState;
use crate::multipart::SentFile;

/// Adds the values of the FILES fields that the form has; stores what was sent for them.
///
/// # Errors
/// A file cannot be taken; those that were are removed after a day.
pub async fn take(
    state: &HttpState,
    actor: &Actor,
    object: &Object,
    form: &Form,
    sent: Vec<(String, SentFile)>,
    mut values: Record,
) -> Result<Record, AppError> {
    let is_editable = |field: &&icosa_model::Field| {
        field.field_type == FieldType::Files && field.is_ui_editable && !field.is_system
    };
    for field in object.fields.iter().filter(is_editable) {
        let kept = form.all(&field.name);
        if kept.is_empty() && !sent.iter().any(|(name, _)| *name == field.name) {
            continue;
        }
        let item = |id: &String| json!({ "fileId": id, "label": form.text(&format!("{}.{id}", field.name)) });
        let items = kept.iter().filter(|id| !id.is_empty()).map(item).collect();
        values.insert(field.name.clone(), Value::Array(items));
    }
    for (name, file) in sent {
        let field = object.field(&name).filter(is_editable);
        let field =
            field.ok_or_else(|| AppError::bad_input("A file was sent for a field that takes none."))?;
        let request = CreateFileUpload {
            filename: file.filename,
            size: file.size,
            folder: FileFolder::FilesField,
            field: Some(FileField::Id(field.id.0)),
        };
        let stored = state.files.store(actor, request, Box::new(file.file)).await;
        let stored = stored.map_err(|error| error.with_field(name.clone()))?;
        if let Some(Value::Array(items)) = values.get_mut(&name) {
            items.push(json!({ "fileId": stored.id, "label": stored.name }));
        }
    }
    Ok(values)
}
