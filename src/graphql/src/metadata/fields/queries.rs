//! Reading fields.

use async_graphql::{Context, InputObject, Object, Result};
use icosa_model::FieldId;
use icosa_model::definition::FieldRow;
use uuid::Uuid;

use super::types::{FieldConnection, FieldNode};
use crate::metadata::caller::caller;
use crate::metadata::comparison::{
    BooleanFieldComparison, UuidFilterComparison, flag_passes, id_passes, lists_pass,
};
use crate::metadata::paging::CursorPaging;
use crate::metadata::snapshot::representatives;

/// Which fields; all given members must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub struct FieldFilter {
    and: Option<Vec<FieldFilter>>,
    or: Option<Vec<FieldFilter>>,
    id: Option<UuidFilterComparison>,
    object_metadata_id: Option<UuidFilterComparison>,
    is_active: Option<BooleanFieldComparison>,
    is_system: Option<BooleanFieldComparison>,
    /// Kept for older clients.
    is_custom: Option<BooleanFieldComparison>,
    #[graphql(name = "isUIEditable")]
    is_ui_editable: Option<BooleanFieldComparison>,
    #[graphql(name = "isUIReadOnly")]
    is_ui_read_only: Option<BooleanFieldComparison>,
}

impl FieldFilter {
    pub fn passes(&self, row: &FieldRow) -> bool {
        id_passes(&self.id, row.id.0)
            && id_passes(&self.object_metadata_id, row.object_id.0)
            && flag_passes(&self.is_active, row.is_active)
            && flag_passes(&self.is_system, row.is_system)
            && flag_passes(&self.is_custom, !row.is_standard)
            && flag_passes(&self.is_ui_editable, row.is_ui_editable)
            && flag_passes(&self.is_ui_read_only, !row.is_ui_editable)
            && lists_pass(&self.and, &self.or, |filter| filter.passes(row))
    }
}

/// Reading fields.
#[derive(Default)]
pub struct FieldQueries;

#[Object]
impl FieldQueries {
    /// Fields of all objects, inactive ones among them, by the page; one field stands for its morph relation.
    async fn fields(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "CursorPaging::default()")] paging: CursorPaging,
        #[graphql(default_with = "FieldFilter::default()")] filter: FieldFilter,
    ) -> Result<FieldConnection> {
        let now = caller(ctx)?.now();
        let mut rows: Vec<_> = now.metadata().fields.iter().filter(|row| filter.passes(row)).collect();
        let morphs = representatives(&rows);
        rows.retain(|row| row.morph_id.is_none() || morphs.contains(&row.id));
        Ok(FieldConnection::of(paging.page(rows)?, |row| FieldNode::new(&now, row)))
    }

    /// One field.
    async fn field(&self, ctx: &Context<'_>, id: Uuid) -> Result<FieldNode> {
        let now = caller(ctx)?.now();
        Ok(FieldNode::new(&now, now.known_field(FieldId(id))?))
    }
}
