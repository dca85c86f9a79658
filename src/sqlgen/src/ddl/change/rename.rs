//! New names for what stays: tables, columns, enum types, indexes, foreign keys. Nothing is rewritten, and
//! generated columns, indexes and defaults follow by themselves.

use super::Plan;
use super::before::{ColumnKey, ordinary};
use super::fit::Renames;
use super::leave::{rename, rename_column};
use crate::ddl::foreign_key;
use crate::ident::stored;
use crate::print::Print;
use crate::sql_type::enum_type_name;
use crate::tree::Table;

impl Plan<'_> {
    pub fn rename(&mut self) {
        self.rename_tables();
        self.rename_columns();
        self.rename_types();
        self.rename_indexes();
        self.rename_foreign_keys();
    }

    fn rename_tables(&mut self) {
        let mut renames = Renames::default();
        for table in &self.before.tables {
            if let Some(object) = self.new.object_by_id(table.id) {
                renames.add(&table.name, &stored(&object.table));
            }
        }
        for (old, new) in renames.steps() {
            rename("ALTER TABLE ", &self.schema, &old, &new, &mut self.out);
        }
    }

    fn rename_columns(&mut self) {
        for table in &self.before.tables {
            let Some(object) = self.new.object_by_id(table.id) else { continue };
            let mut renames = Renames::default();
            for slot in ordinary(object) {
                if let Some(column) = table.column(&ColumnKey::of(&slot)) {
                    renames.add(&column.name, &stored(&slot.column.name));
                }
            }
            for (old, new) in renames.steps() {
                rename_column(&self.schema, &object.table, &old, &new, &mut self.out);
            }
        }
    }

    fn rename_types(&mut self) {
        let mut renames = Renames::default();
        for object in self.new.objects() {
            for slot in ordinary(object) {
                if let Some(name) = self.before.column(&slot).and_then(|column| column.enum_name.as_ref()) {
                    renames.add(name, &stored(&enum_type_name(object, slot.column)));
                }
            }
        }
        for (old, new) in renames.steps() {
            rename("ALTER TYPE ", &self.schema, &old, &new, &mut self.out);
        }
    }

    /// An index that is built after the commit may not be there yet.
    fn rename_indexes(&mut self) {
        let mut renames = Renames::default();
        for (old, new) in self.lasting_indexes() {
            renames.add(&old.name, &new.name);
        }
        for (old, new) in renames.steps() {
            rename("ALTER INDEX IF EXISTS ", &self.schema, &old, &new, &mut self.out);
        }
    }

    fn rename_foreign_keys(&mut self) {
        for object in self.new.objects() {
            let Some(before) = self.old.object_by_id(object.id) else { continue };
            let mut renames = Renames::default();
            for new in foreign_key::list(self.new, object) {
                let old = foreign_key::list(self.old, before).into_iter().find(|old| old.is_like(&new));
                if let Some(old) = old {
                    renames.add(&old.name, &new.name);
                }
            }
            for (old, new) in renames.steps() {
                self.out.raw("ALTER TABLE ");
                Table::new(&self.schema, object.table.clone()).print(&mut self.out);
                self.out.raw(" RENAME CONSTRAINT ");
                self.out.ident(&old);
                self.out.raw(" TO ");
                self.out.ident(&new);
                self.out.raw(";\n");
            }
        }
    }
}
