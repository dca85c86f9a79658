//! Which record each row is about: one that is stored, one that another row is about, or a new one.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use icosa_contract::transfer::ImportMode;
use icosa_model::query::{DeletedRows, FieldPath};
use icosa_model::values::Decimal;
use icosa_model::{Field, FieldType, Object, Record};
use icosa_sqlgen::{Matching, RowLock};
use icosa_store::imports::entries;
use serde_json::Value;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::judge::{Problem, Said, problem};
use super::portion::Work;
use crate::error::Failure;
use crate::record_api::unique::{self, UniqueKey};
use crate::records::scope::Scope;
use crate::records::{get, run};
use crate::transfer::plan::Resolved;

/// Most values a trial remembers: it writes nothing that could remember them for it.
const MOST_SEEN: usize = 500_000;

/// Values of unique keys in the rows of a trial so far, with the first row of each.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<HashMap<u64, u64>>);

impl Seen {
    fn of(key: usize, text: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        (key, text).hash(&mut hasher);
        hasher.finish()
    }

    /// The row before this one that has the value.
    fn before(&self, key: usize, text: &str, row: u64) -> Option<u64> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(&Self::of(key, text)).copied().filter(|earlier| *earlier < row)
    }

    fn add(&self, key: usize, text: &str, row: u64) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < MOST_SEEN {
            seen.entry(Self::of(key, text)).or_insert(row);
        }
    }
}

/// What becomes of a row.
#[derive(Debug)]
pub(super) enum Meaning {
    /// A record is made, with this id.
    New(Uuid),
    /// This record is changed: its id and what it holds.
    Known(Uuid, Record),
}

/// Every stored record that some row may be about, held until the end of the transaction.
pub(super) struct Stored {
    records: HashMap<Uuid, Record>,
    /// For each unique key of the object: the value, and the record that has it.
    holders: Vec<HashMap<String, Uuid>>,
    /// Records that earlier rows of the file have been about, with the row.
    behind: HashMap<Uuid, u64>,
    /// The same within this portion; by key and value.
    here: Vec<HashMap<String, u64>>,
    here_ids: HashMap<Uuid, u64>,
    keys: Vec<UniqueKey>,
}

/// Looks every key of every row up: a statement for each key, one for the records, one for earlier rows.
pub(super) async fn look_up(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    import: Uuid,
    works: &[Work],
) -> Result<Stored, Failure> {
    let object = &scope.object;
    let keys = unique::keys(object);
    let mut ids: HashSet<Uuid> = works.iter().filter_map(|work| work.said.id).collect();
    for key in &keys {
        ids.extend(holders(tx, scope, key, works).await?);
    }
    let wanted: Vec<Uuid> = ids.into_iter().collect();
    let records: HashMap<Uuid, Record> = if wanted.is_empty() {
        HashMap::new()
    } else {
        get::snapshot(tx, scope, &wanted, RowLock::NoKeyUpdate).await?.into_iter().collect()
    };
    let found: Vec<Uuid> = records.keys().copied().collect();
    let behind = if found.is_empty() {
        HashMap::new()
    } else {
        let known = entries::known(&mut *tx, import, &found).await?;
        let by_rows = known.into_iter().filter(|(_, _, action)| action != "RELATED");
        by_rows.map(|(id, row, _)| (id, u64::try_from(row).unwrap_or_default())).collect()
    };
    let holders = keys.iter().map(|key| {
        let held = records.iter().filter_map(|(id, record)| Some((text_of(object, key, record)?, *id)));
        held.collect()
    });
    Ok(Stored {
        holders: holders.collect(),
        here: keys.iter().map(|_| HashMap::new()).collect(),
        here_ids: HashMap::new(),
        records,
        behind,
        keys,
    })
}

/// The records that hold a row's value of a key; of a key of several parts those that hold the first one.
async fn holders(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    key: &UniqueKey,
    works: &[Work],
) -> Result<Vec<Uuid>, Failure> {
    let Some(first) = key.parts.first() else { return Ok(Vec::new()) };
    let complete =
        works.iter().filter(|work| text_of(&scope.object, key, &work.said.prepared.values).is_some());
    let values: Vec<Value> =
        complete.filter_map(|work| first.value(&work.said.prepared.values).cloned()).collect();
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let path = FieldPath { field: first.key.clone(), sub_field: first.sub_field.clone() };
    let name = &scope.object.name_singular;
    let planned =
        icosa_sqlgen::holding(&scope.model, name, &path, &values, Matching::Exact, DeletedRows::Included);
    let rows = run::rows(tx, planned).await?;
    rows.iter().map(|row| Ok(row.try_get::<Uuid, _>(0)?)).collect()
}

/// The values of a key as one text that is equal for equal values; none unless the record has them all.
pub(super) fn text_of(object: &Object, key: &UniqueKey, record: &Record) -> Option<String> {
    let part = |part: &unique::Part| {
        let value = part.value(record)?;
        let kind = match (object.field(&part.key), &part.sub_field) {
            (Some(field), None) => field.field_type,
            _ => FieldType::Text,
        };
        Some(plain(kind, value))
    };
    let parts = key.parts.iter().map(part).collect::<Option<Vec<_>>>()?;
    Some(parts.join("\u{1f}"))
}

/// One spelling of equal values.
fn plain(kind: FieldType, value: &Value) -> String {
    let number = match kind {
        FieldType::Number | FieldType::Numeric | FieldType::Position => Decimal::of(value),
        _ => None,
    };
    match (number, value) {
        (Some(number), _) => number.to_string(),
        (None, Value::String(text)) if kind == FieldType::DateTime => {
            let instant = icosa_model::values::moment::parse_instant(text);
            instant.map_or_else(|| text.clone(), |at| at.timestamp_millis().to_string())
        }
        (None, Value::String(text)) => text.clone(),
        (None, other) => other.to_string(),
    }
}

impl Stored {
    /// What a row is about; rows are asked in their order.
    pub fn meaning(
        &mut self,
        plan: &Resolved,
        row: u64,
        said: &Said,
        seen: Option<&Seen>,
    ) -> Result<Meaning, Problem> {
        let object = &plan.object;
        let texts: Vec<Option<String>> =
            self.keys.iter().map(|key| text_of(object, key, &said.prepared.values)).collect();
        self.refuse_repeated(plan, said, &texts)?;
        self.refuse_seen(plan, row, &texts, seen)?;
        let mut found: Vec<Uuid> = Vec::new();
        let mut others: Vec<(usize, Uuid)> = Vec::new();
        if let Some(id) = said.id.filter(|id| self.records.contains_key(id)) {
            if plan.by_id { found.push(id) } else { others.push((usize::MAX, id)) }
        }
        for (number, text) in texts.iter().enumerate() {
            let held = text.as_ref().and_then(|text| self.holders.get(number)?.get(text)).copied();
            let Some(id) = held else { continue };
            let counts = self.keys.get(number).is_some_and(|key| plan.keys.contains(key));
            if counts { found.push(id) } else { others.push((number, id)) }
        }
        found.sort_unstable();
        found.dedup();
        let meaning = match found.as_slice() {
            [] => Meaning::New(said.id.unwrap_or_else(Uuid::new_v4)),
            [id] => Meaning::Known(*id, self.records.get(id).cloned().unwrap_or_default()),
            _ => {
                let message =
                    "Several records hold unique values of the row: which one is meant cannot be told.";
                return Err(problem(None, "UPSERT_MULTIPLE_MATCHING_RECORDS_CONFLICT", message));
            }
        };
        let own = match &meaning {
            Meaning::New(id) | Meaning::Known(id, _) => *id,
        };
        if let Some((number, _)) = others.iter().find(|(_, id)| *id != own) {
            let column = self.keys.get(*number).and_then(|key| column(plan, key));
            return Err(problem(column, "DUPLICATE_ENTRY", "Another record has this unique value."));
        }
        // Rows may name one record by different values: one by its id, one by its e-mail.
        if let Some(earlier) = self.here_ids.get(&own).or_else(|| self.behind.get(&own)) {
            return Err(repeated(None, *earlier));
        }
        match (&meaning, plan.mode) {
            (Meaning::Known(..), ImportMode::Create) => {
                return Err(problem(None, "RECORD_EXISTS", "The record is there already."));
            }
            (Meaning::New(_), ImportMode::Update) => {
                return Err(problem(None, "RECORD_NOT_FOUND", "There is no such record to change."));
            }
            _ => {}
        }
        for (number, text) in texts.iter().enumerate() {
            if let (Some(seen), Some(text)) = (seen, text) {
                seen.add(number, text, row);
            }
        }
        for (here, text) in self.here.iter_mut().zip(texts) {
            here.extend(text.map(|text| (text, row)));
        }
        self.here_ids.insert(own, row);
        Ok(meaning)
    }

    /// The same over the portions of a trial.
    fn refuse_seen(
        &self,
        plan: &Resolved,
        row: u64,
        texts: &[Option<String>],
        seen: Option<&Seen>,
    ) -> Result<(), Problem> {
        let Some(seen) = seen else { return Ok(()) };
        for (number, (text, key)) in texts.iter().zip(&self.keys).enumerate() {
            if let Some(earlier) = text.as_ref().and_then(|text| seen.before(number, text, row)) {
                return Err(repeated(column(plan, key), earlier));
            }
        }
        Ok(())
    }

    /// Two rows of a file about one record: the later one is refused, so that nothing is lost without a word.
    fn refuse_repeated(&self, plan: &Resolved, said: &Said, texts: &[Option<String>]) -> Result<(), Problem> {
        for ((text, here), key) in texts.iter().zip(&self.here).zip(&self.keys) {
            if let Some(earlier) = text.as_ref().and_then(|text| here.get(text)) {
                return Err(repeated(column(plan, key), *earlier));
            }
        }
        match said.id.and_then(|id| self.here_ids.get(&id)) {
            Some(earlier) => Err(repeated(None, *earlier)),
            None => Ok(()),
        }
    }
}

fn column(plan: &Resolved, key: &UniqueKey) -> Option<usize> {
    let first = key.parts.first()?;
    super::judge::column_of(plan, &first.key)
}

fn repeated(column: Option<usize>, earlier: u64) -> Problem {
    problem(column, "DUPLICATE_IN_FILE", format!("Row {earlier} of the file is about the same record."))
}

/// The parts of a composite that the file is silent about stay as they are stored.
pub(super) fn with_silent_parts(field: &Field, before: &Record, given: &mut Value) {
    let (Value::Object(given), Some(Value::Object(stored))) = (given, before.get(&field.name)) else {
        return;
    };
    for (part, value) in stored {
        given.entry(part.clone()).or_insert_with(|| value.clone());
    }
}
