//! Tables of a workspace.

mod alter;
mod change;
mod enum_moves;
mod enum_swap;
mod foreign_key;
mod index;
mod repair;
mod rewrite;
mod search_trigger;
mod table;

use icosa_model::{Model, SchemaName};

use crate::planner::Planner;
use crate::print::Printer;

use self::alter::{Action, alter};

pub use change::{
    Change, ChangeHints, EARLY, EarlyIndex, Kept, LaterIndex, ValueMoves, change, later_index, purge,
};
pub use repair::{Fix, enum_column, repair};
pub use rewrite::{Batches, Rewrite, RewriteKind, TooLarge, batches, put_off};
pub use search_trigger::search_columns;

/// One script that makes the schema with enum types, tables, indexes and foreign keys of every object, in an
/// order that works. It has no binds: run it as a simple query, inside a transaction. The database must have
/// `public.unaccent_immutable(text)` and the extension `pg_trgm` in `public`.
#[must_use]
pub fn create_workspace(model: &Model) -> String {
    let planner = Planner::new(model);
    let mut out = Printer::default();
    out.raw("CREATE SCHEMA ");
    out.ident(planner.schema.as_str());
    out.raw(";\n");
    for object in model.objects() {
        table::create(&planner, object, &mut out);
    }
    for object in model.objects() {
        for index in index::list(object) {
            index.create(&planner.schema, false, &mut out);
        }
    }
    for object in model.objects() {
        let keys = foreign_key::list(model, object).into_iter().map(Action::AddForeignKey).collect();
        alter(&planner.schema, &object.table, keys, &mut out);
    }
    out.into_script()
}

/// Removes the schema with everything in it; nothing happens if it is not there.
#[must_use]
pub fn drop_workspace(schema: &SchemaName) -> String {
    let mut out = Printer::default();
    out.raw("DROP SCHEMA IF EXISTS ");
    out.ident(schema.as_str());
    out.raw(" CASCADE;\n");
    out.into_script()
}
