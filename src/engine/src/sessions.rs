//! Signing up, in and out, and who a session's requests come from.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use icosa_access::sign_in::{Origin, SignInOutcome, WRONG_CREDENTIALS};
use icosa_access::sign_up::Applicant;
use icosa_access::{AccessError, ResolvedSession, StartSession, Started, prepare_user, start_session};
use icosa_contract::account::{AccountApi, Credentials};
use icosa_contract::records::RecordPage;
use icosa_contract::session::{ColorScheme, Onboarding};
use icosa_contract::{Actor, AppError, Code, Session};
use icosa_model::query::{DeletedRows, FieldPath, Filter, ListQuery, Op, Select};
use icosa_model::{Model, Record, UserId, WorkspaceId};
use icosa_store::workspaces::{NewWorkspace, status};
use icosa_store::{Hit, events};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;
use crate::preferences::preferences;
use crate::records::references::id_of;
use crate::records::run;
use crate::records::scope::MEMBER;
use crate::seed::demo;
use crate::workspaces::{NewMember, add_samples, provision};

/// Attempts to sign up from one network address: so many at once and in each window. Offices and proxies share one.
const SIGN_UPS: u32 = 100;
const SIGN_UP_WINDOW: Duration = Duration::from_secs(60 * 60);

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

/// Fields of the member record that a session is made of.
const MEMBER_FIELDS: [&str; 7] =
    ["name", "colorScheme", "timeZone", "dateFormat", "timeFormat", "numberFormat", "calendarStartDay"];

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
        if let Hit::Limited { retry_after } = self.limits().hit(&key, SIGN_UPS, SIGN_UP_WINDOW).await {
            return Err(AccessError::RateLimited { retry_after }.into());
        }
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

    /// Who the bearer of a session token is, what their pages know of them, and their workspace's model; `None` when
    /// the session is no longer (or never was) valid. `browser_zone` is the IANA zone that the browser told.
    ///
    /// Two statements side by side, for the member record and the newest event; session and model are cached and
    /// kept right by signals.
    ///
    /// # Errors
    /// The database is away.
    pub async fn session_context(
        &self,
        token: &str,
        browser_zone: Option<&str>,
    ) -> Result<Option<(Actor, Session, Arc<Model>)>, AppError> {
        self.context(token, browser_zone).await.map_err(|failure| failure.into_app_error(None))
    }

    async fn context(
        &self,
        token: &str,
        browser_zone: Option<&str>,
    ) -> Result<Option<(Actor, Session, Arc<Model>)>, Failure> {
        let Some(known) = self.sessions().resolve(token).await? else { return Ok(None) };
        let Some(workspace) = known.workspace.as_ref().map(|entered| entered.id) else { return Ok(None) };
        let model = self.model(workspace).await?;
        let planned = icosa_sqlgen::list(&model, &member_query(known.user));
        let (members, last_event) = tokio::try_join!(run::read(self.db(), planned), async {
            let latest = self.db().read(|pool| async move { events::latest(&pool, workspace).await });
            Ok(latest.await?)
        })?;
        let Some(page) = members.first() else { return Ok(None) };
        let page: RecordPage = run::json(page, 0)?;
        let Some(member) = page.records.into_iter().next() else { return Ok(None) };
        let Some(session) = session(&known, workspace, &member, &model, browser_zone, last_event) else {
            return Ok(None);
        };
        let actor = Actor {
            workspace,
            user: Some(session.user_id),
            member: Some(session.member_id),
            name: display_name(&session),
            source: "MANUAL",
        };
        Ok(Some((actor, session, model)))
    }
}

fn member_query(user: UserId) -> ListQuery {
    ListQuery {
        object: MEMBER.to_owned(),
        select: MEMBER_FIELDS.iter().map(|name| Select::Field((*name).to_owned())).collect(),
        filter: Some(Filter::Compare { path: FieldPath::field("userId"), op: Op::Eq, value: json!(user) }),
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: 1,
        with_total: false,
        deleted: DeletedRows::Hidden,
    }
}

fn session(
    known: &ResolvedSession,
    workspace: WorkspaceId,
    member: &Record,
    model: &Model,
    browser_zone: Option<&str>,
    last_event: i64,
) -> Option<Session> {
    let name = |part: &str| {
        let name = member.get("name").and_then(|name| name.get(part)).and_then(Value::as_str);
        name.unwrap_or_default().to_owned()
    };
    let first_name = name("firstName");
    let entered = known.workspace.as_ref()?;
    let onboarding = match entered.activation_status.as_str() {
        status::PENDING_CREATION | status::ONGOING_CREATION => Onboarding::WorkspaceActivation,
        _ if first_name.is_empty() => Onboarding::ProfileCreation,
        _ => Onboarding::Completed,
    };
    Some(Session {
        workspace_id: workspace,
        workspace_name: entered.name.clone(),
        user_id: known.user,
        email: known.email.clone(),
        member_id: id_of(member)?,
        first_name,
        last_name: name("lastName"),
        color_scheme: ColorScheme::parse(
            member.get("colorScheme").and_then(Value::as_str).unwrap_or_default(),
        ),
        model_version: model.version(),
        preferences: preferences(member, browser_zone),
        now: Utc::now().timestamp_millis(),
        onboarding,
        last_event,
    })
}

/// First and last name; before they are known, the address.
fn display_name(session: &Session) -> String {
    let name = format!("{} {}", session.first_name, session.last_name);
    let name = name.trim();
    if name.is_empty() { session.email.clone() } else { name.to_owned() }
}
