//! The metadata model: what a workspace's objects, fields, relations and views *are*, and the values they hold.
//!
//! Pure data and pure functions, shared by the server and the browser: no IO, no async, no framework.
//!
//! The pipeline is: rows as stored ([`definition`]) -> [`resolve()`] -> an immutable [`Model`] that everything
//! downstream trusts without checking again. A new field type starts in [`field_type`], gets its value rules in
//! [`values`] and its display in [`format`].

pub mod definition;
pub mod field_type;
pub mod format;
pub mod ids;
pub mod naming;
pub mod page;
pub mod query;
pub mod resolve;
pub mod rich_text;
pub mod values;
pub mod view_filter;

pub use definition::Metadata;
pub use field_type::{FieldType, SubField};
pub use ids::{FieldId, IndexId, ObjectId, SchemaName, UserId, ViewId, WorkspaceId};
pub use resolve::{
    Column, Field, Model, Object, Relation, RelationKind, ResolveError, View, ViewColumn, resolve,
};

/// A record as it travels: a JSON object keyed by field name, composites nested, relations nested.
pub type Record = serde_json::Map<String, serde_json::Value>;
