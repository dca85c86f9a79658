//! Scalars of the schema as types of ours.

use icosa_model::FieldType;
use serde::{Deserialize, Serialize};

use super::schema;

cynic::impl_scalar!(uuid::Uuid, schema::UUID);
cynic::impl_scalar!(serde_json::Value, schema::JSON);

/// A cursor, as it came.
#[derive(Debug, Clone, cynic::Scalar)]
#[cynic(graphql_type = "ConnectionCursor", schema_module = "super::schema")]
pub(super) struct Cursor(pub String);

/// The type of a field; a server that is newer may have types that are not known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct TypeName(String);

impl cynic::Enum for TypeName {
    type SchemaType = schema::FieldMetadataType;
}

cynic::impl_coercions!(TypeName, schema::FieldMetadataType);

impl TypeName {
    pub fn known(&self) -> Option<FieldType> {
        FieldType::parse(&self.0)
    }
}

impl From<FieldType> for TypeName {
    fn from(kind: FieldType) -> Self {
        Self(kind.as_str().to_owned())
    }
}

/// `MANY_TO_ONE` or `ONE_TO_MANY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct RelationKind(pub String);

impl cynic::Enum for RelationKind {
    type SchemaType = schema::RelationType;
}

cynic::impl_coercions!(RelationKind, schema::RelationType);
