//! Relations that a file gives by a value of the other record.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use icosa_model::query::DeletedRows;
use icosa_model::{FieldType, Record};
use icosa_sqlgen::{Matching, label_key};
use serde_json::{Value, json};
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::judge::problem;
use super::portion::Work;
use super::write::{self, Draft, Written};
use crate::error::Failure;
use crate::records::references::Found;
use crate::records::scope::Scope;
use crate::records::validate::{self, Reference};
use crate::transfer::plan::Resolved;
use crate::transfer::targets::Link;

/// The records that have a value: none, one, or more than one.
type Holders = HashMap<String, Vec<Uuid>>;

/// Sets join columns from values, one statement for each relation; where the plan says so, makes records that are not
/// there. What cannot be found is a problem of its row.
pub(super) async fn resolve(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    plan: &Resolved,
    works: &mut [Work],
    now: DateTime<Utc>,
    writes: bool,
) -> Result<Written, Failure> {
    let mut written = Written::default();
    for (number, (place, link)) in plan.links.iter().enumerate() {
        let values = wanted(works, number, link);
        if values.is_empty() {
            continue;
        }
        let mut holders = look_up(tx, plan, link, values.values()).await?;
        if link.creates {
            let missing: Vec<(String, Value, u64)> = missing(works, number, link, &holders);
            if writes {
                written.add(make(tx, scope, link, &missing, &mut holders, now).await?);
            } else {
                // A trial makes nothing: an id that stands for the record that would be made.
                holders.extend(missing.into_iter().map(|(key, ..)| (key, vec![Uuid::nil()])));
            }
        }
        for work in works.iter_mut().filter(|work| work.problems.is_empty()) {
            let Some((_, value)) = work.said.links.iter().find(|(own, _)| *own == number) else { continue };
            match holders.get(&key_of(link, value)).map(Vec::as_slice) {
                Some([id]) if id.is_nil() => {
                    work.said.prepared.values.insert(link.column.clone(), Value::Null);
                }
                Some([id]) => {
                    let (column, object) = (link.column.clone(), link.object.clone());
                    work.said.prepared.values.insert(column.clone(), json!(id));
                    // Held with those that are named by id: it may be going just now.
                    work.said.prepared.references.push(Reference { column, object, id: *id });
                }
                other => {
                    let found = other.map_or(0, <[Uuid]>::len);
                    let message =
                        format!("Expected 1 record to connect to {}, but found {found}.", link.field);
                    work.problems.push(problem(Some(*place), "CONNECT_RECORD_NOT_FOUND", message));
                }
            }
        }
    }
    Ok(written)
}

fn wanted(works: &[Work], number: usize, link: &Link) -> BTreeMap<String, Value> {
    let values = works.iter().filter(|work| work.problems.is_empty());
    let values = values.flat_map(|work| work.said.links.iter().filter(|(own, _)| *own == number));
    values.map(|(_, value)| (key_of(link, value), value.clone())).collect()
}

/// One spelling of values that find the same record.
fn key_of(link: &Link, value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
        }
        other => other.to_string(),
    };
    match link.matching {
        Matching::Exact => text,
        Matching::Label => label_key(&text),
    }
}

async fn look_up(
    tx: &mut PgConnection,
    plan: &Resolved,
    link: &Link,
    values: impl Iterator<Item = &Value>,
) -> Result<Holders, Failure> {
    let values: Vec<Value> = values.cloned().collect();
    let planned = icosa_sqlgen::holding(
        &plan.model,
        &link.object,
        &link.by,
        &values,
        link.matching,
        DeletedRows::Hidden,
    );
    let is_number = plan
        .model
        .object(&link.object)
        .and_then(|object| object.field(&link.by.field))
        .is_some_and(|field| matches!(field.field_type, FieldType::Number | FieldType::Numeric));
    let mut holders = Holders::new();
    for row in crate::records::run::rows(tx, planned).await? {
        let text: String = row.try_get(1)?;
        let number = text.parse::<f64>().ok().filter(|_| is_number);
        let key = number.map_or(text, |number| number.to_string());
        holders.entry(key).or_default().push(row.try_get(0)?);
    }
    Ok(holders)
}

/// Values that no record has, each once, with the first row that names it.
fn missing(works: &[Work], number: usize, link: &Link, holders: &Holders) -> Vec<(String, Value, u64)> {
    let mut missing: Vec<(String, Value, u64)> = Vec::new();
    let mut seen: HashMap<String, ()> = HashMap::new();
    for work in works.iter().filter(|work| work.problems.is_empty()) {
        let Some((_, value)) = work.said.links.iter().find(|(own, _)| *own == number) else { continue };
        let key = key_of(link, value);
        if !holders.contains_key(&key) && seen.insert(key.clone(), ()).is_none() {
            missing.push((key, value.clone(), work.number));
        }
    }
    missing
}

/// Makes the records that rows point at; each holds the one value.
async fn make(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    link: &Link,
    missing: &[(String, Value, u64)],
    holders: &mut Holders,
    now: DateTime<Utc>,
) -> Result<Written, Failure> {
    if missing.is_empty() {
        return Ok(Written::default());
    }
    let other = Scope::on(scope.engine, scope.actor, scope.model.clone(), &link.object)?;
    let mut drafts = Vec::new();
    for (key, value, row) in missing {
        let value = match &link.by.sub_field {
            Some(part) => json!({ part: value }),
            None => value.clone(),
        };
        let values = Record::from_iter([(link.by.field.clone(), value)]);
        let prepared = validate::for_create(&other.object, &values)?;
        let id = Uuid::new_v4();
        holders.insert(key.clone(), vec![id]);
        drafts.push(Draft { row: *row, id, prepared });
    }
    write::create(tx, &other, drafts, &Found::new(), now, "RELATED").await
}
