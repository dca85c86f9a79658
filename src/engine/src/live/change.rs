//! An event with the record before and after it.

use icosa_contract::records::RecordEvent;
use icosa_model::{FieldType, Object, Record};
use icosa_store::events::Event;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::records::references::uuid_at;

/// What has become of a record, in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordChange {
    /// What happened.
    #[serde(flatten)]
    pub event: RecordEvent,
    /// The record before; none of a new one.
    pub before: Option<Record>,
    /// The record after; none of a destroyed one.
    pub after: Option<Record>,
    /// `{field: {before, after}}` of what changed.
    pub diff: Option<Record>,
    /// Who did it; none when a program did.
    pub user_id: Option<Uuid>,
    /// Their member record.
    pub workspace_member_id: Option<Uuid>,
}

impl RecordChange {
    /// From what the outbox keeps of it.
    pub(super) fn new(event: &Event, payload: Value, object: &Object) -> Self {
        let Value::Object(mut payload) = payload else { return Self::bare(event) };
        let (user_id, workspace_member_id) =
            (uuid_at(&payload, "userId"), uuid_at(&payload, "workspaceMemberId"));
        let mut side = |name: &str| match payload.remove(name) {
            Some(Value::Object(record)) => Some(record),
            _ => None,
        };
        let (before, after, diff) = (side("before"), side("after"), side("diff"));
        let before = before.or_else(|| Some(undone(after.as_ref()?, diff.as_ref()?)));
        let whole = |record: Option<Record>| record.map(|record| completed(record, object));
        Self {
            before: whole(before),
            after: whole(after),
            diff,
            user_id,
            workspace_member_id,
            ..Self::bare(event)
        }
    }

    /// It has values of fields that the object does not have, e.g. as they are called otherwise by now.
    pub(super) fn is_outdated(&self, object: &Object) -> bool {
        let is_unknown =
            |name: &String| object.field(name).or_else(|| object.field_by_join_column(name)).is_none();
        let sides = [&self.before, &self.after, &self.diff];
        sides.into_iter().flatten().any(|side| side.keys().any(is_unknown))
    }

    fn bare(event: &Event) -> Self {
        Self {
            event: super::wire(event),
            before: None,
            after: None,
            diff: None,
            user_id: None,
            workspace_member_id: None,
        }
    }
}

/// The record before a change.
fn undone(after: &Record, diff: &Record) -> Record {
    let mut before = after.clone();
    for (name, sides) in diff {
        before.insert(name.clone(), sides.get("before").cloned().unwrap_or_default());
    }
    before
}

/// With null for what has no value: new records are kept as they were given.
fn completed(mut record: Record, object: &Object) -> Record {
    let stored = object.fields.iter().filter(|field| field.field_type != FieldType::TsVector);
    for field in stored.filter(|field| !field.columns.is_empty()) {
        let name = field.join_column().unwrap_or(&field.name);
        if !record.contains_key(name) {
            record.insert(name.to_owned(), Value::Null);
        }
    }
    record
}
