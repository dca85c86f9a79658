//! What a change leaves behind on timelines, as records of `timelineActivity`.
//!
//! Direct rows stand on the record that changed (`company.updated`); linked rows stand on the records a note or task
//! is about (`linked-note.created`). Rows of one person's edits in quick succession are merged.

use chrono::{DateTime, Duration, Utc};
use icosa_contract::Actor;
use icosa_model::{Field, FieldType, Model, Object, Record};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::records::defaults::timestamp;
use crate::records::validate::actor_value;

/// The object timelines are kept in.
pub const TIMELINE: &str = "timelineActivity";

/// The sides of a change, and under which key each carries the label of the record it leads to.
pub const SIDES: [(&str, &str); 2] = [("before", "beforeLabel"), ("after", "afterLabel")];

/// Edits of one person to one record within this time share a row.
#[must_use]
pub fn merge_window() -> Duration {
    Duration::minutes(10)
}

/// An event about to be written on a record's timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// e.g. `company.updated`, `linked-note.created`.
    pub name: String,
    /// Join column of `timelineActivity` that names the record.
    pub column: String,
    /// The record whose timeline it is.
    pub target: Uuid,
    /// `{before, after, diff, updatedFields}`.
    pub properties: Record,
    /// The note or task of a linked event.
    pub linked: Option<Linked>,
}

/// The other record of a linked event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its object's id.
    pub object: Uuid,
    /// Which record.
    pub id: Uuid,
    /// Its label at that moment.
    pub label: String,
}

/// Join column of `timelineActivity` that points at records of this object, if it has a timeline.
#[must_use]
pub fn target_column<'m>(model: &'m Model, object: &Object) -> Option<&'m str> {
    let is_target = |field: &&Field| {
        field.field_type == FieldType::MorphRelation
            && field.relation.as_ref().is_some_and(|relation| relation.target == object.id)
    };
    model.object(TIMELINE)?.fields.iter().find(is_target)?.join_column()
}

/// The row of an event on the record itself; none if the object is not logged or has no timeline.
#[must_use]
pub fn direct(
    model: &Model,
    object: &Object,
    action: &str,
    id: Uuid,
    properties: Record,
) -> Option<Activity> {
    if !object.is_audit_logged {
        return None;
    }
    let column = target_column(model, object)?.to_owned();
    Some(Activity {
        name: format!("{}.{action}", object.name_singular),
        column,
        target: id,
        properties,
        linked: None,
    })
}

/// `{before, after, diff, updatedFields}` of an update; before and after hold only what changed.
#[must_use]
pub fn update_properties(diff: &Record) -> Record {
    let side = |side: &str| -> Record {
        diff.iter()
            .map(|(field, change)| (field.clone(), change.get(side).cloned().unwrap_or_default()))
            .collect()
    };
    Record::from_iter([
        ("before".to_owned(), Value::Object(side("before"))),
        ("after".to_owned(), Value::Object(side("after"))),
        ("updatedFields".to_owned(), json!(diff.keys().collect::<Vec<_>>())),
        ("diff".to_owned(), Value::Object(diff.clone())),
    ])
}

/// `{after}` of a new record: what it holds, without empty values and server-managed ones.
#[must_use]
pub fn create_properties(values: &Record) -> Record {
    let kept =
        |key: &&String| !matches!(key.as_str(), "id" | "createdAt" | "updatedAt" | "createdBy" | "updatedBy");
    let after: Record = values
        .iter()
        .filter(|(key, value)| kept(key) && !value.is_null())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Record::from_iter([("after".to_owned(), Value::Object(after))])
}

/// The diff of two updates in a row: the first `before` with the last `after`; what ended where it began is gone.
#[must_use]
pub fn merged_diff(earlier: &Record, later: &Record) -> Record {
    let mut merged = earlier.clone();
    for (field, change) in later {
        let first = earlier.get(field).unwrap_or(change);
        if first.get("before").unwrap_or(&Value::Null) == change.get("after").unwrap_or(&Value::Null) {
            merged.remove(field);
            continue;
        }
        let mut sides = Record::new();
        for ((side, label), from) in SIDES.into_iter().zip([first, change]) {
            sides.insert(side.to_owned(), from.get(side).cloned().unwrap_or_default());
            sides.extend(from.get(label).map(|name| (label.to_owned(), name.clone())));
        }
        merged.insert(field.clone(), Value::Object(sides));
    }
    merged
}

impl Activity {
    /// The values of its new row.
    #[must_use]
    pub fn into_record(self, actor: &Actor, now: DateTime<Utc>) -> Record {
        let mut record = Record::from_iter([
            ("id".to_owned(), json!(Uuid::new_v4())),
            ("happensAt".to_owned(), json!(timestamp(now))),
            ("createdAt".to_owned(), json!(timestamp(now))),
            ("updatedAt".to_owned(), json!(timestamp(now))),
            ("createdBy".to_owned(), actor_value(actor, None)),
            ("updatedBy".to_owned(), actor_value(actor, None)),
            ("position".to_owned(), json!(0)),
            ("timelineActivityTypeSnapshot".to_owned(), json!({"name": self.name})),
            ("properties".to_owned(), Value::Object(self.properties)),
            ("workspaceMemberId".to_owned(), json!(actor.member)),
            (self.column, json!(self.target)),
        ]);
        if let Some(linked) = self.linked {
            record.insert("linkedRecordCachedName".to_owned(), json!(linked.label));
            record.insert("linkedRecordId".to_owned(), json!(linked.id));
            record.insert("linkedObjectMetadataId".to_owned(), json!(linked.object));
        }
        record
    }

    /// Whether a stored row and this one may be told as one event.
    #[must_use]
    pub fn continues(&self, row: &Record, actor: &Actor) -> bool {
        let text = |key: &str| row.get(key).and_then(Value::as_str);
        let linked = self.linked.as_ref().map(|linked| linked.id.to_string());
        self.name.ends_with(".updated")
            && actor.member.is_some()
            && row.get("timelineActivityTypeSnapshot").and_then(|s| s.get("name")) == Some(&json!(self.name))
            && text("workspaceMemberId") == actor.member.map(|id| id.to_string()).as_deref()
            && text(&self.column) == Some(self.target.to_string().as_str())
            && text("linkedRecordId") == linked.as_deref()
    }

    /// What the stored row says once this event is part of it.
    #[must_use]
    pub fn merged_into(&self, row: &Record, now: DateTime<Utc>) -> Record {
        let diff_of = |properties: Option<&Value>| {
            properties.and_then(|p| p.get("diff")).and_then(Value::as_object).cloned().unwrap_or_default()
        };
        let later = self.properties.get("diff").and_then(Value::as_object).cloned().unwrap_or_default();
        let merged = merged_diff(&diff_of(row.get("properties")), &later);
        let mut record = Record::from_iter([
            ("happensAt".to_owned(), json!(timestamp(now))),
            ("updatedAt".to_owned(), json!(timestamp(now))),
            ("properties".to_owned(), Value::Object(update_properties(&merged))),
        ]);
        if let Some(linked) = &self.linked {
            record.insert("linkedRecordCachedName".to_owned(), json!(linked.label));
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_updates_keep_the_first_before_and_the_last_after() {
        let first =
            json!({"name": {"before": "A", "after": "B"}, "city": {"before": null, "after": "Paris"}});
        let second = json!({"name": {"before": "B", "after": "A"}, "size": {"before": 1, "after": 2}});
        let merged = merged_diff(first.as_object().unwrap(), second.as_object().unwrap());
        assert_eq!(
            Value::Object(merged),
            json!({"city": {"before": null, "after": "Paris"}, "size": {"before": 1, "after": 2}}),
        );
    }

    #[test]
    fn merged_updates_keep_the_names_of_the_sides_they_keep() {
        let first = json!({"companyId": {"before": null, "after": "1", "afterLabel": "One"}});
        let second =
            json!({"companyId": {"before": "1", "beforeLabel": "One", "after": "2", "afterLabel": "Two"}});
        let merged = merged_diff(first.as_object().unwrap(), second.as_object().unwrap());
        let expected = json!({"companyId": {"before": null, "after": "2", "afterLabel": "Two"}});
        assert_eq!(Value::Object(merged), expected);
    }

    #[test]
    fn update_properties_hold_only_what_changed() {
        let diff = json!({"name": {"before": "A", "after": "B"}});
        assert_eq!(
            Value::Object(update_properties(diff.as_object().unwrap())),
            json!({
                "before": {"name": "A"}, "after": {"name": "B"}, "updatedFields": ["name"],
                "diff": {"name": {"before": "A", "after": "B"}},
            }),
        );
    }
}
