//! Changing a record, in one transaction that holds its row.

use chrono::Utc;
use icosa_contract::records::UpdateRecord;
use icosa_model::{Object, Record};
use icosa_sqlgen::RowLock;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Failure, record_not_found};
use crate::files;
use crate::records::answer::Answer;
use crate::records::events::{self, Change, LastWrites};
use crate::records::references::Found;
use crate::records::scope::{Scope, Write};
use crate::records::validate::{self, Prepared};
use crate::records::{compare, get, place, references, timeline};

/// Stores new values and answers what was selected of the record. Values that are stored already change nothing and
/// leave no trace.
///
/// # Errors
/// `NOT_FOUND` without such a live record, `BAD_USER_INPUT` for values that do not fit, `CONFLICT` for a unique value
/// in use.
pub async fn update(scope: &Scope<'_>, request: &UpdateRecord) -> Result<Record, Failure> {
    scope.check_write(Write::Update(request.id), &request.values)?;
    let answer = Answer::plan(scope, request.id, &request.select)?;
    let mut prepared = validate::for_update(&scope.object, &request.values)?;
    clear_absent_parts(&scope.object, &mut prepared.values);
    if events::may_be_at_once(scope, &prepared) && write_at_once(scope, request.id, prepared.clone()).await? {
        return Ok(answer.written(scope).await);
    }
    let mut tx = scope.engine.db().begin().await?;
    let before = live(&mut tx, scope, request).await?;
    let Some(last) = last_writes(&mut tx, scope, (request.id, None), before, prepared).await? else {
        return answer.unchanged(&mut tx, scope).await;
    };
    events::commit_after(tx, scope, last).await?;
    Ok(answer.written(scope).await)
}

/// Changes it with one statement, if nobody else changes it between our look at it and then; `false` if nothing was
/// done, because it has to be held first or nothing changes.
async fn write_at_once(scope: &Scope<'_>, id: Uuid, prepared: Prepared) -> Result<bool, Failure> {
    let Some(_turn) = scope.engine.turns().take(id).await else { return Ok(false) };
    let mut lent = scope.engine.db().lend().await?;
    let last = match seen_writes(&mut lent, scope, id, prepared).await {
        Err(failure) if failure.is_away() => return Ok(false),
        last => last?,
    };
    let Some(last) = last.filter(|last| last.are_alone) else {
        lent.hand_on();
        return Ok(false);
    };
    match events::write_at_once(lent, scope, last).await {
        Err(failure) if failure.is_transient() => Ok(false),
        outcome => outcome.map(|()| true),
    }
}

async fn seen_writes(
    connection: &mut PgConnection,
    scope: &Scope<'_>,
    id: Uuid,
    prepared: Prepared,
) -> Result<Option<LastWrites>, Failure> {
    let seen = get::seen(connection, scope, id).await?;
    let Some((before, version)) = seen.filter(|(record, _)| !get::is_deleted(record)) else {
        return Ok(None);
    };
    last_writes(connection, scope, (id, Some(&version)), before, prepared).await
}

/// What is written of the change, none if there is none: the record's own row only if it has the version given.
async fn last_writes(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    (id, version): (Uuid, Option<&str>),
    before: Record,
    mut prepared: Prepared,
) -> Result<Option<LastWrites>, Failure> {
    let (diff, found) = difference(tx, scope, &mut prepared, &before).await?;
    if diff.is_empty() {
        return Ok(None);
    }
    let now = Utc::now();
    let mut values = prepared.values;
    values.retain(|key, _| diff.contains_key(key));
    validate::stamp_updated(&scope.object, &mut values, scope.actor, now);
    let activities = timeline::update_activities(tx, scope, id, &before, &diff, &found).await?;
    let name = &scope.object.name_singular;
    let row = match version {
        Some(version) => icosa_sqlgen::update_seen(&scope.model, name, id, &values, version),
        None => icosa_sqlgen::update(&scope.model, name, id, &values),
    };
    let are_alone = prepared.references.is_empty() && activities.iter().all(|activity| activity.target == id);
    let mut planned = vec![row];
    planned.extend(timeline::plan(tx, scope, activities, now).await?);
    let changes = vec![Change::updated(id, before, &values, diff)];
    Ok(Some(LastWrites { planned, changes, are_alone }))
}

async fn live(tx: &mut PgConnection, scope: &Scope<'_>, request: &UpdateRecord) -> Result<Record, Failure> {
    let stored = get::snapshot(tx, scope, &[request.id], RowLock::NoKeyUpdate).await?;
    let live = stored.into_iter().map(|(_, record)| record).find(|record| !get::is_deleted(record));
    Ok(live.ok_or_else(record_not_found)?)
}

/// What the request really changes, and the records that changed relations led to and lead to; references and
/// positions are looked up only when they are part of it.
async fn difference(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    prepared: &mut Prepared,
    before: &Record,
) -> Result<(Record, Found), Failure> {
    if let Some(position) = place::for_update(tx, scope, prepared.position).await? {
        prepared.values.insert("position".to_owned(), position);
    }
    files::take(tx, scope, &mut [&mut prepared.values]).await?;
    let diff = compare::changes(&scope.object, before, &prepared.values);
    prepared.references.retain(|reference| diff.contains_key(&reference.column));
    let related = timeline::related(&scope.object, &diff);
    let found = references::hold(tx, scope, &prepared.references, related).await?;
    references::refuse_missing(scope, &prepared.references, &found)?;
    Ok((diff, found))
}

/// A composite replaces the whole value: parts that were not sent become null.
pub(crate) fn clear_absent_parts(object: &Object, values: &mut Record) {
    for (key, value) in values.iter_mut() {
        let Some(field) = object.field(key).filter(|field| field.field_type.is_composite()) else { continue };
        if value.is_null() {
            *value = Value::Object(Record::new());
        }
        let Value::Object(parts) = value else { continue };
        for part in field.field_type.sub_fields() {
            parts.entry(part.name).or_insert(Value::Null);
        }
    }
}
