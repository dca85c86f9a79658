//! Single things that tables lack or have too many of, compared with the model.

use icosa_model::{FieldType, Model, Object, SchemaName};

use super::alter::{Action, alter};
use super::enum_swap::{Mapping, swap};
use super::table::{self, create_enum, default_expression, slots};
use super::{foreign_key, index, search_trigger};
use crate::ident::stored;
use crate::planner::{Planner, Slot};
use crate::print::{Print, Printer};
use crate::search_text::PARTS_COLUMN;
use crate::sql_type::{SqlType, enum_type_name, is_enum};
use crate::tree::Table;

/// One thing to mend. Everything is named as Postgres names it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "names of tables, columns and so on")]
pub enum Fix {
    /// A table of the model with its enum types, indexes and foreign keys.
    AddTable {
        table: String,
    },
    /// With all its rows.
    DropTable {
        table: String,
    },
    /// A column of the model, generated ones too, with its enum type.
    AddColumn {
        table: String,
        column: String,
    },
    /// With all its values.
    DropColumn {
        table: String,
        column: String,
    },
    /// A generated column becomes an ordinary one and keeps its values.
    DropExpression {
        table: String,
        column: String,
    },
    /// NULL is refused or accepted, as the model says.
    SetNullability {
        table: String,
        column: String,
    },
    /// The default of the model, or none.
    SetDefault {
        table: String,
        column: String,
    },
    /// The values of an enum type; fails while a value that the model does not have is in use.
    SetValues {
        type_name: String,
    },
    /// Fails while the enum type is in use.
    DropType {
        type_name: String,
    },
    /// An index of the model.
    AddIndex {
        index: String,
    },
    DropIndex {
        index: String,
    },
    /// A foreign key of the model; fails where a record that is pointed at is missing.
    AddForeignKey {
        table: String,
        constraint: String,
    },
    AddPrimaryKey {
        table: String,
    },
    DropConstraint {
        table: String,
        constraint: String,
    },
    /// The trigger that keeps what is searched, and its function. Rows that are there are not computed anew.
    SetSearchTrigger {
        table: String,
    },
    DropTrigger {
        table: String,
        trigger: String,
    },
}

/// The script that mends one thing, to be run inside a transaction; None when it adds something that the (physical)
/// model does not have.
#[must_use]
pub fn repair(model: &Model, fix: &Fix) -> Option<String> {
    let schema = model.schema();
    let mut out = Printer::default();
    match fix {
        Fix::AddTable { table } => add_table(model, table, &mut out)?,
        Fix::DropTable { table } => drop_named(&schema, "DROP TABLE ", table, &mut out),
        Fix::AddColumn { table, column } => add_column(model, table, column, &mut out)?,
        Fix::DropColumn { table, column } => {
            alter(&schema, table, vec![Action::DropColumn(column.clone())], &mut out);
        }
        Fix::DropExpression { table, column } => {
            alter(&schema, table, vec![Action::DropExpression(column.clone())], &mut out);
        }
        Fix::SetNullability { table, column } => {
            let action = match slot(model, table, column)?.column.nullable {
                true => Action::DropNotNull(column.clone()),
                false => Action::SetNotNull(column.clone()),
            };
            alter(&schema, table, vec![action], &mut out);
        }
        Fix::SetDefault { table, column } => {
            let action = default_action(&schema, &slot(model, table, column)?);
            alter(&schema, table, vec![action], &mut out);
        }
        Fix::SetValues { type_name } => set_values(&schema, &enum_slot(model, type_name)?, &mut out),
        Fix::DropType { type_name } => drop_named(&schema, "DROP TYPE ", type_name, &mut out),
        Fix::AddIndex { index } => {
            let mut indexes = model.objects().iter().flat_map(|object| index::list(object));
            indexes.find(|known| known.name == *index)?.create(&schema, false, &mut out);
        }
        Fix::DropIndex { index } => drop_named(&schema, "DROP INDEX ", index, &mut out),
        Fix::AddForeignKey { table, constraint } => {
            let mut keys = foreign_key::list(model, object(model, table)?).into_iter();
            let key = keys.find(|key| key.name == *constraint)?;
            alter(&schema, table, vec![Action::AddForeignKey(key)], &mut out);
        }
        Fix::SetSearchTrigger { table } => set_search_trigger(model, table, &mut out)?,
        Fix::DropTrigger { table, trigger } => {
            search_trigger::drop_trigger(&schema, table, trigger, &mut out);
        }
        Fix::AddPrimaryKey { table } => alter(&schema, table, vec![Action::AddPrimaryKey], &mut out),
        Fix::DropConstraint { table, constraint } => {
            alter(&schema, table, vec![Action::DropConstraint(constraint.clone())], &mut out);
        }
    }
    Some(out.into_script())
}

fn set_search_trigger(model: &Model, table: &str, out: &mut Printer) -> Option<()> {
    let object = object(model, table).filter(|object| object.is_search_kept_by_trigger)?;
    search_trigger::drop(&model.schema(), object, out);
    search_trigger::create(&model.schema(), object, out);
    Some(())
}

/// Table and column that an enum type belongs to, and whether the column holds several values; None for a type
/// that the model does not have.
#[must_use]
pub fn enum_column(model: &Model, type_name: &str) -> Option<(String, String, bool)> {
    let slot = enum_slot(model, type_name)?;
    let is_array = matches!(slot.ty(&model.schema()), SqlType::Array(_));
    Some((stored(&slot.object.table), stored(&slot.column.name), is_array))
}

fn object<'m>(model: &'m Model, table: &str) -> Option<&'m Object> {
    model.objects().iter().find(|object| stored(&object.table) == table).map(AsRef::as_ref)
}

fn slot<'m>(model: &'m Model, table: &str, column: &str) -> Option<Slot<'m>> {
    slots(object(model, table)?).find(|slot| stored(&slot.column.name) == column)
}

fn enum_slot<'m>(model: &'m Model, type_name: &str) -> Option<Slot<'m>> {
    let mut slots = model.objects().iter().flat_map(|object| slots(object));
    slots.find(|slot| {
        is_enum(slot.column.kind) && stored(&enum_type_name(slot.object, slot.column)) == type_name
    })
}

fn drop_named(schema: &SchemaName, what: &'static str, name: &str, out: &mut Printer) {
    out.raw(what);
    Table::new(schema, name).print(out);
    out.raw(";\n");
}

fn add_table(model: &Model, table: &str, out: &mut Printer) -> Option<()> {
    let object = object(model, table)?;
    let planner = Planner::new(model);
    for slot in slots(object) {
        drop_leftover_type(&planner.schema, &slot, out);
    }
    table::create(&planner, object, out);
    for index in index::list(object) {
        index.create(&planner.schema, false, out);
    }
    let keys = foreign_key::list(model, object).into_iter().map(Action::AddForeignKey).collect();
    alter(&planner.schema, table, keys, out);
    Some(())
}

fn add_column(model: &Model, table: &str, column: &str, out: &mut Printer) -> Option<()> {
    let schema = model.schema();
    let object = object(model, table)?;
    let action = match slot(model, table, column) {
        Some(slot) => {
            drop_leftover_type(&schema, &slot, out);
            create_enum(&schema, &slot, out);
            Action::AddColumn(slot, None)
        }
        None if column == PARTS_COLUMN && object.is_searchable => Action::AddParts(object),
        None => return None,
    };
    alter(&schema, table, vec![action], out);
    Some(())
}

/// Its column is gone, so nothing needs it.
fn drop_leftover_type(schema: &SchemaName, slot: &Slot<'_>, out: &mut Printer) {
    if is_enum(slot.column.kind) {
        drop_named(schema, "DROP TYPE IF EXISTS ", &enum_type_name(slot.object, slot.column), out);
    }
}

fn default_action(schema: &SchemaName, slot: &Slot<'_>) -> Action<'static> {
    let name = slot.column.name.clone();
    match default_expression(schema, slot) {
        Some(default) if slot.column.kind != FieldType::TsVector => Action::SetDefault(name, default),
        _ => Action::DropDefault(name),
    }
}

fn set_values(schema: &SchemaName, slot: &Slot<'_>, out: &mut Printer) {
    let table = &slot.object.table;
    alter(schema, table, vec![Action::DropDefault(slot.column.name.clone())], out);
    swap(schema, slot, &Mapping::new(), out);
    alter(schema, table, vec![default_action(schema, slot)], out);
}
