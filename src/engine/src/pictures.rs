//! Pictures of people and of the workspace. A record or the workspace holds the address of its picture, which members of
//! the workspace can read; the file it leads to is kept for as long.

use chrono::{TimeDelta, Utc};
use icosa_contract::files::FileFolder;
use icosa_contract::{Actor, AppError, Code};
use icosa_model::{Record, WorkspaceId};
use icosa_sqlgen::RowLock;
use icosa_store::files::{self, status};
use icosa_store::workspaces;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Engine;
use crate::account::{change_member_in, person};
use crate::error::{Failure, record_not_found};
use crate::records::events;
use crate::records::get;
use crate::records::scope::{MEMBER, Scope};

/// How long a picture is kept that has been replaced: pages that are open still show it.
const KEPT: TimeDelta = TimeDelta::days(1);

/// The address of a picture on this server.
#[must_use]
pub fn picture_address(file: Uuid) -> String {
    format!("/file/{}/{file}", FileFolder::CorePicture.path())
}

/// The file behind an address of ours.
fn file_of(address: &str) -> Option<Uuid> {
    let path = address.strip_prefix("/file/")?.strip_prefix(FileFolder::CorePicture.path())?;
    Uuid::parse_str(path.strip_prefix('/')?).ok()
}

impl Engine {
    /// Gives the caller another picture, or none: a whole file of the folder `CorePicture`.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for a program, `FILE_NOT_FOUND` for a file that is none, `PICTURE_IN_USE` for one that is
    /// another picture.
    pub async fn set_profile_picture(&self, actor: &Actor, file: Option<Uuid>) -> Result<(), AppError> {
        set_profile_picture(self, actor, file).await.map_err(|failure| failure.into_app_error(None))
    }

    /// Gives the workspace another picture, or none.
    ///
    /// # Errors
    /// `FILE_NOT_FOUND` for a file that is none, `PICTURE_IN_USE` for one that is another picture.
    pub async fn set_workspace_logo(&self, actor: &Actor, file: Option<Uuid>) -> Result<(), AppError> {
        set_workspace_logo(self, actor, file).await.map_err(|failure| failure.into_app_error(None))
    }
}

async fn set_profile_picture(engine: &Engine, actor: &Actor, file: Option<Uuid>) -> Result<(), Failure> {
    let (_, member) = person(actor)?;
    let scope = Scope::new(engine, actor, MEMBER).await?;
    let mut tx = engine.db().begin().await?;
    let stored = get::snapshot(&mut tx, &scope, &[member], RowLock::NoKeyUpdate).await?;
    let (_, before) = stored.into_iter().next().ok_or_else(record_not_found)?;
    let former = before.get("avatarUrl").and_then(Value::as_str).map(str::to_owned);
    exchange(&mut tx, actor.workspace, former.as_deref(), file).await?;
    let address = file.map(picture_address);
    let values = Record::from_iter([("avatarUrl".to_owned(), json!(address))]);
    let changes = change_member_in(&mut tx, &scope, member, &before, values).await?;
    events::commit(tx, &scope, changes).await
}

async fn set_workspace_logo(engine: &Engine, actor: &Actor, file: Option<Uuid>) -> Result<(), Failure> {
    let mut tx = engine.db().begin().await?;
    let former = workspaces::logo_for_update(&mut tx, actor.workspace).await?;
    let former = former.ok_or_else(|| AppError::not_found("There is no such workspace."))?;
    exchange(&mut tx, actor.workspace, former.as_deref(), file).await?;
    workspaces::set_logo(&mut tx, actor.workspace, file.map(picture_address).as_deref()).await?;
    tx.commit().await?;
    engine.sessions().forget_workspace(actor.workspace).await;
    Ok(())
}

/// Keeps the new file and lets go of the former one.
async fn exchange(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    former: Option<&str>,
    file: Option<Uuid>,
) -> Result<(), Failure> {
    let former = former.and_then(file_of);
    let is_theirs = former.is_some() && former == file;
    let former = former.filter(|_| !is_theirs);
    let both: Vec<Uuid> = former.into_iter().chain(file).collect();
    let held = files::lock(tx, workspace, &both).await?;
    let is_picture =
        |row: &files::FileRow| row.path.split('/').next() == Some(FileFolder::CorePicture.path());
    if let Some(file) = file {
        let found = held.iter().find(|row| row.id == file && is_picture(row));
        let found = found.filter(|row| row.status == status::UPLOADED).ok_or_else(|| {
            AppError::bad_input("There is no such picture.").with_sub_code("FILE_NOT_FOUND")
        })?;
        // Whoever lets go of a file ends it: it is one picture only.
        if found.expires_at.is_none() && !is_theirs {
            let message = "This file is another picture already. Send it once more.";
            return Err(AppError::new(Code::Conflict, message).with_sub_code("PICTURE_IN_USE").into());
        }
        files::keep(tx, &[file]).await?;
    }
    let left: Vec<Uuid> =
        held.iter().filter(|row| Some(row.id) == former && is_picture(row)).map(|row| row.id).collect();
    Ok(files::postpone(tx, &left, Utc::now() + KEPT).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_files_and_back() {
        let file = Uuid::from_u128(7);
        assert_eq!(file_of(&picture_address(file)), Some(file));
        for other in
            ["", "/file/core-picture", "/file/core-picture/x", "/file/files-field/7", "https://a.test/7"]
        {
            assert_eq!(file_of(other), None, "{other}");
        }
    }
}
