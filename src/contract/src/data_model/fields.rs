//! Fields, relations and indexes.

use std::collections::BTreeMap;

use icosa_model::definition::{FieldSettings, IndexType, RelationType};
use icosa_model::{FieldId, FieldType, IndexId, ObjectId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::Translation;
use crate::patch::Patch;

/// Makes a field; of a relation, both of its sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateField {
    /// Chosen by the client, so that it can go on before the answer; made by the server when absent.
    #[serde(default)]
    pub id: Option<FieldId>,
    /// The object it belongs to.
    pub object_id: ObjectId,
    /// What it holds.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// API name: 1 to 63 characters, camel case. Of a morph relation the base name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// One sentence for people.
    #[serde(default)]
    pub description: Option<String>,
    /// Tabler icon name.
    #[serde(default)]
    pub icon: Option<String>,
    /// Usable from the start; true when absent.
    #[serde(default)]
    pub is_active: Option<bool>,
    /// Values may be absent; true when absent.
    #[serde(default)]
    pub is_nullable: Option<bool>,
    /// No two records share a value.
    #[serde(default)]
    pub is_unique: Option<bool>,
    /// Part of the object's search; what its type suggests when absent.
    #[serde(default)]
    pub is_searchable: Option<bool>,
    /// Its changes are written to the timeline; true when absent.
    #[serde(default)]
    pub is_audit_logged: Option<bool>,
    /// Editable in the interface; true when absent.
    #[serde(default)]
    pub is_ui_editable: Option<bool>,
    /// In the metadata syntax; existing records get it.
    #[serde(default)]
    pub default_value: Option<Value>,
    /// Choices of SELECT, MULTI_SELECT and RATING; RATING has five of its own when absent.
    #[serde(default)]
    pub options: Option<Vec<OptionInput>>,
    /// Per-type settings.
    #[serde(default)]
    pub settings: Option<FieldSettings>,
    /// The API name follows the label, and must be what the label gives.
    #[serde(default)]
    pub is_label_synced_with_name: bool,
    /// RELATION: the other side.
    #[serde(default)]
    pub relation: Option<NewRelation>,
    /// MORPH_RELATION: one entry a target.
    #[serde(default)]
    pub morph_relations: Option<Vec<NewRelation>>,
}

/// The other side of a relation that is being made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRelation {
    /// Which side the new field itself is.
    #[serde(rename = "type")]
    pub kind: RelationType,
    /// The object on the other side.
    pub target_object_id: ObjectId,
    /// Label of the field there; its name follows.
    pub target_field_label: String,
    /// Its Tabler icon name.
    pub target_field_icon: String,
}

/// A choice as clients send it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OptionInput {
    /// Kept over renames; made when absent. Text, because a bad one is a report and no refusal.
    #[serde(default)]
    pub id: Option<String>,
    /// Stored value.
    #[serde(default)]
    pub value: String,
    /// What people read.
    #[serde(default)]
    pub label: String,
    /// Tag colour.
    #[serde(default)]
    pub color: Option<String>,
    /// Order.
    #[serde(default)]
    pub position: f64,
}

/// Changes a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateField {
    /// Which one.
    pub id: FieldId,
    /// What to change.
    pub update: FieldPatch,
}

/// What to change of a field; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in CreateField")]
pub struct FieldPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub icon: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_unique: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_searchable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_audit_logged: Option<bool>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub default_value: Patch<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<OptionInput>>,
    /// What becomes of the values of removed options: another value, or none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub option_mapping: BTreeMap<String, Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<FieldSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_label_synced_with_name: Option<bool>,
    /// What it is called in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// MORPH_RELATION: targets to add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub morph_targets: Vec<ObjectId>,
}

/// Makes an index on record columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateIndex {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<IndexId>,
    /// The object whose table it is on.
    pub object_id: ObjectId,
    /// BTREE or GIN.
    pub index_type: IndexType,
    /// In order.
    pub fields: Vec<CreateIndexField>,
}

/// One entry of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateIndexField {
    /// The field.
    pub field_id: FieldId,
    /// A part of a composite.
    #[serde(default)]
    pub sub_field_name: Option<String>,
}

impl OptionInput {
    /// A stored choice as input, e.g. to send a changed list back.
    #[must_use]
    pub fn of(option: &icosa_model::definition::SelectOption) -> Self {
        Self {
            id: Some(Uuid::to_string(&option.id)),
            value: option.value.clone(),
            label: option.label.clone(),
            color: option.color.clone(),
            position: f64::from(option.position),
        }
    }
}
