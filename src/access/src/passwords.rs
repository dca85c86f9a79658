//! Passwords: argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane).

use std::sync::{Arc, LazyLock};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use icosa_contract::account::{MAX_PASSWORD, MIN_PASSWORD};
use rand::TryRngCore;
use rand::rngs::OsRng;
use tokio::sync::Semaphore;

use crate::error::AccessError;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes computed at a time: each takes 19 MiB and a core, so a burst of sign-ins must queue.
static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get);
    Arc::new(Semaphore::new(cores))
});

/// Checks the length, in characters; nothing else is asked of a password.
///
/// # Errors
/// [`AccessError::WeakPassword`]
pub fn check_rules(password: &str) -> Result<(), AccessError> {
    let length = password.chars().count();
    if (MIN_PASSWORD..=MAX_PASSWORD).contains(&length) { Ok(()) } else { Err(AccessError::WeakPassword) }
}

/// Checks the rules and computes the hash to store.
///
/// # Errors
/// [`AccessError::WeakPassword`], or the hash cannot be computed.
pub async fn hash(password: &str) -> Result<String, AccessError> {
    check_rules(password)?;
    let password = password.to_owned();
    compute(move || hash_now(&password)).await
}

/// Whether the password is the one of the stored hash. Without a hash (unknown user, or one who signs in elsewhere)
/// as much work is done for nothing, so that the time taken tells nothing.
///
/// # Errors
/// The hash cannot be computed.
pub async fn verify(password: &str, stored: Option<String>) -> Result<bool, AccessError> {
    // Cannot be right, and is not worth hashing megabytes for.
    let password =
        if password.chars().nth(MAX_PASSWORD).is_some() { String::new() } else { password.to_owned() };
    compute(move || {
        let (stored, exists) = match stored {
            Some(stored) => (stored, true),
            None => (nobody().to_owned(), false),
        };
        let hash = PasswordHash::new(&stored).map_err(hashing)?;
        let right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        Ok(right && exists && !password.is_empty())
    })
    .await
}

/// Whether a stored hash was made with other parameters than today's.
#[must_use]
pub fn is_outdated(stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else { return true };
    let current = Params::try_from(&hash).is_ok_and(|params| {
        (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY_KIB, PASSES, LANES)
    });
    hash.algorithm != Algorithm::Argon2id.ident() || !current
}

fn hash_now(password: &str) -> Result<String, AccessError> {
    let mut salt = [0; 16];
    OsRng.try_fill_bytes(&mut salt).map_err(|error| AccessError::Random(error.to_string()))?;
    let salt = SaltString::encode_b64(&salt).map_err(hashing)?;
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(hashing)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon.hash_password(password.as_bytes(), &salt).map_err(hashing)?.to_string())
}

/// The hash of a password nobody has.
fn nobody() -> &'static str {
    static HASH: LazyLock<String> =
        LazyLock::new(|| hash_now("correct horse battery staple").unwrap_or_default());
    &HASH
}

async fn compute<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AccessError> + Send + 'static,
) -> Result<T, AccessError> {
    let turn = Arc::clone(&TURNS).acquire_owned().await.map_err(hashing)?;
    // The turn goes with the work: a request that is given up must not free it early.
    let working = tokio::task::spawn_blocking(move || {
        let outcome = work();
        drop(turn);
        outcome
    });
    working.await.map_err(hashing)?
}

fn hashing(error: impl std::fmt::Display) -> AccessError {
    AccessError::Hashing(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_passes() {
        let stored = hash("pässwörd").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("pässwörd", Some(stored.clone())).await.unwrap());
        assert!(!verify("passw0rd", Some(stored.clone())).await.unwrap());
        assert!(!verify("", Some(stored.clone())).await.unwrap());
        assert_ne!(hash("pässwörd").await.unwrap(), stored);
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        assert!(!verify("correct horse battery staple", None).await.unwrap());
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        for (password, good) in [
            ("1234567".to_owned(), false),
            ("12345678".to_owned(), true),
            ("ééééééé".to_owned(), false),
            ("x".repeat(256), true),
            ("é".repeat(256), true),
            ("x".repeat(257), false),
        ] {
            assert_eq!(check_rules(&password).is_ok(), good, "{} characters", password.chars().count());
        }
    }

    #[tokio::test]
    async fn other_parameters_are_noticed() {
        assert!(!is_outdated(&hash("12345678").await.unwrap()));
        assert!(is_outdated("$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA"));
        assert!(is_outdated("$2b$10$abcdefghijklmnopqrstuv"));
    }
}
