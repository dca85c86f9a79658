//! Generated columns: made anew when the fields they are made of change.

use icosa_model::{FieldId, FieldType, Object};

use super::{Plan, Rewrite, RewriteKind};
use crate::ddl::alter::{Action, alter};
use crate::ddl::search_trigger;
use crate::ddl::table::slots;
use crate::ident::stored;
use crate::search_text::PARTS_COLUMN;

/// The fields a generated column is made of. A field never changes its type, so this says everything but names.
pub(in crate::ddl) type Recipe = Vec<FieldId>;

fn search_fields(object: &Object) -> Vec<FieldId> {
    object.search_field_ids.iter().copied().filter(|id| object.field_by_id(*id).is_some()).collect()
}

/// What the search vector is made of; None for a table without one.
pub(in crate::ddl) fn vector_recipe(object: &Object) -> Option<Recipe> {
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

/// What search is kept in is made of something else.
pub(in crate::ddl) fn search_differs(old: &Object, new: &Object) -> bool {
    vector_recipe(old) != vector_recipe(new) || parts_recipe(old) != parts_recipe(new)
}

impl<'m> Plan<'m> {
    /// Those that are not wanted any more or are made of other fields, before their fields leave.
    pub fn drop_generated(&mut self) {
        for object in self.old.objects() {
            let after = self.new.object_by_id(object.id);
            let table = stored(&object.table);
            // They go with the table, unless it is kept.
            if after.is_none() && self.hints.keep.is_none() {
                continue;
            }
            if let Some(after) = after.filter(|after| after.is_search_kept_by_trigger) {
                let actions = to_ordinary(object, after);
                alter(&self.schema, &table, actions, &mut self.out);
                continue;
            }
            let was_ordinary = object.is_search_kept_by_trigger;
            if was_ordinary {
                search_trigger::drop(&self.schema, object, &mut self.out);
            }
            let mut actions = Vec::new();
            let vector = vector_recipe(object);
            let after = after.filter(|_| !was_ordinary);
            if vector.is_some() && after.and_then(|after| vector_recipe(after)) != vector {
                actions.extend(vectors(object).map(Action::DropColumn));
            }
            let parts = parts_recipe(object);
            if parts.is_some() && after.and_then(|after| parts_recipe(after)) != parts {
                actions.push(Action::drop_parts());
            }
            alter(&self.schema, &table, actions, &mut self.out);
        }
    }

    /// Functions of tables that are gone.
    pub fn drop_search_functions(&mut self) {
        let is_left =
            |object: &Object| object.is_search_kept_by_trigger && self.new.object_by_id(object.id).is_none();
        for object in self.old.objects().iter().filter(|object| is_left(object)) {
            search_trigger::drop_function(&self.schema, object, &mut self.out);
        }
    }

    /// One rewrite of the table for all that are new.
    pub fn add_generated(&mut self) {
        let new = self.new;
        for object in new.objects() {
            if self.before.table(object.id).is_none() {
                continue;
            }
            let before = self.old.object_by_id(object.id);
            if object.is_search_kept_by_trigger {
                self.keep_by_trigger(object, before.map(AsRef::as_ref));
                continue;
            }
            let before = before.filter(|before| !before.is_search_kept_by_trigger);
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

    /// No row is touched: those that are there are filled by a task.
    fn keep_by_trigger(&mut self, object: &'m Object, before: Option<&Object>) {
        if before.is_none() {
            // A table that was put aside has lost what was computed.
            let columns = slots(object).filter(|slot| slot.column.kind == FieldType::TsVector);
            let mut actions: Vec<_> = columns.map(|slot| Action::AddColumn(slot, None)).collect();
            actions.extend(object.is_searchable.then_some(Action::AddParts(object)));
            alter(&self.schema, &object.table, actions, &mut self.out);
        }
        let was_kept = before.is_some_and(|before| before.is_search_kept_by_trigger);
        if !was_kept {
            search_trigger::create(&self.schema, object, &mut self.out);
        } else if before.is_some_and(|before| search_trigger::body(before) != search_trigger::body(object)) {
            search_trigger::replace_function(&self.schema, object, &mut self.out);
        }
        if before.is_none_or(|before| search_differs(before, object)) {
            self.rewrites.push(Rewrite { object_id: object.id, kind: RewriteKind::FillSearch });
        }
    }
}

/// The vector's columns.
fn vectors(object: &Object) -> impl Iterator<Item = String> {
    let slots = slots(object).filter(|slot| slot.column.kind == FieldType::TsVector);
    slots.map(|slot| stored(&slot.column.name))
}

/// What makes generated columns, or none, into ordinary ones.
fn to_ordinary<'m>(before: &'m Object, after: &'m Object) -> Vec<Action<'m>> {
    let was_generated = !before.is_search_kept_by_trigger;
    let mut actions = Vec::new();
    if was_generated {
        actions.extend(vectors(before).map(Action::DropExpression));
    }
    match (before.is_searchable, after.is_searchable) {
        (true, true) if was_generated => actions.push(Action::DropExpression(PARTS_COLUMN.to_owned())),
        (true, false) => actions.push(Action::drop_parts()),
        (false, true) => actions.push(Action::AddParts(after)),
        _ => {}
    }
    actions
}
