//! The statements that see to a large table's records, some at a time.

use icosa_model::Model;

use super::{Rewrite, RewriteKind};
use crate::ddl::search_trigger;
use crate::ddl::table::slots;
use crate::print::{Print, Printer};
use crate::stored;
use crate::tree::{Alias, Expr, Table};

/// Statements about the records of one table; those with binds take ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batches {
    /// Waits for everybody who writes to the table at the moment: they may know the old values only.
    pub wait: String,
    /// Ids of the first records: `$1` how many.
    pub first: String,
    /// Ids of the next records: `$1` how many, `$2` the last one seen to.
    pub next: String,
    /// Locks those of the records `$1` (an array) that nobody else has locked, and answers their ids.
    pub lock: String,
    /// Sees to the records `$1`.
    pub update: String,
    /// One boolean: some record needs it still. None where looking at all of them once is enough.
    pub is_left: Option<String>,
}

/// The statements for a physical model; None when it asks for nothing (any more).
#[must_use]
pub fn batches(model: &Model, rewrite: &Rewrite) -> Option<Batches> {
    let object = model.object_by_id(rewrite.object_id)?;
    let rows = Alias(0);
    let (assignments, needs) = match rewrite.kind {
        RewriteKind::MoveOptions(field) => {
            let mut own = slots(object).filter(|slot| slot.field.id == field);
            let slot = own.find(|slot| slot.column.sub_field.is_none())?;
            let needs = stored::is_behind(slot.field, slot.column, rows)?;
            (vec![(slot.column.name.clone(), slot.expr(rows))], Some(needs))
        }
        RewriteKind::FillSearch if object.is_search_kept_by_trigger => {
            (search_trigger::columns(object), None)
        }
        RewriteKind::FillSearch => return None,
    };
    let table = Table::new(&model.schema(), object.table.clone());
    Some(Batches {
        wait: text(|out| {
            out.raw("LOCK TABLE ");
            table.clone().print(out);
            out.raw(" IN SHARE MODE");
        }),
        first: ids(&table, ""),
        next: ids(&table, " WHERE \"id\" > $2"),
        lock: text(|out| {
            out.raw("SELECT \"id\" FROM ");
            table.clone().print(out);
            out.raw(" WHERE \"id\" = ANY($1) ORDER BY \"id\" FOR NO KEY UPDATE SKIP LOCKED");
        }),
        update: update(&table, assignments, needs.clone()),
        is_left: needs.map(|needs| {
            text(|out| {
                out.raw("SELECT EXISTS (SELECT FROM ");
                table.print(out);
                out.raw(" ");
                rows.print(out);
                out.raw(" WHERE ");
                needs.print(out);
                out.raw(")");
            })
        }),
    })
}

fn ids(table: &Table, after: &'static str) -> String {
    text(|out| {
        out.raw("SELECT \"id\" FROM ");
        table.clone().print(out);
        out.raw(after);
        out.raw(" ORDER BY \"id\" LIMIT $1");
    })
}

fn update(table: &Table, assignments: Vec<(String, Expr)>, needs: Option<Expr>) -> String {
    text(|out| {
        out.raw("UPDATE ");
        table.clone().print(out);
        out.raw(" ");
        Alias(0).print(out);
        for (i, (name, value)) in assignments.into_iter().enumerate() {
            out.raw(if i == 0 { " SET " } else { ", " });
            out.ident(&name);
            out.raw(" = ");
            value.print(out);
        }
        out.raw(" WHERE t0.\"id\" = ANY($1)");
        if let Some(needs) = needs {
            out.raw(" AND ");
            needs.print(out);
        }
    })
}

fn text(write: impl FnOnce(&mut Printer)) -> String {
    let mut out = Printer::default();
    write(&mut out);
    out.into_script()
}
