//! What a client needs first: names of objects and views, and which of its copies are stale.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use icosa_model::definition::{ObjectRow, ViewRow};
use uuid::Uuid;

use crate::metadata::caller::caller;
use crate::metadata::hashes::{Hashes, hashes};
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{AllMetadataName, ViewKey, ViewType};

/// An active object.
#[derive(SimpleObject)]
pub struct MinimalObjectMetadata {
    id: Uuid,
    name_singular: String,
    name_plural: String,
    label_singular: String,
    label_plural: String,
    icon: Option<String>,
    color: Option<String>,
    is_active: bool,
    is_system: bool,
    is_remote: bool,
}

impl MinimalObjectMetadata {
    fn new(snapshot: &Snapshot, row: &ObjectRow) -> Self {
        Self {
            id: row.id.0,
            name_singular: row.name_singular.clone(),
            name_plural: row.name_plural.clone(),
            label_singular: snapshot.word(&row.translations, "labelSingular", &row.label_singular),
            label_plural: snapshot.word(&row.translations, "labelPlural", &row.label_plural),
            icon: row.icon.clone(),
            color: row.color.clone(),
            is_active: row.is_active,
            is_system: row.is_system,
            is_remote: false,
        }
    }
}

/// A view that the caller sees.
#[derive(SimpleObject)]
pub struct MinimalView {
    id: Uuid,
    #[graphql(name = "type")]
    view_type: ViewType,
    key: Option<ViewKey>,
    object_metadata_id: Uuid,
}

impl From<&ViewRow> for MinimalView {
    fn from(row: &ViewRow) -> Self {
        Self {
            id: row.id.0,
            view_type: ViewType::of(&row.view_type).unwrap_or(ViewType::Table),
            key: row.key.as_deref().and_then(ViewKey::of),
            object_metadata_id: row.object_id.0,
        }
    }
}

/// A collection's hash: equal hashes, equal collections.
#[derive(SimpleObject)]
pub struct CollectionHash {
    collection_name: AllMetadataName,
    hash: String,
}

/// What a client needs first.
#[derive(SimpleObject)]
pub struct MinimalMetadata {
    object_metadata_items: Vec<MinimalObjectMetadata>,
    views: Vec<MinimalView>,
    collection_hashes: Vec<CollectionHash>,
}

/// What a client needs first.
#[derive(Default)]
pub struct MinimalQueries;

#[Object]
impl MinimalQueries {
    /// Names of objects and views, and the hash of each collection.
    async fn minimal_metadata(&self, ctx: &Context<'_>) -> Result<MinimalMetadata> {
        let caller = caller(ctx)?;
        let now = caller.now();
        let hashes = match ctx.data_opt::<Hashes>() {
            Some(cache) => cache.of(now.metadata()),
            None => hashes(now.metadata()).into(),
        };
        let hash = |(name, hash): &(AllMetadataName, String)| CollectionHash {
            collection_name: *name,
            hash: hash.clone(),
        };
        let item = |object: &Arc<icosa_model::Object>| MinimalObjectMetadata::new(&now, &object.row);
        Ok(MinimalMetadata {
            object_metadata_items: now.model().objects().iter().map(item).collect(),
            views: now.views(&caller.actor).into_iter().map(MinimalView::from).collect(),
            collection_hashes: hashes.iter().map(hash).collect(),
        })
    }
}
