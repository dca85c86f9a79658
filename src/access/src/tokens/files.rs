//! Tokens in the addresses of files: whoever holds one may read, or send, that one file until it expires.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use icosa_model::WorkspaceId;
use lru::LruCache;
use uuid::Uuid;

use super::claims::{Claims, TokenType};
use super::error::TokenError;
use super::{IssuedToken, Tokens, jws};

/// Addresses remembered, so that a file keeps the same one for a while and browsers need not fetch it again.
const KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(4_095);

/// Addresses of files given out lately.
pub(super) struct KeptLinks(Mutex<LruCache<(WorkspaceId, Uuid), IssuedToken>>);

impl Default for KeptLinks {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

/// What a file's token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileBearer {
    /// Where the file belongs.
    pub workspace: WorkspaceId,
    /// Which one.
    pub file: Uuid,
    /// Not from then on.
    pub expires_at: DateTime<Utc>,
}

impl Tokens {
    /// A token to read a file with. The same one is given for half of its life.
    ///
    /// # Errors
    /// The database is away, or the signing key cannot be read.
    pub async fn issue_for_reading(
        &self,
        workspace: WorkspaceId,
        file: Uuid,
    ) -> Result<IssuedToken, TokenError> {
        let half = self.clock.now() + self.link_lifetime / 2;
        let key = (workspace, file);
        if let Some(kept) = self.kept().get(&key)
            && kept.expires_at >= half
        {
            return Ok(kept.clone());
        }
        let issued = self.issue_for_file(TokenType::File, workspace, file).await?;
        self.kept().put(key, issued.clone());
        Ok(issued)
    }

    /// A token to send the bytes of a file with.
    ///
    /// # Errors
    /// The database is away, or the signing key cannot be read.
    pub async fn issue_for_sending(
        &self,
        workspace: WorkspaceId,
        file: Uuid,
    ) -> Result<IssuedToken, TokenError> {
        self.issue_for_file(TokenType::FileUpload, workspace, file).await
    }

    async fn issue_for_file(
        &self,
        kind: TokenType,
        workspace: WorkspaceId,
        file: Uuid,
    ) -> Result<IssuedToken, TokenError> {
        let life = if kind == TokenType::File { self.link_lifetime } else { self.upload_lifetime };
        let now = self.clock.now();
        let mut claims = Claims::new(kind, now.timestamp(), (now + life).timestamp());
        claims.sub = Some(workspace.0);
        claims.workspace_id = Some(workspace.0);
        claims.file_id = Some(file);
        self.sign(&claims).await
    }

    /// What a token of that kind allows.
    ///
    /// # Errors
    /// The token is none, of another kind, or has expired; the database is away.
    pub async fn verify_file(&self, kind: TokenType, token: &str) -> Result<FileBearer, TokenError> {
        let token = jws::parse(token).ok_or(TokenError::Invalid)?;
        if !self.is_authentic(&token).await? {
            return Err(TokenError::Invalid);
        }
        let expires_at = self.check_time(&token.claims)?;
        if token.claims.token_type != kind {
            return Err(TokenError::WrongType);
        }
        let workspace = token.claims.workspace_id.map(WorkspaceId).ok_or(TokenError::WorkspaceNotFound)?;
        let file = token.claims.file_id.ok_or(TokenError::Invalid)?;
        Ok(FileBearer { workspace, file, expires_at })
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, LruCache<(WorkspaceId, Uuid), IssuedToken>> {
        self.links.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
