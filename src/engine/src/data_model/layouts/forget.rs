//! What widgets say of fields and views that are gone.

use std::collections::HashSet;

use icosa_model::{FieldId, Metadata};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::configuration::{Is, keys};
use super::rows::remove_widgets;
use crate::data_model::draft::Draft;

/// Takes fields out of what widgets show; a widget that shows nothing without one goes.
pub fn forget_fields(draft: &mut Draft<'_>, gone: &HashSet<FieldId>) {
    forget(draft, &|id| gone.contains(&FieldId(id)), &|_| false);
}

/// Takes views out that are not there.
pub fn forget_views(draft: &mut Draft<'_>) {
    let views: HashSet<Uuid> = draft.metadata.views.iter().map(|view| view.id.0).collect();
    forget(draft, &|_| false, &|id| !views.contains(&id));
}

/// Takes everything out that is not there.
pub fn forget_missing(draft: &mut Draft<'_>) {
    let fields: HashSet<Uuid> = draft.metadata.fields.iter().map(|field| field.id.0).collect();
    let views: HashSet<Uuid> = draft.metadata.views.iter().map(|view| view.id.0).collect();
    forget(draft, &|id| !fields.contains(&id), &|id| !views.contains(&id));
}

type Gone<'g> = &'g dyn Fn(Uuid) -> bool;

fn forget(draft: &mut Draft<'_>, field_is_gone: Gone<'_>, view_is_gone: Gone<'_>) {
    let now = draft.now;
    let metadata: &mut Metadata = &mut draft.metadata;
    let mut useless = HashSet::new();
    for row in &mut metadata.page_layout_widgets {
        let before = (row.configuration.clone(), row.original.clone());
        let Value::Object(members) = &mut row.configuration else { continue };
        if !clean(members, field_is_gone, view_is_gone) {
            useless.insert(row.id);
            continue;
        }
        if let Some(Value::Object(members)) = row.original.get_mut("configuration")
            && !clean(members, field_is_gone, view_is_gone)
        {
            row.original.remove("configuration");
        }
        if before != (row.configuration.clone(), row.original.clone()) {
            row.updated_at = now;
        }
    }
    remove_widgets(metadata, &useless);
}

/// Takes out of a configuration what is gone; false if nothing can be shown without it.
fn clean(members: &mut Map<String, Value>, field_is_gone: Gone<'_>, view_is_gone: Gone<'_>) -> bool {
    let kind = members.get("configurationType").and_then(Value::as_str).unwrap_or_default();
    for (name, is, is_needed) in keys(kind).unwrap_or_default() {
        let Some(value) = members.get_mut(name) else { continue };
        let is_lost = match is {
            Is::OwnField | Is::Field => names_gone(value, field_is_gone),
            Is::View { .. } => names_gone(value, view_is_gone),
            Is::Ratio => value.get("fieldMetadataId").is_some_and(|id| names_gone(id, field_is_gone)),
            Is::Filter => {
                clean_filter(value, field_is_gone);
                false
            }
            _ => false,
        };
        if is_lost && is_needed {
            return false;
        }
        if is_lost {
            members.remove(name);
        }
    }
    true
}

fn clean_filter(filter: &mut Value, field_is_gone: Gone<'_>) {
    if let Some(Value::Array(filters)) = filter.get_mut("recordFilters") {
        filters.retain(|one| !one.get("fieldMetadataId").is_some_and(|id| names_gone(id, field_is_gone)));
    }
}

fn names_gone(value: &Value, is_gone: Gone<'_>) -> bool {
    value.as_str().and_then(|id| Uuid::parse_str(id).ok()).is_some_and(is_gone)
}
