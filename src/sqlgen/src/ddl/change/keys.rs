//! Foreign keys that go, come, or point elsewhere.

use icosa_model::Object;

use super::Plan;
use crate::ddl::alter::{Action, alter};
use crate::ddl::foreign_key::{self, ForeignKey};
use crate::ident::stored;
use crate::print::Print;
use crate::tree::Table;

impl<'m> Plan<'m> {
    /// Also those of tables that leave, so that tables can be dropped in any order.
    pub fn drop_foreign_keys(&mut self) {
        for object in self.old.objects() {
            let stays: Vec<ForeignKey<'_>> = self
                .new
                .object_by_id(object.id)
                .map(|object| foreign_key::list(self.new, object))
                .unwrap_or_default();
            let going = foreign_key::list(self.old, object)
                .into_iter()
                .filter(|old| !stays.iter().any(|new| old.is_like(new)))
                .map(|old| Action::DropConstraint(old.name))
                .collect();
            alter(&self.schema, &stored(&object.table), going, &mut self.out);
        }
    }

    /// Those that do not come with a new column.
    pub fn add_foreign_keys(&mut self) {
        for object in self.new.objects() {
            let coming: Vec<ForeignKey<'m>> = self
                .new_foreign_keys(object)
                .into_iter()
                .filter(|key| !self.comes_with_column(object, key))
                .collect();
            for key in &coming {
                self.clear_dangling(object, key);
            }
            let actions = coming.into_iter().map(Action::AddForeignKey).collect();
            alter(&self.schema, &object.table, actions, &mut self.out);
        }
    }

    /// Foreign keys of the new model that are not there yet.
    pub fn new_foreign_keys(&self, object: &'m Object) -> Vec<ForeignKey<'m>> {
        let before = self.old.object_by_id(object.id);
        let before = before.map(|object| foreign_key::list(self.old, object)).unwrap_or_default();
        let mut keys = foreign_key::list(self.new, object);
        keys.retain(|new| !before.iter().any(|old| old.is_like(new)));
        keys
    }

    fn comes_with_column(&self, object: &Object, key: &ForeignKey<'_>) -> bool {
        let Some(table) = self.before.table(object.id) else { return false };
        !table.columns.iter().any(|column| column.key.field == key.field)
    }

    /// What a column pointed at may have been destroyed while it was put aside.
    fn clear_dangling(&mut self, object: &Object, key: &ForeignKey<'_>) {
        let Some(table) = self.before.table(object.id) else { return };
        if !table.columns.iter().any(|column| column.key.field == key.field && column.was_kept) {
            return;
        }
        self.out.raw("UPDATE ");
        Table::new(&self.schema, object.table.clone()).print(&mut self.out);
        self.out.raw(" AS t0 SET ");
        self.out.ident(key.column);
        self.out.raw(" = NULL WHERE t0.");
        self.out.ident(key.column);
        self.out.raw(" IS NOT NULL AND NOT EXISTS (SELECT FROM ");
        Table::new(&self.schema, key.target.table.clone()).print(&mut self.out);
        self.out.raw(" AS t1 WHERE t1.\"id\" = t0.");
        self.out.ident(key.column);
        self.out.raw(");\n");
    }
}
