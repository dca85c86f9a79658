//! Calls of the API that carry a token, and the API keys of a workspace.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use icosa_access::tokens::KeyBearer;
use icosa_access::{Bearer, IssuedToken, TokenType};
use icosa_contract::{Actor, AppError, Session};
use icosa_model::{Model, WorkspaceId};
use icosa_store::api_keys::ApiKeyRow;
use icosa_store::workspaces;
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;

/// Who calls with a token, and their workspace's model.
#[derive(Debug, Clone)]
pub struct BearerContext {
    /// For the engine.
    pub actor: Actor,
    /// Of a member; programs have none.
    pub session: Option<Session>,
    /// Of the workspace.
    pub model: Arc<Model>,
    /// The API key, if a program calls.
    pub api_key: Option<Uuid>,
}

/// A new API key. No `Debug`: it holds the token.
#[derive(Clone)]
pub struct NewApiKey {
    /// As stored.
    pub key: ApiKeyRow,
    /// Shown once; cannot be had again.
    pub token: IssuedToken,
}

impl Engine {
    /// Who the bearer of a token (access token, playground token or API key) is.
    ///
    /// No statement while token, member record and model are cached; they are kept right by signals.
    ///
    /// # Errors
    /// The token is none, has expired, or stands for nobody any more; the database is away.
    pub async fn bearer_context(&self, token: &str) -> Result<BearerContext, AppError> {
        match self.tokens().verify(token).await?.as_ref() {
            Bearer::ApiKey(key) => {
                self.key_context(key).await.map_err(|failure| failure.into_app_error(None))
            }
            Bearer::Member(member) => {
                let found = self.member_context(member.user, &member.email, &member.workspace, None).await;
                let found = found.map_err(|failure| failure.into_app_error(None))?;
                let (actor, session, model) = found.ok_or(icosa_access::TokenError::NotAMember)?;
                Ok(BearerContext { actor, session: Some(session), model, api_key: None })
            }
        }
    }

    async fn key_context(&self, key: &KeyBearer) -> Result<BearerContext, Failure> {
        let actor = Actor {
            workspace: key.workspace,
            user: None,
            user_workspace: None,
            member: None,
            name: key.name.clone(),
            source: "API",
            zone: "UTC",
        };
        let model = self.model(key.workspace).await?;
        Ok(BearerContext { actor, session: None, model, api_key: Some(key.key) })
    }

    /// An access token of a signed-in member.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for a caller who is no member.
    pub async fn access_token(&self, actor: &Actor) -> Result<IssuedToken, AppError> {
        let issued = self.tokens().issue_for_member(actor, TokenType::Access).await?;
        issued.ok_or_else(AppError::unauthenticated)
    }

    /// A token with which a signed-in member tries the API out; it lives longer.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for a caller who is no member.
    pub async fn playground_token(&self, actor: &Actor) -> Result<IssuedToken, AppError> {
        let issued = self.tokens().issue_for_member(actor, TokenType::Playground).await?;
        issued.ok_or_else(AppError::unauthenticated)
    }

    /// Makes an API key with its token.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a name that cannot be used or an end in the past.
    pub async fn create_api_key(
        &self,
        workspace: WorkspaceId,
        name: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<NewApiKey, AppError> {
        let key = self.tokens().create_key(workspace, name, expires_at).await?;
        let token = self.tokens().issue_key_token(workspace, key.id, expires_at).await?;
        Ok(NewApiKey { key, token })
    }

    /// The same for a key that lives so many days from now on.
    ///
    /// # Errors
    /// As [`Engine::create_api_key`].
    pub async fn create_api_key_for_days(
        &self,
        workspace: WorkspaceId,
        name: &str,
        days: u32,
    ) -> Result<NewApiKey, AppError> {
        self.create_api_key(workspace, name, Utc::now() + TimeDelta::days(days.into())).await
    }

    /// The workspace of that id or sub-domain.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub async fn find_workspace(&self, id_or_subdomain: &str) -> Result<WorkspaceId, AppError> {
        let id = Uuid::parse_str(id_or_subdomain).ok();
        let all = workspaces::list(self.db().pool()).await;
        let all = all.map_err(|error| Failure::from(error).into_app_error(None))?;
        let named =
            all.iter().find(|workspace| id == Some(workspace.id.0) || workspace.subdomain == id_or_subdomain);
        let named = named.ok_or_else(|| AppError::not_found("There is no such workspace."))?;
        Ok(named.id)
    }
}
