//! One instance of the application, with a clock that stands still.

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use icosa_access::sessions::Lifetimes;
use icosa_access::sign_in::Origin;
use icosa_access::sign_up::{Applicant, SignUpRules};
use icosa_access::{
    Sessions, SignIn, SignInOutcome, StartSession, Started, add_membership, prepare_user, start_session,
};
use icosa_contract::account::Credentials;
use icosa_model::{UserId, WorkspaceId};
use icosa_store::workspaces::{self, NewWorkspace, status};
use icosa_store::{Clock, Db, EventHub, RateLimits};
use icosa_testkit::TestDb;
use uuid::Uuid;

pub const DAY: Duration = Duration::from_secs(86_400);
pub const OPEN: SignUpRules = SignUpRules { is_multiworkspace_enabled: true, is_password_enabled: true };
pub const SINGLE: SignUpRules = SignUpRules { is_multiworkspace_enabled: false, is_password_enabled: true };

pub struct World {
    pub test: TestDb,
    pub clock: Clock,
    pub sessions: Arc<Sessions>,
    pub sign_in: SignIn,
}

pub struct Member {
    pub user: UserId,
    pub workspace: WorkspaceId,
    pub membership: Uuid,
    pub started: Started,
}

impl World {
    pub async fn new() -> Self {
        let test = TestDb::create().await;
        let clock = Clock::standing_at(DateTime::UNIX_EPOCH + Duration::from_secs(1_900_000_000));
        let sessions = Self::instance(test.another(), clock.clone()).await;
        let limits = Arc::new(RateLimits::new(None, clock.clone()));
        let sign_in = SignIn::new(test.another(), Arc::clone(&sessions), limits, true);
        Self { test, clock, sessions, sign_in }
    }

    async fn instance(db: Db, clock: Clock) -> Arc<Sessions> {
        let hub = EventHub::start(db.clone(), None);
        // Nothing is cached before it listens.
        let mut signals = hub.signals();
        while hub.epoch().is_none() {
            signals.recv().await.unwrap();
        }
        Arc::new(Sessions::new(db, hub, Lifetimes { absolute: 180 * DAY, idle: 30 * DAY }, clock))
    }

    /// A second instance on the same database, which hears of the first one by signals only.
    pub async fn other_instance(&self) -> Arc<Sessions> {
        Self::instance(self.test.another(), self.clock.clone()).await
    }

    /// What the engine does at sign-up, without the workspace's own schema.
    pub async fn sign_up(
        &self,
        email: &str,
        rules: SignUpRules,
    ) -> Result<Member, icosa_access::AccessError> {
        let applicant = Applicant::check(&credentials(email, "correct horse"), rules).await?;
        let mut transaction = self.test.db().begin().await?;
        let user = prepare_user(&mut transaction, &applicant, rules).await?;
        let workspace = WorkspaceId::random();
        let new = NewWorkspace {
            id: workspace,
            display_name: String::new(),
            subdomain: format!("s{}", workspace.0.simple()),
            activation_status: status::PENDING_CREATION,
        };
        workspaces::add(&mut transaction, &new).await?;
        let membership = add_membership(&mut transaction, user.id, workspace).await?;
        let start = StartSession {
            user: user.id,
            workspace: Some((workspace, membership)),
            user_agent: Some("x".repeat(5_000)),
            ip_address: Some("192.0.2.1".into()),
        };
        let started = start_session(&self.sessions, &mut transaction, start).await?;
        transaction.commit().await.unwrap();
        Ok(Member { user: user.id, workspace, membership, started })
    }

    pub async fn attempt(
        &self,
        email: &str,
        password: &str,
        ip: &str,
    ) -> Result<SignInOutcome, icosa_access::AccessError> {
        let origin = Origin { ip: Some(ip.parse().unwrap()), user_agent: None };
        self.sign_in.sign_in(&credentials(email, password), &origin).await
    }
}

pub fn credentials(email: &str, password: &str) -> Credentials {
    Credentials { email: email.to_owned(), password: password.to_owned() }
}
