//! Pages of records: the index table of any object and the record page, with display and editing of every field
//! type. Everything is driven by the model; no object is named here but notes and tasks, which have their own tabs.

mod counted;
pub mod fields;
pub mod flash;
pub mod followed;
pub mod form_page;
pub mod index_page;
pub mod leaving;
pub mod live;
pub mod moments;
pub mod opening;
pub mod record_page;
pub mod record_store;
pub mod selection;
mod sending;
pub mod table;
pub mod transfer;
