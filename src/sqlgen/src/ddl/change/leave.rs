//! Tables and columns that the new model does not have: dropped or put aside.

use icosa_model::{ObjectId, SchemaName};

use super::Plan;
use super::before::{OldColumn, OldTable};
use super::kept::Kept;
use crate::ddl::alter::{Action, alter};
use crate::ident::stored;
use crate::print::{Print, Printer};
use crate::tree::Table;

impl Plan<'_> {
    /// Columns of tables that stay.
    pub fn leave_columns(&mut self) {
        let mut types = Vec::new();
        for table in &self.before.tables {
            let Some(object) = self.new.object_by_id(table.id) else { continue };
            let stays = |column: &OldColumn| {
                let field = object.field_by_id(column.key.field);
                field.is_some_and(|field| field.column(column.key.part.as_deref()).is_some())
            };
            let leaving: Vec<&OldColumn> = table.columns.iter().filter(|column| !stays(column)).collect();
            match &self.hints.keep {
                Some(token) => {
                    put_columns_aside(&self.schema, table, &leaving, token, &mut self.out, &mut self.kept);
                }
                None => {
                    let drop = |column: &&OldColumn| Action::DropColumn(column.name.clone());
                    let actions = leaving.iter().map(drop).collect();
                    alter(&self.schema, &table.name, actions, &mut self.out);
                    types.extend(leaving.iter().filter_map(|column| column.enum_name.clone()));
                }
            }
        }
        drop_types(&self.schema, types, &mut self.out);
    }

    /// Tables; their indexes, foreign keys and generated columns are gone by now.
    pub fn leave_tables(&mut self) {
        let mut types = Vec::new();
        let leaves = |id: ObjectId| self.new.object_by_id(id).is_none();
        for table in self.before.tables.iter().filter(|table| leaves(table.id)) {
            match &self.hints.keep {
                Some(token) => put_table_aside(&self.schema, table, token, &mut self.out, &mut self.kept),
                None => {
                    self.out.raw("DROP TABLE ");
                    Table::new(&self.schema, table.name.clone()).print(&mut self.out);
                    self.out.raw(";\n");
                    types.extend(table.columns.iter().filter_map(|column| column.enum_name.clone()));
                }
            }
        }
        drop_types(&self.schema, types, &mut self.out);
    }
}

fn drop_types(schema: &SchemaName, names: Vec<String>, out: &mut Printer) {
    for name in names {
        out.raw("DROP TYPE ");
        Table::new(schema, name).print(out);
        out.raw(";\n");
    }
}

/// No new record needs a value for them.
fn put_columns_aside(
    schema: &SchemaName,
    table: &OldTable<'_>,
    leaving: &[&OldColumn],
    token: &str,
    out: &mut Printer,
    kept: &mut Vec<Kept>,
) {
    let mut actions = Vec::new();
    for column in leaving {
        if !column.nullable || column.was_kept {
            actions.push(Action::DropNotNull(column.name.clone()));
        }
        if column.default.is_some() || column.was_kept {
            actions.push(Action::DropDefault(column.name.clone()));
        }
    }
    alter(schema, &table.name, actions, out);
    for column in leaving {
        let name = stored(&format!("#{token}.{}.{}", table.name, column.name));
        rename_column(schema, &table.name, &column.name, &name, out);
        kept.push(kept_column(schema, table, column, token, name, out));
    }
}

fn put_table_aside(
    schema: &SchemaName,
    table: &OldTable<'_>,
    token: &str,
    out: &mut Printer,
    kept: &mut Vec<Kept>,
) {
    let name = stored(&format!("#{token}.{}", table.name));
    rename("ALTER TABLE ", schema, &table.name, &name, out);
    kept.push(Kept {
        object_id: table.id,
        field_id: None,
        sub_field: None,
        table: table.name.clone(),
        column: None,
        kept_as: name,
        enum_kept_as: None,
        enum_values: Vec::new(),
    });
    for column in &table.columns {
        let entry = kept_column(schema, table, column, token, column.name.clone(), out);
        kept.push(entry);
    }
}

/// Puts the column's enum type aside and says where everything is.
fn kept_column(
    schema: &SchemaName,
    table: &OldTable<'_>,
    column: &OldColumn,
    token: &str,
    kept_as: String,
    out: &mut Printer,
) -> Kept {
    let put_aside = |name: &String| {
        let aside = stored(&format!("#{token}.{name}"));
        rename("ALTER TYPE ", schema, name, &aside, out);
        aside
    };
    Kept {
        object_id: table.id,
        field_id: Some(column.key.field),
        sub_field: column.key.part.clone(),
        table: table.name.clone(),
        column: Some(column.name.clone()),
        kept_as,
        enum_kept_as: column.enum_name.as_ref().map(put_aside),
        enum_values: column.values.iter().map(|value| (value.key, value.value.clone())).collect(),
    }
}

/// `ALTER … "schema"."old" RENAME TO "new"`.
pub(super) fn rename(what: &'static str, schema: &SchemaName, old: &str, new: &str, out: &mut Printer) {
    out.raw(what);
    Table::new(schema, old).print(out);
    out.raw(" RENAME TO ");
    out.ident(new);
    out.raw(";\n");
}

pub(super) fn rename_column(schema: &SchemaName, table: &str, old: &str, new: &str, out: &mut Printer) {
    out.raw("ALTER TABLE ");
    Table::new(schema, table).print(out);
    out.raw(" RENAME COLUMN ");
    out.ident(old);
    out.raw(" TO ");
    out.ident(new);
    out.raw(";\n");
}
