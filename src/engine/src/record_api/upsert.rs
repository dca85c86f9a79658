//! Making records, or changing those that are there already by id or by a unique value; deleted ones come back.

use chrono::Utc;
use icosa_contract::AppError;
use icosa_model::Record;
use icosa_model::query::{DeletedRows, Filter};
use icosa_sqlgen::RowLock;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::create_many::{Draft, drafts, insert};
use super::unique::{self, UniqueKey};
use super::update_many::{Target, change};
use super::{Condition, CreateMany, matching};
use crate::error::Failure;
use crate::records::scope::{Scope, check_depth};
use crate::records::update::clear_absent_parts;
use crate::records::validate::Position;
use crate::records::{events, get, place, run, timeline};

/// Makes or changes them, all or none; answers the changed ones, then the new ones.
pub(super) async fn upsert(scope: &Scope<'_>, request: &CreateMany) -> Result<Vec<Record>, Failure> {
    check_depth(&request.select)?;
    let drafts = drafts(scope, &request.records)?;
    let named: Vec<bool> = request.records.iter().map(|record| record.contains_key("id")).collect();
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let now = Utc::now();
    let mut tx = scope.engine.db().begin().await?;
    let stored = stored(&mut tx, scope, &drafts, &named).await?;
    let (targets, new) = split(scope, drafts, &named, stored)?;
    let mut ids: Vec<Uuid> = targets.iter().map(|target| target.id).collect();
    let targets = revived(&mut tx, scope, targets).await?;
    let changed = change(&mut tx, scope, targets, now).await?;
    let made = insert(&mut tx, scope, new, now).await?;
    ids.extend(made.ids);
    let activities = changed.activities.into_iter().chain(made.activities).collect();
    timeline::write(&mut tx, scope, activities, now).await?;
    let answers = matching::answers(&mut tx, scope, &ids, &request.select).await?;
    events::commit(tx, scope, changed.changes.into_iter().chain(made.changes).collect()).await?;
    Ok(answers)
}

/// The rows that any of the records may mean, held by the transaction: two statements.
async fn stored(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    drafts: &[Draft],
    named: &[bool],
) -> Result<Vec<(Uuid, Record)>, Failure> {
    let keys = unique::keys(&scope.object);
    let mut conditions = Vec::new();
    for (draft, named) in drafts.iter().zip(named) {
        conditions.extend(named.then(|| unique::id_condition(draft.id)));
        conditions.extend(keys.iter().filter_map(|key| key.wide_condition(&draft.prepared.values)));
    }
    if conditions.is_empty() {
        return Ok(Vec::new());
    }
    let any = Condition::Own(Filter::Or(conditions));
    let ids = matching::ids_in(tx, scope, &any, DeletedRows::Included).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    get::snapshot(tx, scope, &ids, RowLock::NoKeyUpdate).await
}

/// Which records change a row, and which are new.
fn split(
    scope: &Scope<'_>,
    drafts: Vec<Draft>,
    named: &[bool],
    stored: Vec<(Uuid, Record)>,
) -> Result<(Vec<Target>, Vec<Draft>), Failure> {
    let keys = unique::keys(&scope.object);
    let (mut targets, mut new) = (Vec::new(), Vec::new());
    for (draft, named) in drafts.into_iter().zip(named) {
        let matched = stored.iter().filter(|(id, row)| {
            (*named && *id == draft.id)
                || keys.iter().any(|key| key.matches(&scope.object, &draft.prepared.values, row))
        });
        let matched: Vec<&(Uuid, Record)> = matched.collect();
        match matched.as_slice() {
            [] => new.push(draft),
            [(id, before)] => add(&mut targets, target(scope, *id, before.clone(), draft)),
            _ => return Err(ambiguous(&keys).into()),
        }
    }
    Ok((targets, new))
}

/// Records that mean the same row are one change of it; the later one wins.
fn add(targets: &mut Vec<Target>, target: Target) {
    let Some(known) = targets.iter_mut().find(|known| known.id == target.id) else {
        targets.push(target);
        return;
    };
    let prepared = target.prepared;
    known.prepared.references.retain(|reference| !prepared.values.contains_key(&reference.column));
    known.prepared.references.extend(prepared.references);
    known.prepared.values.extend(prepared.values);
    known.prepared.position = prepared.position.or(known.prepared.position);
}

fn target(scope: &Scope<'_>, id: Uuid, before: Record, draft: Draft) -> Target {
    let mut prepared = draft.prepared;
    for made_once in ["createdBy", "createdAt"] {
        prepared.values.remove(made_once);
    }
    clear_absent_parts(&scope.object, &mut prepared.values);
    Target { id, before, prepared }
}

fn ambiguous(keys: &[UniqueKey]) -> AppError {
    let names: Vec<String> =
        std::iter::once("id".to_owned()).chain(keys.iter().map(UniqueKey::describe)).collect();
    let message = format!(
        "Multiple records found with the same unique field values for {}. Cannot determine which record to update.",
        names.join(", ")
    );
    AppError::bad_input(message).with_sub_code("UPSERT_MULTIPLE_MATCHING_RECORDS_CONFLICT")
}

/// Brings deleted rows back (one statement) and looks positions up.
async fn revived(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    mut targets: Vec<Target>,
) -> Result<Vec<Target>, Failure> {
    let deleted: Vec<Uuid> =
        targets.iter().filter(|target| get::is_deleted(&target.before)).map(|target| target.id).collect();
    if !deleted.is_empty() {
        let planned = icosa_sqlgen::set_deleted(&scope.model, &scope.object.name_singular, &deleted, false);
        run::ids(tx, planned).await?;
    }
    for target in &mut targets {
        if deleted.contains(&target.id) {
            target.prepared.values.insert("deletedAt".to_owned(), Value::Null);
        }
        if let Some(position) = target.prepared.position.take() {
            let number = match position {
                Position::At(number) => Some(serde_json::json!(number)),
                end => place::for_update(tx, scope, Some(end)).await?,
            };
            target.prepared.values.extend(number.map(|number| ("position".to_owned(), number)));
        }
    }
    Ok(targets)
}
