//! Signing up, signing in, onboarding and personal preferences.
//!
//! Sign-in and sign-up are plain form posts (they set cookies); the trait holds what signed-in pages call.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::session::{Actor, ColorScheme, OpenIn};

/// Shortest password accepted.
pub const MIN_PASSWORD: usize = 8;
/// Longest password accepted (argon2 would take more; a limit keeps hashing cheap).
pub const MAX_PASSWORD: usize = 256;

/// What sign-in and sign-up ask for.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credentials {
    /// Sign-in address, any case.
    pub email: String,
    /// In clear; never logged (no `Debug`).
    pub password: String,
}

/// What the sign-in page needs to know before anyone has signed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WelcomeInfo {
    /// Nobody has signed up yet: the page opens with "create your workspace".
    pub is_fresh: bool,
    /// A new workspace may be made by signing up.
    pub can_sign_up: bool,
    /// The demo workspace may be made and entered with one click: a fresh installation on its own database.
    pub offers_demo: bool,
}

/// Onboarding and preferences of the signed-in person.
#[async_trait]
pub trait AccountApi: Send + Sync {
    /// What the sign-in page shows; needs no actor.
    async fn welcome_info(&self) -> Result<WelcomeInfo, AppError>;

    /// Names the workspace and moves onboarding on. 1-64 characters.
    async fn name_workspace(&self, actor: &Actor, name: &str) -> Result<(), AppError>;

    /// Sets the person's name (member record and user) and completes onboarding. First name required.
    async fn set_profile(&self, actor: &Actor, first_name: &str, last_name: &str) -> Result<(), AppError>;

    /// Stores the theme preference.
    async fn set_color_scheme(&self, actor: &Actor, scheme: ColorScheme) -> Result<(), AppError>;

    /// Stores where the person's records open.
    async fn set_open_record_in(&self, actor: &Actor, place: OpenIn) -> Result<(), AppError>;
}
