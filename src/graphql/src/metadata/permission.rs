//! What a caller may do to the data model.

use icosa_contract::{Actor, AppError, Code};
use icosa_model::definition::ViewRow;

/// Rights over metadata that roles will give; the names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Objects, fields and indexes.
    DataModel,
    /// Views of the workspace.
    Views,
    /// The workspace's navigation.
    Layouts,
    /// Sending files.
    UploadFile,
    /// What the workspace is called and looks like.
    Workspace,
}

/// Whether the caller has a right. There are no roles yet: every member, and every key of the workspace, has all.
#[must_use]
pub fn may(_actor: &Actor, flag: Flag) -> bool {
    match flag {
        Flag::DataModel | Flag::Views | Flag::Layouts | Flag::UploadFile | Flag::Workspace => true,
    }
}

/// Refuses callers without the right.
///
/// # Errors
/// `FORBIDDEN` with the sub-code `PERMISSION_DENIED`.
pub fn require(actor: &Actor, flag: Flag) -> Result<(), AppError> {
    if may(actor, flag) { Ok(()) } else { Err(denied()) }
}

/// Changing a view takes [`Flag::Views`], but one's own unlisted views are one's own.
pub(crate) fn require_view(actor: &Actor, view: &ViewRow) -> Result<(), AppError> {
    let is_own = view.visibility == "UNLISTED" && view.created_by_user_workspace_id == actor.user_workspace;
    if is_own && actor.user_workspace.is_some() { Ok(()) } else { require(actor, Flag::Views) }
}

/// Whether the caller sees a view: unlisted ones are seen by their makers only.
pub(crate) fn sees(actor: &Actor, view: &ViewRow) -> bool {
    view.visibility != "UNLISTED"
        || (actor.user_workspace.is_some() && view.created_by_user_workspace_id == actor.user_workspace)
}

/// Changing an item of the navigation takes [`Flag::Layouts`], but personal items are one's own, and nobody else's.
pub(crate) fn require_navigation(actor: &Actor, owner: Option<uuid::Uuid>) -> Result<(), AppError> {
    match owner {
        None => require(actor, Flag::Layouts),
        Some(_) if owner == actor.user_workspace => Ok(()),
        Some(_) => Err(denied()),
    }
}

fn denied() -> AppError {
    AppError::new(Code::Forbidden, "You are not allowed to change this.").with_sub_code("PERMISSION_DENIED")
}
