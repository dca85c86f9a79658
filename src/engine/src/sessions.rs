//! Signing up, in and out, and who a session's requests come from.

mod context;

use std::net::IpAddr;

use chrono::Utc;
use icosa_access::sign_in::{Origin, SignInOutcome, WRONG_CREDENTIALS};
use icosa_access::sign_up::Applicant;
use icosa_access::{AccessError, StartSession, Started, prepare_user, start_session};
use icosa_contract::account::{AccountApi, Credentials};
use icosa_contract::session::ColorScheme;
use icosa_contract::{AppError, Code};
use icosa_model::WorkspaceId;
use icosa_store::Hit;
use icosa_store::config::Bucket;
use icosa_store::workspaces::{NewWorkspace, status};
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;
use crate::seed::demo;
use crate::workspaces::{NewMember, add_samples, provision};
pub use context::Context;

/// What is known of the browser that signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its address.
    pub ip: String,
    /// As it names itself.
    pub user_agent: Option<String>,
}

impl Client {
    fn address(&self) -> Option<IpAddr> {
        self.ip.parse().ok()
    }
}

/// A session that has just begun. No `Debug`: it holds the token.
#[derive(Clone)]
pub struct NewSession {
    /// For the cookie; stored nowhere else.
    pub token: String,
    /// How long the cookie may live.
    pub max_age_seconds: i64,
}

impl From<Started> for NewSession {
    fn from(started: Started) -> Self {
        let max_age_seconds = (started.expires_at - Utc::now()).num_seconds();
        Self { token: started.token.to_text(), max_age_seconds }
    }
}

impl Engine {
    /// Makes a user, their workspace with everything in it, and their session: in one transaction, all or nothing.
    ///
    /// # Errors
    /// Credentials that cannot be used, an address that has an account, sign-up that is closed, too many attempts.
    pub async fn sign_up(&self, credentials: Credentials, client: Client) -> Result<NewSession, AppError> {
        self.new_workspace(&credentials, &client).await.map_err(|failure| failure.into_app_error(None))
    }

    async fn new_workspace(&self, credentials: &Credentials, client: &Client) -> Result<NewSession, Failure> {
        let key = format!("sign-up:address:{}", client.ip);
        let Bucket { limit, window } = self.config().sign_ups;
        if let Hit::Limited { retry_after } = self.limits().hit(&key, limit, window).await {
            return Err(AccessError::RateLimited { retry_after }.into());
        }
        crate::data_model::refuse_while_locked(self)?;
        let rules = self.sign_up_rules();
        let applicant = Applicant::check(credentials, rules).await?;
        let mut tx = self.db().begin().await?;
        let user = prepare_user(&mut tx, &applicant, rules).await?;
        let id = WorkspaceId::random();
        let new = NewWorkspace {
            id,
            display_name: String::new(),
            subdomain: format!("w{}", &id.0.simple().to_string()[..12]),
            activation_status: status::PENDING_CREATION,
        };
        let member_id = Uuid::new_v4();
        let member = NewMember {
            user: user.id,
            member: member_id,
            email: user.email,
            first_name: user.first_name,
            last_name: user.last_name,
            color_scheme: ColorScheme::System.as_str(),
        };
        let made = provision(&mut tx, &new, &[member], Utc::now()).await?;
        add_samples(&mut tx, &made.model, Some(member_id)).await?;
        let start = StartSession {
            user: user.id,
            workspace: made.memberships.first().map(|membership| (id, *membership)),
            user_agent: client.user_agent.clone(),
            ip_address: client.address().map(|ip| ip.to_string()),
        };
        let started = start_session(self.sessions(), &mut tx, start).await?;
        tx.commit().await?;
        Ok(started.into())
    }

    /// Checks a password and opens a session in the workspace joined first.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for wrong credentials, `RATE_LIMITED` after too many of them.
    pub async fn sign_in(&self, credentials: Credentials, client: Client) -> Result<NewSession, AppError> {
        let origin = Origin { ip: client.address(), user_agent: client.user_agent };
        match self.password_sign_in().sign_in(&credentials, &origin).await? {
            SignInOutcome::SignedIn { started, .. } => Ok(started.into()),
            SignInOutcome::WrongCredentials => {
                Err(AppError::new(Code::Unauthenticated, WRONG_CREDENTIALS)
                    .with_sub_code("WRONG_CREDENTIALS"))
            }
        }
    }

    /// Ends the session of a token, if there is one.
    ///
    /// # Errors
    /// The database is away: the session may still be valid.
    pub async fn sign_out(&self, token: &str) -> Result<(), AppError> {
        self.sessions().revoke(token, "sign_out").await?;
        Ok(())
    }

    /// Makes the demo workspaces and opens a session in the first one; only on a fresh installation that runs its
    /// own database, because everybody knows the passwords.
    ///
    /// # Errors
    /// `FORBIDDEN` once the installation is in use.
    pub async fn enter_demo(&self, client: Client) -> Result<NewSession, AppError> {
        if !self.welcome_info().await?.offers_demo {
            let message = "The demo is offered on a fresh installation only.";
            return Err(AppError::new(Code::Forbidden, message).with_sub_code("DEMO_NOT_OFFERED"));
        }
        self.seed_demo().await.map_err(|failure| failure.into_app_error(None))?;
        let user = demo::workspaces().into_iter().flat_map(|workspace| workspace.users).next();
        let user = user.ok_or_else(AppError::internal)?;
        let credentials = Credentials { email: user.email.to_owned(), password: user.password.to_owned() };
        self.sign_in(credentials, client).await
    }
}
