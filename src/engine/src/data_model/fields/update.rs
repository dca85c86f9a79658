//! Changing a field (metadata API, sections 6.3 and 6.4).

use icosa_contract::data_model::{FieldPatch, UpdateField};
use icosa_contract::{AppError, Code};
use icosa_model::definition::{FieldRow, FieldSettings};
use serde_json::Value;

use super::options::{self, has_options};
use super::{code, defaults, morph, settings, uniqueness};
use crate::data_model::draft::{Draft, Step, refused, tidy};
use crate::data_model::objects::remember;
use crate::data_model::report::{Kind, Problem};
use crate::data_model::{names, search, views, words};

/// Changes what may be changed; the rest is refused.
pub fn update(draft: &mut Draft<'_>, request: UpdateField) -> Step {
    let Some(before) = draft.field(request.id).cloned() else {
        return Err(refused(Code::NotFound, code::NOT_FOUND, "There is no such field."));
    };
    let update = request.update;
    may_change(draft, &before, &update)?;
    let mut row = changed(&before, &update);
    if let Some(sent) = &update.options
        && has_options(row.field_type)
    {
        row.options = options::rows(row.field_type, Some(sent), &before.options);
    }
    let subject = draft.field_subject(&row, Kind::Update);
    let words = (&mut row.translations, &update.translations[..]);
    words::translate(draft, &subject, code::INVALID, &["label", "description"], words);
    check(draft, &before, &row, &update);
    if !update.morph_targets.is_empty() {
        morph::add_targets(draft, &before, &update.morph_targets)?;
    }
    if row != before {
        row.updated_at = draft.now;
        store(draft, &before, &row, &update);
    }
    if let Some(is_unique) = update.is_unique
        && is_unique != draft.unique_index(row.id).is_some()
    {
        set_unique(draft, &row, is_unique);
    }
    if let Some(is_searchable) = update.is_searchable {
        set_searched(draft, &row, is_searchable);
    }
    Ok(before.id.0)
}

fn may_change(draft: &Draft<'_>, field: &FieldRow, update: &FieldPatch) -> Result<(), AppError> {
    let refuse = |message: &str| Err(refused(Code::Forbidden, code::NOT_ALLOWED, message));
    if field.is_system {
        return refuse("System fields cannot be changed.");
    }
    let mut closed = Vec::new();
    if update.name.as_ref().is_some_and(|name| tidy(name) != field.name) {
        closed.push("name");
    }
    if update.is_label_synced_with_name.is_some_and(|synced| synced != field.is_label_synced_with_name) {
        closed.push("isLabelSyncedWithName");
    }
    if field.is_standard && !closed.is_empty() {
        return refuse(&format!("Cannot edit standard field metadata properties: {}.", closed.join(", ")));
    }
    if field.field_type.is_relation() {
        let structural = update.default_value.is_keep()
            && update.options.is_none()
            && update.is_unique != Some(true)
            && update.is_nullable.is_none_or(|nullable| nullable == field.is_nullable)
            && update.settings.as_ref().is_none_or(|new| same_relation(&field.settings, new));
        if !structural {
            return refuse("Of a relation only its looks, its name and its activity can be changed.");
        }
    }
    if update.is_active == Some(false) && is_label_field(draft, field) {
        let message = "This field names the records: choose another one for that first.";
        return Err(refused(Code::BadUserInput, code::LABEL_FIELD, message));
    }
    Ok(())
}

/// What makes a relation one is as it was; a client that leaves it out does not mean to remove it.
fn same_relation(old: &FieldSettings, new: &FieldSettings) -> bool {
    new.relation_type.is_none_or(|kind| Some(kind) == old.relation_type)
        && new.join_column_name.as_ref().is_none_or(|name| Some(name) == old.join_column_name.as_ref())
}

fn is_label_field(draft: &Draft<'_>, field: &FieldRow) -> bool {
    draft.object(field.object_id).is_some_and(|object| object.label_identifier_field_id == field.id)
}

fn changed(before: &FieldRow, update: &FieldPatch) -> FieldRow {
    let mut row = before.clone();
    if let Some(label) = &update.label {
        let old = std::mem::replace(&mut row.label, tidy(label));
        remember(row.is_standard, &mut row.original, "label", old.into(), &row.label.clone().into());
    }
    for (property, patch) in [("description", &update.description), ("icon", &update.icon)] {
        let Some(new) = patch.clone().changed() else { continue };
        let new = new.map(|text| tidy(&text)).filter(|text| !text.is_empty());
        let stored = if property == "icon" { &mut row.icon } else { &mut row.description };
        let old = std::mem::replace(stored, new.clone());
        remember(row.is_standard, &mut row.original, property, old.into(), &new.into());
    }
    if let Some(name) = &update.name {
        row.name = tidy(name);
        if before.name != row.name && row.settings.join_column_name == Some(format!("{}Id", before.name)) {
            row.settings.join_column_name = Some(format!("{}Id", row.name));
        }
    }
    row.is_active = update.is_active.unwrap_or(row.is_active);
    row.is_nullable = update.is_nullable.unwrap_or(row.is_nullable);
    row.is_audit_logged = update.is_audit_logged.unwrap_or(row.is_audit_logged);
    row.is_label_synced_with_name = update.is_label_synced_with_name.unwrap_or(row.is_label_synced_with_name);
    if let Some(default) = update.default_value.clone().changed() {
        row.default_value = default.unwrap_or(Value::Null);
    }
    if let Some(new) = &update.settings {
        let kept = &row.settings;
        row.settings = FieldSettings {
            relation_type: kept.relation_type,
            join_column_name: kept.join_column_name.clone(),
            on_delete: new.on_delete.or(kept.on_delete),
            ..new.clone()
        };
    }
    row
}

fn check(draft: &mut Draft<'_>, before: &FieldRow, row: &FieldRow, update: &FieldPatch) {
    names::check_field(draft, row, Kind::Update);
    // What an earlier release has stored by other rules keeps nobody from changing the rest.
    if row.settings != before.settings {
        settings::check(draft, row, Kind::Update);
    }
    if !row.field_type.is_relation() {
        options::check(draft, row, update.options.as_deref(), Kind::Update);
        let may_fit_no_more = row.default_value != before.default_value
            || row.is_nullable != before.is_nullable
            || update.options.is_some();
        if may_fit_no_more {
            defaults::check(draft, row, Kind::Update);
        }
    } else if let Some(junction) = row.settings.junction_target_field_id
        && row.settings != before.settings
    {
        check_junction(draft, row, junction);
    }
    if before.is_nullable && !row.is_nullable {
        draft.required.insert(row.id);
    }
    if draft.unique_index(row.id).is_some() && row.default_value != before.default_value {
        uniqueness::check(draft, row, Kind::Update);
    }
}

/// Only a list has a junction; it leads through a many-to-one field of the object the list is of.
fn check_junction(draft: &mut Draft<'_>, row: &FieldRow, junction: icosa_model::FieldId) {
    let is_list = row.settings.relation_type == Some(icosa_model::definition::RelationType::OneToMany);
    let fits = is_list
        && draft.field(junction).is_some_and(|target| {
            Some(target.object_id) == row.relation_target_object_id
                && target.settings.relation_type == Some(icosa_model::definition::RelationType::ManyToOne)
        });
    if !fits {
        let subject = draft.field_subject(row, Kind::Update);
        let message =
            "The junction of a list leads through a field of the related object that points at one record.";
        draft.problem(&subject, Problem::new(code::INVALID, message).with_value(junction.to_string()));
    }
}

fn store(draft: &mut Draft<'_>, before: &FieldRow, row: &FieldRow, update: &FieldPatch) {
    if let Some(stored) = draft.field_mut(row.id) {
        *stored = row.clone();
    }
    if before.name != row.name {
        draft.rename_indexes(row.object_id);
    }
    morph::follow(draft, before, row);
    if before.is_active != row.is_active {
        follow_activity(draft, row);
    }
    if before.options != row.options || before.is_nullable != row.is_nullable {
        let mapping = options::mapping(before, row, &update.option_mapping);
        draft.option_mapping.entry(row.id).or_default().extend(mapping);
        check_mapping(draft, row, update);
        views::follow_options(draft, before, row, &update.option_mapping);
    }
}

/// Values of removed options go to options that are there.
fn check_mapping(draft: &mut Draft<'_>, row: &FieldRow, update: &FieldPatch) {
    let unknown: Vec<&String> = update
        .option_mapping
        .values()
        .flatten()
        .filter(|value| !row.options.iter().any(|option| option.value == **value))
        .collect();
    if let Some(value) = unknown.first() {
        let subject = draft.field_subject(row, Kind::Update);
        let message = format!("Values cannot become {value:?}: there is no such option.");
        draft.problem(&subject, Problem::new(code::INVALID, message).with_value((*value).clone()));
    }
}

/// Both sides of a relation are shown or hidden together, those of all siblings with them.
fn follow_activity(draft: &mut Draft<'_>, row: &FieldRow) {
    let now = draft.now;
    let followed = |field: &&FieldRow| {
        field.id == row.id
            || (field.morph_id.is_some()
                && field.morph_id == row.morph_id
                && field.is_active == row.is_active)
    };
    let own = draft.fields_of(row.object_id).filter(followed);
    let others: Vec<_> = own.filter_map(|field| field.relation_target_field_id).collect();
    for other in others {
        if let Some(other) = draft.field_mut(other)
            && other.is_active != row.is_active
        {
            other.is_active = row.is_active;
            other.updated_at = now;
        }
    }
}

fn set_unique(draft: &mut Draft<'_>, row: &FieldRow, is_unique: bool) {
    if is_unique {
        uniqueness::check(draft, row, Kind::Update);
    } else if draft.unique_index(row.id).is_some_and(|index| !index.is_custom) {
        let subject = draft.field_subject(row, Kind::Update);
        let message = format!("{} stays unique: the standard application relies on it.", row.label);
        draft.problem(&subject, Problem::new(code::INVALID, message));
        return;
    }
    uniqueness::set(draft, row.id, is_unique);
}

fn set_searched(draft: &mut Draft<'_>, row: &FieldRow, is_searchable: bool) {
    if is_searchable && !search::is_searchable(row.field_type) {
        let subject = draft.field_subject(row, Kind::Update);
        let message = format!("A field of type {} cannot be searched.", row.field_type);
        draft.problem(&subject, Problem::new(code::INVALID, message));
        return;
    }
    search::set(draft, row.object_id, row.id, is_searchable);
}
