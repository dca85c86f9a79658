//! The metadata as others need it: as the tables are, as one member may see it, as made at one moment.

use chrono::{DateTime, Utc};

use super::{IndexRow, Metadata};
use crate::ids::FieldId;
#[cfg(not(target_arch = "wasm32"))]
use {
    super::{FieldRow, NavigationRow, ObjectRow, ViewRow},
    crate::ids::WorkspaceId,
    crate::page::{Page, Place},
    serde::Serialize,
    uuid::Uuid,
};

/// [`Metadata`] as one member's browser is sent it.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen<'m> {
    workspace_id: WorkspaceId,
    version: u64,
    objects: &'m [ObjectRow],
    fields: &'m [FieldRow],
    indexes: &'m [IndexRow],
    views: Vec<&'m ViewRow>,
    navigation: Vec<&'m NavigationRow>,
    pages: Vec<Page>,
    places: Vec<Place>,
}

impl Metadata {
    /// A unique index stands on the field alone.
    #[must_use]
    pub fn is_unique(&self, field: FieldId) -> bool {
        let is_alone = |index: &IndexRow| matches!(index.fields.as_slice(), [only] if only.field_id == field);
        self.indexes.iter().any(|index| index.is_unique && is_alone(index))
    }

    /// The same with every object and field active: resolved, it describes the tables as they are.
    #[must_use]
    pub fn physical(&self) -> Self {
        let mut all = self.clone();
        for object in &mut all.objects {
            object.is_active = true;
        }
        for field in &mut all.fields {
            field.is_active = true;
        }
        all
    }

    /// What the browser of one member is sent: unlisted views and personal navigation items are their makers' alone,
    /// and of pages only what is shown of them.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn seen_by(&self, user_workspace: Option<Uuid>) -> Seen<'_> {
        let is_seen = |view: &&ViewRow| {
            view.visibility != "UNLISTED" || view.created_by_user_workspace_id == user_workspace
        };
        let is_own = |item: &&NavigationRow| {
            item.user_workspace_id.is_none() || item.user_workspace_id == user_workspace
        };
        Seen {
            workspace_id: self.workspace_id,
            version: self.version,
            objects: &self.objects,
            fields: &self.fields,
            indexes: &self.indexes,
            views: self.views.iter().filter(is_seen).collect(),
            navigation: self.navigation.iter().filter(is_own).collect(),
            pages: crate::page::pages(self),
            places: crate::page::places(self),
        }
    }

    /// Says of every row that it was made at `now`.
    pub fn stamp(&mut self, now: DateTime<Utc>) {
        macro_rules! stamp {
            ($rows:expr) => {
                for row in $rows {
                    (row.created_at, row.updated_at) = (now, now);
                }
            };
        }
        stamp!(&mut self.objects);
        stamp!(&mut self.fields);
        stamp!(&mut self.indexes);
        stamp!(&mut self.navigation);
        stamp!(&mut self.page_layouts);
        stamp!(&mut self.page_layout_tabs);
        stamp!(&mut self.page_layout_widgets);
        stamp!(&mut self.command_menu_items);
        stamp!(&mut self.views);
        for view in &mut self.views {
            stamp!(&mut view.fields);
            stamp!(&mut view.field_groups);
            stamp!(&mut view.groups);
            stamp!(&mut view.filters);
            stamp!(&mut view.filter_groups);
            stamp!(&mut view.sorts);
        }
    }
}
