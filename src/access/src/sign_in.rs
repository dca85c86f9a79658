//! Signing in with e-mail address and password.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use icosa_contract::account::Credentials;
use icosa_model::WorkspaceId;
use icosa_store::{Db, Hit, RateLimits, users};

use crate::error::AccessError;
use crate::sessions::{Sessions, StartSession, Started};
use crate::{email, passwords};

/// Failures allowed at once per e-mail address.
const FAILURES: u32 = 10;
/// The same per network address; more, because an office shares one.
const FAILURES_PER_ADDRESS: u32 = 30;
/// The window in which as many are allowed again.
const WINDOW: Duration = Duration::from_secs(15 * 60);

/// What a person is told when e-mail address or password is wrong: the same in both cases.
pub const WRONG_CREDENTIALS: &str = "The e-mail address or the password is wrong.";

/// Signs people in. Share it by reference count.
#[derive(Debug)]
pub struct SignIn {
    db: Db,
    sessions: Arc<Sessions>,
    limits: Arc<RateLimits>,
    is_password_enabled: bool,
}

/// How an attempt ended.
#[derive(Debug)]
pub enum SignInOutcome {
    /// A session is open.
    SignedIn {
        /// The session.
        started: Started,
        /// The workspace entered, if the person is a member of one.
        workspace: Option<WorkspaceId>,
    },
    /// No such user, no password, a wrong one, or a disabled user; which of them is not told.
    WrongCredentials,
}

/// Where an attempt comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The browser's address, as far as the proxies in front are trusted.
    pub ip: Option<IpAddr>,
    /// The header, if sent.
    pub user_agent: Option<String>,
}

impl SignIn {
    /// `limits` must be shared by all ways in, `sessions` by all of the application.
    #[must_use]
    pub fn new(db: Db, sessions: Arc<Sessions>, limits: Arc<RateLimits>, is_password_enabled: bool) -> Self {
        Self { db, sessions, limits, is_password_enabled }
    }

    /// Checks the credentials and opens a session in the workspace joined first.
    ///
    /// # Errors
    /// A malformed address, too many failures, or passwords are switched off.
    pub async fn sign_in(
        &self,
        credentials: &Credentials,
        origin: &Origin,
    ) -> Result<SignInOutcome, AccessError> {
        if !self.is_password_enabled {
            return Err(AccessError::PasswordDisabled);
        }
        let email = email::normalise(&credentials.email)?;
        let limits = limits(&email, origin.ip);
        // Counted before the check, which takes time: attempts made meanwhile must count, too.
        self.count(&limits).await?;
        let row = users::lookup_for_sign_in(self.db.pool(), &email).await?;
        let hash = row.as_ref().and_then(|row| row.password_hash.clone());
        let right = passwords::verify(&credentials.password, hash.clone()).await?;
        let Some(row) = row.filter(|row| right && !row.user.disabled) else {
            return Ok(SignInOutcome::WrongCredentials);
        };
        self.forgive(&limits).await;
        if hash.as_deref().is_some_and(passwords::is_outdated) {
            let hash = passwords::hash(&credentials.password).await?;
            users::set_password_hash(self.db.pool(), row.user.id, &hash).await?;
        }
        let start = StartSession {
            user: row.user.id,
            workspace: row.workspace.map(WorkspaceId).zip(row.user_workspace),
            user_agent: origin.user_agent.clone(),
            ip_address: origin.ip.map(|ip| ip.to_string()),
        };
        let workspace = start.workspace.map(|(workspace, _)| workspace);
        let mut transaction = self.db.begin().await?;
        let started = self.sessions.start(&mut transaction, start).await?;
        transaction.commit().await?;
        Ok(SignInOutcome::SignedIn { started, workspace })
    }

    async fn count(&self, limits: &[(String, u32)]) -> Result<(), AccessError> {
        for (number, (key, limit)) in limits.iter().enumerate() {
            if let Hit::Limited { retry_after } = self.limits.hit(key, *limit, WINDOW).await {
                // What was counted for this attempt under the other keys was not an attempt.
                for (key, limit) in limits.iter().take(number) {
                    self.limits.refund(key, *limit, WINDOW).await;
                }
                return Err(AccessError::RateLimited { retry_after });
            }
        }
        Ok(())
    }

    /// A success ends the suspicion against the account; against the network address only this attempt's.
    async fn forgive(&self, limits: &[(String, u32)]) {
        for (number, (key, limit)) in limits.iter().enumerate() {
            match number {
                0 => self.limits.clear(key).await,
                _ => self.limits.refund(key, *limit, WINDOW).await,
            }
        }
    }
}

/// The e-mail address first.
fn limits(email: &str, ip: Option<IpAddr>) -> Vec<(String, u32)> {
    let mut limits = vec![(format!("sign-in:email:{email}"), FAILURES)];
    limits.extend(ip.map(|ip| (format!("sign-in:address:{}", network(ip)), FAILURES_PER_ADDRESS)));
    limits
}

/// One customer of a provider has a whole /64 of IPv6 addresses.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_customer_count_together() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:3::1"), of("2001:db8:1:2::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
