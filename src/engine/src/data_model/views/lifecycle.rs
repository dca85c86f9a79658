//! Deleting views, softly or for good, and bringing them back.

use icosa_model::ViewId;
use icosa_model::definition::ViewRow;

use super::parts::{is_known, view_not_found, visible};
use super::view::subject;
use super::{FIELDS_WIDGET, UNLISTED, code};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::layouts;
use crate::data_model::report::{Kind, Problem, Subject};

/// Hides a view from everybody; it can be restored.
pub fn delete_view(draft: &mut Draft<'_>, id: ViewId) -> Step {
    let Some(view) = visible(draft, id).cloned() else { return Err(view_not_found()) };
    check_leaving(draft, &subject(&view, Kind::Delete), &view, None);
    let now = draft.now;
    if let Some(view) = draft.view_mut(id) {
        view.deleted_at = Some(now);
        view.updated_at = now;
    }
    Ok(id.0)
}

/// Brings a deleted view back; one that is not deleted stays as it is.
pub fn restore_view(draft: &mut Draft<'_>, id: ViewId) -> Step {
    let Some(view) = draft.view(id).filter(|view| is_known(draft, view)) else {
        return Err(view_not_found());
    };
    let now = draft.now;
    if view.deleted_at.is_some()
        && let Some(view) = draft.view_mut(id)
    {
        view.deleted_at = None;
        view.updated_at = now;
    }
    Ok(id.0)
}

/// Removes a view, deleted before or not, with what leads to it.
pub fn destroy_view(draft: &mut Draft<'_>, id: ViewId) -> Step {
    let Some(view) = draft.view(id).filter(|view| is_known(draft, view)).cloned() else {
        return Err(view_not_found());
    };
    if view.deleted_at.is_none() {
        check_leaving(draft, &subject(&view, Kind::Delete), &view, None);
    }
    draft.metadata.views.retain(|view| view.id != id);
    draft.metadata.navigation.retain(|item| item.view_id != Some(id));
    layouts::forget_views(draft);
    Ok(id.0)
}

/// What a view is picked among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Shows records on a page of its own.
    Records,
    /// Lists the fields of a record page.
    Fields,
    /// Stands in a widget; nothing is left empty without it.
    Widget,
}

fn family(view: &ViewRow) -> Family {
    match view.view_type.as_str() {
        _ if view.widget_id.is_some() => Family::Widget,
        FIELDS_WIDGET => Family::Fields,
        other if other.ends_with("_WIDGET") => Family::Widget,
        _ => Family::Records,
    }
}

/// Everybody finds it.
fn is_listed(view: &ViewRow) -> bool {
    view.deleted_at.is_none() && view.visibility != UNLISTED
}

/// Refuses that the view of all records, or the only view of its family that everybody finds, goes (`after` is none)
/// or becomes another kind of view.
pub fn check_leaving(draft: &mut Draft<'_>, subject: &Subject, view: &ViewRow, after: Option<&ViewRow>) {
    let (kind, is_index) = (family(view), view.key.is_some());
    let stays = after.is_some_and(|after| family(after) == kind && (is_listed(after) || !is_listed(view)));
    if stays || (kind == Family::Widget && !is_index) {
        return;
    }
    let is_other = |other: &&ViewRow| other.id != view.id && other.object_id == view.object_id;
    let mut others = draft.metadata.views.iter().filter(is_other);
    let is_only = !others.any(|other| family(other) == kind && is_listed(other));
    let message = match (is_index, is_only) {
        (true, _) => "The view of all records stays, for everybody.",
        (false, true) => "This is the only view left, so it stays.",
        (false, false) => return,
    };
    draft.problem(subject, Problem::new(code::INVALID, message));
}
