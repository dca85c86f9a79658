//! ALTER TABLE with any number of actions in one statement.

use icosa_model::SchemaName;

use super::foreign_key::ForeignKey;
use super::table::{define, define_parts};
use crate::planner::Slot;
use crate::print::{Print, Printer};
use crate::search_text::PARTS_COLUMN;
use crate::sql_type::SqlType;
use crate::tree::{Expr, Table};

/// One action. Columns and constraints are named as they are when the statement runs.
pub(super) enum Action<'m> {
    AddColumn(Slot<'m>, Option<ForeignKey<'m>>),
    /// The text in which parts of words are found.
    AddParts(&'m icosa_model::Object),
    DropColumn(String),
    AddForeignKey(ForeignKey<'m>),
    DropConstraint(String),
    AddPrimaryKey,
    /// A generated column becomes an ordinary one.
    DropExpression(String),
    DropNotNull(String),
    SetNotNull(String),
    DropDefault(String),
    SetDefault(String, Expr),
    SetType(String, SqlType, Expr),
}

/// Prints the statement, or nothing without actions.
pub(super) fn alter(schema: &SchemaName, table: &str, actions: Vec<Action<'_>>, out: &mut Printer) {
    let mut separator = "\n  ";
    if actions.is_empty() {
        return;
    }
    out.raw("ALTER TABLE ");
    Table::new(schema, table).print(out);
    for action in actions {
        out.raw(separator);
        separator = ",\n  ";
        action.print(schema, out);
    }
    out.raw(";\n");
}

impl Action<'_> {
    fn print(self, schema: &SchemaName, out: &mut Printer) {
        match self {
            Self::AddColumn(slot, key) => {
                out.raw("ADD COLUMN ");
                define(schema, &slot, out);
                if let Some(key) = key {
                    out.raw(" CONSTRAINT ");
                    out.ident(&key.name);
                    out.raw(" ");
                    key.reference(schema, out);
                }
            }
            Self::AddParts(object) => {
                out.raw("ADD COLUMN ");
                define_parts(object, out);
            }
            Self::DropColumn(name) => named("DROP COLUMN ", &name, "", out),
            Self::AddForeignKey(key) => {
                named("ADD CONSTRAINT ", &key.name, " FOREIGN KEY (", out);
                out.ident(key.column);
                out.raw(") ");
                key.reference(schema, out);
            }
            Self::DropConstraint(name) => named("DROP CONSTRAINT ", &name, "", out),
            Self::AddPrimaryKey => out.raw("ADD PRIMARY KEY (\"id\")"),
            Self::DropExpression(name) => named("ALTER COLUMN ", &name, " DROP EXPRESSION", out),
            Self::DropNotNull(name) => named("ALTER COLUMN ", &name, " DROP NOT NULL", out),
            Self::SetNotNull(name) => named("ALTER COLUMN ", &name, " SET NOT NULL", out),
            Self::DropDefault(name) => named("ALTER COLUMN ", &name, " DROP DEFAULT", out),
            Self::SetDefault(name, value) => {
                named("ALTER COLUMN ", &name, " SET DEFAULT ", out);
                value.print(out);
            }
            Self::SetType(name, ty, using) => {
                named("ALTER COLUMN ", &name, " TYPE ", out);
                ty.print(out);
                out.raw(" USING ");
                using.print(out);
            }
        }
    }

    /// The name of the column that the table has in any case when it is searchable.
    pub fn drop_parts() -> Self {
        Self::DropColumn(PARTS_COLUMN.to_owned())
    }
}

fn named(before: &'static str, name: &str, after: &'static str, out: &mut Printer) {
    out.raw(before);
    out.ident(name);
    out.raw(after);
}
