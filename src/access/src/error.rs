//! Why someone does not come in.

use std::time::Duration;

use icosa_contract::account::{MAX_PASSWORD, MIN_PASSWORD};
use icosa_contract::{AppError, Code};
use icosa_store::StoreError;
use thiserror::Error;

/// A refusal, or a failure on the way.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum AccessError {
    #[error("the e-mail address is not valid")]
    InvalidEmail,
    #[error("the password is too short or too long")]
    WeakPassword,
    #[error("the e-mail address belongs to an account")]
    EmailTaken,
    #[error("sign-up is closed")]
    SignUpDisabled,
    #[error("sign-in by password is switched off")]
    PasswordDisabled,
    #[error("too many attempts; wait {} seconds", retry_after.as_secs())]
    RateLimited { retry_after: Duration },
    #[error("no valid session")]
    Unauthenticated,
    #[error("a password could not be hashed: {0}")]
    Hashing(String),
    #[error("the machine gives no random numbers: {0}")]
    Random(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for AccessError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<AccessError> for AppError {
    /// Logs what is our fault; the person is told nothing internal.
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::InvalidEmail => Self::bad_input("This is not a valid e-mail address.")
                .with_sub_code("INVALID_EMAIL")
                .with_field("email"),
            AccessError::WeakPassword => Self::bad_input(format!(
                "The password must have {MIN_PASSWORD} to {MAX_PASSWORD} characters."
            ))
            .with_sub_code("WEAK_PASSWORD")
            .with_field("password"),
            AccessError::EmailTaken => {
                Self::new(Code::Conflict, "There is an account with this e-mail address. Sign in instead.")
                    .with_sub_code("USER_ALREADY_EXISTS")
                    .with_field("email")
            }
            AccessError::SignUpDisabled => Self::new(
                Code::Forbidden,
                "This server has its workspace already. Ask one of its members for an invitation.",
            )
            .with_sub_code("SIGNUP_DISABLED"),
            AccessError::PasswordDisabled => {
                Self::new(Code::Forbidden, "Signing in with a password is switched off on this server.")
                    .with_sub_code("PASSWORD_AUTH_DISABLED")
            }
            AccessError::RateLimited { retry_after } => Self::new(
                Code::RateLimited,
                format!("Too many attempts. Try again in {}.", wait(retry_after)),
            )
            .with_sub_code("TOO_MANY_ATTEMPTS"),
            AccessError::Unauthenticated => Self::unauthenticated(),
            AccessError::Store(error) if error.is_unavailable() => {
                tracing::warn!("{error}");
                Self::new(Code::Unavailable, "The database cannot be reached for the moment. Try again soon.")
            }
            error @ (AccessError::Hashing(_) | AccessError::Random(_) | AccessError::Store(_)) => {
                tracing::error!("{error}");
                Self::internal()
            }
        }
    }
}

/// `42 seconds`, `15 minutes`: rounded up, so that the wait is enough.
fn wait(duration: Duration) -> String {
    let seconds = duration.as_secs() + u64::from(duration.subsec_nanos() > 0);
    let (number, unit) =
        if seconds < 120 { (seconds.max(1), "second") } else { (seconds.div_ceil(60), "minute") };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_says_how_long_to_wait() {
        for (millis, text) in [(1, "1 second"), (89_500, "90 seconds"), (600_001, "11 minutes")] {
            let error =
                AppError::from(AccessError::RateLimited { retry_after: Duration::from_millis(millis) });
            assert_eq!(error.code, Code::RateLimited);
            assert!(error.message.contains(text), "{}", error.message);
        }
    }

    #[test]
    fn nothing_internal_reaches_the_person() {
        let error =
            AppError::from(AccessError::Store(StoreError::Jobs("relation core.x at 10.0.0.1".into())));
        assert_eq!(error, AppError::internal());
        let away = sqlx::Error::Io(std::io::Error::other("10.0.0.1 refused"));
        let error = AppError::from(AccessError::from(away));
        assert_eq!(error.code, Code::Unavailable);
        assert!(!error.message.contains("10.0.0.1"));
    }
}
