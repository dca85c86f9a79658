//! Taking an import back, from its last row to its first, portion by portion.
//!
//! Records it made go for good, unless they were changed since or others point at them: those go to where deleted
//! records are kept. Records it changed are as they were before, unless they were changed since: those are left alone.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use icosa_contract::Actor;
use icosa_model::{ObjectId, Record, WorkspaceId};
use icosa_sqlgen::RowLock;
use icosa_store::imports::entries::{self, Entry};
use icosa_store::imports::{self, status};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::import::{Ran, actor, lookup};
use crate::Engine;
use crate::error::Failure;
use crate::records::activity::{self, TIMELINE};
use crate::records::defaults::timestamp;
use crate::records::events::{self, Change};
use crate::records::references::Found;
use crate::records::scope::Scope;
use crate::records::{compare, get, retried, run as statements, timeline, validate};

/// Entries of one transaction.
const PORTION: i64 = 500;

/// Goes on with taking an import back for about so long.
pub(crate) async fn run(
    engine: &Engine,
    workspace: WorkspaceId,
    import: Uuid,
    slice: Duration,
) -> Result<Ran, Failure> {
    let began = Instant::now();
    let ended = engine.ended();
    loop {
        let Some(row) = lookup(engine, workspace, import).await? else { return Ok(Ran::Finished) };
        if row.status != status::UNDOING {
            return Ok(Ran::Finished);
        }
        let actor = actor(&row);
        let mut size = PORTION;
        let done = loop {
            match retried(|| portion(engine, &actor, import, size)).await {
                // What one record stands in the way of is found by taking fewer.
                Err(failure) if size > 1 && is_about_records(&failure) => size = (size / 8).max(1),
                Err(failure) if is_about_records(&failure) => {
                    tracing::warn!(%failure, "a record of an import is left as it is");
                    break leave_one(engine, &actor, import).await?;
                }
                outcome => break outcome?,
            }
        };
        if done {
            return Ok(Ran::Finished);
        }
        if began.elapsed() >= slice || *ended.borrow() {
            return Ok(Ran::Again);
        }
    }
}

fn is_about_records(failure: &Failure) -> bool {
    match failure {
        Failure::Database(error) => {
            let code = error.as_database_error().and_then(|error| error.code());
            code.is_some_and(|code| code.starts_with("23") || code.starts_with("22"))
        }
        Failure::Plan(_) => true,
        _ => false,
    }
}

/// `true` when nothing is left to take back.
async fn portion(engine: &Engine, actor: &Actor, import: Uuid, size: i64) -> Result<bool, Failure> {
    let mut tx = engine.db().begin().await?;
    let held = imports::hold(&mut *tx, actor.workspace, import).await?;
    if held.is_none_or(|row| row.status != status::UNDOING) {
        return Ok(true);
    }
    let all = entries::last(&mut *tx, import, size).await?;
    if all.is_empty() {
        imports::set_status(&mut *tx, import, status::UNDONE, None).await?;
        tx.commit().await?;
        return Ok(true);
    }
    let ids: Vec<Uuid> = all.iter().map(|entry| entry.record_id).collect();
    let mut done = Undone::default();
    let mut by_object = BTreeMap::<Uuid, Vec<Entry>>::new();
    for entry in all {
        by_object.entry(entry.object_metadata_id).or_default().push(entry);
    }
    let model = engine.model(actor.workspace).await?;
    let mut last = None;
    for (object, entries) in by_object {
        let Some(object) = model.object_by_id(ObjectId(object)) else {
            done.kept += i64::try_from(entries.len()).unwrap_or_default();
            continue;
        };
        let scope = Scope::on(engine, actor, model.clone(), &object.name_singular)?;
        take_back(&mut tx, &scope, import, entries, &mut done).await?;
        last = Some(scope);
    }
    entries::remove(&mut *tx, import, &ids).await?;
    imports::advance_undo(&mut *tx, import, done.removed, done.restored, done.kept).await?;
    match last {
        Some(scope) => events::commit(tx, &scope, done.changes).await?,
        None => tx.commit().await?,
    }
    Ok(false)
}

/// Leaves the last record as it is.
async fn leave_one(engine: &Engine, actor: &Actor, import: Uuid) -> Result<bool, Failure> {
    let mut tx = engine.db().begin().await?;
    let held = imports::hold(&mut *tx, actor.workspace, import).await?;
    if held.is_none_or(|row| row.status != status::UNDOING) {
        return Ok(true);
    }
    let ids: Vec<Uuid> =
        entries::last(&mut *tx, import, 1).await?.into_iter().map(|entry| entry.record_id).collect();
    entries::remove(&mut *tx, import, &ids).await?;
    imports::advance_undo(&mut *tx, import, 0, 0, i64::try_from(ids.len()).unwrap_or_default()).await?;
    tx.commit().await?;
    Ok(false)
}

#[derive(Default)]
struct Undone {
    removed: i64,
    restored: i64,
    kept: i64,
    changes: Vec<Change>,
}

/// Takes back what was done to records of one object.
async fn take_back(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    import: Uuid,
    entries: Vec<Entry>,
    done: &mut Undone,
) -> Result<(), Failure> {
    let now = Utc::now();
    let ids: Vec<Uuid> = entries.iter().map(|entry| entry.record_id).collect();
    // Whoever makes another record point at one of them is waited for, or waits: its row would go with this one.
    let stored = get::snapshot(tx, scope, &ids, RowLock::Update).await?;
    let mut stored: HashMap<Uuid, Record> = stored.into_iter().collect();
    let made: Vec<Uuid> =
        entries.iter().filter(|entry| entry.action != "UPDATED").map(|entry| entry.record_id).collect();
    let needed = pointed_at(tx, scope, import, &made).await?;
    let (mut destroyed, mut deleted, mut restored) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let id = entry.record_id;
        let Some(record) = stored.remove(&id) else {
            // Somebody has removed it already.
            if entry.action == "UPDATED" {
                done.kept += 1
            } else {
                done.removed += 1
            }
            continue;
        };
        let is_as_written = record.get("updatedAt") == Some(&json!(timestamp(entry.stamp)));
        match (entry.action.as_str(), is_as_written) {
            ("UPDATED", true) => restored.push((id, record, entry.before)),
            ("UPDATED", false) => done.kept += 1,
            (_, true) if !needed.contains(&id) => destroyed.push((id, record)),
            (..) if get::is_deleted(&record) => done.removed += 1,
            (..) => deleted.push((id, record)),
        }
    }
    let name = &scope.object.name_singular;
    let count = |list: usize| i64::try_from(list).unwrap_or_default();
    if !destroyed.is_empty() {
        let ids: Vec<Uuid> = destroyed.iter().map(|(id, _)| *id).collect();
        statements::ids(tx, icosa_sqlgen::destroy(&scope.model, name, &ids)).await?;
        done.removed += count(ids.len());
        done.changes.extend(destroyed.into_iter().map(|(id, record)| Change::destroyed(id, record).of(name)));
    }
    done.removed += count(deleted.len());
    delete(tx, scope, deleted, now, done).await?;
    restore(tx, scope, restored, now, done).await
}

/// Records that others point at, which the import has not made itself; the timeline does not count.
async fn pointed_at(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    import: Uuid,
    made: &[Uuid],
) -> Result<HashSet<Uuid>, Failure> {
    if made.is_empty() {
        return Ok(HashSet::new());
    }
    let name = &scope.object.name_singular;
    let planned = icosa_sqlgen::pointed_at(&scope.model, name, made, import, TIMELINE);
    Ok(statements::ids(tx, planned).await?.into_iter().collect())
}

/// Soft deletion.
async fn delete(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    records: Vec<(Uuid, Record)>,
    now: DateTime<Utc>,
    done: &mut Undone,
) -> Result<(), Failure> {
    if records.is_empty() {
        return Ok(());
    }
    let object = &scope.object;
    let ids: Vec<Uuid> = records.iter().map(|(id, _)| *id).collect();
    statements::ids(tx, icosa_sqlgen::set_deleted(&scope.model, &object.name_singular, &ids, true)).await?;
    let after = json!(timestamp(now));
    let mut activities = Vec::new();
    for (id, record) in records {
        let before = record.get("deletedAt").cloned().unwrap_or_default();
        let diff = Record::from_iter([("deletedAt".to_owned(), json!({"before": before, "after": after}))]);
        let properties = activity::update_properties(&diff);
        activities.extend(activity::direct(&scope.model, object, "deleted", id, properties));
        let change = Change::marked(id, "deleted", &record, &after, diff);
        done.changes.push(change.of(&object.name_singular));
    }
    timeline::write_new(tx, scope, activities, now).await
}

/// Changed records as they were before.
async fn restore(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    records: Vec<(Uuid, Record, Option<Value>)>,
    now: DateTime<Utc>,
    done: &mut Undone,
) -> Result<(), Failure> {
    let object = &scope.object;
    let mut differing = Vec::new();
    for (id, record, before) in records {
        done.restored += 1;
        let Some(Value::Object(mut values)) = before else { continue };
        // A field may be gone by now.
        values.retain(|key, _| object.field(key).is_some() || object.field_by_join_column(key).is_some());
        let diff = compare::changes(object, &record, &values);
        if diff.is_empty() {
            continue;
        }
        values.retain(|key, _| diff.contains_key(key));
        validate::stamp_updated(object, &mut values, scope.actor, now);
        differing.push((id, record, values, diff));
    }
    let changed: Vec<_> = differing.iter().map(|(id, record, _, diff)| (*id, record, diff)).collect();
    let activities = timeline::update_activities_of(tx, scope, &changed, &Found::new()).await?;
    let mut changes = Vec::with_capacity(differing.len());
    for (id, record, values, diff) in differing {
        done.changes.push(Change::updated(id, record, &values, diff).of(&object.name_singular));
        changes.push((id, values));
    }
    if !changes.is_empty() {
        let planned = icosa_sqlgen::update_each(&scope.model, &object.name_singular, &changes);
        statements::ids(tx, planned).await?;
    }
    timeline::write_new(tx, scope, activities, now).await
}
