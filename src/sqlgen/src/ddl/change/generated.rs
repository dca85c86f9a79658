//! Generated columns: made anew when the fields they are made of change.

use icosa_model::{FieldId, FieldType, Object};

use super::Plan;
use crate::ddl::alter::{Action, alter};
use crate::ddl::table::slots;
use crate::ident::stored;

/// The fields a generated column is made of. A field never changes its type, so this says everything but names.
pub(super) type Recipe = Vec<FieldId>;

fn search_fields(object: &Object) -> Vec<FieldId> {
    object.search_field_ids.iter().copied().filter(|id| object.field_by_id(*id).is_some()).collect()
}

/// What the search vector is made of; None for a table without one.
pub(super) fn vector_recipe(object: &Object) -> Option<Recipe> {
    let has_vector = slots(object).any(|slot| slot.column.kind == FieldType::TsVector);
    has_vector.then(|| search_fields(object))
}

/// What the text in which parts are found is made of: the label first.
pub(super) fn parts_recipe(object: &Object) -> Option<Recipe> {
    let label = object.label_field().id;
    let is_short = |id: &FieldId| {
        object.field_by_id(*id).is_some_and(|field| field.field_type != FieldType::RichText) && *id != label
    };
    let others = search_fields(object).into_iter().filter(is_short);
    object.is_searchable.then(|| std::iter::once(label).chain(others).collect())
}

impl Plan<'_> {
    /// Those that are not wanted any more or are made of other fields, before their fields leave.
    pub fn drop_generated(&mut self) {
        for object in self.old.objects() {
            let after = self.new.object_by_id(object.id);
            // They go with the table, unless it is kept.
            if after.is_none() && self.hints.keep.is_none() {
                continue;
            }
            let mut actions = Vec::new();
            let vector = vector_recipe(object);
            if vector.is_some() && after.and_then(|after| vector_recipe(after)) != vector {
                let columns = slots(object).filter(|slot| slot.column.kind == FieldType::TsVector);
                actions.extend(columns.map(|slot| Action::DropColumn(stored(&slot.column.name))));
            }
            let parts = parts_recipe(object);
            if parts.is_some() && after.and_then(|after| parts_recipe(after)) != parts {
                actions.push(Action::drop_parts());
            }
            alter(&self.schema, &stored(&object.table), actions, &mut self.out);
        }
    }

    /// One rewrite of the table for all that are new.
    pub fn add_generated(&mut self) {
        for object in self.new.objects().iter().filter(|object| self.before.table(object.id).is_some()) {
            let before = self.old.object_by_id(object.id);
            let mut actions = Vec::new();
            let vector = vector_recipe(object);
            if vector.is_some() && before.and_then(|before| vector_recipe(before)) != vector {
                let columns = slots(object).filter(|slot| slot.column.kind == FieldType::TsVector);
                actions.extend(columns.map(|slot| Action::AddColumn(slot, None)));
            }
            let parts = parts_recipe(object);
            if parts.is_some() && before.and_then(|before| parts_recipe(before)) != parts {
                actions.push(Action::AddParts(object));
            }
            alter(&self.schema, &object.table, actions, &mut self.out);
        }
    }
}
