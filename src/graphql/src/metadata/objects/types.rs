//! What is told of an object.

use std::sync::Arc;

use async_graphql::{ComplexObject, Result, SimpleObject};
use icosa_model::definition::ObjectRow;
use icosa_model::{FieldId, ObjectId};
use uuid::Uuid;

use crate::metadata::fields::{FieldFilter, FieldNode, ObjectFieldsConnection};
use crate::metadata::indexes::{IndexFilter, IndexNode, ObjectIndexMetadatasConnection};
use crate::metadata::paging::{CursorPaging, connection, edge};
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{MetadataReadability, MetadataWritability, ObjectOpenRecordIn};

/// A kind of record.
#[derive(Clone, SimpleObject)]
#[graphql(name = "Object", complex)]
pub struct ObjectNode {
    #[graphql(skip)]
    snapshot: Arc<Snapshot>,
    id: Uuid,
    universal_identifier: String,
    application_id: Uuid,
    name_singular: String,
    name_plural: String,
    label_singular: String,
    label_plural: String,
    description: Option<String>,
    icon: Option<String>,
    shortcut: Option<String>,
    color: Option<String>,
    /// Made in this workspace; kept for older clients, newer ones compare the application.
    is_custom: bool,
    is_remote: bool,
    is_active: bool,
    is_system: bool,
    #[graphql(name = "isUIEditable")]
    is_ui_editable: bool,
    #[graphql(name = "isUICreatable")]
    is_ui_creatable: bool,
    #[graphql(name = "isUIReadOnly", deprecation = "isUIEditable says it")]
    is_ui_read_only: bool,
    is_searchable: bool,
    open_record_in: ObjectOpenRecordIn,
    readability: MetadataReadability,
    /// Not known apart from the readability itself.
    readability_parent_field_universal_identifiers: Option<Vec<Uuid>>,
    writability: MetadataWritability,
    label_identifier_field_metadata_id: Option<Uuid>,
    image_identifier_field_metadata_id: Option<Uuid>,
    is_label_synced_with_name: bool,
    duplicate_criteria: Option<Vec<Vec<String>>>,
    created_at: Moment,
    updated_at: Moment,
}

impl ObjectNode {
    pub fn new(snapshot: &Arc<Snapshot>, row: &ObjectRow) -> Self {
        Self {
            snapshot: Arc::clone(snapshot),
            id: row.id.0,
            universal_identifier: row.universal_identifier.to_string(),
            application_id: snapshot.application(row.is_standard),
            name_singular: row.name_singular.clone(),
            name_plural: row.name_plural.clone(),
            label_singular: snapshot.word(&row.translations, "labelSingular", &row.label_singular),
            label_plural: snapshot.word(&row.translations, "labelPlural", &row.label_plural),
            description: snapshot.word_of(&row.translations, "description", row.description.as_deref()),
            icon: row.icon.clone(),
            shortcut: row.shortcut.clone(),
            color: row.color.clone(),
            is_custom: !row.is_standard,
            is_remote: false,
            is_active: row.is_active,
            is_system: row.is_system,
            is_ui_editable: row.is_ui_editable,
            is_ui_creatable: row.is_ui_creatable,
            is_ui_read_only: !row.is_ui_editable,
            is_searchable: row.is_searchable,
            open_record_in: ObjectOpenRecordIn::of(&row.open_record_in)
                .unwrap_or(ObjectOpenRecordIn::UserChoice),
            readability: MetadataReadability::of(&row.readability).unwrap_or(MetadataReadability::System),
            readability_parent_field_universal_identifiers: None,
            writability: MetadataWritability::of(&row.writability).unwrap_or(MetadataWritability::System),
            label_identifier_field_metadata_id: Some(row.label_identifier_field_id.0),
            image_identifier_field_metadata_id: row.image_identifier_field_id.map(|id| id.0),
            is_label_synced_with_name: row.is_label_synced_with_name,
            duplicate_criteria: row.duplicate_criteria.clone(),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }

    fn object_id(&self) -> ObjectId {
        ObjectId(self.id)
    }
}

#[ComplexObject]
impl ObjectNode {
    /// Its fields, by the page.
    #[graphql(complexity = "10 * child_complexity")]
    async fn fields(
        &self,
        #[graphql(default_with = "CursorPaging::default()")] paging: CursorPaging,
        #[graphql(default_with = "FieldFilter::default()")] filter: FieldFilter,
    ) -> Result<ObjectFieldsConnection> {
        let mut rows = self.snapshot.listed_fields_of(self.object_id());
        rows.retain(|row| filter.passes(row));
        Ok(ObjectFieldsConnection::of(paging.page(rows)?, |row| FieldNode::new(&self.snapshot, row)))
    }

    /// Its indexes, by the page.
    #[graphql(complexity = "5 * child_complexity")]
    async fn index_metadatas(
        &self,
        #[graphql(default_with = "CursorPaging::default()")] paging: CursorPaging,
        #[graphql(default_with = "IndexFilter::default()")] filter: IndexFilter,
    ) -> Result<ObjectIndexMetadatasConnection> {
        let mut rows = self.snapshot.indexes_of(self.object_id());
        rows.retain(|row| filter.passes(row));
        Ok(ObjectIndexMetadatasConnection::of(paging.page(rows)?, IndexNode::new))
    }

    /// All its fields.
    #[graphql(complexity = "10 * child_complexity")]
    async fn fields_list(&self) -> Vec<FieldNode> {
        let rows = self.snapshot.listed_fields_of(self.object_id());
        rows.into_iter().map(|row| FieldNode::new(&self.snapshot, row)).collect()
    }

    /// All its indexes.
    #[graphql(complexity = "5 * child_complexity")]
    async fn index_metadata_list(&self) -> Vec<IndexNode> {
        self.snapshot.indexes_of(self.object_id()).into_iter().map(IndexNode::new).collect()
    }

    /// The fields of its full-text search, in order.
    #[graphql(complexity = "5 * child_complexity")]
    async fn search_field_metadata_list(&self) -> Vec<SearchField> {
        let Some(vector) = self.snapshot.search_vector(self.object_id()) else { return Vec::new() };
        let Some(row) = self.snapshot.object(self.object_id()) else { return Vec::new() };
        let fields = row.search_field_ids.iter().enumerate();
        fields.map(|(position, field)| SearchField::new(row, *field, vector, position)).collect()
    }
}

/// A field's place in the full-text search of its object.
#[derive(Clone, SimpleObject)]
pub struct SearchField {
    id: Uuid,
    field_metadata_id: Uuid,
    ts_vector_field_metadata_id: Uuid,
    position: f64,
    created_at: Moment,
    updated_at: Moment,
}

impl SearchField {
    fn new(object: &ObjectRow, field: FieldId, vector: FieldId, position: usize) -> Self {
        Self {
            id: Uuid::new_v5(&object.id.0, format!("searchFieldMetadata:{field}").as_bytes()),
            field_metadata_id: field.0,
            ts_vector_field_metadata_id: vector.0,
            position: u32::try_from(position).map_or(f64::INFINITY, f64::from),
            created_at: object.created_at.into(),
            updated_at: object.updated_at.into(),
        }
    }
}

edge! {
    /// An object with its cursor.
    ObjectEdge of ObjectNode
}

connection! {
    /// A page of objects.
    ObjectConnection of ObjectEdge
}
