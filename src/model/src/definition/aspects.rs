//! The metadata as others need it: as the tables are, as one member may see it, as made at one moment.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{IndexRow, Metadata, NavigationRow, ViewRow};
use crate::ids::FieldId;

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

    /// What one member may know of: unlisted views and personal navigation items are their makers' alone.
    #[must_use]
    pub fn seen_by(&self, user_workspace: Option<Uuid>) -> Cow<'_, Self> {
        let is_seen = |view: &ViewRow| {
            view.visibility != "UNLISTED" || view.created_by_user_workspace_id == user_workspace
        };
        let is_own = |item: &NavigationRow| {
            item.user_workspace_id.is_none() || item.user_workspace_id == user_workspace
        };
        if self.views.iter().all(is_seen) && self.navigation.iter().all(is_own) {
            return Cow::Borrowed(self);
        }
        let mut seen = self.clone();
        seen.views.retain(is_seen);
        seen.navigation.retain(is_own);
        Cow::Owned(seen)
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
