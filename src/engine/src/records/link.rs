//! Notes and tasks, and the records they are about.
//!
//! A tie is a record of a junction object of its own (`noteTarget`, `taskTarget`). What happens to a note or task
//! shows on the timelines of the records it is tied to, as linked rows.

use std::collections::HashMap;

use icosa_contract::AppError;
use icosa_model::query::{DeletedRows, FieldPath, Filter, ListQuery, MAX_PAGE, Op, Select};
use icosa_model::{Field, FieldType, Object, Record};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::Failure;
use crate::records::activity::{self, Activity, Linked};
use crate::records::references::{self, Found, label_of, uuid_at};
use crate::records::scope::{Scope, Write, unknown_object};
use crate::records::validate::{self, Prepared};

/// Objects whose changes show on the timelines of what they are about, with the object that links them.
const LINKED: [(&str, &str); 2] = [("note", "noteTarget"), ("task", "taskTarget")];

/// A tie to be made between a new note or task and a record.
pub struct Link<'e> {
    /// The call, on the junction.
    pub scope: Scope<'e>,
    /// Join column that names the note or task.
    own: String,
    /// Join column that names the record.
    column: String,
    target: Uuid,
}

impl<'e> Link<'e> {
    /// The tie of records of the scope's object to that record.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an object that is not tied to others, or not to that one.
    pub fn find(scope: &Scope<'e>, target_object: &str, target: Uuid) -> Result<Self, AppError> {
        let Some(other) = scope.model.object(target_object) else {
            return Err(unknown_object(target_object));
        };
        let refused = || {
            let (kind, other) = (&scope.object.label_singular, other.label_singular.to_lowercase());
            let message = format!("{kind} records are not tied to a {other}.");
            AppError::bad_input(message).with_sub_code("INVALID_ARGS_DATA")
        };
        let Some((junction, own)) = junction_of(scope) else { return Err(refused()) };
        let leads_there = |field: &&Field| {
            field.name != scope.object.name_singular
                && field.relation.as_ref().is_some_and(|relation| relation.target == other.id)
        };
        let column = junction.fields.iter().filter(leads_there).find_map(Field::join_column);
        let column = column.ok_or_else(refused)?.to_owned();
        let (model, own) = (scope.model.clone(), own.to_owned());
        let scope = Scope { engine: scope.engine, actor: scope.actor, object: junction.clone(), model };
        Ok(Self { scope, own, column, target })
    }

    /// The values of the tie of that note or task, which is being made: only the other record is still to be found.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub fn prepare(&self, id: Uuid) -> Result<Prepared, AppError> {
        let ids = [(self.own.clone(), json!(id)), (self.column.clone(), json!(self.target))];
        let values = Record::from_iter(ids);
        self.scope.check_write(Write::Create, &values)?;
        let mut prepared = validate::for_create(&self.scope.object, &values)?;
        prepared.references.retain(|reference| reference.column != self.own);
        Ok(prepared)
    }
}

/// The junction of the scope's object and the join column that names it there.
fn junction_of<'s>(scope: &'s Scope<'_>) -> Option<(&'s std::sync::Arc<Object>, &'s str)> {
    let (_, junction) = LINKED.into_iter().find(|(name, _)| *name == scope.object.name_singular)?;
    let junction = scope.model.object(junction)?;
    Some((junction, junction.field(&scope.object.name_singular)?.join_column()?))
}

/// What a new tie leaves on the record's timeline; nothing for records that are no ties.
#[must_use]
pub fn new_activities(scope: &Scope<'_>, values: &Record, found: &Found) -> Vec<Activity> {
    let junction = &scope.object;
    let Some((source, _)) = LINKED.into_iter().find(|(_, name)| *name == junction.name_singular) else {
        return Vec::new();
    };
    let Some(source) = scope.model.object(source) else { return Vec::new() };
    let source_id =
        junction.field(&source.name_singular).and_then(|field| uuid_at(values, field.join_column()?));
    let Some(source_id) = source_id else { return Vec::new() };
    let label = found.get(&source_id).map(|named| named.label.clone()).unwrap_or_default();
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

/// A change that shows on timelines.
pub struct Shown<'c> {
    /// Of the note or task.
    pub id: Uuid,
    /// The record before.
    pub before: &'c Record,
    /// What changed.
    pub diff: Record,
    /// What timelines say of it.
    pub properties: Record,
}

/// What changes of notes or tasks leave on the timelines of the records they are about.
///
/// # Errors
/// The database's.
pub async fn update_activities(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    changes: &[Shown<'_>],
) -> Result<Vec<Activity>, Failure> {
    let object = &scope.object;
    let Some((junction, column)) = junction_of(scope) else { return Ok(Vec::new()) };
    let ids: Vec<Uuid> = changes.iter().map(|change| change.id).collect();
    let mut ties_of = HashMap::<Uuid, Vec<Record>>::new();
    for tie in ties(tx, scope, junction, column, &ids).await? {
        if let Some(id) = uuid_at(&tie, column) {
            ties_of.entry(id).or_default().push(tie);
        }
    }
    let mut activities = Vec::new();
    for Shown { id, before, diff, properties } in changes {
        let linked = Linked { object: object.id.0, id: *id, label: label_after(object, before, diff) };
        for row in ties_of.remove(id).unwrap_or_default() {
            activities.extend(targets_of(scope, junction, &row).map(|(column, target)| Activity {
                name: format!("linked-{}.updated", object.name_singular),
                column,
                target,
                properties: properties.clone(),
                linked: Some(linked.clone()),
            }));
        }
    }
    Ok(activities)
}

fn label_after(object: &Object, before: &Record, diff: &Record) -> String {
    let name = &object.label_field().name;
    let mut current = before.clone();
    if let Some(after) = diff.get(name).and_then(|change| change.get("after")) {
        current.insert(name.clone(), after.clone());
    }
    label_of(object, &current)
}

/// Records a tie leads to, with the timeline column of each.
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

/// The ties of notes or tasks.
async fn ties(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    junction: &Object,
    column: &str,
    ids: &[Uuid],
) -> Result<Vec<Record>, Failure> {
    let mut all = Vec::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let columns = junction.fields.iter().filter_map(|field| field.join_column());
    let mut query = ListQuery {
        object: junction.name_singular.clone(),
        select: columns.map(|column| Select::Field(column.to_owned())).collect(),
        filter: Some(Filter::Compare { path: FieldPath::field(column), op: Op::In, value: json!(ids) }),
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Hidden,
    };
    loop {
        let page = references::list(tx, scope, &query).await?;
        let is_last = page.len() < usize::try_from(MAX_PAGE).unwrap_or(usize::MAX);
        all.extend(page);
        if is_last {
            return Ok(all);
        }
        query.skip += MAX_PAGE;
    }
}
