//! New tables and columns, and what existing columns accept.

use icosa_model::Object;

use super::Plan;
use super::before::{OldColumn, ordinary};
use crate::ddl::alter::{Action, alter};
use crate::ddl::foreign_key::ForeignKey;
use crate::ddl::table::{self, create_enum, default_expression, default_of};
use crate::planner::{Planner, Slot};
use crate::print::Print;
use crate::tree::Table;

impl<'m> Plan<'m> {
    pub fn add_tables(&mut self) {
        let planner = Planner::new(self.new);
        for object in self.new.objects().iter().filter(|object| self.before.table(object.id).is_none()) {
            table::create(&planner, object, &mut self.out);
        }
    }

    /// Two statements a table: with a default among the new columns, Postgres would look through all rows for the
    /// values of new foreign keys, though there are none.
    pub fn add_columns(&mut self) {
        for object in self.new.objects().iter().filter(|object| self.before.table(object.id).is_some()) {
            let mut keys = self.new_foreign_keys(object);
            let (mut plain, mut joins) = (Vec::new(), Vec::new());
            for slot in ordinary(object).filter(|slot| self.before.column(slot).is_none()) {
                create_enum(&self.schema, &slot, &mut self.out);
                match take(&mut keys, &slot) {
                    None => plain.push(Action::AddColumn(slot, None)),
                    key => joins.push(Action::AddColumn(slot, key)),
                }
            }
            alter(&self.schema, &object.table, plain, &mut self.out);
            alter(&self.schema, &object.table, joins, &mut self.out);
        }
    }

    /// Takes NOT NULL and defaults away where they would be in the way of what follows.
    pub fn relax_columns(&mut self) {
        for object in self.new.objects() {
            let mut actions = Vec::new();
            for (slot, old) in self.existing(object) {
                let name = &slot.column.name;
                if slot.column.nullable && (!old.nullable || old.was_kept) {
                    actions.push(Action::DropNotNull(name.clone()));
                }
                let is_swapped = self.enum_change(&slot, old).is_swap();
                if (old.default.is_some() || old.was_kept) && (is_swapped || default_of(&slot).is_none()) {
                    actions.push(Action::DropDefault(name.clone()));
                }
            }
            alter(&self.schema, &object.table, actions, &mut self.out);
        }
    }

    /// Gives columns their new defaults and NOT NULL.
    pub fn tighten_columns(&mut self) {
        for object in self.new.objects() {
            let mut actions = Vec::new();
            let mut fills = Vec::new();
            for (slot, old) in self.existing(object) {
                let name = &slot.column.name;
                let default = default_expression(&self.schema, &slot);
                let differs =
                    default_of(&slot) != old.default || self.enum_change(&slot, old).touches_default();
                if let Some(default) = default.clone().filter(|_| differs || old.was_kept) {
                    actions.push(Action::SetDefault(name.clone(), default));
                }
                if !slot.column.nullable && (old.nullable || old.was_kept) {
                    // Nobody made records in a table that was put aside as a whole.
                    let may_lack = old.was_kept && self.old.object_by_id(object.id).is_some();
                    fills.extend(default.filter(|_| may_lack).map(|default| (slot, default)));
                    actions.push(Action::SetNotNull(name.clone()));
                }
            }
            for (slot, default) in fills {
                self.fill(&slot, default);
            }
            alter(&self.schema, &object.table, actions, &mut self.out);
        }
    }

    /// Records made while the column was put aside get its default.
    fn fill(&mut self, slot: &Slot<'_>, default: crate::tree::Expr) {
        self.out.raw("UPDATE ");
        Table::new(&self.schema, slot.object.table.clone()).print(&mut self.out);
        self.out.raw(" SET ");
        self.out.ident(&slot.column.name);
        self.out.raw(" = ");
        default.print(&mut self.out);
        self.out.raw(" WHERE ");
        self.out.ident(&slot.column.name);
        self.out.raw(" IS NULL;\n");
    }

    /// Ordinary columns of the new model that exist, with what they were.
    pub fn existing<'p>(&'p self, object: &'m Object) -> Vec<(Slot<'m>, &'p OldColumn)> {
        ordinary(object).filter_map(|slot| Some((slot, self.before.column(&slot)?))).collect()
    }
}

/// The foreign key that belongs to a new join column.
fn take<'m>(keys: &mut Vec<ForeignKey<'m>>, slot: &Slot<'_>) -> Option<ForeignKey<'m>> {
    let at = keys.iter().position(|key| key.field == slot.field.id)?;
    Some(keys.swap_remove(at))
}
