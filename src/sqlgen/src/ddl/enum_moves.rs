//! Few records of a large table that get another value of their enum type with a change.

use icosa_model::SchemaName;

use crate::ident::array_text;
use crate::planner::Slot;
use crate::print::{Print, Printer};
use crate::tree::{Expr, Table};

/// The records and what they had. No column is called so.
const MOVED: &str = "#moved";

/// Gives records other values, each by the names before the change; none where there is none. They are taken away first,
/// because two records may exchange what nobody else may have. Writers wait, so that none gives a record a value by the
/// meaning it had.
pub(super) fn move_values(
    schema: &SchemaName,
    slot: &Slot<'_>,
    moves: &[(String, Option<String>)],
    out: &mut Printer,
) {
    if moves.is_empty() {
        return;
    }
    let table = Table::new(schema, slot.object.table.clone());
    out.raw("LOCK TABLE ");
    table.clone().print(out);
    out.raw(" IN SHARE ROW EXCLUSIVE MODE;\nDO ");
    let mut body = Printer::default();
    body.raw("DECLARE ");
    body.ident(MOVED);
    body.raw(" jsonb;\nBEGIN\nSELECT jsonb_object_agg(\"id\", ");
    body.ident(&slot.column.name);
    body.raw(") INTO ");
    body.ident(MOVED);
    body.raw(" FROM ");
    of_those(&table, slot, moves, &mut body);
    body.raw(";\nUPDATE ");
    table.clone().print(&mut body);
    body.raw(" SET ");
    body.ident(&slot.column.name);
    body.raw(" = NULL");
    among(slot, moves, &mut body);
    body.raw(";\nUPDATE ");
    table.print(&mut body);
    body.raw(" SET ");
    body.ident(&slot.column.name);
    body.raw(" = ");
    let had = || Expr::Raw("\"#moved\" ->> \"id\"::text");
    let cases = moves.iter().filter_map(|(old, new)| {
        Some((had().infix(" = ", Expr::Text(old.clone())), Expr::Text(new.clone()?)))
    });
    let cases: Vec<_> = cases.collect();
    let value =
        if cases.is_empty() { Expr::Raw("NULL") } else { Expr::Case(cases, Box::new(Expr::Raw("NULL"))) };
    value.cast(slot.ty(schema)).print(&mut body);
    body.raw(" WHERE \"id\" IN (SELECT key::uuid FROM jsonb_object_keys(");
    body.ident(MOVED);
    body.raw(") AS key);\nEND");
    out.literal(&body.into_script());
    out.raw(";\n");
}

fn of_those(table: &Table, slot: &Slot<'_>, moves: &[(String, Option<String>)], out: &mut Printer) {
    table.clone().print(out);
    among(slot, moves, out);
}

fn among(slot: &Slot<'_>, moves: &[(String, Option<String>)], out: &mut Printer) {
    out.raw(" WHERE ");
    out.ident(&slot.column.name);
    out.raw(" = ANY(");
    out.literal(&array_text(moves.iter().map(|(old, _)| old.as_str())));
    out.raw(")");
}
