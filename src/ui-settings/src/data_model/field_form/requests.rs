//! What a draft asks of the server.

use icosa_contract::data_model::{CreateField, FieldPatch, NewRelation};
use icosa_contract::patch::Patch;
use icosa_model::definition::{FieldSettings, RelationType};
use icosa_model::{FieldId, FieldType, ObjectId};
use leptos::prelude::*;

use super::FieldDraft;
use super::options::Options;
use crate::data_model::kinds;

impl FieldDraft {
    /// The request that makes it.
    #[must_use]
    pub fn create(self) -> CreateField {
        let row = untrack(|| self.row());
        let is_relation = self.field_type.is_relation();
        let relations = self.targets.get_untracked().into_iter().map(|target| NewRelation {
            kind: row.settings.relation_type.unwrap_or(RelationType::ManyToOne),
            target_object_id: target,
            target_field_label: self.other_label.with_untracked(|label| label.trim().to_owned()),
            target_field_icon: self.other_icon.get_untracked(),
        });
        let relations: Vec<NewRelation> = relations.collect();
        let on_delete = row.settings.on_delete;
        CreateField {
            id: Some(FieldId::random()),
            object_id: row.object_id,
            field_type: self.field_type,
            name: row.name,
            label: row.label,
            description: row.description,
            icon: row.icon,
            is_active: None,
            is_nullable: (!is_relation).then_some(row.is_nullable),
            is_unique: Some(self.is_unique.get_untracked()),
            is_searchable: kinds::can_be_searched(self.field_type)
                .then(|| self.is_searchable.get_untracked()),
            is_audit_logged: Some(row.is_audit_logged),
            is_ui_editable: None,
            default_value: (!row.default_value.is_null()).then_some(row.default_value),
            options: self.has_options().then(|| self.options.with_untracked(Options::inputs)),
            settings: if is_relation {
                on_delete
                    .map(|on_delete| FieldSettings { on_delete: Some(on_delete), ..FieldSettings::default() })
            } else {
                Some(row.settings).filter(|settings| *settings != FieldSettings::default())
            },
            is_label_synced_with_name: row.is_label_synced_with_name,
            relation: (self.field_type == FieldType::Relation).then(|| relations.first().cloned()).flatten(),
            morph_relations: (self.field_type == FieldType::MorphRelation).then_some(relations),
        }
    }

    /// What differs from what is stored; tracked.
    #[must_use]
    pub fn patch(self) -> FieldPatch {
        let (row, base) = (self.row(), self.base.get_value());
        let (was_unique, was_searchable) = self.rules.get_value();
        let changed = |is_on: bool, was_on: bool| (is_on != was_on).then_some(is_on);
        let text = |now: &str, before: &str| (now != before).then(|| now.to_owned());
        let optional = |now: Option<String>, before: &Option<String>| {
            if now == *before { Patch::Keep } else { Patch::from(now) }
        };
        let options_changed = self.has_options() && row.options != base.options;
        FieldPatch {
            name: text(&row.name, &base.name).filter(|_| !self.has_fixed_name()),
            label: text(&row.label, &base.label),
            description: optional(row.description, &base.description),
            icon: optional(row.icon, &base.icon),
            is_nullable: changed(row.is_nullable, base.is_nullable),
            is_unique: changed(self.is_unique.get(), was_unique),
            is_searchable: changed(self.is_searchable.get(), was_searchable),
            is_audit_logged: changed(row.is_audit_logged, base.is_audit_logged),
            default_value: if row.default_value == base.default_value {
                Patch::Keep
            } else {
                Patch::from(Some(row.default_value).filter(|default| !default.is_null()))
            },
            options: options_changed.then(|| self.options.with(Options::inputs)),
            option_mapping: self.mapping.get(),
            settings: (row.settings != base.settings).then_some(row.settings),
            is_label_synced_with_name: changed(row.is_label_synced_with_name, base.is_label_synced_with_name)
                .filter(|_| !self.has_fixed_name()),
            morph_targets: self.added_targets(),
            ..FieldPatch::default()
        }
    }

    fn added_targets(self) -> Vec<ObjectId> {
        self.known_targets.with_value(|known| {
            self.targets.with(|targets| targets.iter().filter(|id| !known.contains(id)).copied().collect())
        })
    }
}
