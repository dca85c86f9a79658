//! One object's enum types and table.

use icosa_model::definition::StoredState;
use icosa_model::{FieldType, Object, SchemaName};
use serde_json::Value;

use super::search_trigger;
use crate::defaults::{ColumnDefault, default_value};
use crate::planner::{Planner, Slot};
use crate::print::{Print, Printer};
use crate::search_text::{PARTS_COLUMN, parts_text, vector_text};
use crate::stored::{is_apart, type_values};
use crate::tree::Expr;
use crate::values::check;

pub(super) fn create(planner: &Planner<'_>, object: &Object, out: &mut Printer) {
    for slot in slots(object) {
        create_enum(&planner.schema, &slot, out);
    }
    out.raw("CREATE TABLE ");
    planner.table(object).print(out);
    out.raw(" (");
    for (i, slot) in slots(object).enumerate() {
        out.raw(if i == 0 { "\n  " } else { ",\n  " });
        define(&planner.schema, &slot, out);
    }
    if object.is_searchable {
        out.raw(",\n  ");
        define_parts(object, out);
    }
    out.raw("\n);\n");
    search_trigger::create(&planner.schema, object, out);
}

/// Every column of the metadata, in order.
pub(super) fn slots(object: &Object) -> impl Iterator<Item = Slot<'_>> {
    object
        .fields
        .iter()
        .flat_map(move |field| field.columns.iter().map(move |column| Slot { object, field, column }))
}

/// The enum type behind a column, if it has one.
pub(super) fn create_enum(schema: &SchemaName, slot: &Slot<'_>, out: &mut Printer) {
    let ty = slot.ty(schema);
    let Some(name) = ty.enum_name() else { return };
    out.raw("CREATE TYPE ");
    name.clone().print(out);
    out.raw(" AS ENUM (");
    let values = type_values(slot.field, slot.column);
    out.list(values.into_iter().map(|value| Expr::Text(value.value.to_owned())), ", ");
    out.raw(");\n");
}

/// A column as it stands in CREATE TABLE and ADD COLUMN.
pub(super) fn define(schema: &SchemaName, slot: &Slot<'_>, out: &mut Printer) {
    out.ident(&slot.column.name);
    out.raw(" ");
    slot.ty(schema).print(out);
    if slot.column.kind == FieldType::TsVector {
        if slot.object.is_search_kept_by_trigger {
            return;
        }
        out.raw(" GENERATED ALWAYS AS (");
        vector(slot.object).print(out);
        out.raw(") STORED");
        return;
    }
    if slot.column.name == "id" {
        out.raw(" PRIMARY KEY");
    } else if !slot.column.nullable {
        out.raw(" NOT NULL");
    }
    if let Some(default) = default_expression(schema, slot) {
        out.raw(" DEFAULT ");
        default.print(out);
    }
}

/// The column of a searchable object in which parts of words are found.
pub(super) fn define_parts(object: &Object, out: &mut Printer) {
    out.ident(PARTS_COLUMN);
    out.raw(" text");
    if object.is_search_kept_by_trigger {
        return;
    }
    out.raw(" GENERATED ALWAYS AS (");
    parts_text(object, None).print(out);
    out.raw(") STORED");
}

/// The search vector as it follows from the other columns.
pub(super) fn vector(object: &Object) -> Expr {
    Expr::call("to_tsvector", [Expr::Raw("'simple'"), vector_text(object)])
}

/// A column's default with its cast.
pub(super) fn default_expression(schema: &SchemaName, slot: &Slot<'_>) -> Option<Expr> {
    Some(match default_of(slot)? {
        DefaultText::Computed(sql) => Expr::Raw(sql),
        DefaultText::Literal(text) => Expr::Text(text).cast(slot.ty(schema)),
    })
}

/// A column's default apart from its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DefaultText {
    Computed(&'static str),
    Literal(String),
}

/// A default that the column cannot hold is left out: the metadata API refuses such defaults. So is one that names a
/// value of an unfinished change; the engine gives new records their defaults by name.
pub(super) fn default_of(slot: &Slot<'_>) -> Option<DefaultText> {
    match default_value(slot.field, slot.column)? {
        ColumnDefault::NewId => Some(DefaultText::Computed("gen_random_uuid()")),
        ColumnDefault::Now => Some(DefaultText::Computed("now()")),
        ColumnDefault::Value(Value::Null) => None,
        ColumnDefault::Value(value) if names_new(slot, &value) => None,
        ColumnDefault::Value(value) => Some(DefaultText::Literal(check(slot, &value).ok()?.into_text()?)),
    }
}

/// A value that was added to the column's type in a change that is not finished.
fn names_new(slot: &Slot<'_>, value: &Value) -> bool {
    if !is_apart(slot.field, slot.column) {
        return false;
    }
    let is_new = |text: &str| {
        let mut values = type_values(slot.field, slot.column).into_iter();
        values.any(|stored| stored.value == text && matches!(stored.state, StoredState::New(_)))
    };
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).any(is_new),
        value => value.as_str().is_some_and(is_new),
    }
}
