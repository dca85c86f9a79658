//! What a token says.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a token is for. Only the kinds that are made or accepted here; any other is [`TokenType::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TokenType {
    /// Calls of a member.
    Access,
    /// Calls of a member from the playground.
    Playground,
    /// Calls of a program.
    ApiKey,
    /// Reading one file.
    File,
    /// Sending one file.
    FileUpload,
    /// Not for calls of the API.
    #[serde(other)]
    Other,
}

impl TokenType {
    /// As in the claim.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Access => "ACCESS",
            Self::Playground => "PLAYGROUND",
            Self::ApiKey => "API_KEY",
            Self::File => "FILE",
            Self::FileUpload => "FILE_UPLOAD",
            Self::Other => "",
        }
    }
}

/// The payload of a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Claims {
    /// User id, or workspace id of an API key's token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub: Option<Uuid>,
    #[serde(rename = "type")]
    pub token_type: TokenType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_workspace_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace_member_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_provider: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_impersonating: Option<bool>,
    /// The key of an API key's token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jti: Option<Uuid>,
    /// The file of a file's token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_id: Option<Uuid>,
    /// Seconds since 1970.
    pub iat: i64,
    /// Seconds since 1970; a token without an end is none.
    pub exp: i64,
    /// Seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
}

impl Claims {
    /// Claims of a kind with a life in seconds since 1970 and nothing else.
    pub fn new(token_type: TokenType, iat: i64, exp: i64) -> Self {
        Self {
            sub: None,
            token_type,
            workspace_id: None,
            user_id: None,
            user_workspace_id: None,
            workspace_member_id: None,
            auth_provider: None,
            is_impersonating: None,
            jti: None,
            file_id: None,
            iat,
            exp,
            nbf: None,
        }
    }
}
