//! Signing up: the parts that happen in the engine's transaction, which also makes the workspace.

use icosa_contract::account::Credentials;
use icosa_store::users::{self, NewUser, User};
use icosa_store::{Config, workspaces};
use sqlx::PgConnection;

use crate::error::AccessError;
use crate::sessions::{Sessions, StartSession, Started};
use crate::{email, passwords};

/// What sign-up depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignUpRules {
    /// `IS_MULTIWORKSPACE_ENABLED`
    pub is_multiworkspace_enabled: bool,
    /// `AUTH_PASSWORD_ENABLED`
    pub is_password_enabled: bool,
}

impl From<&Config> for SignUpRules {
    fn from(config: &Config) -> Self {
        Self {
            is_multiworkspace_enabled: config.is_multiworkspace_enabled,
            is_password_enabled: config.is_password_enabled,
        }
    }
}

/// Checked credentials of a person to be: made before the transaction, as hashing takes a while. No `Debug`.
pub struct Applicant {
    email: String,
    password_hash: String,
}

impl Applicant {
    /// Checks address and password and hashes the password.
    ///
    /// # Errors
    /// A malformed address, or a password that is too short or too long.
    pub async fn check(credentials: &Credentials, rules: SignUpRules) -> Result<Self, AccessError> {
        if !rules.is_password_enabled {
            return Err(AccessError::PasswordDisabled);
        }
        let email = email::normalise(&credentials.email)?;
        let password_hash = passwords::hash(&credentials.password).await?;
        Ok(Self { email, password_hash })
    }

    /// As it will be stored.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }
}

/// Whether a further workspace may be made by signing up; for pages that offer it.
///
/// # Errors
/// The database fails.
pub async fn is_open(connection: &mut PgConnection, rules: SignUpRules) -> Result<bool, AccessError> {
    Ok(rules.is_password_enabled && (rules.is_multiworkspace_enabled || !workspaces::any(connection).await?))
}

/// Makes the user of a new workspace, in the transaction that makes the workspace. The first user of the server
/// administers it.
///
/// # Errors
/// Sign-up is closed, or the address belongs to an account.
pub async fn prepare_user(
    connection: &mut PgConnection,
    applicant: &Applicant,
    rules: SignUpRules,
) -> Result<User, AccessError> {
    if !rules.is_multiworkspace_enabled {
        // Of two people who sign up on an empty server at once, the second must see the first one's workspace.
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('core.workspace:only', 0))")
            .execute(&mut *connection)
            .await?;
        if workspaces::any(&mut *connection).await? {
            return Err(AccessError::SignUpDisabled);
        }
    }
    if users::lookup_by_email(&mut *connection, &applicant.email).await?.is_some() {
        return Err(AccessError::EmailTaken);
    }
    let new = NewUser {
        email: applicant.email.clone(),
        password_hash: Some(applicant.password_hash.clone()),
        first_name: String::new(),
        last_name: String::new(),
    };
    users::add(connection, &new).await.map_err(|error| match error.unique_violation() {
        Some("UQ_user_email") => AccessError::EmailTaken,
        _ => error.into(),
    })
}

/// Opens the first session in the same transaction.
///
/// # Errors
/// The database fails.
pub async fn start_session(
    sessions: &Sessions,
    connection: &mut PgConnection,
    start: StartSession,
) -> Result<Started, AccessError> {
    sessions.start(connection, start).await
}
