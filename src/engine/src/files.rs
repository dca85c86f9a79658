//! Files in records: which a write may take, which it lets go of, and the addresses that readers get.
//!
//! A record holds `{fileId, label, extension}`. A write may name files of its own field that are whole; in its
//! transaction the tables of files learn who holds them ([`icosa_store::files`]), so that what nobody holds can be
//! removed. Addresses are made at reading: they carry a token that expires.

mod addresses;
mod holding;
mod sweep;

use std::collections::HashMap;

use icosa_contract::AppError;
use icosa_contract::files::FileFolder;
use icosa_model::{Field, FieldType, Object, Record};
use icosa_store::files::{self, FileRow, status};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::Failure;
use crate::records::scope::Scope;

pub use addresses::file_address;
pub(crate) use addresses::{may_be_selected, resolve_marks, sign};
pub(crate) use holding::follow;
pub use sweep::release_lost_files;

/// The extension of a name: what follows the last dot, lower case, if it looks like one.
#[must_use]
pub fn extension_of(name: &str) -> String {
    let extension =
        name.rsplit_once('.').map_or("", |(stem, extension)| if stem.is_empty() { "" } else { extension });
    let is_one = (1..=10).contains(&extension.len()) && extension.chars().all(|c| c.is_ascii_alphanumeric());
    if is_one { extension.to_ascii_lowercase() } else { String::new() }
}

/// The FILES fields of an object.
pub(crate) fn fields(object: &Object) -> impl Iterator<Item = &Field> {
    object.fields.iter().filter(|field| field.field_type == FieldType::Files)
}

/// An item as clients send it: what was stored before has its extension already.
fn is_fresh(item: &Value) -> bool {
    item.get("extension").is_none()
}

fn id_of(item: &Value) -> Option<Uuid> {
    Uuid::parse_str(item.get("fileId")?.as_str()?).ok()
}

/// Makes sure that files named in new values are there for their field, holds them until the end of the transaction,
/// and adds what is stored with them. One statement, none without files.
///
/// # Errors
/// `BAD_USER_INPUT` naming the field.
pub(crate) async fn take(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    rows: &mut [&mut Record],
) -> Result<(), Failure> {
    let fields: Vec<&Field> = fields(&scope.object).collect();
    let mut wanted = Vec::new();
    for field in &fields {
        for row in rows.iter() {
            let items = row.get(&field.name).and_then(Value::as_array);
            wanted.extend(items.into_iter().flatten().filter(|item| is_fresh(item)).filter_map(id_of));
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    wanted.sort_unstable();
    wanted.dedup();
    let found = files::lock(tx, scope.actor.workspace, &wanted).await?;
    let found: HashMap<Uuid, FileRow> = found.into_iter().map(|file| (file.id, file)).collect();
    for row in rows {
        for field in &fields {
            let Some(Value::Array(items)) = row.get_mut(&field.name) else { continue };
            complete(field, items, &found)?;
        }
    }
    Ok(())
}

fn complete(field: &Field, items: &mut [Value], found: &HashMap<Uuid, FileRow>) -> Result<(), AppError> {
    for at in 0..items.len() {
        let refused = |items: &[Value], detail: &str| {
            let value = Value::Array(items.to_vec());
            let name = &field.name;
            let message = format!("Invalid value \"{value}\" for FILES field \"{name}\" - {at}: {detail}");
            AppError::bad_input(message).with_sub_code("INVALID_ARGS_DATA").with_field(name.clone())
        };
        let Some(id) = items.get(at).filter(|item| is_fresh(item)).and_then(id_of) else { continue };
        if items.iter().take(at).any(|former| id_of(former) == Some(id)) {
            return Err(refused(items, "the file is in the list already"));
        }
        let Some(file) = found.get(&id) else { return Err(refused(items, "there is no such file")) };
        if file.status != status::UPLOADED {
            return Err(refused(items, "the file has not been uploaded"));
        }
        if file.field != Some(field.id.0) || !file.path.starts_with(FileFolder::FilesField.path()) {
            return Err(refused(items, "the file was uploaded for something else"));
        }
        let extension = extension_of(&file.path);
        if let Some(item) = items.get_mut(at) {
            let label = item.get("label").and_then(Value::as_str).map(str::trim).unwrap_or_default();
            let label = if label.is_empty() { file.name.as_str() } else { label };
            *item = json!({ "fileId": id, "label": label, "extension": extension });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_what_follows_the_last_dot() {
        for (name, extension) in [
            ("a.PDF", "pdf"),
            ("archive.tar.gz", "gz"),
            (".bashrc", ""),
            ("no dot", ""),
            ("a.b c", ""),
            ("files-field/x/y.svg", "svg"),
            ("a.", ""),
        ] {
            assert_eq!(extension_of(name), extension, "{name}");
        }
    }
}
