//! Tokens from before there were signing keys: HS256 with a secret derived from `APP_SECRET`.

use icosa_store::config::Secret;
use sha2::{Digest, Sha256};

use super::claims::TokenType;
use super::error::TokenError;
use super::jws::Unverified;

/// Whether the token was signed with the secret of its workspace (or user) and kind.
pub(super) fn is_valid(token: &Unverified<'_>, app_secret: Option<&Secret>) -> Result<bool, TokenError> {
    let body = token.claims.workspace_id.or(token.claims.user_id).ok_or(TokenError::WrongType)?;
    let Some(app_secret) = app_secret else { return Ok(false) };
    let signed_as = |kind: TokenType| {
        let text = format!("{}{body}{}", app_secret.expose(), kind.as_str());
        token.is_signed_with(hex::encode(Sha256::digest(text)).as_bytes())
    };
    let kind = token.claims.token_type;
    // Keys made before December 2025 were signed as if they were access tokens.
    Ok(kind != TokenType::Other
        && (signed_as(kind) || (kind == TokenType::ApiKey && signed_as(TokenType::Access))))
}
