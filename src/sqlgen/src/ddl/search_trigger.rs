//! A trigger that keeps what is searched in ordinary columns. What it is made of can be changed without touching a row;
//! a generated column would have to be made anew, with the table locked meanwhile.

use icosa_model::{FieldType, Object, SchemaName};

use super::table::{slots, vector};
use crate::ident::stored;
use crate::print::{Print, Printer};
use crate::search_text::{PARTS_COLUMN, parts_text};
use crate::tree::{Alias, Expr, Table};

/// What every such trigger is called.
const TRIGGER: &str = "search";

/// The function, known by the object's id so that a new name changes nothing.
fn function(schema: &SchemaName, object: &Object) -> Table {
    Table::new(schema, format!("search_{}", object.id.0.simple()))
}

/// Makes function and trigger; nothing for an object whose search is kept by generated columns.
pub(super) fn create(schema: &SchemaName, object: &Object, out: &mut Printer) {
    if !object.is_search_kept_by_trigger {
        return;
    }
    replace_function(schema, object, out);
    out.raw("CREATE TRIGGER ");
    out.ident(TRIGGER);
    out.raw(" BEFORE INSERT OR UPDATE ON ");
    Table::new(schema, object.table.clone()).print(out);
    out.raw(" FOR EACH ROW EXECUTE FUNCTION ");
    function(schema, object).print(out);
    out.raw("();\n");
}

/// Makes the function do what the model says.
pub(super) fn replace_function(schema: &SchemaName, object: &Object, out: &mut Printer) {
    out.raw("CREATE OR REPLACE FUNCTION ");
    function(schema, object).print(out);
    out.raw("() RETURNS trigger LANGUAGE plpgsql AS ");
    out.literal(&body(object));
    out.raw(";\n");
}

/// Removes both; nothing happens if they are not there.
pub(super) fn drop(schema: &SchemaName, object: &Object, out: &mut Printer) {
    drop_trigger(schema, &stored(&object.table), TRIGGER, out);
    drop_function(schema, object, out);
}

/// Removes a trigger; nothing happens if it is not there.
pub(super) fn drop_trigger(schema: &SchemaName, table: &str, name: &str, out: &mut Printer) {
    out.raw("DROP TRIGGER IF EXISTS ");
    out.ident(name);
    out.raw(" ON ");
    Table::new(schema, table).print(out);
    out.raw(";\n");
}

/// Removes the function alone: of a table that is gone.
pub(super) fn drop_function(schema: &SchemaName, object: &Object, out: &mut Printer) {
    out.raw("DROP FUNCTION IF EXISTS ");
    function(schema, object).print(out);
    out.raw("();\n");
}

/// The columns and what they are to hold.
pub(super) fn columns(object: &Object) -> Vec<(String, Expr)> {
    let vectors = slots(object).filter(|slot| slot.column.kind == FieldType::TsVector);
    let mut columns: Vec<_> = vectors.map(|slot| (slot.column.name.clone(), vector(object))).collect();
    if object.is_searchable {
        columns.push((PARTS_COLUMN.to_owned(), parts_text(object, None)));
    }
    columns
}

/// The names of the columns that an object's search is kept in.
#[must_use]
pub fn search_columns(object: &Object) -> Vec<String> {
    columns(object).into_iter().map(|(name, _)| name).collect()
}

/// The body of the function: computed for new rows and for rows of which a searched column changes.
pub(super) fn body(object: &Object) -> String {
    let mut out = Printer::default();
    // A field may be called like a variable of the language, e.g. `found`.
    out.raw("#variable_conflict use_column\nBEGIN\n");
    out.raw("IF TG_OP = 'UPDATE' THEN IF ");
    row("NEW.", object, &mut out);
    out.raw(" IS NOT DISTINCT FROM ");
    row("OLD.", object, &mut out);
    out.raw(" THEN RETURN NEW; END IF; END IF;\nSELECT ");
    let (names, values): (Vec<String>, Vec<Expr>) = columns(object).into_iter().unzip();
    out.list(values, ", ");
    out.raw("\nINTO ");
    for (i, name) in names.iter().enumerate() {
        out.raw(if i == 0 { "NEW." } else { ", NEW." });
        out.ident(name);
    }
    out.raw(" FROM (SELECT NEW.*) AS ");
    Alias(0).print(&mut out);
    out.raw(";\nRETURN NEW;\nEND");
    out.into_script()
}

/// The columns that are searched, in the order of the table.
fn row(of: &'static str, object: &Object, out: &mut Printer) {
    let is_searched = |slot: &crate::planner::Slot<'_>| {
        object.search_field_ids.contains(&slot.field.id) || object.label_field().id == slot.field.id
    };
    out.raw("ROW(");
    for (i, slot) in slots(object).filter(is_searched).enumerate() {
        out.raw(if i == 0 { "" } else { ", " });
        out.raw(of);
        out.ident(&slot.column.name);
    }
    out.raw(")");
}
