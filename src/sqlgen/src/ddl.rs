//! Tables of a workspace.

mod index;
mod table;

use icosa_model::definition::OnDelete;
use icosa_model::{Model, Object, RelationKind, SchemaName};

use crate::planner::Planner;
use crate::print::{Print, Printer};

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
        index::create_all(&planner, object, &mut out);
    }
    for object in model.objects() {
        foreign_keys(&planner, object, &mut out);
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

/// All foreign keys of a table in one statement.
fn foreign_keys(planner: &Planner<'_>, object: &Object, out: &mut Printer) {
    let mut first = true;
    for field in &object.fields {
        let Some(relation) = &field.relation else { continue };
        let RelationKind::ManyToOne { column, on_delete } = &relation.kind else { continue };
        let Some(target) = planner.model.object_by_id(relation.target) else { continue };
        if first {
            out.raw("ALTER TABLE ");
            planner.table(object).print(out);
        } else {
            out.raw(",");
        }
        first = false;
        out.raw("\n  ADD CONSTRAINT ");
        out.ident(&format!("FK_{}_{column}", object.table));
        out.raw(" FOREIGN KEY (");
        out.ident(column);
        out.raw(") REFERENCES ");
        planner.table(target).print(out);
        out.raw(" (\"id\") ON DELETE ");
        out.raw(match on_delete {
            OnDelete::Cascade => "CASCADE",
            OnDelete::Restrict => "RESTRICT",
            OnDelete::SetNull => "SET NULL",
            OnDelete::NoAction => "NO ACTION",
        });
    }
    if !first {
        out.raw(";\n");
    }
}
