//! What goes when fields go: everything that refers to them.

use std::collections::HashSet;

use icosa_model::{FieldId, ObjectId};
use uuid::Uuid;

use super::draft::Draft;
use super::layouts;

/// Removes the pages of an object that goes, and the widgets of other pages that show its records.
pub fn pages(draft: &mut Draft<'_>, gone: ObjectId) {
    let of_object = |id: &Option<ObjectId>| *id == Some(gone);
    let metadata = &mut draft.metadata;
    metadata.command_menu_items.retain(|item| !of_object(&item.navigation_target_object_id));
    let layouts: HashSet<Uuid> =
        metadata.page_layouts.iter().filter(|row| of_object(&row.object_id)).map(|row| row.id).collect();
    let own = metadata.page_layout_widgets.iter().filter(|row| of_object(&row.object_id));
    let own: HashSet<Uuid> = own.map(|row| row.id).collect();
    layouts::remove_widgets(metadata, &own);
    layouts::remove_pages(metadata, &layouts);
}

/// Removes fields and every row that refers to them. Boards and calendars that lose what they are arranged by become
/// tables: the view stays, with its columns and filters.
pub fn fields(draft: &mut Draft<'_>, gone: &HashSet<FieldId>) {
    let now = draft.now;
    let metadata = &mut draft.metadata;
    metadata.fields.retain(|field| !gone.contains(&field.id));
    for field in &mut metadata.fields {
        if field.settings.junction_target_field_id.is_some_and(|id| gone.contains(&id)) {
            field.settings.junction_target_field_id = None;
            field.updated_at = now;
        }
    }
    metadata.indexes.retain(|index| !index.fields.iter().any(|entry| gone.contains(&entry.field_id)));
    for object in &mut metadata.objects {
        object.search_field_ids.retain(|id| !gone.contains(id));
        if object.image_identifier_field_id.is_some_and(|id| gone.contains(&id)) {
            object.image_identifier_field_id = None;
        }
    }
    for view in &mut metadata.views {
        view.fields.retain(|column| !gone.contains(&column.field_id));
        view.filters.retain(|filter| {
            !gone.contains(&filter.field_id)
                && filter.relation_target_field_id.is_none_or(|id| !gone.contains(&id))
        });
        view.sorts.retain(|sort| !gone.contains(&sort.field_id));
        if view.kanban_aggregate_operation_field_id.is_some_and(|id| gone.contains(&id)) {
            view.kanban_aggregate_operation_field_id = None;
            view.kanban_aggregate_operation = None;
        }
        if view.main_group_by_field_id.is_some_and(|id| gone.contains(&id)) {
            view.main_group_by_field_id = None;
            view.groups.clear();
            if view.view_type == "KANBAN" {
                view.view_type = "TABLE".to_owned();
            }
        }
        if view.calendar_end_field_id.is_some_and(|id| gone.contains(&id)) {
            view.calendar_end_field_id = None;
        }
        if view.calendar_field_id.is_some_and(|id| gone.contains(&id)) {
            view.calendar_field_id = None;
            if view.view_type == "CALENDAR" {
                view.view_type = "TABLE".to_owned();
            }
        }
    }
    layouts::forget_fields(draft, gone);
}
