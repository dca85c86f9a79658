//! What is told of a navigation item.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use icosa_contract::records::GetRecord;
use icosa_contract::{AppError, Code};
use icosa_model::definition::NavigationRow;
use icosa_model::format::record::{image, label};
use icosa_model::query::Select;
use icosa_model::{Object, ObjectId};
use uuid::Uuid;

use crate::metadata::caller::{Caller, caller};
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::NavigationMenuItemType;

/// An entry of the navigation drawer.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub struct NavigationMenuItem {
    id: Uuid,
    user_workspace_id: Option<Uuid>,
    application_id: Option<Uuid>,
    #[graphql(name = "type")]
    item_type: NavigationMenuItemType,
    target_record_id: Option<Uuid>,
    target_object_metadata_id: Option<Uuid>,
    view_id: Option<Uuid>,
    page_layout_id: Option<Uuid>,
    folder_id: Option<Uuid>,
    name: Option<String>,
    link: Option<String>,
    icon: Option<String>,
    color: Option<String>,
    position: f64,
    created_at: Moment,
    updated_at: Moment,
}

impl NavigationMenuItem {
    pub fn new(snapshot: &Snapshot, row: &NavigationRow) -> Self {
        let target = row.target_object_id.and_then(|id| snapshot.object(id));
        let is_standard = row.user_workspace_id.is_none() && target.is_some_and(|object| object.is_standard);
        Self {
            id: row.id,
            user_workspace_id: row.user_workspace_id,
            application_id: Some(snapshot.application(is_standard)),
            item_type: NavigationMenuItemType::of(&row.item_type).unwrap_or(NavigationMenuItemType::Object),
            target_record_id: row.target_record_id,
            target_object_metadata_id: row.target_object_id.map(|id| id.0),
            view_id: row.view_id.map(|id| id.0),
            page_layout_id: row.page_layout_id,
            folder_id: row.folder_id,
            name: row.name.clone(),
            link: row.link.clone(),
            icon: row.icon.clone(),
            color: row.color.clone(),
            position: row.position,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

/// What names and pictures a record.
#[derive(Clone, SimpleObject)]
pub struct RecordIdentifier {
    id: Uuid,
    label_identifier: String,
    image_identifier: Option<String>,
}

#[ComplexObject]
impl NavigationMenuItem {
    /// Of a RECORD item, what names and pictures the record; none when it is gone.
    #[graphql(complexity = "20 + child_complexity")]
    async fn target_record_identifier(&self, ctx: &Context<'_>) -> Result<Option<RecordIdentifier>> {
        let (Some(id), Some(object)) = (self.target_record_id, self.target_object_metadata_id) else {
            return Ok(None);
        };
        let caller = caller(ctx)?;
        let now = caller.now();
        match now.model().object_by_id(ObjectId(object)) {
            Some(object) => Ok(identifier(caller, object, id).await?),
            None => Ok(None),
        }
    }
}

async fn identifier(
    caller: &Caller,
    object: &Object,
    id: Uuid,
) -> Result<Option<RecordIdentifier>, AppError> {
    let fields = std::iter::once(object.label_field()).chain(object.image_field());
    let select = fields.map(|field| Select::Field(field.name.clone())).collect();
    let query = GetRecord { object: object.name_singular.clone(), id, select };
    match caller.apis.records.get(&caller.actor, query).await {
        Ok(record) => Ok(Some(RecordIdentifier {
            id,
            label_identifier: label(object, &record),
            image_identifier: image(object, &record),
        })),
        Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}
