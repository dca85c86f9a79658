//! Indexes.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use icosa_contract::data_model::{Change, CreateIndex, CreateIndexField};
use icosa_contract::{AppError, Code};
use icosa_model::definition::IndexRow;
use icosa_model::{FieldId, IndexId, ObjectId};
use uuid::Uuid;

use crate::metadata::caller::caller;
use crate::metadata::comparison::{
    BooleanFieldComparison, UuidFilterComparison, flag_passes, id_passes, lists_pass,
};
use crate::metadata::paging::{connection, edge};
use crate::metadata::permission::{Flag, require};
use crate::metadata::scalars::Moment;
use crate::metadata::words::IndexType;

/// An index on the columns of an object's records.
#[derive(Clone, SimpleObject)]
#[graphql(name = "Index")]
pub struct IndexNode {
    id: Uuid,
    name: String,
    is_custom: Option<bool>,
    is_unique: bool,
    index_where_clause: Option<String>,
    index_type: IndexType,
    created_at: Moment,
    updated_at: Moment,
    index_field_metadata_list: Vec<IndexField>,
}

/// One entry of an index.
#[derive(Clone, SimpleObject)]
pub struct IndexField {
    id: Uuid,
    field_metadata_id: Uuid,
    order: f64,
    sub_field_name: Option<String>,
    created_at: Moment,
    updated_at: Moment,
}

impl IndexNode {
    pub fn new(row: &IndexRow) -> Self {
        Self {
            id: row.id.0,
            name: row.name.clone(),
            is_custom: Some(row.is_custom),
            is_unique: row.is_unique,
            index_where_clause: row.live_rows_only.then(|| "\"deletedAt\" IS NULL".to_owned()),
            index_type: row.index_type.into(),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            index_field_metadata_list: (0_u32..)
                .zip(&row.fields)
                .map(|(order, field)| IndexField {
                    id: entry_id(row, field.field_id, field.sub_field_name.as_deref()),
                    field_metadata_id: field.field_id.0,
                    order: f64::from(order),
                    sub_field_name: field.sub_field_name.clone(),
                    created_at: row.created_at.into(),
                    updated_at: row.updated_at.into(),
                })
                .collect(),
        }
    }
}

/// Entries have no rows of their own; their ids follow from what they are.
fn entry_id(index: &IndexRow, field: FieldId, part: Option<&str>) -> Uuid {
    Uuid::new_v5(&index.id.0, format!("{field}:{}", part.unwrap_or_default()).as_bytes())
}

/// Which indexes; all given members must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub struct IndexFilter {
    and: Option<Vec<IndexFilter>>,
    or: Option<Vec<IndexFilter>>,
    id: Option<UuidFilterComparison>,
    is_custom: Option<BooleanFieldComparison>,
}

impl IndexFilter {
    pub fn passes(&self, row: &IndexRow) -> bool {
        id_passes(&self.id, row.id.0)
            && flag_passes(&self.is_custom, row.is_custom)
            && lists_pass(&self.and, &self.or, |filter| filter.passes(row))
    }
}

edge! {
    /// An index with its cursor.
    IndexEdge of IndexNode
}

connection! {
    /// A page of an object's indexes.
    ObjectIndexMetadatasConnection of IndexEdge
}

/// An index to be made.
#[derive(InputObject)]
pub struct CreateOneIndexInput {
    index: CreateIndexInput,
}

/// An index to be made.
#[derive(InputObject)]
pub struct CreateIndexInput {
    object_metadata_id: Uuid,
    fields: Vec<CreateIndexFieldInput>,
    index_type: IndexType,
}

/// One entry of an index to be made.
#[derive(InputObject)]
pub struct CreateIndexFieldInput {
    field_metadata_id: Uuid,
    sub_field_name: Option<String>,
}

/// One index to be removed.
#[derive(InputObject)]
pub struct DeleteOneIndexInput {
    id: Uuid,
}

impl From<CreateIndexInput> for CreateIndex {
    fn from(input: CreateIndexInput) -> Self {
        let field = |field: CreateIndexFieldInput| CreateIndexField {
            field_id: FieldId(field.field_metadata_id),
            sub_field_name: field.sub_field_name,
        };
        Self {
            id: None,
            object_id: ObjectId(input.object_metadata_id),
            index_type: input.index_type.into(),
            fields: input.fields.into_iter().map(field).collect(),
        }
    }
}

/// Changing indexes.
#[derive(Default)]
pub struct IndexMutations;

#[Object]
impl IndexMutations {
    /// Makes an index.
    async fn create_one_index(&self, ctx: &Context<'_>, input: CreateOneIndexInput) -> Result<IndexNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let (outcome, id) = caller.change_one(Change::CreateIndex(input.index.into())).await?;
        let row = outcome.after.index(IndexId(id)).ok_or_else(|| unknown(id))?;
        Ok(IndexNode::new(row))
    }

    /// Removes an index that people have made; answers what it was.
    async fn delete_one_index(&self, ctx: &Context<'_>, input: DeleteOneIndexInput) -> Result<IndexNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let outcome = caller.change(vec![Change::DeleteIndex(IndexId(input.id))]).await?;
        let row = outcome.before.index(IndexId(input.id)).ok_or_else(|| unknown(input.id))?;
        Ok(IndexNode::new(row))
    }
}

fn unknown(id: Uuid) -> AppError {
    AppError::new(Code::NotFound, format!("There is no index {id}.")).with_sub_code("ENTITY_NOT_FOUND")
}
