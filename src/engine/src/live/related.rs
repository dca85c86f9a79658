//! The records that a changed record leads to: by its many-to-one relations, and over junctions (record API 10). One
//! statement for any number of changes. They are told as they are now: an event keeps ids only.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use icosa_model::query::Select;
use icosa_model::{Field, Model, Object, Record};
use icosa_sqlgen::connection::{Read, reads};
use serde_json::Value;
use uuid::Uuid;

use super::change::RecordChange;
use crate::Engine;
use crate::error::Failure;
use crate::record_api::plain_by_ids;
use crate::records::references::{id_of, uuid_at};
use crate::records::run;

/// Most ties of a record that are told.
const MOST_TIES: u32 = 60;

/// The changes with related records in what was before and after: of each its id and what it is called by.
pub(super) async fn with_related(
    engine: &Engine,
    model: &Model,
    changes: &[&RecordChange],
) -> Result<Vec<RecordChange>, Failure> {
    let related = Related::look_up(engine, model, changes).await?;
    let mut whole = Vec::with_capacity(changes.len());
    for change in changes {
        let mut change = (*change).clone();
        if let Some(object) = model.object(&change.event.object) {
            let id = change.event.record_id;
            for record in [&mut change.before, &mut change.after].into_iter().flatten() {
                related.add_to(object, id, record);
            }
        }
        whole.push(change);
    }
    Ok(whole)
}

#[derive(Default)]
struct Related {
    /// Records that relations lead to.
    targets: HashMap<Uuid, Value>,
    /// What records hold under the names of their junctions.
    ties: HashMap<Uuid, Record>,
}

impl Related {
    async fn look_up(engine: &Engine, model: &Model, changes: &[&RecordChange]) -> Result<Self, Failure> {
        let (mut targets, mut tied) = (BTreeMap::new(), BTreeMap::new());
        for change in changes {
            let Some(object) = model.object(&change.event.object) else { continue };
            for record in [&change.before, &change.after].into_iter().flatten() {
                add_targets(object, record, &mut targets);
            }
            if object.fields.iter().any(is_junction) {
                tied.entry(object.name_singular.as_str())
                    .or_insert_with(BTreeSet::new)
                    .insert(change.event.record_id);
            }
        }
        let by_ids = |name: &str, ids: BTreeSet<Uuid>, select: fn(&Model, &Object) -> Vec<Select>| {
            let object = model.object(name)?;
            Some(plain_by_ids(model, object, ids.into_iter().collect(), &select(model, object)))
        };
        let mut wanted: Vec<Read> =
            targets.into_iter().filter_map(|(name, ids)| by_ids(name, ids, named)).collect();
        let first_tied = wanted.len();
        wanted.extend(tied.into_iter().filter_map(|(name, ids)| by_ids(name, ids, ties)));
        let mut found = Self::default();
        if wanted.is_empty() {
            return Ok(found);
        }
        let rows = run::read(engine.db(), reads(model, &wanted)).await?;
        let row = rows.first().ok_or_else(|| Failure::Broken("a read without a row".to_owned()))?;
        for column in 0..wanted.len() {
            for record in run::json::<Vec<Record>>(row, column)? {
                let Some(id) = id_of(&record) else { continue };
                if column < first_tied {
                    found.targets.insert(id, Value::Object(record));
                } else {
                    found.ties.insert(id, record);
                }
            }
        }
        Ok(found)
    }

    fn add_to(&self, object: &Object, id: Uuid, record: &mut Record) {
        for field in &object.fields {
            let value = match field.join_column() {
                Some(column) => uuid_at(record, column).and_then(|id| self.targets.get(&id)).cloned(),
                None if is_junction(field) => {
                    let ties = self.ties.get(&id).and_then(|ties| ties.get(&field.name)).cloned();
                    Some(ties.unwrap_or_else(|| Value::Array(Vec::new())))
                }
                None => continue,
            };
            record.insert(field.name.clone(), value.unwrap_or_default());
        }
    }
}

fn add_targets<'m>(object: &'m Object, record: &Record, targets: &mut BTreeMap<&'m str, BTreeSet<Uuid>>) {
    for field in &object.fields {
        let (Some(relation), Some(column)) = (&field.relation, field.join_column()) else { continue };
        if let Some(id) = uuid_at(record, column) {
            targets.entry(relation.target_name.as_str()).or_default().insert(id);
        }
    }
}

/// A list of ties that is shown as the records at their other ends.
fn is_junction(field: &Field) -> bool {
    field.is_to_many() && field.settings.junction_target_field_id.is_some()
}

/// What a record is called by.
fn named(_: &Model, object: &Object) -> Vec<Select> {
    let label = &object.label_field().name;
    let fields = ["id"].into_iter().chain((label != "id").then_some(label.as_str()));
    fields.map(|name| Select::Field(name.to_owned())).collect()
}

/// The ties of a record, each with what it leads to.
fn ties(model: &Model, object: &Object) -> Vec<Select> {
    let mut select = vec![Select::Field("id".to_owned())];
    for field in object.fields.iter().filter(|field| is_junction(field)) {
        let Some(relation) = &field.relation else { continue };
        let Some(junction) = model.object_by_id(relation.target) else { continue };
        let mut tie = vec![Select::Field("id".to_owned())];
        for end in junction.fields.iter().filter(|end| end.name != relation.target_field) {
            let target = end.relation.as_ref().and_then(|relation| model.object_by_id(relation.target));
            let (Some(target), Some(column)) = (target, end.join_column()) else { continue };
            tie.push(Select::Field(column.to_owned()));
            let select = named(model, target);
            tie.push(Select::Relation { field: end.name.clone(), select, limit: 1 });
        }
        select.push(Select::Relation { field: field.name.clone(), select: tie, limit: MOST_TIES });
    }
    select
}
