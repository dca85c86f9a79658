//! One object's enum types and table.

use icosa_model::{Column, Field, FieldType, Object};
use serde_json::Value;

use crate::defaults::{ColumnDefault, default_value};
use crate::planner::{Planner, Slot};
use crate::print::{Print, Printer};
use crate::search_text::{PARTS_COLUMN, parts_text, vector_text};
use crate::sql_type::{SqlType, enum_values};
use crate::tree::Expr;
use crate::values::check;

pub(super) fn create(planner: &Planner<'_>, object: &Object, out: &mut Printer) {
    for (field, column) in columns(object) {
        create_enum(planner, object, field, column, out);
    }
    out.raw("CREATE TABLE ");
    planner.table(object).print(out);
    out.raw(" (");
    for (i, (field, column)) in columns(object).enumerate() {
        out.raw(if i == 0 { "\n  " } else { ",\n  " });
        define(planner, object, field, column, out);
    }
    if object.is_searchable {
        out.raw(",\n  ");
        out.ident(PARTS_COLUMN);
        out.raw(" text GENERATED ALWAYS AS (");
        parts_text(object, None).print(out);
        out.raw(") STORED");
    }
    out.raw("\n);\n");
}

fn columns(object: &Object) -> impl Iterator<Item = (&Field, &Column)> {
    object.fields.iter().flat_map(|field| field.columns.iter().map(move |column| (field, column)))
}

fn create_enum(planner: &Planner<'_>, object: &Object, field: &Field, column: &Column, out: &mut Printer) {
    let ty = SqlType::of(&planner.schema, object, column);
    let Some(name) = ty.enum_name() else { return };
    out.raw("CREATE TYPE ");
    name.clone().print(out);
    out.raw(" AS ENUM (");
    out.list(enum_values(field, column).into_iter().map(|value| Expr::Text(value.to_owned())), ", ");
    out.raw(");\n");
}

fn define(planner: &Planner<'_>, object: &Object, field: &Field, column: &Column, out: &mut Printer) {
    let slot = Slot { object, field, column };
    let ty = slot.ty(&planner.schema);
    out.ident(&column.name);
    out.raw(" ");
    ty.clone().print(out);
    if column.kind == FieldType::TsVector {
        out.raw(" GENERATED ALWAYS AS (");
        Expr::call("to_tsvector", [Expr::Raw("'simple'"), vector_text(object)]).print(out);
        out.raw(") STORED");
        return;
    }
    if column.name == "id" {
        out.raw(" PRIMARY KEY");
    } else if !column.nullable {
        out.raw(" NOT NULL");
    }
    if let Some(default) = default_expression(&slot, ty) {
        out.raw(" DEFAULT ");
        default.print(out);
    }
}

/// A default that the column cannot hold is left out: the metadata API refuses such defaults.
fn default_expression(slot: &Slot<'_>, ty: SqlType) -> Option<Expr> {
    match default_value(slot.field, slot.column)? {
        ColumnDefault::NewId => Some(Expr::Raw("gen_random_uuid()")),
        ColumnDefault::Now => Some(Expr::Raw("now()")),
        ColumnDefault::Value(Value::Null) => None,
        ColumnDefault::Value(value) => Some(Expr::Text(check(slot, &value).ok()?.into_text()?).cast(ty)),
    }
}
