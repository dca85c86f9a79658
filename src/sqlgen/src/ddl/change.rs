//! From the tables of one model to those of another, without losing what is in them.
//!
//! Objects, fields, options and indexes are matched by id, so a new name is a rename. The script first takes away
//! what does not stay, then gives everything its new name, then adds. Each step is a module.

mod before;
mod columns;
mod enums;
mod fit;
mod generated;
mod indexes;
mod kept;
mod keys;
mod leave;
mod rename;

use std::collections::{BTreeMap, HashMap, HashSet};

use icosa_model::{FieldId, Model, ObjectId, SchemaName};

use self::before::Before;
use super::rewrite::{Rewrite, RewriteKind};
use crate::print::Printer;

pub(in crate::ddl) use generated::{search_differs, vector_recipe};
pub use indexes::{EARLY, EarlyIndex, LaterIndex, later_index};
pub use kept::{Kept, purge};

/// Records of a unique field that change their value with the model: the name of the value before, and that of the
/// value they get (none: they have no value any more), both as they are before the change.
pub type ValueMoves = Vec<(String, Option<String>)>;

/// Knowledge a difference of models does not hold.
#[derive(Debug, Clone, Default)]
pub struct ChangeHints {
    /// Removed option values of SELECT and MULTI_SELECT fields: to which value their records go, or to none (NULL,
    /// or the element is removed; the column default when there is one and the column is NOT NULL). Values that
    /// are not named go to none.
    pub option_mapping: HashMap<FieldId, BTreeMap<String, Option<String>>>,
    /// Objects whose tables are large: their new indexes are built after the commit, concurrently; unique ones only
    /// when their columns are new and empty, because existing rows must be refused with the change.
    pub large: HashSet<ObjectId>,
    /// Unique indexes of large tables over columns that hold values are built before the change, under names with this
    /// token (8 hex digits, another one each time). Without it the script builds them.
    pub early: Option<String>,
    /// Those that have been built for this change, and are valid.
    pub ready: Vec<EarlyIndex>,
    /// Removed tables and columns are not dropped but put aside under names that begin with `#` and this token
    /// (8 hex digits, another one each time).
    pub keep: Option<String>,
    /// Things put aside earlier that the new model has again: renamed back instead of made anew. What the new
    /// model has not is left alone.
    pub reuse: Vec<Kept>,
    /// Records of unique fields of large tables that move, one a value at most: said by
    /// [`put_off`](super::put_off()).
    pub moves: HashMap<FieldId, ValueMoves>,
}

/// How to get from one model's tables to another's.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Run as one simple query inside the transaction; empty when nothing differs.
    pub script: String,
    /// Built before the script is run, which lacks them: plan the change again with [`ChangeHints::ready`].
    pub early: Vec<EarlyIndex>,
    /// Run one by one after the commit, outside a transaction.
    pub later: Vec<LaterIndex>,
    /// What was put aside; empty without [`ChangeHints::keep`].
    pub kept: Vec<Kept>,
    /// What the records of large tables still need: done batch by batch after the commit.
    pub rewrites: Vec<Rewrite>,
}

/// The difference of two models of one workspace as SQL. Both are physical: resolved from
/// [`Metadata::physical`](icosa_model::Metadata::physical), everything active.
///
/// A field must keep its type. Columns that become NOT NULL must have a value in every row (see
/// `missing_values`), unless they come back from being put aside and have a default:
/// then rows made in the meantime get it.
#[must_use]
pub fn change(old: &Model, new: &Model, hints: &ChangeHints) -> Change {
    let mut plan = Plan {
        old,
        new,
        hints,
        schema: new.schema(),
        before: Before::new(old, new, &hints.reuse),
        out: Printer::default(),
        early: Vec::new(),
        later: Vec::new(),
        kept: Vec::new(),
        rewrites: Vec::new(),
    };
    plan.drop_foreign_keys();
    plan.drop_indexes();
    plan.drop_generated();
    plan.leave_columns();
    plan.leave_tables();
    plan.rename();
    plan.relax_columns();
    plan.change_enums();
    plan.add_tables();
    plan.add_columns();
    plan.tighten_columns();
    plan.add_generated();
    plan.add_foreign_keys();
    plan.add_indexes();
    plan.drop_search_functions();
    plan.leave_values();
    let Plan { out, early, later, kept, rewrites, .. } = plan;
    Change { script: out.into_script(), early, later, kept, rewrites }
}

/// A difference being written.
struct Plan<'m> {
    old: &'m Model,
    new: &'m Model,
    hints: &'m ChangeHints,
    schema: SchemaName,
    before: Before<'m>,
    out: Printer,
    early: Vec<EarlyIndex>,
    later: Vec<LaterIndex>,
    kept: Vec<Kept>,
    rewrites: Vec<Rewrite>,
}
