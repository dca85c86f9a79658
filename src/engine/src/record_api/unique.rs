//! What makes a record of an object unmistakable: its id, and every unique index.

use icosa_model::definition::IndexRow;
use icosa_model::query::{FieldPath, Filter, Op};
use icosa_model::{Field, Object, Record};
use serde_json::Value;
use uuid::Uuid;

use crate::records::compare::same_value;

/// One part of a key: a field, or a part of a composite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// As records carry it: the field's name, or the join column.
    pub key: String,
    /// Of a composite.
    pub sub_field: Option<String>,
}

/// Parts that are unique together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UniqueKey {
    pub parts: Vec<Part>,
}

/// The unique keys of an object besides the id, in the order of its indexes.
pub(crate) fn keys(object: &Object) -> Vec<UniqueKey> {
    let unique = object.indexes.iter().filter(|index| index.is_unique);
    unique.filter_map(|index| key(object, index)).filter(|key| !key.is_id()).collect()
}

fn key(object: &Object, index: &IndexRow) -> Option<UniqueKey> {
    let mut parts = Vec::new();
    for entry in &index.fields {
        let field = object.field_by_id(entry.field_id)?;
        match &entry.sub_field_name {
            Some(part) => parts.push(Part { key: field.name.clone(), sub_field: Some(part.clone()) }),
            None => parts.extend(whole(field)),
        }
    }
    (!parts.is_empty()).then_some(UniqueKey { parts })
}

/// A composite without a part named stands for its unique parts.
fn whole(field: &Field) -> Vec<Part> {
    let sub_fields = field.field_type.sub_fields();
    if sub_fields.is_empty() {
        let key = field.join_column().unwrap_or(&field.name).to_owned();
        return vec![Part { key, sub_field: None }];
    }
    let unique = sub_fields.iter().filter(|part| part.unique);
    unique.map(|part| Part { key: field.name.clone(), sub_field: Some(part.name.to_owned()) }).collect()
}

impl Part {
    /// What a record holds there; none if it is empty.
    pub fn value<'r>(&self, record: &'r Record) -> Option<&'r Value> {
        let value = record.get(&self.key)?;
        let value = match &self.sub_field {
            Some(part) => value.get(part)?,
            None => value,
        };
        (!icosa_model::values::is_empty(icosa_model::FieldType::Text, value)).then_some(value)
    }

    fn path(&self) -> FieldPath {
        FieldPath { field: self.key.clone(), sub_field: self.sub_field.clone() }
    }
}

impl UniqueKey {
    fn is_id(&self) -> bool {
        matches!(self.parts.as_slice(), [part] if part.key == "id")
    }

    /// The condition that a row has the record's values; `None` unless the record has them all.
    pub fn condition(&self, record: &Record) -> Option<Filter> {
        let compare = |part: &Part| {
            Some(Filter::Compare { path: part.path(), op: Op::Eq, value: part.value(record)?.clone() })
        };
        self.parts.iter().map(compare).collect::<Option<Vec<_>>>().map(Filter::And)
    }

    /// A condition that every row with the record's values passes; of lists also those that share an item, as lists are
    /// not compared whole. [`UniqueKey::matches`] tells them apart.
    pub fn wide_condition(&self, record: &Record) -> Option<Filter> {
        let compare = |part: &Part| {
            let value = part.value(record)?.clone();
            let op = if value.is_array() { Op::ContainsAny } else { Op::Eq };
            Some(Filter::Compare { path: part.path(), op, value })
        };
        self.parts.iter().map(compare).collect::<Option<Vec<_>>>().map(Filter::And)
    }

    /// Whether a stored row has the record's values.
    pub fn matches(&self, object: &Object, record: &Record, stored: &Record) -> bool {
        self.parts.iter().all(|part| match (part.value(record), part.value(stored)) {
            (Some(given), Some(stored)) => match object.field(&part.key) {
                Some(field) if part.sub_field.is_none() => same_value(field, given, stored),
                _ => given == stored,
            },
            _ => false,
        })
    }

    /// The fields it is made of, as records carry them.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.key.as_str())
    }

    /// Whether the values name every part and nothing else.
    pub fn is_named_by(&self, values: &Record) -> bool {
        let has = |key: &str, sub_field: Option<&str>| {
            self.parts.iter().any(|part| part.key == key && part.sub_field.as_deref() == sub_field)
        };
        let nothing_else = values.iter().all(|(key, value)| match value.as_object() {
            Some(parts) => parts.keys().all(|part| has(key, Some(part))),
            None => has(key, None),
        });
        nothing_else && self.parts.iter().all(|part| part.value(values).is_some())
    }

    /// For messages: `emails.primaryEmail`.
    pub fn describe(&self) -> String {
        let name = |part: &Part| match &part.sub_field {
            Some(sub_field) => format!("{}.{sub_field}", part.key),
            None => part.key.clone(),
        };
        self.parts.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

/// The condition that a row has that id.
pub(crate) fn id_condition(id: Uuid) -> Filter {
    Filter::Compare { path: FieldPath::field("id"), op: Op::Eq, value: Value::String(id.to_string()) }
}
