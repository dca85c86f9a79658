//! What the page of imports shows first, in one answer.

use icosa_contract::transfer::{ImportOpened, ImportOptions, ImportStatus, ImportsApi};
use icosa_contract::{Actor, AppError};
use uuid::Uuid;

/// Problems shown on the page; the others are in the report.
const SHOWN_PROBLEMS: u32 = 50;

/// # Errors
/// `NOT_FOUND` for an id that is no import. A file that cannot be read is told in the answer.
pub async fn read(
    imports: &dyn ImportsApi,
    actor: &Actor,
    object: String,
    id: Option<Uuid>,
    options: ImportOptions,
) -> Result<ImportOpened, AppError> {
    let Some(id) = id else {
        let former = imports.list(actor, Some(object)).await?;
        return Ok(ImportOpened { former, ..ImportOpened::default() });
    };
    let import = imports.get(actor, id).await?;
    if import.object != object {
        return Err(AppError::not_found("There is no such import."));
    }
    let mut opened = ImportOpened::default();
    if import.status == ImportStatus::Ready {
        let planned = import.plan.as_ref().map(|plan| plan.options.clone()).unwrap_or_default();
        let options = ImportOptions {
            delimiter: options.delimiter.or(planned.delimiter),
            encoding: options.encoding.or(planned.encoding),
            ..planned
        };
        match imports.preview(actor, id, options).await {
            Ok(preview) => opened.preview = Some(preview),
            Err(error) => opened.error = Some(error.message),
        }
    }
    if !import.status.is_busy() && import.counts.failed > 0 {
        opened.problems = imports.problems(actor, id, SHOWN_PROBLEMS).await?;
    }
    Ok(ImportOpened { import: Some(import), ..opened })
}
