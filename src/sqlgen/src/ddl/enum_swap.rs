//! Another enum type in the place of a column's: every row is rewritten.

use std::collections::BTreeMap;

use icosa_model::SchemaName;

use super::alter::{Action, alter};
use super::table::{DefaultText, create_enum, default_of};
use crate::ident::{array_text, stored};
use crate::planner::Slot;
use crate::print::{Print, Printer};
use crate::sql_type::{SqlType, enum_type_name};
use crate::tree::{Expr, Table};

/// The old type of a column and the function that maps arrays, for the length of a few statements.
const OLD_TYPE: &str = "#old";
const MAP_FUNCTION: &str = "#map";

/// Values of the old type that the new one has not, and what they become.
pub(super) type Mapping = BTreeMap<String, Option<String>>;

/// Makes the type as the model has it and moves the column over. The column has no default meanwhile.
pub(super) fn swap(schema: &SchemaName, slot: &Slot<'_>, mapping: &Mapping, out: &mut Printer) {
    out.raw("ALTER TYPE ");
    Table::new(schema, stored(&enum_type_name(slot.object, slot.column))).print(out);
    out.raw(" RENAME TO ");
    out.ident(OLD_TYPE);
    out.raw(";\n");
    create_enum(schema, slot, out);
    let ty = slot.ty(schema);
    let column = Expr::Column(None, slot.column.name.clone());
    let is_array = matches!(ty, SqlType::Array(_));
    let value =
        if is_array { map_array(schema, slot, column, mapping, out) } else { map_one(slot, column, mapping) };
    let action = Action::SetType(slot.column.name.clone(), ty.clone(), value.cast(ty));
    alter(schema, &slot.object.table, vec![action], out);
    if is_array && !mapping.is_empty() {
        out.raw("DROP FUNCTION ");
        Table::new(schema, MAP_FUNCTION).print(out);
        out.raw("(text[]);\n");
    }
    out.raw("DROP TYPE ");
    Table::new(schema, OLD_TYPE).print(out);
    out.raw(";\n");
}

/// Makes the function that maps arrays, because the expression of ALTER COLUMN may hold no sub-select, and calls it
/// for the rows that need it.
fn map_array(
    schema: &SchemaName,
    slot: &Slot<'_>,
    column: Expr,
    mapping: &Mapping,
    out: &mut Printer,
) -> Expr {
    let texts = column.cast(SqlType::Text.array());
    if mapping.is_empty() {
        return texts;
    }
    let function = Table::new(schema, MAP_FUNCTION);
    let mut body = Printer::default();
    body.raw("SELECT coalesce(array_agg(value ORDER BY place), '{}') FROM (SELECT ");
    cases(&Expr::Raw("element"), mapping, &Expr::Raw("NULL")).print(&mut body);
    body.raw(
        " AS value, min(place) AS place FROM unnest($1) WITH ORDINALITY AS e (element, place) GROUP BY 1) \
         AS mapped WHERE value IS NOT NULL",
    );
    out.raw("CREATE FUNCTION ");
    function.clone().print(out);
    out.raw("(text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS ");
    out.literal(&body.into_script());
    out.raw(";\n");
    let changing = array_text(mapping.keys().map(String::as_str));
    let changes = texts.clone().infix(" && ", Expr::Text(changing).cast(SqlType::Text.array()));
    let mut mapped = Expr::Function(function, vec![texts.clone()]);
    if slot.column.nullable {
        mapped = Expr::call("nullif", [mapped, Expr::Raw("'{}'")]);
    }
    Expr::Case(vec![(changes, mapped)], Box::new(texts))
}

/// The mapped value of an enum column as text.
fn map_one(slot: &Slot<'_>, column: Expr, mapping: &Mapping) -> Expr {
    let none = match default_of(slot) {
        Some(DefaultText::Literal(text)) if !slot.column.nullable => Expr::Text(text),
        _ => Expr::Raw("NULL"),
    };
    cases(&column.cast(SqlType::Text), mapping, &none)
}

fn cases(value: &Expr, mapping: &Mapping, none: &Expr) -> Expr {
    let case = |(old, new): (&String, &Option<String>)| {
        let target = new.as_ref().map_or_else(|| none.clone(), |new| Expr::Text(new.clone()));
        (value.clone().infix(" = ", Expr::Text(old.clone())), target)
    };
    if mapping.is_empty() {
        return value.clone();
    }
    Expr::Case(mapping.iter().map(case).collect(), Box::new(value.clone()))
}
