//! Views and their parts.

mod field_groups;
mod filter_groups;
mod filters;
mod groups;
mod inputs;
mod parts;
mod queries;
mod sorts;
mod types;
mod view_fields;
mod view_mutations;
mod widgets;

use async_graphql::MergedObject;

pub use queries::ViewQueries;

/// Changing views and their parts.
#[derive(MergedObject, Default)]
pub struct ViewMutations(
    view_mutations::ViewItself,
    view_fields::ViewFieldMutations,
    filters::ViewFilterMutations,
    filter_groups::ViewFilterGroupMutations,
    sorts::ViewSortMutations,
    groups::ViewGroupMutations,
    field_groups::ViewFieldGroupMutations,
    widgets::WidgetMutations,
);
