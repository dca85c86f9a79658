//! A field as it stands in a form: what makes it and what changes it.

mod defaults;
mod inputs;
mod option_line;
mod option_removal;
mod options;
mod options_editor;
mod plain;
mod relation;
mod requests;
mod rules;
mod type_settings;

use std::collections::BTreeMap;

use icosa_contract::AppError;
use icosa_contract::data_model::{Issue, issues};
use icosa_contract::files::MAX_FILES_OF_FIELD;
use icosa_contract::forms::Flash;
use icosa_model::definition::{FieldRow, FieldSettings, ObjectRow, OnDelete, RelationType};
use icosa_model::naming::MAX_NAME;
use icosa_model::{FieldId, FieldType, Metadata, ObjectId};
use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

pub use inputs::FieldInputs;
use options::Options;

use super::names::{Names, problem};

/// A field in a form.
#[derive(Clone, Copy)]
pub struct FieldDraft {
    /// The field as stored, or as it begins.
    pub base: StoredValue<FieldRow>,
    /// The object it belongs to.
    pub object: StoredValue<ObjectRow>,
    /// It is stored already.
    pub is_stored: bool,
    /// What it holds.
    pub field_type: FieldType,
    /// What people read.
    pub label: RwSignal<String>,
    /// API name.
    pub name: RwSignal<String>,
    /// The API name follows the label.
    pub is_synced: RwSignal<bool>,
    /// One sentence for people.
    pub description: RwSignal<String>,
    /// Tabler icon name.
    pub icon: RwSignal<String>,
    /// Values must not be absent.
    pub is_required: RwSignal<bool>,
    /// No two records share a value.
    pub is_unique: RwSignal<bool>,
    /// Part of the search.
    pub is_searchable: RwSignal<bool>,
    /// Its changes are in the timeline.
    pub is_audited: RwSignal<bool>,
    /// In the metadata syntax.
    pub default: RwSignal<Value>,
    /// Per-type settings.
    pub settings: RwSignal<FieldSettings>,
    /// Choices.
    pub options: RwSignal<Options>,
    /// What becomes of the values of options that are taken out.
    pub mapping: RwSignal<BTreeMap<String, Option<String>>>,
    /// Relations: the objects on the other side.
    pub targets: RwSignal<Vec<ObjectId>>,
    /// Relations: label of the field on the other side.
    pub other_label: RwSignal<String>,
    /// Relations: icon of the field on the other side.
    pub other_icon: RwSignal<String>,
    /// The person has tried to save.
    pub is_tried: RwSignal<bool>,
    /// What the server did not like.
    pub refused: RwSignal<Vec<Issue>>,
    /// Whether it was unique and searched.
    rules: StoredValue<(bool, bool)>,
    /// Targets that are stored already.
    known_targets: StoredValue<Vec<ObjectId>>,
}

impl FieldDraft {
    /// A new field of an object.
    #[must_use]
    pub fn new(object: &ObjectRow, field_type: FieldType) -> Self {
        let mut row = FieldRow::new(FieldId(Uuid::nil()), object.id, "", field_type);
        row.icon = Some(icosa_ui_records::fields::type_icon(field_type).to_owned());
        row.is_label_synced_with_name = true;
        if field_type.is_relation() {
            row.settings.relation_type = Some(RelationType::ManyToOne);
        }
        if field_type == FieldType::Files {
            row.settings.max_number_of_values = u32::try_from(MAX_FILES_OF_FIELD).ok();
        }
        let draft = Self::over(row, object, false, (false, super::kinds::can_be_searched(field_type)));
        if matches!(field_type, FieldType::Select | FieldType::MultiSelect) {
            draft.options.update(|options| {
                options.add("");
            });
        }
        draft
    }

    /// A stored field. Of a morph relation, any of its siblings.
    #[must_use]
    pub fn stored(metadata: &Metadata, object: &ObjectRow, field: &FieldRow) -> Self {
        let rules = (metadata.is_unique(field.id), object.search_field_ids.contains(&field.id));
        let draft = Self::over(field.clone(), object, true, rules);
        let is_sibling = |other: &&FieldRow| {
            other.id == field.id || (field.morph_id.is_some() && other.morph_id == field.morph_id)
        };
        let siblings = metadata.fields.iter().filter(is_sibling);
        let targets: Vec<ObjectId> =
            siblings.filter_map(|sibling| sibling.relation_target_object_id).collect();
        draft.known_targets.set_value(targets.clone());
        draft.targets.set(targets);
        draft
    }

    /// Puts what was typed into a refused plain form back, with what is wrong with it.
    #[must_use]
    pub fn again(self, flash: &Flash) -> Self {
        plain::take(self, flash);
        self.refused.set(Issue::of_form(flash));
        self
    }

    fn over(row: FieldRow, object: &ObjectRow, is_stored: bool, rules: (bool, bool)) -> Self {
        let draft = Self {
            object: StoredValue::new(object.clone()),
            is_stored,
            field_type: row.field_type,
            label: RwSignal::new(row.label.clone()),
            name: RwSignal::new(row.name.clone()),
            is_synced: RwSignal::new(row.is_label_synced_with_name),
            description: RwSignal::new(row.description.clone().unwrap_or_default()),
            icon: RwSignal::new(row.icon.clone().unwrap_or_default()),
            is_required: RwSignal::new(!row.is_nullable),
            is_unique: RwSignal::new(rules.0),
            is_searchable: RwSignal::new(rules.1),
            is_audited: RwSignal::new(row.is_audit_logged),
            default: RwSignal::new(row.default_value.clone()),
            settings: RwSignal::new(row.settings.clone()),
            options: RwSignal::new(Options::of(&row.options)),
            mapping: RwSignal::new(BTreeMap::new()),
            targets: RwSignal::new(Vec::new()),
            other_label: RwSignal::new(if is_stored { String::new() } else { object.label_plural.clone() }),
            other_icon: RwSignal::new(object.icon.clone().unwrap_or_else(|| "IconBox".to_owned())),
            is_tried: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            base: StoredValue::new(row),
            rules: StoredValue::new(rules),
            known_targets: StoredValue::new(Vec::new()),
        };
        let names = Names::new();
        Effect::new(move |_| {
            let label = draft.label.get();
            if draft.is_synced.get()
                && !draft.has_fixed_name()
                && let Some(name) = names.of(&label)
            {
                draft.name.set(name);
            }
        });
        draft
    }

    /// Its API name cannot be changed.
    #[must_use]
    pub fn has_fixed_name(self) -> bool {
        self.is_stored && self.base.with_value(|row| row.is_standard || row.morph_id.is_some())
    }

    /// The field as it stands; tracked.
    #[must_use]
    pub fn row(self) -> FieldRow {
        FieldRow {
            label: self.label.with(|label| label.trim().to_owned()),
            name: self.name.get(),
            description: filled(&self.description.get()),
            icon: filled(&self.icon.get()),
            is_label_synced_with_name: self.is_synced.get(),
            is_nullable: !self.is_required.get(),
            is_audit_logged: self.is_audited.get(),
            default_value: self.default.get(),
            settings: self.settings.get(),
            options: if self.has_options() {
                self.options.with(Options::stored)
            } else {
                self.base.with_value(|row| row.options.clone())
            },
            relation_target_object_id: self.targets.with(|targets| targets.first().copied()),
            ..self.base.get_value()
        }
    }

    /// It has options that people edit.
    #[must_use]
    pub fn has_options(self) -> bool {
        matches!(self.field_type, FieldType::Select | FieldType::MultiSelect)
    }

    /// What is wrong with the label; empty when nothing is.
    #[must_use]
    pub fn label_problem(self) -> String {
        let length = self.label.with(|label| label.trim().chars().count());
        match length {
            0 => "Enter a name.".to_owned(),
            length if length > MAX_NAME => format!("At most {MAX_NAME} characters."),
            _ => String::new(),
        }
    }

    /// What is wrong with the API name: its form, or another field of the object has it.
    #[must_use]
    pub fn name_problem(self, metadata: &Metadata) -> String {
        if self.has_fixed_name() {
            return String::new();
        }
        let name = self.name.get();
        let (own, object) = self.base.with_value(|row| (row.id, row.object_id));
        let column = format!("{name}Id");
        let is_taken = |other: &FieldRow| {
            let join = other.settings.join_column_name.as_deref();
            other.name == name
                || join == Some(&name)
                || (self.field_type.is_relation() && other.name == column)
        };
        let mut others = metadata.fields.iter().filter(|other| other.object_id == object && other.id != own);
        match (problem(&name), others.find(|other| is_taken(other))) {
            (problem, _) if !problem.is_empty() => problem,
            (_, Some(other)) => format!("The field {} has this API name already.", other.label),
            _ => String::new(),
        }
    }

    /// What is wrong with a new relation; empty when nothing is.
    #[must_use]
    pub fn relation_problem(self) -> &'static str {
        if self.is_stored || !self.field_type.is_relation() {
            return "";
        }
        let count = self.targets.with(Vec::len);
        let has_label = self.other_label.with(|label| !label.trim().is_empty());
        match (self.field_type, count, has_label) {
            (FieldType::Relation, 0, _) => "Choose an object.",
            (FieldType::MorphRelation, 0 | 1, _) => "Choose at least two objects.",
            (_, _, false) => "Name the field on the other side.",
            _ => "",
        }
    }

    /// Nothing is wrong as far as can be seen here; tracked.
    #[must_use]
    pub fn is_valid(self, metadata: &Metadata) -> bool {
        self.label_problem().is_empty()
            && self.name_problem(metadata).is_empty()
            && self.relation_problem().is_empty()
            && (!self.has_options() || self.options.with(Options::is_valid))
    }

    /// Takes what the server did not like to the inputs.
    pub fn refuse(self, error: &AppError) {
        let _ = self.refused.try_set(issues(error));
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What a foreign key can do: as the metadata API calls it, and in words.
pub(in crate::data_model) const ON_DELETE: [(OnDelete, &str, &str); 3] = [
    (OnDelete::SetNull, "SET_NULL", "Keep the record, clear the relation"),
    (OnDelete::Cascade, "CASCADE", "Delete the record, too"),
    (OnDelete::Restrict, "RESTRICT", "Refuse to delete"),
];
