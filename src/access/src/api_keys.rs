//! API keys: made, listed, changed and revoked; always within one workspace.

use chrono::{DateTime, Utc};
use icosa_model::WorkspaceId;
use icosa_store::api_keys::{self as rows, ApiKeyRow, UpdateApiKey};
use uuid::Uuid;

use crate::tokens::{IssuedToken, TokenError, Tokens};

/// Longest name of a key, characters.
const LONGEST_NAME: usize = 255;

impl Tokens {
    /// Makes a key; its tokens are had with [`Tokens::issue_key_token`].
    ///
    /// # Errors
    /// A name that is empty or too long, an end in the past; the database is away.
    pub async fn create_key(
        &self,
        workspace: WorkspaceId,
        name: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<ApiKeyRow, TokenError> {
        let name = checked_name(name)?;
        if expires_at <= self.clock.now() {
            return Err(TokenError::BadInput("The end of the key is in the past."));
        }
        Ok(rows::add(self.db.pool(), workspace, name, expires_at).await?)
    }

    /// The keys of a workspace that are not revoked, oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list_keys(&self, workspace: WorkspaceId) -> Result<Vec<ApiKeyRow>, TokenError> {
        Ok(rows::list(self.db.pool(), workspace).await?)
    }

    /// One key, revoked ones too.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find_key(&self, workspace: WorkspaceId, id: Uuid) -> Result<Option<ApiKeyRow>, TokenError> {
        Ok(rows::lookup(self.db.pool(), workspace, id).await?)
    }

    /// Changes a key; `None` if the workspace has no such key. A revocation works at once and is for good.
    ///
    /// # Errors
    /// A name that is empty or too long; the database is away.
    pub async fn update_key(
        &self,
        workspace: WorkspaceId,
        id: Uuid,
        mut change: UpdateApiKey,
    ) -> Result<Option<ApiKeyRow>, TokenError> {
        if let Some(name) = &change.name {
            change.name = Some(checked_name(name)?.to_owned());
        }
        let mut transaction = self.db.begin().await?;
        let changed = rows::update(&mut transaction, workspace, id, &change).await?;
        transaction.commit().await?;
        self.forget_workspace(workspace).await;
        Ok(changed)
    }

    /// Revokes a key; `None` if the workspace has no such key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn revoke_key(
        &self,
        workspace: WorkspaceId,
        id: Uuid,
    ) -> Result<Option<ApiKeyRow>, TokenError> {
        let change = UpdateApiKey { revoked_at: Some(self.clock.now()), ..UpdateApiKey::default() };
        self.update_key(workspace, id, change).await
    }

    /// A token of a key, valid until then or until the key ends, whichever is first.
    ///
    /// # Errors
    /// An unknown, revoked or expired key; the database is away.
    pub async fn issue_key_token(
        &self,
        workspace: WorkspaceId,
        id: Uuid,
        expires_at: DateTime<Utc>,
    ) -> Result<IssuedToken, TokenError> {
        let key = self.find_key(workspace, id).await?.ok_or(TokenError::KeyNotFound)?;
        if key.revoked_at.is_some() {
            return Err(TokenError::KeyRevoked);
        }
        if key.expires_at <= self.clock.now() {
            return Err(TokenError::KeyExpired);
        }
        self.issue_for_key(&key, expires_at.min(key.expires_at)).await
    }
}

fn checked_name(name: &str) -> Result<&str, TokenError> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(TokenError::BadInput("The key needs a name.")),
        length if length > LONGEST_NAME => Err(TokenError::BadInput("The name of the key is too long.")),
        _ if name.chars().any(char::is_control) => {
            Err(TokenError::BadInput("The name of the key holds characters that cannot be shown."))
        }
        _ => Ok(name),
    }
}
