//! Changing a record, in one transaction that holds its row.

use chrono::Utc;
use icosa_contract::records::UpdateRecord;
use icosa_model::{Object, Record};
use icosa_sqlgen::RowLock;
use serde_json::Value;
use sqlx::PgConnection;

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
    let mut tx = scope.engine.db().begin().await?;
    let before = live(&mut tx, scope, request).await?;
    let (diff, found) = difference(&mut tx, scope, &mut prepared, &before).await?;
    if diff.is_empty() {
        return answer.unchanged(&mut tx, scope).await;
    }
    let now = Utc::now();
    let mut values = prepared.values;
    values.retain(|key, _| diff.contains_key(key));
    validate::stamp_updated(&scope.object, &mut values, scope.actor, now);
    let activities = timeline::update_activities(&mut tx, scope, request.id, &before, &diff, &found).await?;
    let mut planned =
        vec![icosa_sqlgen::update(&scope.model, &scope.object.name_singular, request.id, &values)];
    let are_alone =
        prepared.references.is_empty() && activities.iter().all(|activity| activity.target == request.id);
    planned.extend(timeline::plan(&mut tx, scope, activities, now).await?);
    let changes = vec![Change::updated(request.id, &before, &values, diff)];
    events::commit_after(tx, scope, LastWrites { planned, changes, are_alone }).await?;
    Ok(answer.written(scope).await)
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
