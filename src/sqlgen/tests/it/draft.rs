//! Metadata that a test changes step by step.

use std::sync::Arc;

use icosa_model::definition::{
    FieldRow, IndexFieldRow, IndexRow, Metadata, ObjectRow, OnDelete, RelationType, SelectOption,
};
use icosa_model::{FieldId, FieldType, IndexId, Model, resolve};
use serde_json::json;
use uuid::Uuid;

use crate::fixture::{self, field_id, object_id};

/// Metadata that a test changes step by step.
pub struct Draft(pub Metadata);

impl Draft {
    pub fn of(model: &Model) -> Self {
        Self(model.metadata().physical())
    }

    pub fn model(&self) -> Model {
        resolve(Arc::new(self.0.clone())).unwrap()
    }

    pub fn field(&mut self, object: &str, name: &str) -> &mut FieldRow {
        let object = object_id(object);
        self.0.fields.iter_mut().find(|f| f.object_id == object && f.name == name).unwrap()
    }

    /// The field that was made under this name, whatever it is called now.
    pub fn find(&self, object: &str, name: &str) -> Option<&FieldRow> {
        self.0.fields.iter().find(|row| row.id == field_id(object, name))
    }

    pub fn by_id(&mut self, object: &str, name: &str) -> &mut FieldRow {
        self.0.fields.iter_mut().find(|row| row.id == field_id(object, name)).unwrap()
    }

    pub fn remove_by_id(&mut self, object: &str, name: &str) {
        let row = self.by_id(object, name).clone();
        let fields: Vec<FieldId> =
            [Some(row.id), row.relation_target_field_id].into_iter().flatten().collect();
        self.remove(&fields);
    }

    pub fn add_field(&mut self, object: &str, name: &str, kind: FieldType) -> &mut FieldRow {
        self.0.fields.push(FieldRow {
            position: 1000.0,
            ..FieldRow::new(field_id(object, name), object_id(object), name, kind)
        });
        self.0.fields.last_mut().unwrap()
    }

    pub fn object(&mut self, name: &str) -> &mut ObjectRow {
        let id = object_id(name);
        self.0.objects.iter_mut().find(|row| row.id == id).unwrap()
    }

    /// An object of a user, with a few system fields and a name.
    pub fn add_object(&mut self, name: &str) {
        for (field, kind) in [("id", FieldType::Uuid), ("name", FieldType::Text), ("size", FieldType::Rating)]
        {
            self.add_field(name, field, kind);
        }
        let id = self.field(name, "id");
        (id.is_nullable, id.default_value) = (false, json!("uuid"));
        let row = ObjectRow::new(object_id(name), name, &format!("{name}s"), field_id(name, "name"));
        self.0.objects.push(row);
    }

    /// `object.name` points at `target`, whose `inverse` lists the records that do.
    pub fn relate(&mut self, object: &str, name: &str, target: &str, inverse: &str, on_delete: OnDelete) {
        let sides = [(object, name, target, inverse), (target, inverse, object, name)];
        for ((object, name, target, inverse), side) in
            sides.into_iter().zip([RelationType::ManyToOne, RelationType::OneToMany])
        {
            let row = self.add_field(object, name, FieldType::Relation);
            row.settings.relation_type = Some(side);
            row.settings.on_delete = Some(on_delete);
            row.relation_target_object_id = Some(object_id(target));
            row.relation_target_field_id = Some(field_id(target, inverse));
        }
    }

    pub fn rename_object(&mut self, old: &str, new: &str) {
        let id = object_id(old);
        let row = self.0.objects.iter_mut().find(|row| row.id == id).unwrap();
        (row.name_singular, row.name_plural) = (new.to_owned(), format!("{new}s"));
    }

    /// With everything of it and the other sides of its relations.
    pub fn remove_object(&mut self, name: &str) {
        let id = object_id(name);
        let gone = |field: &FieldRow| field.object_id == id || field.relation_target_object_id == Some(id);
        let fields: Vec<FieldId> = self.0.fields.iter().filter(|f| gone(f)).map(|f| f.id).collect();
        self.0.objects.retain(|row| row.id != id);
        self.remove(&fields);
    }

    pub fn remove_field(&mut self, object: &str, name: &str) {
        let row = self.field(object, name).clone();
        let fields: Vec<FieldId> =
            [Some(row.id), row.relation_target_field_id].into_iter().flatten().collect();
        self.remove(&fields);
    }

    fn remove(&mut self, fields: &[FieldId]) {
        self.0.fields.retain(|row| !fields.contains(&row.id));
        self.0.indexes.retain(|row| !row.fields.iter().any(|entry| fields.contains(&entry.field_id)));
        for object in &mut self.0.objects {
            object.search_field_ids.retain(|id| !fields.contains(id));
        }
    }

    pub fn index(&mut self, object: &str, name: &str, fields: &[&str], unique: bool) {
        let entry = |field: &&str| IndexFieldRow { field_id: field_id(object, field), sub_field_name: None };
        self.0.indexes.push(IndexRow {
            is_unique: unique,
            fields: fields.iter().map(entry).collect(),
            ..IndexRow::new(IndexId(fixture::id(name)), object_id(object), name)
        });
    }

    /// Gives the options these values; those at the same place keep their ids, unless `ids` says otherwise.
    pub fn options(&mut self, object: &str, name: &str, values: &[(&str, &str)]) {
        let row = self.field(object, name);
        let before = row.options.clone();
        let option = |(position, (was, value)): (u32, &(&str, &str))| SelectOption {
            id: before.iter().find(|o| o.value == *was).map_or_else(Uuid::new_v4, |o| o.id),
            value: (*value).to_owned(),
            label: value.to_lowercase(),
            color: None,
            position,
        };
        row.options = (0..).zip(values).map(option).collect();
    }
}
