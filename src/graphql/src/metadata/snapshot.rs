//! The metadata rows of one version, found by id.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use icosa_contract::{Actor, AppError};
use icosa_model::definition::{FieldRow, IndexRow, Metadata, ObjectRow, Translations, ViewRow};
use icosa_model::{FieldId, FieldType, IndexId, Model, ObjectId, ViewId};
use uuid::Uuid;

use crate::metadata::permission::sees;
use crate::metadata::translations::word;

/// The standard application, the same in every installation.
const STANDARD_APPLICATION: &str = "20202020-64aa-4b6f-b003-9c74b97cee20";

/// What one request reads.
pub struct Snapshot {
    model: Arc<Model>,
    locale: Option<String>,
    objects: HashMap<ObjectId, usize>,
    fields: HashMap<FieldId, usize>,
    fields_of: HashMap<ObjectId, Vec<usize>>,
    unique: HashSet<FieldId>,
    searchable: HashSet<FieldId>,
    standard: Uuid,
    custom: Uuid,
}

impl Snapshot {
    /// `locale` is the language that words are told in, where it is not the source language.
    pub fn new(model: Arc<Model>, locale: Option<String>) -> Self {
        let metadata = model.metadata();
        let workspace = metadata.workspace_id.0;
        let mut fields_of: HashMap<ObjectId, Vec<usize>> = HashMap::new();
        for (index, field) in metadata.fields.iter().enumerate() {
            fields_of.entry(field.object_id).or_default().push(index);
        }
        Self {
            objects: metadata.objects.iter().enumerate().map(|(index, row)| (row.id, index)).collect(),
            fields: metadata.fields.iter().enumerate().map(|(index, row)| (row.id, index)).collect(),
            fields_of,
            unique: metadata.indexes.iter().filter_map(unique_field).collect(),
            searchable: metadata.objects.iter().flat_map(|o| o.search_field_ids.iter().copied()).collect(),
            standard: Uuid::new_v5(&workspace, STANDARD_APPLICATION.as_bytes()),
            custom: Uuid::new_v5(&workspace, b"custom"),
            locale,
            model,
        }
    }

    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The language that words are told in; none for the source language.
    pub fn locale(&self) -> Option<&str> {
        self.locale.as_deref()
    }

    /// A word in the caller's language, if there is one.
    pub fn word(&self, translations: &Translations, property: &str, source: &str) -> String {
        word(translations, self.locale(), property).unwrap_or(source).to_owned()
    }

    /// The same of one that may be missing; then it has no translation either.
    pub fn word_of(
        &self,
        translations: &Translations,
        property: &str,
        source: Option<&str>,
    ) -> Option<String> {
        Some(self.word(translations, property, source?))
    }

    pub fn metadata(&self) -> &Metadata {
        self.model.metadata()
    }

    pub fn workspace(&self) -> Uuid {
        self.metadata().workspace_id.0
    }

    /// The application that owns something.
    pub fn application(&self, is_standard: bool) -> Uuid {
        if is_standard { self.standard } else { self.custom }
    }

    pub fn object(&self, id: ObjectId) -> Option<&ObjectRow> {
        self.objects.get(&id).and_then(|&index| self.metadata().objects.get(index))
    }

    pub fn field(&self, id: FieldId) -> Option<&FieldRow> {
        self.fields.get(&id).and_then(|&index| self.metadata().fields.get(index))
    }

    pub fn index(&self, id: IndexId) -> Option<&IndexRow> {
        self.metadata().indexes.iter().find(|index| index.id == id)
    }

    /// Fields of an object in the order of their positions, all members of morph relations among them.
    pub fn fields_of(&self, object: ObjectId) -> Vec<&FieldRow> {
        let rows = self.fields_of.get(&object).into_iter().flatten();
        let mut fields: Vec<_> = rows.filter_map(|&index| self.metadata().fields.get(index)).collect();
        fields.sort_by(|a, b| a.position.total_cmp(&b.position));
        fields
    }

    /// The same for listings, where one field stands for its morph relation.
    pub fn listed_fields_of(&self, object: ObjectId) -> Vec<&FieldRow> {
        let fields = self.fields_of(object);
        let listed = representatives(&fields);
        fields.into_iter().filter(|field| field.morph_id.is_none() || listed.contains(&field.id)).collect()
    }

    /// The fields of one morph relation.
    pub fn morph_siblings(&self, field: &FieldRow) -> Vec<&FieldRow> {
        let mut fields = self.fields_of(field.object_id);
        fields.retain(|other| other.morph_id.is_some() && other.morph_id == field.morph_id);
        fields
    }

    /// A single-field unique index makes a field unique.
    pub fn is_unique(&self, field: FieldId) -> bool {
        self.unique.contains(&field)
    }

    /// The field is part of its object's search.
    pub fn is_searchable(&self, field: FieldId) -> bool {
        self.searchable.contains(&field)
    }

    pub fn indexes_of(&self, object: ObjectId) -> Vec<&IndexRow> {
        self.metadata().indexes.iter().filter(|index| index.object_id == object).collect()
    }

    /// The field that holds an object's search text.
    pub fn search_vector(&self, object: ObjectId) -> Option<FieldId> {
        let fields = self.fields_of(object);
        fields.iter().find(|field| field.field_type == FieldType::TsVector).map(|field| field.id)
    }

    /// A view that the caller sees, soft-deleted ones included.
    pub fn view(&self, actor: &Actor, id: ViewId) -> Option<&ViewRow> {
        self.metadata().views.iter().find(|view| view.id == id && sees(actor, view))
    }

    /// A view that the caller sees, or the refusal.
    pub fn known_view(&self, actor: &Actor, id: ViewId) -> Result<&ViewRow, AppError> {
        self.view(actor, id).ok_or_else(|| {
            AppError::not_found(format!("There is no view {id}.")).with_sub_code("VIEW_NOT_FOUND")
        })
    }

    /// Views that the caller sees, without those that are deleted, by position.
    pub fn views(&self, actor: &Actor) -> Vec<&ViewRow> {
        let shown = |view: &&ViewRow| view.deleted_at.is_none() && sees(actor, view);
        let mut views: Vec<_> = self.metadata().views.iter().filter(shown).collect();
        views.sort_by(|a, b| a.position.total_cmp(&b.position));
        views
    }

    pub fn known_object(&self, id: ObjectId) -> Result<&ObjectRow, AppError> {
        self.object(id).ok_or_else(|| {
            AppError::not_found(format!("There is no object {id}."))
                .with_sub_code("OBJECT_METADATA_NOT_FOUND")
        })
    }

    pub fn known_field(&self, id: FieldId) -> Result<&FieldRow, AppError> {
        self.field(id).ok_or_else(|| {
            AppError::not_found(format!("There is no field {id}.")).with_sub_code("FIELD_METADATA_NOT_FOUND")
        })
    }
}

fn unique_field(index: &IndexRow) -> Option<FieldId> {
    let first = index.fields.first()?;
    let is_single = index.fields.iter().all(|field| field.field_id == first.field_id);
    (index.is_unique && is_single).then_some(first.field_id)
}

/// Of each morph relation the field that stands for it: active before inactive, people's before the engine's, then
/// the smallest id.
pub fn representatives(fields: &[&FieldRow]) -> HashSet<FieldId> {
    let rank = |field: &FieldRow| (!field.is_active, field.is_system, field.id);
    let mut best: HashMap<(ObjectId, Uuid), &FieldRow> = HashMap::new();
    for field in fields {
        let Some(morph) = field.morph_id else { continue };
        let entry = best.entry((field.object_id, morph)).or_insert(field);
        if rank(field) < rank(entry) {
            *entry = field;
        }
    }
    best.into_values().map(|field| field.id).collect()
}
