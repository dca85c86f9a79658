//! What of the metadata stands in tables: inactive objects and fields keep theirs.

use chrono::{DateTime, Utc};

use super::Metadata;

impl Metadata {
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
