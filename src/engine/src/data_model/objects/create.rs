//! A new object with everything that comes with it.

use icosa_contract::data_model::CreateObject;
use icosa_model::definition::{NavigationRow, ObjectRow};
use icosa_model::{FieldId, ObjectId};
use uuid::Uuid;

use super::generated::{default_relations, default_views, own_fields};
use super::{check_looks, code, upper_first};
use crate::data_model::draft::{Draft, Step, tidy, tidy_option};
use crate::data_model::names;
use crate::data_model::report::{Kind, Problem};
use crate::standard::pages;

/// Makes the object, its fields, relations, indexes, views, record page, navigation item and command.
pub fn create(draft: &mut Draft<'_>, request: CreateObject) -> Step {
    let id = request.id.unwrap_or_else(ObjectId::random);
    let label_field = FieldId::random();
    let mut row = ObjectRow {
        label_singular: upper_first(&tidy(&request.label_singular)),
        label_plural: upper_first(&tidy(&request.label_plural)),
        description: tidy_option(request.description),
        icon: tidy_option(request.icon),
        color: tidy_option(request.color),
        shortcut: tidy_option(request.shortcut),
        is_label_synced_with_name: request.is_label_synced_with_name,
        created_at: draft.now,
        updated_at: draft.now,
        ..ObjectRow::new(id, &tidy(&request.name_singular), &tidy(&request.name_plural), label_field)
    };
    row.universal_identifier = draft.universal_id("objectMetadata", &row.name_singular);
    names::check_object(draft, &row, Kind::Create);
    check_looks(draft, &row, Kind::Create);
    check_new(draft, &row, request.is_remote);
    if !draft.report.is_empty() {
        return Ok(id.0);
    }
    let fields = own_fields(draft, &row, label_field, request.skip_name_field);
    row.search_field_ids = vec![label_field];
    draft.metadata.objects.push(row.clone());
    draft.metadata.fields.extend(fields);
    default_relations(draft, &row);
    default_views(draft, &row);
    pages::add_page(&mut draft.metadata, row.id, draft.now);
    pages::add_command(&mut draft.metadata, row.id, draft.now);
    add_to_navigation(draft, &row);
    Ok(id.0)
}

fn check_new(draft: &mut Draft<'_>, row: &ObjectRow, is_remote: bool) {
    let subject = draft.object_subject(row, Kind::Create);
    if is_remote {
        draft.problem(&subject, Problem::new(code::INVALID, "Remote objects are not supported."));
    }
    if draft.object(row.id).is_some() {
        let problem = Problem::new("OBJECT_ALREADY_EXISTS", "There is already an object with this id.");
        draft.problem(&subject, problem.with_value(row.id.to_string()));
    }
}

/// At the end of the workspace's own items.
fn add_to_navigation(draft: &mut Draft<'_>, object: &ObjectRow) {
    let of_workspace = draft.metadata.navigation.iter().filter(|item| item.user_workspace_id.is_none());
    let position = of_workspace.map(|item| item.position + 1.0).fold(0.0, f64::max);
    let item = NavigationRow {
        universal_identifier: draft
            .universal_id("navigationMenuItem", &format!("OBJECT:{}", object.universal_identifier)),
        target_object_id: Some(object.id),
        created_at: draft.now,
        updated_at: draft.now,
        ..NavigationRow::new(Uuid::new_v4(), "OBJECT", position)
    };
    draft.metadata.navigation.push(item);
}
