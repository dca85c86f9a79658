//! Different changes of many records in one statement.

use icosa_model::query::DeletedRows;
use icosa_model::{Model, Record};
use uuid::Uuid;

use crate::error::PlanError;
use crate::filter::deleted as deleted_condition;
use crate::planner::{Planner, Slot};
use crate::print::{Print, Printer};
use crate::sql_type::SqlType;
use crate::statement::{Bind, Statement};
use crate::tree::{Alias, Expr};
use crate::write::{changed_cell, written_slots};

const ID: &str = "#id";
/// One character a column: `1` where the record sets it.
const MASK: &str = "#mask";

/// Changes live records, each in its own way; RETURNING the `id` of those that are there.
///
/// Only the fields a record names change; a composite is replaced as a whole, parts not named become NULL. `updatedAt`
/// is a field like any other here.
///
/// # Errors
/// Whatever does not fit the model; NULL for a column that needs a value; nothing to change.
pub fn update_each(model: &Model, object: &str, changes: &[(Uuid, Record)]) -> Result<Statement, PlanError> {
    let planner = Planner::new(model);
    let object = planner.object(object)?;
    let columns = written_slots(object, changes.iter().map(|(_, values)| values))?;
    if changes.is_empty() || columns.is_empty() {
        return Err(PlanError::NothingToWrite);
    }
    let mut lists: Vec<Vec<Option<String>>> =
        columns.iter().map(|_| Vec::with_capacity(changes.len())).collect();
    let (mut ids, mut masks) = (Vec::with_capacity(changes.len()), Vec::with_capacity(changes.len()));
    for (id, values) in changes {
        let mut mask = String::with_capacity(columns.len());
        for (slot, list) in columns.iter().zip(&mut lists) {
            let cell = changed_cell(slot, values)?;
            mask.push(if cell.is_some() { '1' } else { '0' });
            list.push(cell.and_then(crate::values::Cell::into_text));
        }
        ids.push(Some(id.to_string()));
        masks.push(Some(mask));
    }
    let (old, new) = (Alias(0), Alias(1));
    let mut out = Printer::default();
    out.raw("UPDATE ");
    planner.table(object).print(&mut out);
    out.raw(" ");
    old.print(&mut out);
    for (number, slot) in (1_i64..).zip(&columns) {
        out.raw(if number == 1 { "\nSET " } else { ", " });
        out.ident(&slot.column.name);
        out.raw(" = ");
        assigned(slot, slot.ty(&planner.schema), number, old, new).print(&mut out);
    }
    out.raw("\nFROM unnest(");
    let arrays = [ids, masks].into_iter().chain(lists);
    out.list(arrays.map(|list| Expr::Bind(Bind::TextArray(list), SqlType::Text.array())), ", ");
    out.raw(") AS ");
    new.print(&mut out);
    out.raw("(");
    out.idents([ID, MASK].into_iter().chain(columns.iter().map(|slot| slot.column.name.as_str())));
    out.raw(")\nWHERE ");
    let same = Expr::column(old, "id").infix(" = ", Expr::column(new, ID).cast(SqlType::Uuid));
    let live = deleted_condition(object, old, DeletedRows::Hidden);
    out.list(std::iter::once(same).chain(live), " AND ");
    out.raw("\nRETURNING t0.\"id\"");
    Ok(out.finish())
}

/// The new value where the record's mask says so, else the old one.
fn assigned(slot: &Slot<'_>, ty: SqlType, number: i64, old: Alias, new: Alias) -> Expr {
    let text = Expr::column(new, &slot.column.name);
    let value = if ty == SqlType::Text { text } else { text.cast(ty) };
    let bit = Expr::call("substr", [Expr::column(new, MASK), Expr::Int(number), Expr::Int(1)]);
    let is_set = bit.infix(" = ", Expr::Text("1".to_owned()));
    Expr::Case(vec![(is_set, value)], Box::new(slot.expr(old)))
}
