//! Objects.

use icosa_model::{FieldId, ObjectId};
use serde::{Deserialize, Serialize};

use crate::patch::Patch;

/// Makes an object with its table, system fields, relations to notes, tasks, attachments and timeline, views and
/// navigation item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateObject {
    /// Chosen by the client, so that it can go on before the answer; made by the server when absent.
    pub id: Option<ObjectId>,
    /// API name of one record: 1 to 63 characters, camel case.
    pub name_singular: String,
    /// API name of many records.
    pub name_plural: String,
    /// What people read for one record: 1 to 63 characters.
    pub label_singular: String,
    /// What people read for many records.
    pub label_plural: String,
    /// One sentence for people.
    pub description: Option<String>,
    /// Tabler icon name.
    pub icon: Option<String>,
    /// Tag colour.
    pub color: Option<String>,
    /// Single letter of the `G` key sequence.
    pub shortcut: Option<String>,
    /// Without a name field; the id names the records.
    pub skip_name_field: bool,
    /// API names follow the labels, and must be what the labels give.
    pub is_label_synced_with_name: bool,
    /// Always refused.
    pub is_remote: bool,
}

/// Changes an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateObject {
    /// Which one.
    pub id: ObjectId,
    /// What to change.
    pub update: ObjectPatch,
}

/// What to change of an object; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in CreateObject and ObjectRow")]
pub struct ObjectPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_singular: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_plural: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_singular: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_plural: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub icon: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub color: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub shortcut: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_searchable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_label_synced_with_name: Option<bool>,
    /// May not be cleared.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub label_identifier_field_id: Patch<FieldId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub image_identifier_field_id: Patch<FieldId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_record_in: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readability: Option<String>,
    /// What it is called in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
}

/// A word of an object or field in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Translation {
    /// e.g. `de-DE`; the source language's words are the labels themselves.
    pub locale: String,
    /// Of an object `labelSingular`, `labelPlural` or `description`; of a field `label` or `description`.
    pub property: String,
    /// None takes the word back.
    pub value: Option<String>,
}
