//! Timelines: what changes leave on them, and reading them.

use chrono::{DateTime, Utc};
use icosa_contract::records::{TimelineItem, TimelineQuery};
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, MAX_PAGE, Op, Order, Select};
use icosa_model::{FieldType, Object, Record};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Failure, record_not_found};
use crate::records::activity::{self, Activity, TIMELINE};
use crate::records::defaults::timestamp;
use crate::records::references::{self, Found, id_of, uuid_at};
use crate::records::scope::Scope;
use crate::records::together::{Planned, together};
use crate::records::{link, run};

/// A page of a record's timeline, newest first.
///
/// # Errors
/// `NOT_FOUND` without such a record, `BAD_USER_INPUT` for a page too large.
pub async fn page(scope: &Scope<'_>, query: &TimelineQuery) -> Result<Vec<TimelineItem>, Failure> {
    let db = scope.engine.db();
    let before = query.before.as_ref().map(|(at, id)| (at.as_str(), *id));
    let planned = icosa_sqlgen::timeline(&scope.model, &query.object, query.id, before, query.limit);
    let rows = run::read(db, planned).await?;
    if rows.is_empty() {
        let planned = icosa_sqlgen::get(&scope.model, &query.object, query.id, &[]);
        run::read(db, planned).await?.first().ok_or_else(record_not_found)?;
    }
    rows.iter().map(|row| run::json(row, 0)).collect()
}

/// What an update leaves: a row on the record itself and, for notes and tasks, one on each record they are about.
/// `found` names the records that the change is about.
///
/// # Errors
/// The database's.
pub async fn update_activities(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    id: Uuid,
    before: &Record,
    diff: &Record,
    found: &Found,
) -> Result<Vec<Activity>, Failure> {
    update_activities_of(tx, scope, &[(id, before, diff)], found).await
}

/// The same for any number of updates (id, record before, diff): one look at what all of them are tied to.
///
/// # Errors
/// The database's.
pub async fn update_activities_of(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    updates: &[(Uuid, &Record, &Record)],
    found: &Found,
) -> Result<Vec<Activity>, Failure> {
    let object = &scope.object;
    let (mut activities, mut shown) = (Vec::new(), Vec::new());
    for (id, before, diff) in updates {
        let diff = with_labels(object, diff_without_noise(object, diff), found);
        if diff.is_empty() {
            continue;
        }
        let properties = activity::update_properties(&diff);
        activities.extend(activity::direct(&scope.model, object, "updated", *id, properties.clone()));
        shown.push(link::Shown { id: *id, before, diff, properties });
    }
    activities.extend(link::update_activities(tx, scope, &shown).await?);
    Ok(activities)
}

/// Records that the changed relations of a diff led to and lead to: object and id.
#[must_use]
pub fn related<'o>(object: &'o Object, diff: &Record) -> Vec<(&'o str, Uuid)> {
    let of_change = |(key, change): (&String, &Value)| {
        let relation = object.field_by_join_column(key)?.relation.as_ref()?;
        let sides = change.as_object()?;
        let ids = ["before", "after"].map(|side| uuid_at(sides, side));
        Some(ids.into_iter().flatten().map(|id| (relation.target_name.as_str(), id)).collect::<Vec<_>>())
    };
    diff.iter().filter_map(of_change).flatten().collect()
}

/// Adds to each changed relation what the records are called now: names change, and records go.
fn with_labels(object: &Object, mut diff: Record, found: &Found) -> Record {
    for (_, change) in diff.iter_mut().filter(|(key, _)| object.field_by_join_column(key).is_some()) {
        let Value::Object(sides) = change else { continue };
        for (side, label) in activity::SIDES {
            if let Some(named) = uuid_at(sides, side).and_then(|id| found.get(&id)) {
                sides.insert(label.to_owned(), json!(named.label));
            }
        }
    }
    diff
}

/// Writes the rows: edits of the same person within the merge window go into the row that is there.
///
/// # Errors
/// The database's.
pub async fn write(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    activities: Vec<Activity>,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let planned = plan(tx, scope, activities, now).await?;
    if !planned.is_empty() {
        run::ids(tx, together(planned)).await?;
    }
    Ok(())
}

/// Writes a new row for each, in one statement: nothing is merged into what is there.
///
/// # Errors
/// The database's.
pub async fn write_new(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    activities: Vec<Activity>,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let rows: Vec<Record> =
        activities.into_iter().map(|activity| activity.into_record(scope.actor, now)).collect();
    if !rows.is_empty() {
        run::ids(tx, icosa_sqlgen::insert(&scope.model, TIMELINE, &rows)).await?;
    }
    Ok(())
}

/// The statements that [`write`] runs, for a caller who has others to send with them. No two write the same row.
///
/// # Errors
/// The database's.
pub async fn plan(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    activities: Vec<Activity>,
    now: DateTime<Utc>,
) -> Result<Vec<Planned>, Failure> {
    let recent = recent_rows(tx, scope, &activities, now).await?;
    let (mut planned, mut new_rows) = (Vec::new(), Vec::new());
    for activity in activities {
        match recent.iter().find(|row| is_about_the_same(row, &activity)) {
            Some(row) if activity.continues(row, scope.actor) => {
                planned.extend(merge(scope, row, &activity, now));
            }
            _ => new_rows.push(activity.into_record(scope.actor, now)),
        }
    }
    if !new_rows.is_empty() {
        planned.push(icosa_sqlgen::insert(&scope.model, TIMELINE, &new_rows));
    }
    Ok(planned)
}

/// On the same timeline and about the same note or task, or about none.
fn is_about_the_same(row: &Record, activity: &Activity) -> bool {
    uuid_at(row, &activity.column) == Some(activity.target)
        && uuid_at(row, "linkedRecordId") == activity.linked.as_ref().map(|linked| linked.id)
}

/// The rows of the merge window on the timelines that are about to be written, newest first; nothing is read when
/// nothing can be merged.
async fn recent_rows(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    activities: &[Activity],
    now: DateTime<Utc>,
) -> Result<Vec<Record>, Failure> {
    let mergeable = activities.iter().filter(|activity| activity.name.ends_with(".updated"));
    let targets: Vec<Filter> = mergeable.map(about_the_same).collect();
    if targets.is_empty() || scope.actor.member.is_none() {
        return Ok(Vec::new());
    }
    // Only the newest line of each timeline matters.
    let limit = if targets.len() == 1 { 1 } else { MAX_PAGE };
    let names =
        ["happensAt", "timelineActivityTypeSnapshot", "properties", "workspaceMemberId", "linkedRecordId"];
    let columns = activities.iter().map(|activity| activity.column.as_str());
    let mut select: Vec<Select> = Vec::new();
    for name in names.into_iter().chain(columns) {
        let item = Select::Field(name.to_owned());
        if !select.contains(&item) {
            select.push(item);
        }
    }
    let since = timestamp(now - activity::merge_window());
    let query = ListQuery {
        object: TIMELINE.to_owned(),
        select,
        filter: Some(Filter::And(vec![Filter::Or(targets), compare("happensAt", Op::Gte, json!(since))])),
        order: vec![Order { path: FieldPath::field("happensAt"), direction: Direction::Descending }],
        after: None,
        skip: 0,
        limit,
        with_total: false,
        deleted: DeletedRows::Hidden,
    };
    references::list(tx, scope, &query).await
}

/// What [`is_about_the_same`] asks, of the database.
fn about_the_same(activity: &Activity) -> Filter {
    let linked = match &activity.linked {
        Some(linked) => compare("linkedRecordId", Op::Eq, json!(linked.id)),
        None => compare("linkedRecordId", Op::IsNull, Value::Null),
    };
    Filter::And(vec![compare(&activity.column, Op::Eq, json!(activity.target)), linked])
}

/// Continues a row; a row whose changes have all been taken back goes.
fn merge(scope: &Scope<'_>, row: &Record, activity: &Activity, now: DateTime<Utc>) -> Option<Planned> {
    let id = id_of(row)?;
    let values = activity.merged_into(row, now);
    let diff =
        values.get("properties").and_then(|properties| properties.get("diff")).and_then(Value::as_object);
    Some(if diff.is_none_or(Record::is_empty) {
        icosa_sqlgen::destroy(&scope.model, TIMELINE, &[id])
    } else {
        icosa_sqlgen::update(&scope.model, TIMELINE, id, &values)
    })
}

/// What people want to read about: no positions, and of rich text only its text.
#[must_use]
pub fn without_noise(object: &Object, record: &Record) -> Record {
    let kept = record.iter().filter(|(key, _)| !is_noise(object, key));
    kept.map(|(key, value)| (key.clone(), readable(object, key, value))).collect()
}

fn diff_without_noise(object: &Object, diff: &Record) -> Record {
    let kept = diff.iter().filter(|(key, _)| !is_noise(object, key));
    kept.map(|(key, change)| {
        let side = |side: &str| readable(object, key, change.get(side).unwrap_or(&Value::Null));
        (key.clone(), json!({"before": side("before"), "after": side("after")}))
    })
    .filter(|(_, change)| change.get("before") != change.get("after"))
    .collect()
}

fn is_noise(object: &Object, key: &str) -> bool {
    object
        .field(key)
        .is_some_and(|field| matches!(field.field_type, FieldType::Position | FieldType::TsVector))
}

fn readable(object: &Object, key: &str, value: &Value) -> Value {
    let is_rich = object.field(key).is_some_and(|field| field.field_type == FieldType::RichText);
    match value.get("markdown") {
        Some(markdown) if is_rich => json!({ "markdown": markdown }),
        _ => value.clone(),
    }
}

fn compare(field: &str, op: Op, value: Value) -> Filter {
    Filter::Compare { path: FieldPath::field(field), op, value }
}
