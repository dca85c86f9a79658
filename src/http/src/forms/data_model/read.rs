//! From what was typed to the changes it asks for. What is not in a form stays as it is; what is wrong with it, the
//! engine says.

use icosa_contract::data_model::{
    CreateField, CreateObject, FieldPatch, NewRelation, ObjectPatch, OptionInput,
};
use icosa_contract::patch::Patch;
use icosa_engine::data_model::ascii;
use icosa_model::definition::{FieldRow, FieldSettings, ObjectRow, RelationType};
use icosa_model::field_type::TAG_COLORS;
use icosa_model::naming::{free_option_value, name_from_label, names_from_labels};
use icosa_model::{FieldId, FieldType, Metadata, ObjectId};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::forms::body::Form;

fn text(form: &Form, name: &str) -> String {
    form.text(name).trim().to_owned()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// What was typed, where the form has the input.
fn given(form: &Form, name: &str) -> Option<String> {
    form.has(name).then(|| text(form, name))
}

/// A switch, where the form has it: an input that is off is not sent.
fn rule(form: &Form, name: &str) -> Option<bool> {
    form.all("rules").iter().any(|rule| rule == name).then(|| form.text(name) == "true")
}

/// A word of the metadata API.
fn word<T: DeserializeOwned>(form: &Form, name: &str) -> Option<T> {
    serde_json::from_value(Value::String(text(form, name))).ok()
}

/// A new object; its API names follow the labels unless both are typed.
pub(super) fn new_object(form: &Form) -> CreateObject {
    let (label_singular, label_plural) = (text(form, "labelSingular"), text(form, "labelPlural"));
    let typed = filled(text(form, "nameSingular")).zip(filled(text(form, "namePlural")));
    let is_synced = typed.is_none();
    let (name_singular, name_plural) = typed.unwrap_or_else(|| {
        // A label without any letter is refused as such.
        names_from_labels(&label_singular, &label_plural, ascii).unwrap_or_default()
    });
    CreateObject {
        name_singular,
        name_plural,
        label_singular,
        label_plural,
        description: filled(text(form, "description")),
        icon: filled(text(form, "icon")),
        color: filled(text(form, "color")),
        shortcut: filled(text(form, "shortcut").to_uppercase()),
        is_label_synced_with_name: is_synced,
        ..CreateObject::default()
    }
}

/// What a form changes of an object.
pub(super) fn object_patch(form: &Form, row: &ObjectRow) -> ObjectPatch {
    let labels = (given(form, "labelSingular"), given(form, "labelPlural"));
    let (name_singular, name_plural) = names_of(form, row, &labels);
    let id = |name: &str| given(form, name).map(|id| id.parse::<FieldId>().ok());
    ObjectPatch {
        label_singular: changed(labels.0, &row.label_singular),
        label_plural: changed(labels.1, &row.label_plural),
        name_singular,
        name_plural,
        description: optional(given(form, "description"), row.description.as_ref()),
        icon: optional(given(form, "icon"), row.icon.as_ref()),
        color: match row.color {
            None if form.text("color") == "gray" => Patch::Keep,
            _ => optional(given(form, "color"), row.color.as_ref()),
        },
        shortcut: optional(given(form, "shortcut").map(|key| key.to_uppercase()), row.shortcut.as_ref()),
        is_searchable: rule(form, "isSearchable").filter(|is_on| *is_on != row.is_searchable),
        open_record_in: changed(given(form, "openRecordIn"), &row.open_record_in),
        label_identifier_field_id: match id("labelIdentifierFieldId").flatten() {
            Some(id) if id != row.label_identifier_field_id => Patch::Set(id),
            _ => Patch::Keep,
        },
        image_identifier_field_id: match id("imageIdentifierFieldId") {
            Some(id) if id != row.image_identifier_field_id => Patch::from(id),
            _ => Patch::Keep,
        },
        ..ObjectPatch::default()
    }
}

/// API names that are typed, or follow from changed labels.
fn names_of(
    form: &Form,
    row: &ObjectRow,
    labels: &(Option<String>, Option<String>),
) -> (Option<String>, Option<String>) {
    if row.is_standard || row.is_system {
        return (None, None);
    }
    let typed = (given(form, "nameSingular"), given(form, "namePlural"));
    let names = if row.is_label_synced_with_name && typed.0.is_none() {
        let (one, many) = (
            labels.0.as_ref().unwrap_or(&row.label_singular),
            labels.1.as_ref().unwrap_or(&row.label_plural),
        );
        names_from_labels(one, many, ascii).map(|(one, many)| (Some(one), Some(many))).unwrap_or_default()
    } else {
        typed
    };
    (changed(names.0, &row.name_singular), changed(names.1, &row.name_plural))
}

fn changed(new: Option<String>, stored: &str) -> Option<String> {
    new.filter(|new| new != stored)
}

fn optional(new: Option<String>, stored: Option<&String>) -> Patch<String> {
    match new.map(filled) {
        Some(new) if new.as_ref() != stored => Patch::from(new),
        _ => Patch::Keep,
    }
}

/// A new field with what its form has; the settings of its type begin as those of the type.
pub(super) fn new_field(form: &Form, object: &ObjectRow, field_type: FieldType) -> CreateField {
    let label = text(form, "label");
    let typed = filled(text(form, "name"));
    let relations = relations(form);
    let is_relation = field_type.is_relation();
    let on_delete = word(form, "onDelete").filter(|_| is_relation);
    let has_options = matches!(field_type, FieldType::Select | FieldType::MultiSelect);
    CreateField {
        id: Some(FieldId::random()),
        object_id: object.id,
        field_type,
        is_label_synced_with_name: typed.is_none(),
        name: typed.unwrap_or_else(|| name_from_label(&label, ascii).unwrap_or_default()),
        label,
        description: filled(text(form, "description")),
        icon: filled(text(form, "icon")),
        is_active: None,
        is_nullable: rule(form, "isRequired").map(|is_on| !is_on),
        is_unique: rule(form, "isUnique"),
        is_searchable: rule(form, "isSearchable"),
        is_audit_logged: rule(form, "isAuditLogged"),
        is_ui_editable: None,
        default_value: None,
        options: has_options.then(|| options(form, &[])),
        settings: on_delete.map(|rule| FieldSettings { on_delete: Some(rule), ..FieldSettings::default() }),
        relation: (field_type == FieldType::Relation).then(|| relations.first().cloned()).flatten(),
        morph_relations: (field_type == FieldType::MorphRelation).then_some(relations),
    }
}

fn relations(form: &Form) -> Vec<NewRelation> {
    let kind = word(form, "side").unwrap_or(RelationType::ManyToOne);
    let targets = form.all("target").into_iter().filter_map(|id| id.parse::<ObjectId>().ok());
    let relation = |target_object_id| NewRelation {
        kind,
        target_object_id,
        target_field_label: text(form, "otherLabel"),
        target_field_icon: text(form, "otherIcon"),
    };
    targets.map(relation).collect()
}

/// What a form changes of a field.
pub(super) fn field_patch(
    form: &Form,
    metadata: &Metadata,
    object: &ObjectRow,
    row: &FieldRow,
) -> FieldPatch {
    let label = given(form, "label");
    let has_fixed_name = row.is_standard || row.morph_id.is_some();
    let follows = row.is_label_synced_with_name && !form.has("name");
    let name = match &label {
        Some(label) if follows => name_from_label(label, ascii).ok(),
        _ => given(form, "name"),
    };
    let was_searchable = object.search_field_ids.contains(&row.id);
    let switched = |name: &str, was_on: bool| rule(form, name).filter(|is_on| *is_on != was_on);
    let has_options = matches!(row.field_type, FieldType::Select | FieldType::MultiSelect);
    let stored: Vec<OptionInput> = row.options.iter().map(OptionInput::of).collect();
    let options = has_options.then(|| options(form, &stored)).filter(|options| *options != stored);
    FieldPatch {
        name: changed(name, &row.name).filter(|_| !has_fixed_name),
        label: changed(label, &row.label),
        description: optional(given(form, "description"), row.description.as_ref()),
        icon: optional(given(form, "icon"), row.icon.as_ref()),
        is_nullable: switched("isRequired", !row.is_nullable).map(|is_on| !is_on),
        is_unique: switched("isUnique", metadata.is_unique(row.id)),
        is_searchable: switched("isSearchable", was_searchable),
        is_audit_logged: switched("isAuditLogged", row.is_audit_logged),
        options,
        ..FieldPatch::default()
    }
}

/// The stored options under their new labels, then those that are added, one a line.
fn options(form: &Form, stored: &[OptionInput]) -> Vec<OptionInput> {
    let renamed = |option: &OptionInput| {
        let id = option.id.as_deref().unwrap_or_default();
        let label = given(form, &format!("option.{id}")).unwrap_or_else(|| option.label.clone());
        OptionInput { label, ..option.clone() }
    };
    let mut all: Vec<OptionInput> = stored.iter().map(renamed).collect();
    for line in form.text("options").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_free = |value: &str| all.iter().all(|option| option.value != value);
        let value = free_option_value(line, ascii, is_free);
        let last = all.last().and_then(|option| option.color.as_deref());
        let place = last.and_then(|last| TAG_COLORS.iter().position(|color| *color == last));
        let next = place.map_or(0, |at| (at + 1) % TAG_COLORS.len());
        all.push(OptionInput {
            id: None,
            value,
            label: line.to_owned(),
            color: TAG_COLORS.get(next).map(|color| (*color).to_owned()),
            position: f64::from(u32::try_from(all.len()).unwrap_or(u32::MAX)),
        });
    }
    all
}

#[cfg(test)]
mod tests;
