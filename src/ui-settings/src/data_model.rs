//! The data model: objects, their fields, relations and indexes.

mod changes;
mod danger;
mod field_form;
mod field_new;
mod field_page;
mod issues;
mod kinds;
mod names;
mod object_form;
mod object_new;
mod object_page;
mod objects;
mod overview;
mod pickers;
mod removal;

pub use field_new::{NewFieldPage, SelectTypePage};
pub use field_page::FieldPage;
pub use object_new::NewObjectPage;
pub use object_page::ObjectPage;
pub use objects::ObjectsPage;
pub use overview::OverviewPage;
