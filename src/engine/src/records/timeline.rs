//! Timelines: what changes leave on them, and reading them.

use chrono::{DateTime, Utc};
use icosa_contract::records::{TimelineItem, TimelineQuery};
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, MAX_PAGE, Op, Order, Select};
use icosa_model::{FieldType, Object, Record};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Failure, record_not_found};
use crate::records::activity::{self, Activity, Linked, TIMELINE};
use crate::records::defaults::timestamp;
use crate::records::references::{self, Found, id_of, label_of, uuid_at};
use crate::records::run;
use crate::records::scope::Scope;

/// Objects whose changes show on the timelines of what they are about, with the object that links them.
const LINKED: [(&str, &str); 2] = [("note", "noteTarget"), ("task", "taskTarget")];

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

/// What a new link between a note or task and a record leaves on the record's timeline.
#[must_use]
pub fn link_activities(scope: &Scope<'_>, values: &Record, found: &Found) -> Vec<Activity> {
    let junction = &scope.object;
    let Some((source, _)) = LINKED.into_iter().find(|(_, name)| *name == junction.name_singular) else {
        return Vec::new();
    };
    let Some(source) = scope.model.object(source) else { return Vec::new() };
    let source_id =
        junction.field(&source.name_singular).and_then(|field| uuid_at(values, field.join_column()?));
    let Some(source_id) = source_id else { return Vec::new() };
    let label = found.get(&source_id).map(|record| label_of(source, record)).unwrap_or_default();
    let linked = Linked { object: source.id.0, id: source_id, label };
    targets_of(scope, junction, values)
        .map(|(column, target)| Activity {
            name: format!("linked-{}.created", source.name_singular),
            column,
            target,
            properties: Record::new(),
            linked: Some(linked.clone()),
        })
        .collect()
}

/// Records a junction row ties to its note or task, with the timeline column of each.
fn targets_of<'r>(
    scope: &Scope<'r>,
    junction: &'r Object,
    row: &'r Record,
) -> impl Iterator<Item = (String, Uuid)> + use<'r> {
    let model = scope.model.clone();
    junction.fields.iter().filter(|field| field.field_type == FieldType::MorphRelation).filter_map(
        move |field| {
            let id = uuid_at(row, field.join_column()?)?;
            let target = model.object_by_id(field.relation.as_ref()?.target)?;
            Some((activity::target_column(&model, target)?.to_owned(), id))
        },
    )
}

/// What an update leaves: a row on the record itself and, for notes and tasks, one on each record they are about.
///
/// # Errors
/// The database's.
pub async fn update_activities(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    id: Uuid,
    before: &Record,
    diff: &Record,
) -> Result<Vec<Activity>, Failure> {
    let object = &scope.object;
    let diff = diff_without_noise(object, diff);
    if diff.is_empty() {
        return Ok(Vec::new());
    }
    let properties = activity::update_properties(&diff);
    let mut activities =
        Vec::from_iter(activity::direct(&scope.model, object, "updated", id, properties.clone()));
    let Some((_, junction)) = LINKED.into_iter().find(|(name, _)| *name == object.name_singular) else {
        return Ok(activities);
    };
    let Some(junction) = scope.model.object(junction) else { return Ok(activities) };
    let Some(column) = junction.field(&object.name_singular).and_then(|field| field.join_column()) else {
        return Ok(activities);
    };
    let label_name = &object.label_field().name;
    let mut current = before.clone();
    if let Some(after) = diff.get(label_name).and_then(|change| change.get("after")) {
        current.insert(label_name.clone(), after.clone());
    }
    let linked = Linked { object: object.id.0, id, label: label_of(object, &current) };
    for row in junction_rows(tx, scope, junction, column, id).await? {
        activities.extend(targets_of(scope, junction, &row).map(|(column, target)| Activity {
            name: format!("linked-{}.updated", object.name_singular),
            column,
            target,
            properties: properties.clone(),
            linked: Some(linked.clone()),
        }));
    }
    Ok(activities)
}

async fn junction_rows(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    junction: &Object,
    column: &str,
    id: Uuid,
) -> Result<Vec<Record>, Failure> {
    let columns = junction.fields.iter().filter_map(|field| field.join_column());
    let query = ListQuery {
        object: junction.name_singular.clone(),
        select: columns.map(|column| Select::Field(column.to_owned())).collect(),
        filter: Some(compare(column, Op::Eq, json!(id))),
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Hidden,
    };
    references::list(tx, scope, &query).await
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
    let recent = recent_rows(tx, scope, &activities, now).await?;
    let mut new_rows = Vec::new();
    for activity in activities {
        match recent.iter().find(|row| is_about_the_same(row, &activity)) {
            Some(row) if activity.continues(row, scope.actor) => {
                merge(tx, scope, row, &activity, now).await?
            }
            _ => new_rows.push(activity.into_record(scope.actor, now)),
        }
    }
    if !new_rows.is_empty() {
        run::ids(tx, icosa_sqlgen::insert(&scope.model, TIMELINE, &new_rows)).await?;
    }
    Ok(())
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
    let targets: Vec<Filter> =
        mergeable.map(|activity| compare(&activity.column, Op::Eq, json!(activity.target))).collect();
    if targets.is_empty() || scope.actor.member.is_none() {
        return Ok(Vec::new());
    }
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
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Hidden,
    };
    references::list(tx, scope, &query).await
}

/// Continues a row; a row whose changes have all been taken back goes.
async fn merge(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    row: &Record,
    activity: &Activity,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let Some(id) = id_of(row) else { return Ok(()) };
    let values = activity.merged_into(row, now);
    let diff =
        values.get("properties").and_then(|properties| properties.get("diff")).and_then(Value::as_object);
    let planned = if diff.is_none_or(Record::is_empty) {
        icosa_sqlgen::destroy(&scope.model, TIMELINE, &[id])
    } else {
        icosa_sqlgen::update(&scope.model, TIMELINE, id, &values)
    };
    run::ids(tx, planned).await?;
    Ok(())
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
