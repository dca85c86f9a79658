//! Hashes of the metadata collections, by content.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use icosa_model::definition::{Metadata, ViewRow};
use icosa_model::{ViewId, WorkspaceId};
use lru::LruCache;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::metadata::words::AllMetadataName as Name;

type List = Arc<[(Name, String)]>;

/// Hashes of the workspaces that were asked for last; a few hundred bytes each.
pub struct Hashes(Mutex<LruCache<(WorkspaceId, u64), List>>);

/// How many of them.
const REMEMBERED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(511);

impl Default for Hashes {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(REMEMBERED)))
    }
}

impl Hashes {
    /// The hashes of one version, computed once.
    pub fn of(&self, metadata: &Metadata) -> List {
        let key = (metadata.workspace_id, metadata.version);
        if let Some(known) = self.lock().get(&key) {
            return Arc::clone(known);
        }
        let fresh: List = hashes(metadata).into();
        self.lock().put(key, Arc::clone(&fresh));
        fresh
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<(WorkspaceId, u64), List>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The hash of each collection.
pub fn hashes(metadata: &Metadata) -> Vec<(Name, String)> {
    let views = &metadata.views;
    vec![
        (Name::ObjectMetadata, hash(&metadata.objects)),
        (Name::FieldMetadata, hash(&metadata.fields)),
        (Name::Index, hash(&metadata.indexes)),
        (Name::SearchFieldMetadata, hash(metadata.objects.iter().map(|o| (o.id, &o.search_field_ids)))),
        (Name::View, hash(views.iter().map(bare))),
        (Name::ViewField, hash(of(views, |view| &view.fields))),
        (Name::ViewFieldGroup, hash(of(views, |view| &view.field_groups))),
        (Name::ViewGroup, hash(of(views, |view| &view.groups))),
        (Name::ViewFilter, hash(of(views, |view| &view.filters))),
        (Name::ViewFilterGroup, hash(of(views, |view| &view.filter_groups))),
        (Name::ViewSort, hash(of(views, |view| &view.sorts))),
        (Name::NavigationMenuItem, hash(&metadata.navigation)),
        (Name::PageLayout, hash(&metadata.page_layouts)),
        (Name::PageLayoutTab, hash(&metadata.page_layout_tabs)),
        (Name::PageLayoutWidget, hash(&metadata.page_layout_widgets)),
        (Name::CommandMenuItem, hash(&metadata.command_menu_items)),
    ]
}

/// A view without its parts, which are collections of their own.
pub fn bare(view: &ViewRow) -> ViewRow {
    ViewRow {
        fields: Vec::new(),
        field_groups: Vec::new(),
        groups: Vec::new(),
        filters: Vec::new(),
        filter_groups: Vec::new(),
        sorts: Vec::new(),
        ..view.clone()
    }
}

/// Parts of one kind, each with its view.
fn of<'a, T: 'a>(
    views: &'a [ViewRow],
    rows: impl Fn(&ViewRow) -> &[T],
) -> impl Iterator<Item = (ViewId, &'a T)> {
    views.iter().flat_map(move |view| rows(view).iter().map(|row| (view.id, row)))
}

fn hash<T: Serialize>(rows: impl IntoIterator<Item = T>) -> String {
    let mut hasher = Sha256::new();
    for row in rows {
        hasher.update(serde_json::to_vec(&row).unwrap_or_default());
        hasher.update(b"\n");
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use icosa_model::definition::{NavigationRow, ViewFieldRow};
    use icosa_model::{FieldId, ObjectId};

    fn changed(before: &Metadata, after: &Metadata) -> Vec<Name> {
        let pairs = hashes(before).into_iter().zip(hashes(after));
        pairs.filter(|(a, b)| a.1 != b.1).map(|(a, _)| a.0).collect()
    }

    #[test]
    fn only_the_collection_that_changes_changes_its_hash() {
        let mut metadata = Metadata {
            views: vec![ViewRow::new(ViewId::random(), ObjectId::random(), "All", "TABLE")],
            ..Metadata::empty(WorkspaceId::random())
        };
        let before = metadata.clone();
        metadata.version = 2;
        assert_eq!(changed(&before, &metadata), []);
        metadata.navigation.push(NavigationRow::new(uuid::Uuid::new_v4(), "FOLDER", 0.0));
        let column = ViewFieldRow::new(uuid::Uuid::new_v4(), FieldId::random(), 0.0);
        metadata.views[0].fields.push(column);
        assert_eq!(changed(&before, &metadata), [Name::ViewField, Name::NavigationMenuItem]);
        metadata.views[0].name = "Some".to_owned();
        assert_eq!(changed(&before, &metadata), [Name::View, Name::ViewField, Name::NavigationMenuItem]);
    }
}
