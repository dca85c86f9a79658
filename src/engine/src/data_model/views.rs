//! Views and what follows for them from changed objects and fields (metadata API, section 9).
//!
//! [`view`] makes and changes views, [`lifecycle`] deletes and restores them; each of their parts has a module of its
//! own over the common ground of [`parts`].

mod aggregates;
mod arrangement;
mod columns;
mod field_groups;
mod filter_groups;
mod filters;
mod follow;
mod groups;
mod lifecycle;
mod operands;
mod parts;
mod sorts;
mod view;
mod widgets;

pub use aggregates::check as check_aggregate;
pub use columns::{create_view_field, delete_view_field, update_view_field};
pub use field_groups::{create_view_field_group, delete_view_field_group, update_view_field_group};
pub use filter_groups::{create_view_filter_group, delete_view_filter_group, update_view_filter_group};
pub use filters::{create_view_filter, delete_view_filter, update_view_filter};
pub use follow::{follow_options, lead_with};
pub use groups::{create_view_group, delete_view_group, update_view_group};
pub use lifecycle::{delete_view, destroy_view, restore_view};
pub use parts::{MAX_TEXT, text_problem, visible};
pub use sorts::{create_view_sort, delete_view_sort, update_view_sort};
pub use view::{create_view, update_view};
pub use widgets::{upsert_fields_widget, upsert_view_widget};

/// Codes of refusals and problems.
pub mod code {
    pub const INVALID: &str = "INVALID_VIEW_DATA";
    pub const NOT_FOUND: &str = "VIEW_NOT_FOUND";
}

/// Only its maker sees it.
const UNLISTED: &str = "UNLISTED";

/// Lists the fields of a record page; nobody picks it.
const FIELDS_WIDGET: &str = "FIELDS_WIDGET";
