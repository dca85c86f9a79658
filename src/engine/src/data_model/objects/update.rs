//! Changing an object (metadata API, section 5.3).

use icosa_contract::Code;
use icosa_contract::data_model::{ObjectPatch, UpdateObject};
use icosa_contract::patch::Patch;
use icosa_model::definition::ObjectRow;
use icosa_model::{FieldId, FieldType, ObjectId};
use serde_json::Value;

use super::{check_looks, code, upper_first};
use crate::data_model::draft::{Draft, Step, refused, tidy, tidy_option};
use crate::data_model::report::{Kind, Problem};
use crate::data_model::{names, renames, views, words};
use crate::standard::pages;

/// Changes what may be changed; the rest is refused.
pub fn update(draft: &mut Draft<'_>, request: UpdateObject) -> Step {
    let Some(before) = draft.object(request.id).cloned() else {
        return Err(refused(Code::NotFound, code::NOT_FOUND, "There is no such object."));
    };
    let update = request.update;
    may_change(&before, &update)?;
    let mut row = before.clone();
    write_words(&mut row, &update);
    let ObjectPatch { name_singular, name_plural, color, shortcut, open_record_in, readability, .. } = update;
    if let Some(name) = name_singular {
        row.name_singular = tidy(&name);
    }
    if let Some(name) = name_plural {
        row.name_plural = tidy(&name);
    }
    for (patch, stored) in [(color, &mut row.color), (shortcut, &mut row.shortcut)] {
        if let Some(new) = patch.changed() {
            *stored = tidy_option(new);
        }
    }
    row.open_record_in = open_record_in.unwrap_or(row.open_record_in);
    row.readability = readability.unwrap_or(row.readability);
    row.is_active = update.is_active.unwrap_or(row.is_active);
    row.is_searchable = update.is_searchable.unwrap_or(row.is_searchable);
    row.is_label_synced_with_name = update.is_label_synced_with_name.unwrap_or(row.is_label_synced_with_name);
    set_label_field(draft, &mut row, update.label_identifier_field_id);
    set_image_field(draft, &mut row, update.image_identifier_field_id);
    let subject = draft.object_subject(&row, Kind::Update);
    let words = (&mut row.translations, &update.translations[..]);
    words::translate(draft, &subject, code::INVALID, &["labelSingular", "labelPlural", "description"], words);
    if row == before {
        return Ok(row.id.0);
    }
    names::check_object(draft, &row, Kind::Update);
    check_looks(draft, &row, Kind::Update);
    // What would follow from names that cannot be is not worth a problem of its own.
    if !draft.report.is_empty() {
        return Ok(row.id.0);
    }
    row.updated_at = draft.now;
    store(draft, &before, row);
    Ok(before.id.0)
}

fn store(draft: &mut Draft<'_>, before: &ObjectRow, row: ObjectRow) {
    let id = row.id;
    let label_field = row.label_identifier_field_id;
    if let Some(stored) = draft.object_mut(id) {
        *stored = row.clone();
    }
    if before.name_singular != row.name_singular || before.name_plural != row.name_plural {
        renames::object(draft, before, &row);
    }
    if before.label_identifier_field_id != label_field {
        views::lead_with(draft, id, label_field);
    }
    if before.is_active != row.is_active {
        draft.metadata.command_menu_items.retain(|item| item.navigation_target_object_id != Some(id));
        pages::add_command(&mut draft.metadata, id, draft.now);
    }
}

fn may_change(object: &ObjectRow, update: &ObjectPatch) -> Result<(), icosa_contract::AppError> {
    let refused = |message: String| Err(refused(Code::BadUserInput, code::INVALID, message));
    let named = [
        ("nameSingular", update.name_singular.as_ref().is_some_and(|name| *name != object.name_singular)),
        ("namePlural", update.name_plural.as_ref().is_some_and(|name| *name != object.name_plural)),
        (
            "isLabelSyncedWithName",
            update.is_label_synced_with_name.is_some_and(|synced| synced != object.is_label_synced_with_name),
        ),
        (
            "labelIdentifierFieldMetadataId",
            changes(&update.label_identifier_field_id, Some(object.label_identifier_field_id)),
        ),
    ];
    if object.is_standard {
        let closed: Vec<&str> = named.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect();
        if !closed.is_empty() {
            let message =
                format!("Cannot edit these properties of a standard object: {}.", closed.join(", "));
            return refused(message);
        }
    }
    let is_structural = update.open_record_in.is_some()
        || update.is_searchable.is_some()
        || !update.image_identifier_field_id.is_keep()
        || !update.shortcut.is_keep()
        || update.readability.is_some();
    if object.is_system && is_structural {
        return refused("System objects cannot be changed.".to_owned());
    }
    Ok(())
}

fn changes(patch: &Patch<FieldId>, now: Option<FieldId>) -> bool {
    match patch {
        Patch::Keep => false,
        Patch::Clear => now.is_some(),
        Patch::Set(id) => Some(*id) != now,
    }
}

/// Labels, description and icon. What the standard application said is kept aside, and forgotten when it is said
/// again.
fn write_words(row: &mut ObjectRow, update: &ObjectPatch) {
    let singular = update.label_singular.as_ref().map(|label| upper_first(&tidy(label)));
    let plural = update.label_plural.as_ref().map(|label| upper_first(&tidy(label)));
    for (property, new) in [("labelSingular", singular), ("labelPlural", plural)] {
        let Some(new) = new else { continue };
        let stored =
            if property == "labelSingular" { &mut row.label_singular } else { &mut row.label_plural };
        let old = std::mem::replace(stored, new.clone());
        remember(row.is_standard, &mut row.original, property, old.into(), &new.into());
    }
    for (property, patch) in [("description", &update.description), ("icon", &update.icon)] {
        let Some(new) = patch.clone().changed() else { continue };
        let new = new.map(|text| tidy(&text)).filter(|text| !text.is_empty());
        let stored = if property == "icon" { &mut row.icon } else { &mut row.description };
        let old = std::mem::replace(stored, new.clone());
        remember(row.is_standard, &mut row.original, property, old.into(), &new.into());
    }
}

/// Keeps the standard application's own word for a property that a workspace says differently.
pub fn remember(
    is_standard: bool,
    original: &mut serde_json::Map<String, Value>,
    property: &str,
    old: Value,
    new: &Value,
) {
    if !is_standard || old == *new {
        return;
    }
    match original.get(property) {
        Some(first) if first == new => drop(original.remove(property)),
        Some(_) => {}
        None => drop(original.insert(property.to_owned(), old)),
    }
}

fn set_label_field(draft: &mut Draft<'_>, row: &mut ObjectRow, patch: Patch<FieldId>) {
    let subject = draft.object_subject(row, Kind::Update);
    let id = match patch {
        Patch::Keep => return,
        Patch::Clear => {
            draft.problem(&subject, Problem::new(code::INVALID, "A field must name the records."));
            return;
        }
        Patch::Set(id) => id,
    };
    let fits = |kind| matches!(kind, FieldType::Text | FieldType::FullName | FieldType::Uuid);
    match own_field(draft, row.id, id) {
        Some((kind, true)) if fits(kind) => {
            let was_searched = row.search_field_ids.iter().position(|f| *f == row.label_identifier_field_id);
            row.label_identifier_field_id = id;
            // An object made by people is found by what names its records.
            if !row.is_standard && !row.search_field_ids.contains(&id) {
                row.search_field_ids.insert(was_searched.unwrap_or(0), id);
            }
        }
        Some((_, false)) => {
            draft
                .problem(&subject, Problem::new(code::INVALID, "An inactive field cannot name the records."));
        }
        _ => {
            let message = "Records are named by a text, full name or unique id field of their own object.";
            draft.problem(&subject, Problem::new(code::INVALID, message).with_value(id.to_string()));
        }
    }
}

fn set_image_field(draft: &mut Draft<'_>, row: &mut ObjectRow, patch: Patch<FieldId>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => row.image_identifier_field_id = None,
        Patch::Set(id) => {
            let subject = draft.object_subject(row, Kind::Update);
            match own_field(draft, row.id, id) {
                Some((FieldType::Files | FieldType::Links | FieldType::Text, _)) => {
                    row.image_identifier_field_id = Some(id);
                }
                _ => {
                    let message = "Records are pictured by a files or links field of their own object.";
                    draft.problem(&subject, Problem::new(code::INVALID, message).with_value(id.to_string()));
                }
            }
        }
    }
}

fn own_field(draft: &Draft<'_>, object: ObjectId, field: FieldId) -> Option<(FieldType, bool)> {
    let field = draft.field(field).filter(|field| field.object_id == object)?;
    Some((field.field_type, field.is_active))
}
