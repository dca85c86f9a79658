//! What is told of a field.

use std::sync::Arc;

use async_graphql::{ComplexObject, SimpleObject};
use icosa_model::definition::FieldRow;
use icosa_model::{FieldId, FieldType, ObjectId};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::metadata::objects::ObjectNode;
use crate::metadata::paging::{connection, edge};
use crate::metadata::scalars::{Json, Moment};
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{FieldMetadataType, MetadataWritability, RelationType};

/// A field of an object.
#[derive(Clone, SimpleObject)]
#[graphql(name = "Field", complex)]
pub struct FieldNode {
    #[graphql(skip)]
    snapshot: Arc<Snapshot>,
    id: Uuid,
    universal_identifier: String,
    application_id: Uuid,
    object_metadata_id: Uuid,
    #[graphql(name = "type")]
    field_type: FieldMetadataType,
    name: String,
    label: String,
    description: Option<String>,
    icon: Option<String>,
    /// Made in this workspace; kept for older clients, newer ones compare the application.
    is_custom: Option<bool>,
    is_active: Option<bool>,
    is_system: Option<bool>,
    #[graphql(name = "isUIEditable")]
    is_ui_editable: Option<bool>,
    #[graphql(name = "isUIReadOnly", deprecation = "isUIEditable says it")]
    is_ui_read_only: Option<bool>,
    writability: Option<MetadataWritability>,
    is_nullable: Option<bool>,
    is_unique: Option<bool>,
    is_searchable: Option<bool>,
    is_audit_logged: Option<bool>,
    default_value: Option<Json>,
    options: Option<Json>,
    settings: Option<Json>,
    is_label_synced_with_name: Option<bool>,
    morph_id: Option<Uuid>,
    created_at: Moment,
    updated_at: Moment,
}

impl FieldNode {
    pub fn new(snapshot: &Arc<Snapshot>, row: &FieldRow) -> Self {
        Self {
            snapshot: Arc::clone(snapshot),
            id: row.id.0,
            universal_identifier: row.universal_identifier.to_string(),
            application_id: snapshot.application(row.is_standard),
            object_metadata_id: row.object_id.0,
            field_type: row.field_type.into(),
            name: row.name.clone(),
            label: snapshot.word(&row.translations, "label", &row.label),
            description: snapshot.word_of(&row.translations, "description", row.description.as_deref()),
            icon: row.icon.clone(),
            is_custom: Some(!row.is_standard),
            is_active: Some(row.is_active),
            is_system: Some(row.is_system),
            is_ui_editable: Some(row.is_ui_editable),
            is_ui_read_only: Some(!row.is_ui_editable),
            writability: Some(MetadataWritability::Open),
            is_nullable: Some(row.is_nullable),
            is_unique: Some(snapshot.is_unique(row.id)),
            is_searchable: Some(snapshot.is_searchable(row.id)),
            is_audit_logged: Some(row.is_audit_logged),
            default_value: (!row.default_value.is_null()).then(|| Json::from(row.default_value.clone())),
            options: options(row),
            settings: settings(row),
            is_label_synced_with_name: Some(row.is_label_synced_with_name),
            morph_id: row.morph_id,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

/// Choices without empty members: those of RATING have no colour.
fn options(row: &FieldRow) -> Option<Json> {
    if row.options.is_empty() {
        return None;
    }
    let option = |option| match serde_json::to_value(option) {
        Ok(Value::Object(members)) => Some(Value::Object(present(members))),
        _ => None,
    };
    Some(Json::from(Value::Array(row.options.iter().filter_map(option).collect())))
}

fn settings(row: &FieldRow) -> Option<Json> {
    match serde_json::to_value(&row.settings) {
        Ok(Value::Object(members)) if !members.is_empty() => Some(Json::from(Value::Object(members))),
        _ => None,
    }
}

fn present(members: Map<String, Value>) -> Map<String, Value> {
    members.into_iter().filter(|(_, value)| !value.is_null()).collect()
}

#[ComplexObject]
impl FieldNode {
    /// The object it belongs to.
    async fn object(&self) -> Option<ObjectNode> {
        let row = self.snapshot.object(ObjectId(self.object_metadata_id))?;
        Some(ObjectNode::new(&self.snapshot, row))
    }

    /// The other side of a relation.
    async fn relation(&self) -> Option<Relation> {
        let row = self.snapshot.field(FieldId(self.id))?;
        if row.field_type == FieldType::Relation { Relation::new(&self.snapshot, row) } else { None }
    }

    /// The other sides of a relation to several objects.
    async fn morph_relations(&self) -> Option<Vec<Relation>> {
        let row = self.snapshot.field(FieldId(self.id))?;
        if row.field_type != FieldType::MorphRelation {
            return None;
        }
        let siblings = self.snapshot.morph_siblings(row).into_iter();
        Some(siblings.filter_map(|sibling| Relation::new(&self.snapshot, sibling)).collect())
    }
}

/// Both sides of a relation.
#[derive(Clone, SimpleObject)]
pub struct Relation {
    #[graphql(name = "type")]
    kind: RelationType,
    source_object_metadata: ObjectNode,
    target_object_metadata: ObjectNode,
    source_field_metadata: FieldNode,
    target_field_metadata: FieldNode,
}

impl Relation {
    fn new(snapshot: &Arc<Snapshot>, field: &FieldRow) -> Option<Self> {
        let target = snapshot.object(field.relation_target_object_id?)?;
        let target_field = snapshot.field(field.relation_target_field_id?)?;
        Some(Self {
            kind: field.settings.relation_type?.into(),
            source_object_metadata: ObjectNode::new(snapshot, snapshot.object(field.object_id)?),
            target_object_metadata: ObjectNode::new(snapshot, target),
            source_field_metadata: FieldNode::new(snapshot, field),
            target_field_metadata: FieldNode::new(snapshot, target_field),
        })
    }
}

edge! {
    /// A field with its cursor.
    FieldEdge of FieldNode
}

connection! {
    /// A page of fields.
    FieldConnection of FieldEdge
}

connection! {
    /// A page of an object's fields.
    ObjectFieldsConnection of FieldEdge
}
