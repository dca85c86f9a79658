//! Merging records: one of them survives with what the others know, and everything that points at them points at it.

mod moving;
mod values;

use chrono::{DateTime, Utc};
use icosa_contract::{Actor, AppError};
use icosa_model::Record;
use icosa_sqlgen::RowLock;
use serde_json::{Value, json};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::trees::PreparedReads;
use super::unique;
use super::update_many::{Changed, Target, change};
use crate::Engine;
use crate::error::Failure;
use crate::records::defaults::timestamp;
use crate::records::events::{self, Change};
use crate::records::scope::{Scope, Write};
use crate::records::validate::Prepared;
use crate::records::{activity, finish, get, retried, run, timeline};

/// Most records of one merge.
const MOST: usize = 9;

/// Records to be made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeMany {
    /// API name, singular.
    pub object: String,
    /// Which, two to nine.
    pub ids: Vec<Uuid>,
    /// Place of the surviving one among them: its values come first.
    pub priority: i64,
    /// Nothing is kept.
    pub dry_run: bool,
}

impl MergeMany {
    /// The record that survives.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for too few or too many records, the same one twice, a place that is none.
    pub fn survivor(&self) -> Result<Uuid, AppError> {
        let refused = |message: String| AppError::bad_input(message).with_sub_code("INVALID_QUERY_INPUT");
        if !(2..=MOST).contains(&self.ids.len()) {
            return Err(refused(format!("A merge takes 2 to {MOST} records")));
        }
        let is_twice = |(i, id): (usize, &Uuid)| self.ids.iter().take(i).any(|former| former == id);
        if self.ids.iter().enumerate().any(is_twice) {
            return Err(refused("A merge names each record once".to_owned()));
        }
        let place = usize::try_from(self.priority).ok();
        let survivor = place.and_then(|place| self.ids.get(place)).copied();
        survivor.ok_or_else(|| refused("conflictPriorityIndex is no place among the records".to_owned()))
    }
}

impl Engine {
    /// Merges live records in one transaction; the others are soft-deleted. Answers what the read brings in the
    /// end, which is about the survivor.
    ///
    /// # Errors
    /// `NOT_FOUND` if one of them is not there, `BAD_USER_INPUT` for a request that makes no sense.
    pub async fn merge_many(
        &self,
        actor: &Actor,
        request: MergeMany,
        answer: &PreparedReads,
    ) -> Result<Option<String>, AppError> {
        let scope = self.record_scope(actor, &request.object).await?;
        finish(&scope, retried(|| merge(&scope, &request, answer)).await)
    }
}

async fn merge(
    scope: &Scope<'_>,
    request: &MergeMany,
    answer: &PreparedReads,
) -> Result<Option<String>, Failure> {
    let survivor = request.survivor()?;
    scope.check_write(Write::Remove, &Record::new())?;
    let now = Utc::now();
    let mut tx = scope.engine.db().begin().await?;
    // What others are making point at one of them has to be moved, too.
    let mut stored = get::snapshot(&mut tx, scope, &request.ids, RowLock::Update).await?;
    if stored.len() < request.ids.len() || stored.iter().any(|(_, record)| get::is_deleted(record)) {
        let error = AppError::not_found("One or more records not found");
        return Err(error.with_sub_code("RECORD_NOT_FOUND").into());
    }
    stored.sort_by_key(|(id, _)| (*id != survivor, request.ids.iter().position(|named| named == id)));
    let records: Vec<&Record> = stored.iter().map(|(_, record)| record).collect();
    let values = values::merged(&scope.object, &records);
    let losers = stored.split_off(1);
    let before = stored.pop().map(|(_, record)| record).unwrap_or_default();
    free(&mut tx, scope, &losers, &before, &values).await?;
    let ids: Vec<Uuid> = losers.iter().map(|(id, _)| *id).collect();
    let mut left = remove(&mut tx, scope, losers, now).await?;
    left.changes.extend(moving::move_all(&mut tx, scope, &ids, survivor).await?);
    let prepared = Prepared { values, ..Prepared::default() };
    let changed = change(&mut tx, scope, vec![Target { id: survivor, before, prepared }], now).await?;
    left.changes.extend(changed.changes);
    left.activities.extend(changed.activities);
    timeline::write(&mut tx, scope, left.activities, now).await?;
    let rows = run::rows(&mut tx, Ok(answer.statement(scope.actor)?)).await?;
    let json = rows.first().map(|row| row.try_get::<Option<String>, _>(0)).transpose()?.flatten();
    let json = answer.finished(scope.engine, json).await?;
    if !request.dry_run {
        events::commit(tx, scope, left.changes).await?;
    }
    Ok(json)
}

/// Unique values that the survivor takes over are taken from the others: deleted records keep theirs otherwise.
async fn free(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    losers: &[(Uuid, Record)],
    before: &Record,
    values: &Record,
) -> Result<(), Failure> {
    let object = &scope.object;
    let keys = unique::keys(object);
    let is_taken = |key: &&str| values.get(*key) != before.get(*key) && values.contains_key(*key);
    let is_nullable = |key: &str| {
        let field = object.field(key).or_else(|| object.field_by_join_column(key));
        field.is_some_and(|field| field.is_nullable)
    };
    let taken: Vec<&str> = keys
        .iter()
        .flat_map(unique::UniqueKey::fields)
        .filter(is_taken)
        .filter(|key| is_nullable(key))
        .collect();
    if taken.is_empty() {
        return Ok(());
    }
    let cleared: Record = taken.into_iter().map(|key| (key.to_owned(), Value::Null)).collect();
    for (id, _) in losers {
        let planned = icosa_sqlgen::update(&scope.model, &object.name_singular, *id, &cleared);
        run::ids(tx, planned).await?;
    }
    Ok(())
}

/// Soft-deletes the others.
async fn remove(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    losers: Vec<(Uuid, Record)>,
    now: DateTime<Utc>,
) -> Result<Changed, Failure> {
    let object = &scope.object;
    let ids: Vec<Uuid> = losers.iter().map(|(id, _)| *id).collect();
    run::ids(tx, icosa_sqlgen::set_deleted(&scope.model, &object.name_singular, &ids, true)).await?;
    let at = json!(timestamp(now));
    let mut left = Changed::default();
    for (id, record) in losers {
        let diff = deletion(&at);
        let properties = activity::update_properties(&diff);
        left.activities.extend(activity::direct(&scope.model, object, "deleted", id, properties));
        left.changes.push(Change::marked(id, "deleted", &record, &at, diff));
    }
    Ok(left)
}

fn deletion(at: &Value) -> Record {
    Record::from_iter([("deletedAt".to_owned(), json!({"before": null, "after": at}))])
}
