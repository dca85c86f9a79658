//! Why a token is not accepted, or cannot be made.

use icosa_contract::{AppError, Code};
use icosa_store::StoreError;
use thiserror::Error;

/// A refusal, or a failure on the way. The codes are those of the accounts API.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum TokenError {
    #[error("Token has expired.")]
    Expired,
    #[error("Token invalid.")]
    Invalid,
    #[error("This kind of token is not for calls of the API.")]
    WrongType,
    #[error("The workspace of the token does not exist.")]
    WorkspaceNotFound,
    #[error("The user of the token is not a member of its workspace.")]
    UserNotFound,
    #[error("The token names no membership.")]
    UserWorkspaceNotFound,
    #[error("The user is not a member of the workspace.")]
    NotAMember,
    #[error("The workspace is not active.")]
    WorkspaceInactive,
    #[error("This API key has been revoked.")]
    KeyRevoked,
    #[error("This API key has expired.")]
    KeyExpired,
    #[error("There is no such API key.")]
    KeyNotFound,
    #[error("{0}")]
    BadInput(&'static str),
    #[error("tokens cannot be signed or verified: {0}")]
    Signing(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for TokenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<serde_json::Error> for TokenError {
    fn from(error: serde_json::Error) -> Self {
        Self::Signing(error.to_string())
    }
}

impl From<TokenError> for AppError {
    /// Logs what is our fault; the caller is told nothing internal.
    fn from(error: TokenError) -> Self {
        let (code, sub_code) = match &error {
            TokenError::Expired | TokenError::Invalid => (Code::Unauthenticated, "UNAUTHENTICATED"),
            TokenError::WrongType => (Code::Forbidden, "INVALID_JWT_TOKEN_TYPE"),
            TokenError::WorkspaceNotFound => (Code::Unauthenticated, "WORKSPACE_NOT_FOUND"),
            TokenError::UserNotFound => (Code::Unauthenticated, "USER_NOT_FOUND"),
            TokenError::UserWorkspaceNotFound => (Code::Unauthenticated, "USER_WORKSPACE_NOT_FOUND"),
            TokenError::NotAMember
            | TokenError::WorkspaceInactive
            | TokenError::KeyRevoked
            | TokenError::KeyExpired => (Code::Forbidden, "FORBIDDEN_EXCEPTION"),
            TokenError::KeyNotFound => (Code::NotFound, "API_KEY_NOT_FOUND"),
            TokenError::BadInput(_) => (Code::BadUserInput, "INVALID_INPUT"),
            TokenError::Store(error) if error.is_unavailable() => {
                tracing::warn!("{error}");
                let message = "The database cannot be reached for the moment. Try again soon.";
                return Self::new(Code::Unavailable, message);
            }
            TokenError::Signing(_) | TokenError::Store(_) => {
                tracing::error!("{error}");
                return Self::internal();
            }
        };
        Self::new(code, error.to_string()).with_sub_code(sub_code)
    }
}
