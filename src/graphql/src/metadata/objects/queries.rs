//! Reading objects.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use icosa_model::ObjectId;
use icosa_model::definition::ObjectRow;
use uuid::Uuid;

use super::types::{ObjectConnection, ObjectNode};
use crate::metadata::caller::caller;
use crate::metadata::comparison::{
    BooleanFieldComparison, UuidFilterComparison, flag_passes, id_passes, lists_pass,
};
use crate::metadata::paging::CursorPaging;

/// Which objects; all given members must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ObjectFilter {
    and: Option<Vec<ObjectFilter>>,
    or: Option<Vec<ObjectFilter>>,
    id: Option<UuidFilterComparison>,
    universal_identifier: Option<UuidFilterComparison>,
    is_active: Option<BooleanFieldComparison>,
    is_remote: Option<BooleanFieldComparison>,
    is_searchable: Option<BooleanFieldComparison>,
    is_system: Option<BooleanFieldComparison>,
    /// Kept for older clients.
    is_custom: Option<BooleanFieldComparison>,
    #[graphql(name = "isUICreatable")]
    is_ui_creatable: Option<BooleanFieldComparison>,
    #[graphql(name = "isUIEditable")]
    is_ui_editable: Option<BooleanFieldComparison>,
    #[graphql(name = "isUIReadOnly")]
    is_ui_read_only: Option<BooleanFieldComparison>,
}

impl ObjectFilter {
    fn passes(&self, row: &ObjectRow) -> bool {
        id_passes(&self.id, row.id.0)
            && id_passes(&self.universal_identifier, row.universal_identifier)
            && flag_passes(&self.is_active, row.is_active)
            && flag_passes(&self.is_remote, false)
            && flag_passes(&self.is_searchable, row.is_searchable)
            && flag_passes(&self.is_system, row.is_system)
            && flag_passes(&self.is_custom, !row.is_standard)
            && flag_passes(&self.is_ui_creatable, row.is_ui_creatable)
            && flag_passes(&self.is_ui_editable, row.is_ui_editable)
            && flag_passes(&self.is_ui_read_only, !row.is_ui_editable)
            && lists_pass(&self.and, &self.or, |filter| filter.passes(row))
    }
}

/// How many records an object has.
#[derive(SimpleObject)]
pub struct ObjectRecordCount {
    object_name_plural: String,
    total_count: u64,
}

/// Reading objects.
#[derive(Default)]
pub struct ObjectQueries;

#[Object]
impl ObjectQueries {
    /// Objects, inactive ones among them, by the page.
    async fn objects(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "CursorPaging::default()")] paging: CursorPaging,
        #[graphql(default_with = "ObjectFilter::default()")] filter: ObjectFilter,
    ) -> Result<ObjectConnection> {
        let now = caller(ctx)?.now();
        let rows = now.metadata().objects.iter().filter(|row| filter.passes(row)).collect();
        Ok(ObjectConnection::of(paging.page(rows)?, |row| ObjectNode::new(&now, row)))
    }

    /// One object.
    async fn object(&self, ctx: &Context<'_>, id: Uuid) -> Result<ObjectNode> {
        let now = caller(ctx)?.now();
        Ok(ObjectNode::new(&now, now.known_object(ObjectId(id))?))
    }

    /// Live records of every active object.
    async fn object_record_counts(&self, ctx: &Context<'_>) -> Result<Vec<ObjectRecordCount>> {
        let caller = caller(ctx)?;
        let counts = caller.apis.data_model.record_counts(&caller.actor).await?;
        Ok(counts
            .into_iter()
            .map(|count| ObjectRecordCount {
                object_name_plural: count.name_plural,
                total_count: count.count,
            })
            .collect())
    }

    /// Fields that hardly any record of the object has a value in.
    async fn mostly_empty_field_metadata_ids(
        &self,
        ctx: &Context<'_>,
        object_metadata_id: Uuid,
    ) -> Result<Vec<Uuid>> {
        let caller = caller(ctx)?;
        let object = ObjectId(object_metadata_id);
        let fields = caller.apis.data_model.mostly_empty_fields(&caller.actor, object).await?;
        Ok(fields.into_iter().map(|field| field.0).collect())
    }
}
