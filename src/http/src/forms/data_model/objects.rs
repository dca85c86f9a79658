//! Objects.

use axum::extract::{Path, State};
use axum::response::Response;
use icosa_contract::data_model::{Change, ObjectPatch, UpdateObject};
use icosa_contract::routes::settings;
use icosa_model::ObjectId;
use uuid::Uuid;

use super::{Caller, after_deletion, answer, missing, person, read, to_sign_in};
use crate::HttpState;
use crate::forms::body::Form;

/// A new object; its page is next.
pub(super) async fn create(State(state): State<HttpState>, caller: Caller, form: Form) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let object = read::new_object(&form);
    let page = settings::object(&object.name_plural);
    let outcome = caller.change(&state, vec![Change::CreateObject(object)]).await;
    answer(&state, outcome, |_| page, settings::NEW_OBJECT, &form).await
}

/// Other names, icon, colour and identifiers; the same page is next, under its new address.
pub(super) async fn update(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    form: Form,
) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let Some(row) = caller.object(id) else { return missing("object") };
    let back = settings::object_tab(&row.name_plural, "settings");
    let update = read::object_patch(&form, row);
    let page = update.name_plural.as_deref().map_or_else(
        || settings::object_tab(&row.name_plural, "settings"),
        |plural| settings::object_tab(plural, "settings"),
    );
    let change = (update != ObjectPatch::default())
        .then_some(Change::UpdateObject(UpdateObject { id: ObjectId(id), update }));
    let outcome = caller.change(&state, change.into_iter().collect()).await;
    answer(&state, outcome, |_| page, &back, &form).await
}

/// Switches an object on or off; its page is next.
pub(super) async fn switch(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    form: Form,
) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let Some(row) = caller.object(id) else { return missing("object") };
    let page = settings::object_tab(&row.name_plural, "settings");
    let update = ObjectPatch { is_active: Some(form.text("isActive") == "true"), ..ObjectPatch::default() };
    let change = Change::UpdateObject(UpdateObject { id: ObjectId(id), update });
    let outcome = caller.change(&state, vec![change]).await;
    answer(&state, outcome, |_| page.clone(), &page, &form).await
}

/// Deletes an object with its records; the list of objects is next.
pub(super) async fn delete(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    form: Form,
) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let Some(row) = caller.object(id) else { return missing("object") };
    let back = settings::object_tab(&row.name_plural, "settings");
    let outcome = caller.change(&state, vec![Change::DeleteObject(ObjectId(id))]).await;
    answer(&state, outcome, |changed| after_deletion(settings::OBJECTS, changed), &back, &form).await
}
