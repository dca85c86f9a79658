//! What a write changes about who holds which file.

use std::time::Duration;

use chrono::Utc;
use icosa_model::{Field, Object};
use icosa_store::files::{self, FileUse, REMOVE_EXPIRED};
use icosa_store::jobs::{self, JobOptions};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{fields, id_of};
use crate::error::Failure;
use crate::records::events::Change;
use crate::records::scope::Scope;

/// How long a file is kept that was taken out of a record: the change can be undone.
const KEPT_FOR_UNDO: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Default)]
struct Moves {
    held: Vec<FileUse>,
    let_go: Vec<FileUse>,
    lost: Vec<FileUse>,
}

/// Notes in the transaction of a write which files its records hold afterwards and which no more. Files of destroyed
/// records are removed soon, those taken out of a record after a day.
pub(crate) async fn follow(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    changes: &[Change],
) -> Result<(), Failure> {
    let mut moves = Moves::default();
    for change in changes {
        let object = change.object_name().map_or(Some(&scope.object), |name| scope.model.object(name));
        let Some(object) = object else { continue };
        for field in fields(object) {
            moves.add(object, field, change);
        }
    }
    let (workspace, now) = (scope.actor.workspace, Utc::now());
    if !moves.let_go.is_empty() {
        files::release(tx, workspace, &moves.let_go, now + KEPT_FOR_UNDO).await?;
    }
    if !moves.held.is_empty() {
        files::hold(tx, workspace, &moves.held).await?;
    }
    if !moves.lost.is_empty() {
        files::release(tx, workspace, &moves.lost, now).await?;
        let options = JobOptions { key: Some(REMOVE_EXPIRED.to_owned()), ..JobOptions::default() };
        jobs::enqueue_named(tx, REMOVE_EXPIRED, &serde_json::json!({}), &options).await?;
    }
    Ok(())
}

impl Moves {
    fn add(&mut self, object: &Object, field: &Field, change: &Change) {
        let uses = |value: Option<&Value>| -> Vec<FileUse> {
            let items = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            items.iter().filter_map(|item| held_by(object, field, change.record(), item)).collect()
        };
        match change.action() {
            "created" => self.held.extend(uses(change.after(&field.name))),
            "updated" => {
                let Some((before, after)) = change.difference(&field.name) else { return };
                let (before, after) = (uses(Some(before)), uses(Some(after)));
                let stays = |own: &FileUse| after.iter().any(|other| other.file == own.file);
                self.let_go.extend(before.into_iter().filter(|own| !stays(own)));
                self.held.extend(after);
            }
            "destroyed" => self.lost.extend(uses(change.before(&field.name))),
            _ => {}
        }
    }
}

fn held_by(object: &Object, field: &Field, record: Uuid, item: &Value) -> Option<FileUse> {
    let label = item.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(FileUse { file: id_of(item)?, record, field: field.id.0, object: object.id.0, label })
}
