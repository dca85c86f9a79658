//! Writing the records of a portion: the same number of statements whatever their number.

use chrono::{DateTime, Utc};
use icosa_contract::AppError;
use icosa_model::{Field, FieldType, Object, Record};
use icosa_store::imports::entries::Entry;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::recognise::with_silent_parts;
use crate::error::Failure;
use crate::files;
use crate::records::activity::{self, Activity};
use crate::records::defaults::default_value;
use crate::records::events::Change;
use crate::records::references::{self, Found};
use crate::records::scope::Scope;
use crate::records::update::clear_absent_parts;
use crate::records::validate::{self, Position, Prepared};
use crate::records::{compare, get, link, place, run, timeline};

/// A record to be made.
pub(super) struct Draft {
    pub row: u64,
    pub id: Uuid,
    pub prepared: Prepared,
}

/// A stored record, held by the transaction, and what a row says of it.
pub(super) struct Target {
    pub row: u64,
    pub id: Uuid,
    pub before: Record,
    pub prepared: Prepared,
    /// Composites of which the row gives only parts.
    pub partial: Vec<String>,
}

/// What was written, and what it leaves behind.
#[derive(Default)]
pub(super) struct Written {
    pub activities: Vec<Activity>,
    pub changes: Vec<Change>,
    pub entries: Vec<Entry>,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub related: i64,
}

impl Written {
    /// Both.
    pub fn add(&mut self, other: Self) {
        self.activities.extend(other.activities);
        self.changes.extend(other.changes);
        self.entries.extend(other.entries);
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.related += other.related;
    }
}

/// A new record as it will be stored.
///
/// # Errors
/// `BAD_USER_INPUT` for a field that cannot be empty.
pub(super) fn completed(
    scope: &Scope<'_>,
    id: Uuid,
    prepared: Prepared,
    position: Option<f64>,
    now: DateTime<Utc>,
) -> Result<Record, AppError> {
    let mut values = prepared.values;
    let position = match prepared.position {
        Some(Position::At(number)) => Some(number),
        _ => position,
    };
    if let Some(number) = position.filter(|_| has_order(scope)) {
        values.insert("position".to_owned(), json!(number));
    }
    validate::fill_defaults(&scope.object, &mut values, now)?;
    validate::stamp_created(&scope.object, &mut values, id, scope.actor, now);
    Ok(values)
}

/// Fields that every new record must be given a value of.
pub(super) fn needed(object: &Object, now: DateTime<Utc>) -> Vec<String> {
    let is_needed = |field: &&Field| {
        let is_ours = matches!(field.name.as_str(), "id" | "createdBy" | "updatedBy" | "position");
        !field.is_nullable
            && !is_ours
            && field.relation.is_none()
            && !field.columns.is_empty()
            && field.field_type != FieldType::TsVector
            && default_value(field, now).is_none()
    };
    object.fields.iter().filter(is_needed).map(|field| field.name.clone()).collect()
}

fn has_order(scope: &Scope<'_>) -> bool {
    scope.object.field("position").is_some_and(|field| field.field_type == FieldType::Position)
}

/// Makes records, in their order after all that are there: one look at the order, one insert. They have been judged
/// before.
pub(super) async fn create(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    mut drafts: Vec<Draft>,
    found: &Found,
    now: DateTime<Utc>,
    action: &'static str,
) -> Result<Written, Failure> {
    let mut written = Written::default();
    if drafts.is_empty() {
        return Ok(written);
    }
    let object = &scope.object;
    let mut values: Vec<&mut Record> = drafts.iter_mut().map(|draft| &mut draft.prepared.values).collect();
    files::take(tx, scope, &mut values).await?;
    let first = place::for_new(tx, scope, Some(Position::Last)).await?.as_ref().and_then(Value::as_f64);
    let mut rows: Vec<Record> = Vec::with_capacity(drafts.len());
    for (Draft { row, id, prepared }, step) in drafts.into_iter().zip(0_u32..) {
        let position = first.map(|first| first + f64::from(step));
        let values = completed(scope, id, prepared, position, now)?;
        let properties = activity::create_properties(&timeline::without_noise(object, &values));
        written.activities.extend(activity::direct(&scope.model, object, "created", id, properties));
        written.activities.extend(link::new_activities(scope, &values, found));
        written.entries.push(entry(scope, id, row, action, None, now));
        rows.push(values);
    }
    run::ids(tx, icosa_sqlgen::insert(&scope.model, &object.name_singular, &rows)).await?;
    let count = i64::try_from(rows.len()).unwrap_or_default();
    if action == "RELATED" {
        written.related = count
    } else {
        written.created = count
    }
    let changes = rows
        .into_iter()
        .zip(&written.entries)
        .map(|(values, entry)| Change::created(entry.record_id, values).of(&object.name_singular));
    written.changes = changes.collect();
    Ok(written)
}

fn entry(
    scope: &Scope<'_>,
    record: Uuid,
    row: u64,
    action: &str,
    before: Option<Record>,
    stamp: DateTime<Utc>,
) -> Entry {
    Entry {
        record_id: record,
        object_metadata_id: scope.object.id.0,
        row: i64::try_from(row).unwrap_or_default(),
        action: action.to_owned(),
        before: before.map(Value::Object),
        stamp,
    }
}

/// Changes records that differ from what their rows say: one statement, and one more where deleted ones come back.
pub(super) async fn update(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    mut targets: Vec<Target>,
    mut found: Found,
    now: DateTime<Utc>,
) -> Result<Written, Failure> {
    let mut written = Written::default();
    let object = &scope.object;
    let mut values: Vec<&mut Record> = targets.iter_mut().map(|target| &mut target.prepared.values).collect();
    files::take(tx, scope, &mut values).await?;
    let mut differing: Vec<(Target, Record)> = Vec::new();
    for mut target in targets {
        prepare(scope, &mut target);
        let diff = compare::changes(object, &target.before, &target.prepared.values);
        if diff.is_empty() {
            written.unchanged += 1;
        } else {
            differing.push((target, diff));
        }
    }
    if differing.is_empty() {
        return Ok(written);
    }
    revive(tx, scope, &differing).await?;
    let wanted: Vec<(&str, Uuid)> =
        differing.iter().flat_map(|(_, diff)| timeline::related(object, diff)).collect();
    found.extend(references::look_up(tx, scope, wanted).await?);
    let diffs: Vec<_> = differing.iter().map(|(target, diff)| (target.id, &target.before, diff)).collect();
    written.activities = timeline::update_activities_of(tx, scope, &diffs, &found).await?;
    let mut changes: Vec<(Uuid, Record)> = Vec::with_capacity(differing.len());
    for (target, diff) in differing {
        let Target { row, id, before, prepared, .. } = target;
        let mut values = prepared.values;
        values.retain(|key, _| diff.contains_key(key));
        validate::stamp_updated(object, &mut values, scope.actor, now);
        let old =
            diff.keys().map(|key| (key.clone(), before.get(key).cloned().unwrap_or_default())).collect();
        written.entries.push(entry(scope, id, row, "UPDATED", Some(old), now));
        written.changes.push(Change::updated(id, before, &values, diff));
        changes.push((id, values));
    }
    let changed =
        run::ids(tx, icosa_sqlgen::update_each(&scope.model, &object.name_singular, &changes)).await?;
    if changed.len() < changes.len() {
        return Err(Failure::Broken("records held by the transaction are not there".to_owned()));
    }
    written.updated = i64::try_from(changes.len()).unwrap_or_default();
    Ok(written)
}

/// Whether a row would change its record.
pub(super) fn differs(scope: &Scope<'_>, target: &mut Target) -> bool {
    prepare(scope, target);
    !compare::changes(&scope.object, &target.before, &target.prepared.values).is_empty()
}

/// What the record will hold: made-once stamps stay, parts the file is silent about too, a deleted record comes back.
fn prepare(scope: &Scope<'_>, target: &mut Target) {
    let values = &mut target.prepared.values;
    for made_once in ["createdBy", "createdAt"] {
        values.remove(made_once);
    }
    for name in &target.partial {
        if let (Some(field), Some(given)) = (scope.object.field(name), values.get_mut(name)) {
            with_silent_parts(field, &target.before, given);
        }
    }
    clear_absent_parts(&scope.object, values);
    if let Some(Position::At(number)) = target.prepared.position {
        values.insert("position".to_owned(), json!(number));
    }
    if get::is_deleted(&target.before) {
        values.insert("deletedAt".to_owned(), Value::Null);
    }
}

async fn revive(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    targets: &[(Target, Record)],
) -> Result<(), Failure> {
    let deleted = targets.iter().filter(|(target, _)| get::is_deleted(&target.before));
    let deleted: Vec<Uuid> = deleted.map(|(target, _)| target.id).collect();
    if !deleted.is_empty() {
        let name = &scope.object.name_singular;
        run::ids(tx, icosa_sqlgen::set_deleted(&scope.model, name, &deleted, false)).await?;
    }
    Ok(())
}
