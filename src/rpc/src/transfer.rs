//! Imports: what their pages ask for. Files come in and go out by HTTP.

use icosa_contract::AppError;
use icosa_contract::transfer::{
    Import, ImportOpened, ImportOptions, ImportPlan, ImportPreview, ImportProblem,
};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use uuid::Uuid;

#[cfg(feature = "ssr")]
mod opened;

/// One import.
#[server(prefix = "/rpc", endpoint = "import_get", input = Json, output = Json)]
pub async fn import_get(id: Uuid) -> Result<Import, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.get(&actor, id).await)
}

/// What the page of imports into an object shows: the import of that id, its file read with these options unless its
/// plan says others, or the newest ones.
#[server(name = OpenImports, prefix = "/rpc", endpoint = "import_opened", input = Json, output = Json)]
pub async fn import_opened(
    object: String,
    id: Option<Uuid>,
    options: ImportOptions,
) -> Result<ImportOpened, AppError> {
    let (backend, actor) = crate::server::caller()?;
    let opened = opened::read(&*backend.imports, &actor, object, id, options).await;
    crate::server::answer(opened)
}

/// The first rows of a file, and where its columns seem to go.
#[server(name = ReadImportPreview, prefix = "/rpc", endpoint = "import_preview", input = Json, output = Json)]
pub async fn import_preview(id: Uuid, options: ImportOptions) -> Result<ImportPreview, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.preview(&actor, id, options).await)
}

/// Judges every row without writing any.
#[server(prefix = "/rpc", endpoint = "import_validate", input = Json, output = Json)]
pub async fn import_validate(id: Uuid, plan: ImportPlan) -> Result<Import, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.validate(&actor, id, plan).await)
}

/// Writes the rows.
#[server(prefix = "/rpc", endpoint = "import_start", input = Json, output = Json)]
pub async fn import_start(id: Uuid, plan: ImportPlan) -> Result<Import, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.start(&actor, id, plan).await)
}

/// Stops it.
#[server(prefix = "/rpc", endpoint = "import_cancel", input = Json, output = Json)]
pub async fn import_cancel(id: Uuid) -> Result<Import, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.cancel(&actor, id).await)
}

/// Forgets a file that waits for its columns.
#[server(prefix = "/rpc", endpoint = "import_discard", input = Json, output = Json)]
pub async fn import_discard(id: Uuid) -> Result<Import, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.discard(&actor, id).await)
}

/// Takes back what was written.
#[server(prefix = "/rpc", endpoint = "import_undo", input = Json, output = Json)]
pub async fn import_undo(id: Uuid) -> Result<Import, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.undo(&actor, id).await)
}

/// What was wrong with the first refused rows.
#[server(prefix = "/rpc", endpoint = "import_problems", input = Json, output = Json)]
pub async fn import_problems(id: Uuid, limit: u32) -> Result<Vec<ImportProblem>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.imports.problems(&actor, id, limit).await)
}
