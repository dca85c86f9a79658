//! What a page of records follows of the model: its object, in the newest version that differs in what the page shows.

use std::sync::Arc;

use icosa_model::definition::{FieldRow, ObjectRow, ViewRow};
use icosa_model::{Model, Object};
use icosa_rpc::use_model;
use leptos::prelude::*;

/// An object with the model it stands in. Two are equal when a page of its records looks the same with both: a new
/// version of the model that leaves the object alone draws nothing anew.
#[derive(Clone)]
pub struct Followed {
    /// The model.
    pub model: Arc<Model>,
    /// One of its objects.
    pub object: Arc<Object>,
}

impl PartialEq for Followed {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.object, &other.object)
            || (shown_object(&self.object) == shown_object(&other.object)
                && self.object.page == other.object.page
                && shown_fields(&self.object) == shown_fields(&other.object)
                && shown_views(&self.object) == shown_views(&other.object)
                && targets(self) == targets(other))
    }
}

/// The object that `find` finds, following the model; it waits while an editor is open.
#[must_use]
pub fn use_followed(
    find: impl Fn(&Model) -> Option<Arc<Object>> + Send + Sync + 'static,
) -> Memo<Option<Followed>> {
    let settled = use_model().map(icosa_rpc::LiveModel::settled);
    Memo::new(move |_| {
        let model = settled?.get();
        find(&model).map(|object| Followed { model, object })
    })
}

fn shown_object(object: &Object) -> ObjectRow {
    let mut row = object.row.clone();
    row.updated_at = row.created_at;
    row
}

/// All but the ties to notes, tasks and the like, which every new object brings to others.
fn shown_fields(object: &Object) -> Vec<FieldRow> {
    let plain = |row: &FieldRow| {
        let mut row = row.clone();
        row.updated_at = row.created_at;
        row
    };
    object.fields.iter().map(|field| &field.row).filter(|row| !row.is_side_effect).map(plain).collect()
}

/// Views without widths: a column that a colleague makes wider is no reason to draw a table anew.
fn shown_views(object: &Object) -> Vec<ViewRow> {
    let mut views: Vec<ViewRow> = object.views.iter().map(|view| view.row.clone()).collect();
    for view in &mut views {
        view.updated_at = view.created_at;
        for column in &mut view.fields {
            column.size = 0;
            column.updated_at = column.created_at;
        }
    }
    views
}

/// How the records that relations lead to are named and pictured.
fn targets(followed: &Followed) -> Vec<(String, String, Option<String>)> {
    let relations = followed.object.fields.iter().filter(|field| !field.row.is_side_effect);
    relations
        .filter_map(|field| followed.model.object_by_id(field.relation.as_ref()?.target))
        .map(|target| {
            let image = target.image_field().map(|field| field.name.clone());
            (target.name_singular.clone(), target.label_field().name.clone(), image)
        })
        .collect()
}
