//! Views changed in place: column widths, order and visibility.

use async_trait::async_trait;
use icosa_contract::views::{MAX_COLUMN_WIDTH, MIN_COLUMN_WIDTH, UpdateViewField, ViewsApi};
use icosa_contract::{Actor, AppError};
use icosa_model::{Model, Object, ViewColumn};
use icosa_store::metadata::{self, ViewFieldChange};
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;

#[async_trait]
impl ViewsApi for Engine {
    async fn update_field(&self, actor: &Actor, request: UpdateViewField) -> Result<u64, AppError> {
        update_field(self, actor, &request).await.map_err(|failure| failure.into_app_error(None))
    }
}

async fn update_field(engine: &Engine, actor: &Actor, request: &UpdateViewField) -> Result<u64, Failure> {
    let model = engine.model(actor.workspace).await?;
    let Some((object, column)) = find(&model, request.id) else { return Err(not_found().into()) };
    check(object, column, request)?;
    let change =
        ViewFieldChange { size: request.size, is_visible: request.is_visible, position: request.position };
    if is_no_change(column, request) {
        return Ok(model.version());
    }
    let mut tx = engine.db().begin().await?;
    // First the workspace's row, so that two changes to one view wait for each other here.
    let version = metadata::bump_version(&mut tx, actor.workspace).await?;
    if metadata::set_view_field(&mut tx, actor.workspace, request.id, change).await?.is_none() {
        return Err(not_found().into());
    }
    tx.commit().await?;
    engine.model_changed(actor.workspace, version).await;
    Ok(version)
}

fn find(model: &Model, id: Uuid) -> Option<(&Object, &ViewColumn)> {
    model.objects().iter().find_map(|object| {
        let mut columns = object.views.iter().flat_map(|view| &view.columns);
        columns.find(|column| column.row.id == id).map(|column| (&**object, column))
    })
}

fn check(object: &Object, column: &ViewColumn, request: &UpdateViewField) -> Result<(), AppError> {
    if request.size.is_some_and(|size| !(MIN_COLUMN_WIDTH..=MAX_COLUMN_WIDTH).contains(&size)) {
        let message = format!("A column is between {MIN_COLUMN_WIDTH} and {MAX_COLUMN_WIDTH} pixels wide.");
        return Err(AppError::bad_input(message).with_field("size"));
    }
    if request.position.is_some_and(|position| !position.is_finite()) {
        return Err(AppError::bad_input("A column's position is a number.").with_field("position"));
    }
    let is_label = column.field == object.label_field().name;
    if is_label && request.is_visible == Some(false) {
        let message = format!("{} names the records, so its column stays.", object.label_field().label);
        return Err(AppError::bad_input(message).with_field("isVisible"));
    }
    Ok(())
}

#[expect(clippy::float_cmp, reason = "only the very same number is no change")]
fn is_no_change(column: &ViewColumn, request: &UpdateViewField) -> bool {
    request.size.is_none_or(|size| size == column.row.size)
        && request.is_visible.is_none_or(|visible| visible == column.row.is_visible)
        && request.position.is_none_or(|position| position == column.row.position)
}

fn not_found() -> AppError {
    AppError::not_found("There is no such column.").with_sub_code("VIEW_FIELD_NOT_FOUND")
}
