//! What a planner returns: text and binds.

use serde_json::Value;

/// A statement ready to be prepared and run.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// SQL with `$1`, `$2`, … in the order of `binds`.
    pub sql: String,
    /// The values; the SQL casts each to the type it needs.
    pub binds: Vec<Bind>,
}

/// One bound value. Only three Postgres types travel, so any client can send them.
#[derive(Debug, Clone, PartialEq)]
pub enum Bind {
    /// `text`.
    Text(Option<String>),
    /// `text[]`.
    TextArray(Vec<Option<String>>),
    /// `jsonb`.
    Json(Value),
}
