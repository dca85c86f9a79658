//! Pages of records: the index table of any object and the record page, with display and editing of every field
//! type. Everything is driven by the model; no object is named here but notes and tasks, which have their own tabs.

pub mod fields;
pub mod selection;
