//! Fields and relations.

use axum::extract::{Path, State};
use axum::response::Response;
use icosa_contract::data_model::{Change, FieldPatch, UpdateField, appearances};
use icosa_contract::routes::settings;
use icosa_model::{FieldId, FieldType};
use uuid::Uuid;

use super::{Caller, after_deletion, answer, missing, person, read, to_sign_in};
use crate::HttpState;
use crate::forms::body::Form;

/// A new field, shown in the object's table; the object's page is next.
pub(super) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    Path(object): Path<Uuid>,
    form: Form,
) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let Some(object) = caller.object(object) else { return missing("object") };
    let Some(field_type) = FieldType::parse(form.text("type")) else { return missing("type of field") };
    let field = read::new_field(&form, object, field_type);
    let columns = appearances(caller.model.metadata(), &field);
    let changes = std::iter::once(Change::CreateField(field)).chain(columns).collect();
    let outcome = caller.change(&state, changes).await;
    let page = settings::object(&object.name_plural);
    let back = settings::configure_field(&object.name_plural, field_type.as_str());
    answer(&state, outcome, |_| page, &back, &form).await
}

/// Another label, rules or options; the object's page is next.
pub(super) async fn update(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    form: Form,
) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let Some((object, field)) = caller.field(id) else { return missing("field") };
    let update = read::field_patch(&form, caller.model.metadata(), object, field);
    let change = (update != FieldPatch::default())
        .then_some(Change::UpdateField(UpdateField { id: field.id, update }));
    let outcome = caller.change(&state, change.into_iter().collect()).await;
    let page = settings::object(&object.name_plural);
    let back = settings::field(&object.name_plural, &field.name);
    answer(&state, outcome, |_| page, &back, &form).await
}

/// Switches a field on or off; its page is next.
pub(super) async fn switch(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    form: Form,
) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let Some((object, field)) = caller.field(id) else { return missing("field") };
    let page = settings::field(&object.name_plural, &field.name);
    let update = FieldPatch { is_active: Some(form.text("isActive") == "true"), ..FieldPatch::default() };
    let change = Change::UpdateField(UpdateField { id: FieldId(id), update });
    let outcome = caller.change(&state, vec![change]).await;
    answer(&state, outcome, |_| page.clone(), &page, &form).await
}

/// Deletes a field with its values; the object's page is next.
pub(super) async fn delete(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    form: Form,
) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let Some((object, field)) = caller.field(id) else { return missing("field") };
    let (page, back) =
        (settings::object(&object.name_plural), settings::field(&object.name_plural, &field.name));
    let outcome = caller.change(&state, vec![Change::DeleteField(FieldId(id))]).await;
    answer(&state, outcome, |changed| after_deletion(&page, changed), &back, &form).await
}
