//! From a resolved [`Model`](icosa_model::Model) and a query tree to SQL text and binds.
//!
//! Pure: no connection, no async. Every statement is a small tree ([`print`](mod@print)) that prints itself:
//! keywords are `&'static str`, identifiers come from the model and are quoted in one function
//! ([`ident::quoted`]), values are binds. Everything a client sends is checked against the model first, so
//! Postgres never has to report a bad name or a failed cast; what does not fit is a [`PlanError`].
//!
//! Imports `model` only. A new kind of statement is a module with one public function that returns a
//! [`Statement`], plus a golden file in `tests/sql`.

pub mod aggregate;
pub mod check;
pub mod connection;
pub mod ddl;
mod defaults;
mod error;
mod file_mark;
mod filter;
pub mod group;
mod holding;
mod ident;
mod json;
mod labels;
mod order;
mod page;
mod planner;
mod print;
mod read;
mod repoint;
mod search;
mod search_text;
mod select;
mod sql_type;
mod statement;
mod stored;
pub mod stream;
mod timeline;
mod tree;
mod values;
mod write;
mod write_each;

pub use error::PlanError;
pub use file_mark::file_mark;
pub use holding::{Matching, holding, label_key};
pub use labels::{labels, labels_held};
pub use page::{list, list_among};
pub use read::{count, get, position_bound, seen, snapshot};
pub use repoint::{pointed_at, pointing, repoint};
pub use search::{
    Search, SearchEdgePart, SearchNodePart, SearchPagePart, SearchPart, SearchPlace, SearchRead, search,
    search_finds,
};
pub use statement::{Bind, Statement};
pub use timeline::timeline;
pub use tree::RowLock;
pub use write::{destroy, insert, set_deleted, update, update_seen};
pub use write_each::update_each;
