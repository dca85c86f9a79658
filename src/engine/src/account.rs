//! Onboarding and personal preferences of the signed-in person.

use async_trait::async_trait;
use chrono::Utc;
use icosa_contract::account::{AccountApi, WelcomeInfo};
use icosa_contract::session::{ColorScheme, OpenIn};
use icosa_contract::{Actor, AppError};
use icosa_model::{Record, UserId};
use icosa_sqlgen::RowLock;
use icosa_store::users::UpdateUser;
use icosa_store::workspaces::{UpdateWorkspace, status};
use icosa_store::{users, workspaces};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Engine;
use crate::error::{Failure, record_not_found};
use crate::records::events::{self, Change};
use crate::records::scope::{MEMBER, Scope};
use crate::records::validate::stamp_updated;
use crate::records::{compare, get, run};

/// Longest name of a workspace, characters.
const MAX_WORKSPACE_NAME: usize = 64;
/// Longest given or family name, characters.
const MAX_PERSON_NAME: usize = 100;

#[async_trait]
impl AccountApi for Engine {
    async fn welcome_info(&self) -> Result<WelcomeInfo, AppError> {
        let any = workspaces::any(self.db().pool()).await;
        let is_fresh = !any.map_err(|error| Failure::from(error).into_app_error(None))?;
        let config = self.config();
        Ok(WelcomeInfo {
            is_fresh,
            can_sign_up: config.is_password_enabled && (is_fresh || config.is_multiworkspace_enabled),
            offers_demo: is_fresh && config.is_password_enabled && config.database_url.is_none(),
        })
    }

    async fn name_workspace(&self, actor: &Actor, name: &str) -> Result<(), AppError> {
        name_workspace(self, actor, name).await.map_err(|failure| failure.into_app_error(None))
    }

    async fn set_profile(&self, actor: &Actor, first_name: &str, last_name: &str) -> Result<(), AppError> {
        let outcome = set_profile(self, actor, first_name.trim(), last_name.trim()).await;
        outcome.map_err(|failure| failure.into_app_error(None))
    }

    async fn set_color_scheme(&self, actor: &Actor, scheme: ColorScheme) -> Result<(), AppError> {
        let values = Record::from_iter([("colorScheme".to_owned(), json!(scheme.as_str()))]);
        change_member(self, actor, values, None).await.map_err(|failure| failure.into_app_error(None))
    }

    async fn set_open_record_in(&self, actor: &Actor, place: OpenIn) -> Result<(), AppError> {
        let values = Record::from_iter([("openRecordIn".to_owned(), json!(place.as_str()))]);
        change_member(self, actor, values, None).await.map_err(|failure| failure.into_app_error(None))
    }
}

async fn name_workspace(engine: &Engine, actor: &Actor, name: &str) -> Result<(), Failure> {
    let name = checked("name", "The name of the workspace", name, MAX_WORKSPACE_NAME)?;
    if name.is_empty() {
        return Err(AppError::bad_input("Please give the workspace a name.").with_field("name").into());
    }
    let change = UpdateWorkspace { display_name: Some(name), activation_status: Some(status::ACTIVE) };
    let mut tx = engine.db().begin().await?;
    if !workspaces::update(&mut tx, actor.workspace, &change).await? {
        return Err(AppError::not_found("There is no such workspace.").into());
    }
    tx.commit().await?;
    engine.sessions().forget_workspace(actor.workspace).await;
    Ok(())
}

async fn set_profile(
    engine: &Engine,
    actor: &Actor,
    first_name: &str,
    last_name: &str,
) -> Result<(), Failure> {
    let first_name = checked("firstName", "The first name", first_name, MAX_PERSON_NAME)?;
    let last_name = checked("lastName", "The last name", last_name, MAX_PERSON_NAME)?;
    if first_name.is_empty() {
        return Err(AppError::bad_input("Please say your first name.").with_field("firstName").into());
    }
    let name = json!({"firstName": first_name, "lastName": (!last_name.is_empty()).then_some(&last_name)});
    let values = Record::from_iter([("name".to_owned(), name)]);
    let user = UpdateUser { first_name: Some(first_name), last_name: Some(last_name), disabled: None };
    change_member(engine, actor, values, Some(user)).await
}

fn checked(field: &str, what: &str, text: &str, most: usize) -> Result<String, AppError> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(
            AppError::bad_input(format!("{what} is longer than {most} characters.")).with_field(field)
        );
    }
    if text.chars().any(char::is_control) {
        return Err(
            AppError::bad_input(format!("{what} holds characters that cannot be shown.")).with_field(field)
        );
    }
    Ok(text.to_owned())
}

/// Changes the caller's own member record, and their user with it, in one transaction.
async fn change_member(
    engine: &Engine,
    actor: &Actor,
    values: Record,
    user: Option<UpdateUser>,
) -> Result<(), Failure> {
    let (user_id, member) = person(actor)?;
    let scope = Scope::new(engine, actor, MEMBER).await?;
    let mut tx = engine.db().begin().await?;
    let stored = get::snapshot(&mut tx, &scope, &[member], RowLock::NoKeyUpdate).await?;
    let (_, before) = stored.into_iter().next().ok_or_else(record_not_found)?;
    if let Some(change) = &user {
        users::update(&mut tx, user_id, change).await?;
    }
    let changes = change_member_in(&mut tx, &scope, member, &before, values).await?;
    events::commit(tx, &scope, changes).await?;
    if user.is_some() {
        engine.sessions().forget_user(user_id).await;
    }
    Ok(())
}

/// Changes a member record that the transaction holds; what is left to tell.
pub(crate) async fn change_member_in(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    member: Uuid,
    before: &Record,
    mut values: Record,
) -> Result<Vec<Change>, Failure> {
    let diff = compare::changes(&scope.object, before, &values);
    if diff.is_empty() {
        return Ok(Vec::new());
    }
    stamp_updated(&scope.object, &mut values, scope.actor, Utc::now());
    run::ids(tx, icosa_sqlgen::update(&scope.model, MEMBER, member, &values)).await?;
    Ok(vec![Change::updated(member, before.clone(), &values, diff)])
}

pub(crate) fn person(actor: &Actor) -> Result<(UserId, Uuid), AppError> {
    actor.user.zip(actor.member).ok_or_else(AppError::unauthenticated)
}
