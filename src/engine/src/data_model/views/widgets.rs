//! The views of widgets (dashboards, section 6.3): made with the first use, changed as a whole, picked by nobody.

use icosa_contract::data_model::{
    CreateView, CreateViewFieldGroup, CreateViewFilter, CreateViewFilterGroup, CreateViewSort, UpdateView,
    UpdateViewFieldGroup, UpdateViewFilterGroup, UpsertFieldsWidget, UpsertViewWidget, ViewFieldGroupPatch,
    ViewFieldPatch, ViewFilterGroupPatch, ViewPatch, ViewSortPatch, WidgetField, WidgetFieldGroup,
    WidgetFilter, WidgetFilterGroup, WidgetSort,
};
use icosa_contract::patch::Patch;
use icosa_model::definition::ViewRow;
use icosa_model::{FieldId, ObjectId, ViewId};
use uuid::Uuid;

use super::view::subject;
use super::{FIELDS_WIDGET, code, columns, field_groups, filter_groups, filters, sorts, view};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::layouts;
use crate::data_model::report::{Kind, Problem};

/// Views of widgets that show records.
const TYPES: [&str; 4] = ["TABLE_WIDGET", "KANBAN_WIDGET", "LIST_WIDGET", "CALENDAR_WIDGET"];
/// Filled with the object's name when it is shown.
const NAME: &str = "{objectLabelPlural}";

/// Makes or changes the view of a widget that shows records; answers the view.
pub fn upsert_view_widget(draft: &mut Draft<'_>, request: UpsertViewWidget) -> Step {
    let shows = Shows::Records(&request.view);
    let Some(id) = take_view(draft, request.widget_id, &shows, &named(&request))? else {
        return Ok(request.widget_id);
    };
    if let Some(groups) = request.filter_groups {
        replace_filter_groups(draft, id, groups)?;
    }
    if let Some(filters) = request.filters {
        replace_filters(draft, id, filters)?;
    }
    if let Some(sorts) = request.sorts {
        replace_sorts(draft, id, sorts)?;
    }
    columns::replace(draft, id, request.fields.unwrap_or_else(|| as_they_are(draft, id)), false)?;
    Ok(id.0)
}

/// Makes or changes the view of a widget that lists fields; answers the view.
pub fn upsert_fields_widget(draft: &mut Draft<'_>, request: UpsertFieldsWidget) -> Step {
    let groups = request.groups.iter().flatten().flat_map(|group| &group.fields);
    let fields: Vec<FieldId> =
        groups.chain(request.fields.iter().flatten()).filter_map(|field| field.field_id).collect();
    let Some(id) = take_view(draft, request.widget_id, &Shows::Fields, &fields)? else {
        return Ok(request.widget_id);
    };
    if request.groups.is_some() && request.fields.is_some() {
        let message = "Either groups of fields are given, or fields without groups.";
        refuse(draft, id, message);
        return Ok(id.0);
    }
    let is_said = request.groups.is_some() || request.fields.is_some();
    let mut all = request.fields.unwrap_or_default();
    if is_said {
        all.extend(replace_groups(draft, id, request.groups.unwrap_or_default())?);
    }
    columns::replace(draft, id, all, true)?;
    Ok(id.0)
}

/// Fields that say whose records are shown.
fn named(request: &UpsertViewWidget) -> Vec<FieldId> {
    let of_view = |patch: &Patch<FieldId>| match patch {
        Patch::Set(id) => Some(*id),
        Patch::Keep | Patch::Clear => None,
    };
    let fields = request.fields.iter().flatten().filter_map(|field| field.field_id);
    let filters = request.filters.iter().flatten().map(|filter| filter.field_id);
    let sorts = request.sorts.iter().flatten().map(|sort| sort.field_id);
    let view = [&request.view.main_group_by_field_id, &request.view.calendar_field_id];
    fields.chain(filters).chain(sorts).chain(view.into_iter().filter_map(of_view)).collect()
}

/// What a widget is for.
enum Shows<'r> {
    /// Records, arranged like this.
    Records(&'r ViewPatch),
    /// Fields of one record.
    Fields,
}

/// The widget's view with its settings changed, or a new one; none where that is impossible, which is noted.
fn take_view(
    draft: &mut Draft<'_>,
    widget: Uuid,
    shows: &Shows<'_>,
    fields: &[FieldId],
) -> Step<Option<ViewId>> {
    let (view_type, patch) = match shows {
        Shows::Records(patch) => (patch.view_type.as_deref().unwrap_or(TYPES[0]), (*patch).clone()),
        Shows::Fields => (FIELDS_WIDGET, ViewPatch::default()),
    };
    let is_listing = matches!(shows, Shows::Fields);
    let (shown_object, shown_view) = layouts::shown_by(draft, widget).unwrap_or_default();
    let is_its = |view: &&ViewRow| view.widget_id == Some(widget) || Some(view.id) == shown_view;
    let known = draft.metadata.views.iter().find(is_its).cloned();
    let named = fields.iter().find_map(|field| draft.field(*field)).map(|field| field.object_id);
    let object = named.or(shown_object);
    let is_other = |view: &ViewRow| (view.view_type == FIELDS_WIDGET) != is_listing;
    let refusal = match &known {
        _ if !is_listing && !TYPES.contains(&view_type) => {
            Some("The view of a widget is a TABLE_WIDGET, KANBAN_WIDGET, LIST_WIDGET or CALENDAR_WIDGET.")
        }
        Some(view) if is_other(view) => Some("This widget shows something else."),
        None if object.is_none() => {
            Some("The first use of a widget names a field: whose records it shows follows from that.")
        }
        _ => None,
    };
    let kind = if known.is_some() { Kind::Update } else { Kind::Create };
    let row = known.clone().unwrap_or_else(|| ViewRow {
        widget_id: Some(widget),
        ..ViewRow::new(ViewId::random(), object.unwrap_or(ObjectId(Uuid::nil())), NAME, view_type)
    });
    if let Some(message) = refusal {
        let problem = Problem::new(code::INVALID, message).with_value(widget.to_string());
        draft.problem(&subject(&row, kind), problem);
        return Ok(None);
    }
    let id = row.id;
    if known.is_none() {
        make_view(draft, row, &patch)?;
        layouts::adopt_view(draft, widget, id);
        return Ok(Some(id));
    }
    if let Some(view) = draft.view_mut(id) {
        view.deleted_at = None;
    }
    view::update_view(draft, UpdateView { id, update: patch })?;
    Ok(Some(id))
}

fn make_view(draft: &mut Draft<'_>, row: ViewRow, patch: &ViewPatch) -> Step<()> {
    let request = CreateView {
        id: Some(row.id),
        object_id: row.object_id,
        name: row.name,
        icon: row.icon,
        view_type: Some(row.view_type),
        key: None,
        rest: ViewPatch { view_type: None, ..patch.clone() },
    };
    view::create_view(draft, request)?;
    if let Some(view) = draft.view_mut(row.id) {
        view.widget_id = row.widget_id;
    }
    Ok(())
}

fn refuse(draft: &mut Draft<'_>, view: ViewId, message: &str) {
    let Some(subject) = draft.view(view).map(|row| subject(row, Kind::Update)) else { return };
    draft.problem(&subject, Problem::new(code::INVALID, message));
}

/// All columns, with nothing said of them.
fn as_they_are(draft: &Draft<'_>, view: ViewId) -> Vec<WidgetField> {
    let rows = draft.view(view).map(|view| view.fields.as_slice()).unwrap_or_default();
    let item = |id| WidgetField { view_field_id: Some(id), ..WidgetField::default() };
    rows.iter().map(|row| item(row.id)).collect()
}

/// Groups are made without their parents first, which may stand behind them.
fn replace_filter_groups(draft: &mut Draft<'_>, view_id: ViewId, groups: Vec<WidgetFilterGroup>) -> Step<()> {
    let before =
        draft.view_mut(view_id).map(|view| std::mem::take(&mut view.filter_groups)).unwrap_or_default();
    let mut parents = Vec::new();
    for WidgetFilterGroup { id, rest } in groups {
        let own = ViewFilterGroupPatch { parent_view_filter_group_id: Patch::Keep, ..rest.clone() };
        let id =
            filter_groups::create_view_filter_group(draft, CreateViewFilterGroup { id, view_id, rest: own })?;
        parents.push((id, rest.parent_view_filter_group_id));
    }
    for (id, parent) in parents.into_iter().filter(|(_, parent)| *parent != Patch::Keep) {
        let update =
            ViewFilterGroupPatch { parent_view_filter_group_id: parent, ..ViewFilterGroupPatch::default() };
        filter_groups::update_view_filter_group(draft, UpdateViewFilterGroup { id, update })?;
    }
    let Some(view) = draft.view_mut(view_id) else { return Ok(()) };
    for group in &mut view.filter_groups {
        if let Some(old) = before.iter().find(|old| old.id == group.id) {
            group.created_at = old.created_at;
        }
    }
    // Filters go with the group they stand in.
    let stays = |group: Uuid| view.filter_groups.iter().any(|other| other.id == group);
    let kept = view.filters.iter().filter(|filter| filter.view_filter_group_id.is_none_or(stays));
    view.filters = kept.cloned().collect();
    Ok(())
}

fn replace_filters(draft: &mut Draft<'_>, view_id: ViewId, list: Vec<WidgetFilter>) -> Step<()> {
    let before = draft.view_mut(view_id).map(|view| std::mem::take(&mut view.filters)).unwrap_or_default();
    for WidgetFilter { id, field_id, operand, value, rest } in list {
        let request = CreateViewFilter { id, view_id, field_id, operand, value, rest };
        filters::create_view_filter(draft, request)?;
    }
    let Some(view) = draft.view_mut(view_id) else { return Ok(()) };
    for filter in &mut view.filters {
        if let Some(old) = before.iter().find(|old| old.id == filter.id) {
            filter.created_at = old.created_at;
        }
    }
    Ok(())
}

fn replace_sorts(draft: &mut Draft<'_>, view_id: ViewId, list: Vec<WidgetSort>) -> Step<()> {
    let before = draft.view_mut(view_id).map(|view| std::mem::take(&mut view.sorts)).unwrap_or_default();
    for WidgetSort { id, field_id, direction } in list {
        let rest = ViewSortPatch { direction, ..ViewSortPatch::default() };
        sorts::create_view_sort(draft, CreateViewSort { id, view_id, field_id, rest })?;
    }
    let Some(view) = draft.view_mut(view_id) else { return Ok(()) };
    for sort in &mut view.sorts {
        if let Some(old) = before.iter().find(|old| old.id == sort.id) {
            sort.created_at = old.created_at;
        }
    }
    Ok(())
}

/// The sections as given, and their fields with the section each stands in; fields of sections that go stand in none.
fn replace_groups(
    draft: &mut Draft<'_>,
    view_id: ViewId,
    groups: Vec<WidgetFieldGroup>,
) -> Step<Vec<WidgetField>> {
    let known: Vec<Uuid> = draft
        .view(view_id)
        .map(|view| view.field_groups.iter().map(|group| group.id).collect())
        .unwrap_or_default();
    for id in known.iter().filter(|id| groups.iter().all(|group| group.id != **id)) {
        field_groups::delete_view_field_group(draft, *id)?;
    }
    let mut fields = Vec::new();
    for WidgetFieldGroup { id, name, position, is_visible, fields: own } in groups {
        let mut update =
            ViewFieldGroupPatch { name: None, position: Some(position), is_visible: Some(is_visible) };
        if known.contains(&id) {
            update.name = Some(name);
            field_groups::update_view_field_group(draft, UpdateViewFieldGroup { id, update })?;
        } else {
            let request = CreateViewFieldGroup { id: Some(id), view_id, name, rest: update };
            field_groups::create_view_field_group(draft, request)?;
        }
        let inside = |field: WidgetField| WidgetField {
            rest: ViewFieldPatch { view_field_group_id: Patch::Set(id), ..field.rest },
            ..field
        };
        fields.extend(own.into_iter().map(inside));
    }
    Ok(fields)
}
