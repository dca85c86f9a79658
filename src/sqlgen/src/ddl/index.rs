//! One object's indexes: those of the metadata, and a few that make every list and search fast.

use icosa_model::definition::{IndexRow, IndexType};
use icosa_model::{FieldType, Object};

use crate::order::{compared, ordering_columns};
use crate::planner::{Planner, plain_slot};
use crate::print::{Print, Printer};
use crate::search_text::PARTS_COLUMN;
use crate::tree::Expr;

pub(super) fn create_all(planner: &Planner<'_>, object: &Object, out: &mut Printer) {
    let listed: Vec<(&IndexRow, Vec<&str>)> =
        object.indexes.iter().filter_map(|row| Some((row, indexed_columns(object, row)?))).collect();
    for (row, columns) in &listed {
        out.raw(if row.is_unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
        on(planner, object, &row.name, out);
        out.raw(match row.index_type {
            IndexType::Btree => " USING btree (",
            IndexType::Gin => " USING gin (",
        });
        out.idents(columns.iter().copied());
        out.raw(")");
        end(object, row.live_rows_only, out);
    }
    let leads = |column: &str| listed.iter().any(|(_, columns)| columns.first() == Some(&column));
    // Without one, reading the other side of the relation and destroying a record there scan the whole table.
    for column in object.fields.iter().filter_map(|field| field.join_column()).filter(|column| !leads(column))
    {
        out.raw("CREATE INDEX ");
        on(planner, object, &format!("IDX_{}_{column}", object.table), out);
        out.raw(" USING btree (");
        out.ident(column);
        out.raw(")");
        end(object, false, out);
    }
    if object.is_searchable && plain_slot(object, "searchVector").is_some() && !leads("searchVector") {
        out.raw("CREATE INDEX ");
        on(planner, object, &format!("IDX_{}_searchVector", object.table), out);
        out.raw(" USING gin (\"searchVector\")");
        end(object, false, out);
    }
    own(planner, object, out);
}

/// `"name" ON "schema"."table"`.
fn on(planner: &Planner<'_>, object: &Object, name: &str, out: &mut Printer) {
    out.ident(name);
    out.raw(" ON ");
    planner.table(object).print(out);
}

fn end(object: &Object, live_rows_only: bool, out: &mut Printer) {
    if live_rows_only && plain_slot(object, "deletedAt").is_some() {
        out.raw(" WHERE \"deletedAt\" IS NULL");
    }
    out.raw(";\n");
}

/// Columns of an index row in order; None when a field of it is inactive.
fn indexed_columns<'m>(object: &'m Object, row: &IndexRow) -> Option<Vec<&'m str>> {
    let mut names = Vec::new();
    for entry in &row.fields {
        let field = object.field_by_id(entry.field_id)?;
        if let Some(part) = &entry.sub_field_name {
            names.push(field.column(Some(part))?.name.as_str());
            continue;
        }
        let is_unique_part = |name: Option<&str>| {
            field.field_type.sub_fields().iter().any(|part| part.unique && Some(part.name) == name)
        };
        let parts = field.columns.iter().filter(|c| c.sub_field.is_none() || is_unique_part(c.sub_field));
        names.extend(parts.map(|column| column.name.as_str()));
    }
    (!names.is_empty()).then_some(names)
}

/// Indexes that the metadata does not list.
fn own(planner: &Planner<'_>, object: &Object, out: &mut Printer) {
    let has_position = plain_slot(object, "position").is_some();
    if has_position {
        // The order of every list that asks for none; partial, so that it also counts the live rows.
        out.raw("CREATE INDEX ");
        on(planner, object, &format!("IDX_{}_position", object.table), out);
        out.raw(" USING btree (\"position\", \"id\")");
        end(object, true, out);
    }
    let label = object.label_field();
    if has_position && !object.is_system && matches!(label.field_type, FieldType::Text | FieldType::FullName)
    {
        // A list by label: the same expressions as in `order`. Descending reads it backwards and sorts equal
        // labels as they come.
        out.raw("CREATE INDEX ");
        on(planner, object, &format!("IDX_{}_label", object.table), out);
        out.raw(" USING btree (");
        for column in ordering_columns(label) {
            compared(Expr::Column(None, column.name.clone()), column.kind).print(out);
            out.raw(", ");
        }
        out.raw("\"position\", \"id\")");
        end(object, true, out);
    }
    if object.is_searchable {
        // Parts of words. Without it a search of 100,000 people reads them all.
        out.raw("CREATE INDEX ");
        on(planner, object, &format!("IDX_{}_parts", object.table), out);
        out.raw(" USING gin (");
        out.ident(PARTS_COLUMN);
        out.raw(" public.gin_trgm_ops)");
        end(object, true, out);
    }
}
