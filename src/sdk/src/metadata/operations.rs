//! The fixed operations, as types from which their documents are made.

use serde_json::Value;
use uuid::Uuid;

use super::scalars::{Cursor, RelationKind, TypeName};

#[derive(cynic::InputObject)]
#[cynic(schema_module = "super::schema")]
pub(super) struct CursorPaging {
    pub first: Option<i32>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "super::schema")]
pub(super) struct ObjectsVariables {
    pub paging: CursorPaging,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ObjectsVariables", schema_module = "super::schema")]
pub(super) struct Objects {
    #[arguments(paging: $paging)]
    pub objects: ObjectConnection,
}

#[derive(cynic::QueryFragment)]
#[cynic(schema_module = "super::schema")]
pub(super) struct ObjectConnection {
    pub edges: Vec<ObjectEdge>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
#[cynic(schema_module = "super::schema")]
pub(super) struct PageInfo {
    pub has_next_page: Option<bool>,
    pub end_cursor: Option<Cursor>,
}

#[derive(cynic::QueryFragment)]
#[cynic(schema_module = "super::schema")]
pub(super) struct ObjectEdge {
    pub node: ObjectNode,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Object", schema_module = "super::schema")]
pub(super) struct ObjectNode {
    pub id: Uuid,
    pub name_singular: String,
    pub name_plural: String,
    pub label_singular: String,
    pub label_plural: String,
    pub description: Option<String>,
    pub icon: Option<String>,
    pub is_custom: bool,
    pub is_active: bool,
    pub is_system: bool,
    pub label_identifier_field_metadata_id: Option<Uuid>,
    pub fields_list: Vec<FieldNode>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Field", schema_module = "super::schema")]
pub(super) struct FieldNode {
    pub id: Uuid,
    #[cynic(rename = "type")]
    pub kind: TypeName,
    pub name: String,
    pub label: String,
    pub description: Option<String>,
    pub is_custom: Option<bool>,
    pub is_active: Option<bool>,
    pub is_system: Option<bool>,
    pub is_nullable: Option<bool>,
    pub is_unique: Option<bool>,
    pub options: Option<Value>,
    pub default_value: Option<Value>,
    pub settings: Option<Value>,
    pub relation: Option<Relation>,
    pub morph_relations: Option<Vec<Relation>>,
}

#[derive(cynic::QueryFragment)]
#[cynic(schema_module = "super::schema")]
pub(super) struct Relation {
    #[cynic(rename = "type")]
    pub kind: RelationKind,
    pub source_field_metadata: OtherField,
    pub target_object_metadata: OtherObject,
    pub target_field_metadata: OtherField,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Object", schema_module = "super::schema")]
pub(super) struct OtherObject {
    pub name_singular: String,
    pub name_plural: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Field", schema_module = "super::schema")]
pub(super) struct OtherField {
    pub name: String,
}

#[derive(cynic::InputObject)]
#[cynic(schema_module = "super::schema")]
pub(super) struct CreateOneObjectInput {
    pub object: CreateObjectInput,
}

#[derive(cynic::InputObject)]
#[cynic(schema_module = "super::schema")]
pub(super) struct CreateObjectInput {
    pub name_singular: String,
    pub name_plural: String,
    pub label_singular: String,
    pub label_plural: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "super::schema")]
pub(super) struct CreateObjectVariables {
    pub input: CreateOneObjectInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateObjectVariables", schema_module = "super::schema")]
pub(super) struct CreateObject {
    #[arguments(input: $input)]
    pub create_one_object: ObjectNode,
}

#[derive(cynic::InputObject)]
#[cynic(schema_module = "super::schema")]
pub(super) struct DeleteOneObjectInput {
    pub id: Uuid,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "super::schema")]
pub(super) struct DeleteObjectVariables {
    pub input: DeleteOneObjectInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeleteObjectVariables", schema_module = "super::schema")]
pub(super) struct DeleteObject {
    #[arguments(input: $input)]
    #[expect(dead_code, reason = "that it is answered is enough")]
    pub delete_one_object: OtherObject,
}

#[derive(cynic::InputObject)]
#[cynic(schema_module = "super::schema")]
pub(super) struct CreateOneFieldMetadataInput {
    pub field: CreateFieldInput,
}

#[derive(cynic::InputObject)]
#[cynic(schema_module = "super::schema")]
pub(super) struct CreateFieldInput {
    #[cynic(rename = "type")]
    pub kind: TypeName,
    pub name: String,
    pub label: String,
    pub object_metadata_id: Uuid,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub is_nullable: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub is_unique: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub options: Option<Value>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Value>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub relation_creation_payload: Option<Value>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "super::schema")]
pub(super) struct CreateFieldVariables {
    pub input: CreateOneFieldMetadataInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateFieldVariables", schema_module = "super::schema")]
pub(super) struct CreateField {
    #[arguments(input: $input)]
    pub create_one_field: FieldNode,
}

#[derive(cynic::InputObject)]
#[cynic(schema_module = "super::schema")]
pub(super) struct DeleteOneFieldInput {
    pub id: Uuid,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "super::schema")]
pub(super) struct DeleteFieldVariables {
    pub input: DeleteOneFieldInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeleteFieldVariables", schema_module = "super::schema")]
pub(super) struct DeleteField {
    #[arguments(input: $input)]
    #[expect(dead_code, reason = "that it is answered is enough")]
    pub delete_one_field: OtherField,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", schema_module = "super::schema")]
pub(super) struct RecordCounts {
    pub object_record_counts: Vec<ObjectRecordCount>,
}

#[derive(cynic::QueryFragment)]
#[cynic(schema_module = "super::schema")]
pub(super) struct ObjectRecordCount {
    pub object_name_plural: String,
    pub total_count: i32,
}
