//! Changes of many records in one transaction; the number of statements does not depend on theirs.

use chrono::{DateTime, Utc};
use icosa_model::Record;
use icosa_sqlgen::RowLock;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{UpdateMany, matching};
use crate::error::Failure;
use crate::files;
use crate::records::activity::Activity;
use crate::records::events::{self, Change};
use crate::records::scope::{Scope, Write, check_depth};
use crate::records::update::clear_absent_parts;
use crate::records::validate::{self, Prepared};
use crate::records::{compare, get, place, references, run, timeline};

/// Changes all live records that pass when it is their turn; answers them in order of id.
pub(super) async fn update(scope: &Scope<'_>, request: &UpdateMany) -> Result<Vec<Record>, Failure> {
    check_depth(&request.select)?;
    let mut prepared = validate::for_update(&scope.object, &request.values)?;
    clear_absent_parts(&scope.object, &mut prepared.values);
    let now = Utc::now();
    let mut tx = scope.engine.db().begin().await?;
    let ids = matching::ids_in(&mut tx, scope, &request.condition, request.deleted).await?;
    for id in &ids {
        scope.check_write(Write::Update(*id), &request.values)?;
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(position) = place::for_update(&mut tx, scope, prepared.position).await? {
        prepared.values.insert("position".to_owned(), position);
    }
    let mut stored = get::snapshot(&mut tx, scope, &ids, RowLock::NoKeyUpdate).await?;
    matching::retain_passing(&mut tx, scope, &request.condition, request.deleted, &mut stored).await?;
    stored.retain(|(_, record)| !get::is_deleted(record));
    stored.sort_by_key(|(id, _)| *id);
    let ids: Vec<Uuid> = stored.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let targets =
        stored.into_iter().map(|(id, before)| Target { id, before, prepared: prepared.clone() }).collect();
    let changed = change(&mut tx, scope, targets, now).await?;
    timeline::write(&mut tx, scope, changed.activities, now).await?;
    let answers = matching::answers(&mut tx, scope, &ids, &request.select).await?;
    events::commit(tx, scope, changed.changes).await?;
    Ok(answers)
}

/// A live record, held by the transaction, and what it shall hold.
pub(super) struct Target {
    pub id: Uuid,
    pub before: Record,
    pub prepared: Prepared,
}

/// What changes leave behind.
#[derive(Default)]
pub(super) struct Changed {
    pub activities: Vec<Activity>,
    pub changes: Vec<Change>,
}

/// Stores what differs, after one look at everything pointed at. No record is named twice.
pub(super) async fn change(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    mut targets: Vec<Target>,
    now: DateTime<Utc>,
) -> Result<Changed, Failure> {
    let object = &scope.object;
    let mut values: Vec<&mut Record> = targets.iter_mut().map(|target| &mut target.prepared.values).collect();
    files::take(tx, scope, &mut values).await?;
    let diffs: Vec<Record> = targets
        .iter()
        .map(|target| compare::changes(object, &target.before, &target.prepared.values))
        .collect();
    for (target, diff) in targets.iter_mut().zip(&diffs) {
        target.prepared.references.retain(|reference| diff.contains_key(&reference.column));
    }
    let related = diffs.iter().flat_map(|diff| timeline::related(object, diff)).collect();
    let new: Vec<_> = targets.iter().flat_map(|target| target.prepared.references.iter().cloned()).collect();
    let found = references::hold(tx, scope, &new, related).await?;
    let (mut writes, mut differing) = (Vec::new(), Vec::new());
    for (target, diff) in targets.into_iter().zip(diffs) {
        let Target { id, before, prepared } = target;
        if diff.is_empty() {
            continue;
        }
        references::refuse_missing(scope, &prepared.references, &found)?;
        let mut values = prepared.values;
        values.retain(|key, _| diff.contains_key(key));
        validate::stamp_updated(object, &mut values, scope.actor, now);
        writes.push((id, values));
        differing.push((id, before, diff));
    }
    let updates: Vec<_> = differing.iter().map(|(id, before, diff)| (*id, before, diff)).collect();
    let activities = timeline::update_activities_of(tx, scope, &updates, &found).await?;
    let changes = differing
        .into_iter()
        .zip(&writes)
        .map(|((id, before, diff), (_, values))| Change::updated(id, before, values, diff));
    let changed = Changed { activities, changes: changes.collect() };
    let name = &object.name_singular;
    match writes.as_slice() {
        [] => {}
        [(id, values)] => {
            run::ids(tx, icosa_sqlgen::update(&scope.model, name, *id, values)).await?;
        }
        all => {
            run::ids(tx, icosa_sqlgen::update_each(&scope.model, name, all)).await?;
        }
    }
    Ok(changed)
}
