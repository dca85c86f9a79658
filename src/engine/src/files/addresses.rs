//! The addresses under which files can be read.

use std::collections::HashMap;

use icosa_contract::AppError;
use icosa_contract::files::FileFolder;
use icosa_model::query::Select;
use icosa_model::{FieldType, Model, Object, Record, WorkspaceId};
use icosa_sqlgen::file_mark;
use serde_json::Value;
use uuid::Uuid;

use super::id_of;
use crate::Engine;
use crate::error::Failure;

/// Where a file of a record can be read, until the token in the address expires.
///
/// # Errors
/// The signing key cannot be read.
pub async fn file_address(
    engine: &Engine,
    workspace: WorkspaceId,
    folder: FileFolder,
    id: Uuid,
) -> Result<String, AppError> {
    let token = engine.tokens().issue_for_reading(workspace, id).await?.token;
    let server = engine.config().server_url.as_str().trim_end_matches('/');
    Ok(format!("{server}/file/{}/{id}?token={token}", folder.path()))
}

/// The addresses of some files of fields.
async fn addresses(
    engine: &Engine,
    workspace: WorkspaceId,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Failure> {
    let mut found = HashMap::new();
    for id in ids {
        if let std::collections::hash_map::Entry::Vacant(entry) = found.entry(id) {
            entry.insert(file_address(engine, workspace, FileFolder::FilesField, id).await?);
        }
    }
    Ok(found)
}

/// Puts addresses into JSON text where a statement has left the mark of one, followed by the file's id. An address
/// needs no escaping.
///
/// # Errors
/// The signing key cannot be read.
pub(crate) async fn resolve_marks(
    engine: &Engine,
    workspace: WorkspaceId,
    text: String,
) -> Result<String, Failure> {
    let mark = file_mark();
    if !text.contains(mark) {
        return Ok(text);
    }
    let id = |part: &str| part.get(..36).and_then(|id| Uuid::parse_str(id).ok());
    let known = addresses(engine, workspace, text.split(mark).skip(1).filter_map(id)).await?;
    let mut parts = text.split(mark);
    let mut resolved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match id(part).and_then(|id| known.get(&id)) {
            Some(address) => {
                resolved.push_str(address);
                resolved.push_str(part.get(36..).unwrap_or_default());
            }
            None => resolved.push_str(part),
        }
    }
    Ok(resolved)
}

/// Adds its address, as `url`, to each file in records that were read with this selection.
///
/// # Errors
/// The signing key cannot be read.
pub(crate) async fn sign(
    engine: &Engine,
    model: &Model,
    object: &Object,
    select: &[Select],
    records: &mut [Record],
) -> Result<(), Failure> {
    let mut ids = Vec::new();
    each_item(model, object, select, records, &mut |item| ids.extend(id_of(&Value::Object(item.clone()))));
    if ids.is_empty() {
        return Ok(());
    }
    let known = addresses(engine, model.workspace(), ids).await?;
    each_item(model, object, select, records, &mut |item| {
        let id = item.get("fileId").and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok());
        if let Some(address) = id.and_then(|id| known.get(&id)) {
            item.insert("url".to_owned(), Value::String(address.clone()));
        }
    });
    Ok(())
}

/// Whether records read with this selection may hold files.
pub(crate) fn may_be_selected(model: &Model, object: &Object, select: &[Select]) -> bool {
    select.iter().any(|selected| match selected {
        Select::Field(name) => object.field(name).is_some_and(|field| field.field_type == FieldType::Files),
        Select::Relation { field, select, .. } => {
            let relation = object.field(field).and_then(|field| field.relation.as_ref());
            let target = relation.and_then(|relation| model.object(&relation.target_name));
            target.is_none_or(|target| may_be_selected(model, target, select))
        }
    })
}

/// Does something with each file of the records, those of related records included.
fn each_item(
    model: &Model,
    object: &Object,
    select: &[Select],
    records: &mut [Record],
    act: &mut dyn FnMut(&mut Record),
) {
    for selected in select {
        match selected {
            Select::Field(name) => {
                if object.field(name).is_none_or(|field| field.field_type != FieldType::Files) {
                    continue;
                }
                let items = records.iter_mut().filter_map(|record| record.get_mut(name)?.as_array_mut());
                items.flatten().filter_map(Value::as_object_mut).for_each(&mut *act);
            }
            Select::Relation { field, select, .. } => {
                let relation = object.field(field).and_then(|field| field.relation.as_ref());
                let Some(target) = relation.and_then(|relation| model.object(&relation.target_name)) else {
                    continue;
                };
                for record in records.iter_mut() {
                    let related = match record.get_mut(field) {
                        Some(Value::Array(related)) => related.as_mut_slice(),
                        Some(related @ Value::Object(_)) => std::slice::from_mut(related),
                        _ => continue,
                    };
                    for related in related.iter_mut().filter_map(Value::as_object_mut) {
                        each_item(model, target, select, std::slice::from_mut(related), act);
                    }
                }
            }
        }
    }
}
