//! Browser sessions: an opaque random token in a cookie, its hash in the database.

pub(crate) mod cache;
mod token;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use icosa_contract::Actor;
use icosa_model::{Record, UserId, WorkspaceId};
use icosa_store::events::Signal;
use icosa_store::sessions::{self as rows, NewSession, SessionRow, TokenHash};
use icosa_store::{Clock, Config, Db, EventHub};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::AccessError;
use cache::Cache;
pub use token::Token;

/// `lastActiveAt` is written at most this often.
const TOUCH_EVERY: Duration = Duration::from_secs(5 * 60);
/// Longest user agent kept, in characters.
const LONGEST_USER_AGENT: usize = 500;

/// Makes, finds and ends sessions. Share it by reference count.
#[derive(Debug)]
pub struct Sessions {
    db: Db,
    hub: Arc<EventHub>,
    clock: Clock,
    lifetimes: Lifetimes,
    cache: Arc<Cache<TokenHash, ResolvedSession>>,
    members: Arc<Cache<(WorkspaceId, UserId), Record>>,
}

/// When a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// After it was made.
    pub absolute: Duration,
    /// After it was last used.
    pub idle: Duration,
}

impl From<&Config> for Lifetimes {
    fn from(config: &Config) -> Self {
        Self { absolute: config.session_lifetime, idle: config.session_idle_timeout }
    }
}

/// What a session is opened with.
#[derive(Debug, Clone)]
pub struct StartSession {
    /// Whose.
    pub user: UserId,
    /// The workspace entered and the membership in it.
    pub workspace: Option<(WorkspaceId, Uuid)>,
    /// The header, if sent.
    pub user_agent: Option<String>,
    /// Address of the browser.
    pub ip_address: Option<String>,
}

/// A new session.
#[derive(Debug)]
pub struct Started {
    /// Of the row.
    pub id: Uuid,
    /// For the cookie; cannot be had again.
    pub token: Token,
    /// For the cookie's `expires`.
    pub expires_at: DateTime<Utc>,
}

/// A valid session: everything that is known without the workspace's own tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedSession {
    /// Of the row.
    pub id: Uuid,
    /// Who.
    pub user: UserId,
    /// Sign-in address.
    pub email: String,
    /// As in the user row; the member record may say something else.
    pub first_name: String,
    /// As in the user row.
    pub last_name: String,
    /// Administers the whole server.
    pub is_server_admin: bool,
    /// The workspace entered; `None` if there is none (any more).
    pub workspace: Option<EnteredWorkspace>,
    /// Ends then whatever happens.
    pub expires_at: DateTime<Utc>,
}

/// The workspace of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredWorkspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its name; empty until it is named.
    pub name: String,
    /// Address of its picture.
    pub logo: Option<String>,
    /// One of [`icosa_store::workspaces::status`].
    pub activation_status: String,
    /// The membership.
    pub user_workspace_id: Uuid,
}

impl ResolvedSession {
    /// The caller of engine calls, if a workspace was entered. The member record is in the workspace's own tables,
    /// so the engine finds it, and the zone that it names.
    #[must_use]
    pub fn actor(&self, member: Option<Uuid>) -> Option<Actor> {
        let name = format!("{} {}", self.first_name, self.last_name);
        let name = if name.trim().is_empty() { &self.email } else { name.trim() };
        Some(Actor {
            workspace: self.workspace.as_ref()?.id,
            user: Some(self.user),
            user_workspace: self.workspace.as_ref().map(|entered| entered.user_workspace_id),
            member,
            name: name.to_owned(),
            source: "MANUAL",
            zone: "UTC",
        })
    }
}

impl Sessions {
    /// Sessions of that database. The hub tells of changes made by other instances.
    #[must_use]
    pub fn new(db: Db, hub: Arc<EventHub>, lifetimes: Lifetimes, clock: Clock) -> Self {
        let cache = Cache::new(clock.clone(), Arc::clone(&hub), doubts_session);
        let members = Cache::new(clock.clone(), Arc::clone(&hub), doubts_member);
        Self { db, hub, clock, lifetimes, cache, members }
    }

    /// Opens a session in the caller's transaction: the token works once that commits.
    ///
    /// # Errors
    /// The database fails.
    pub async fn start(
        &self,
        connection: &mut PgConnection,
        start: StartSession,
    ) -> Result<Started, AccessError> {
        let token = Token::random()?;
        let now = self.clock.now();
        let expires_at = now + self.lifetimes.absolute;
        let new = NewSession {
            token_hash: token.hash(),
            user: start.user,
            workspace: start.workspace,
            auth_provider: "password",
            user_agent: start.user_agent.map(|text| text.chars().take(LONGEST_USER_AGENT).collect()),
            ip_address: start.ip_address,
            created_at: now,
            expires_at,
        };
        let id = rows::add(connection, &new).await?;
        Ok(Started { id, token, expires_at })
    }

    /// The session of a cookie's token, if it is valid now. One statement, none for a minute after.
    ///
    /// # Errors
    /// The database is away.
    pub async fn resolve(&self, token: &str) -> Result<Option<Arc<ResolvedSession>>, AccessError> {
        let Some(token) = Token::parse(token) else { return Ok(None) };
        let hash = token.hash();
        if let Some(session) = self.cache.get(&hash) {
            return Ok(Some(session));
        }
        let moment = self.cache.moment();
        let row = self.db.read(|pool| async move { rows::lookup(&pool, hash).await }).await?;
        let now = self.clock.now();
        let Some(row) = row.filter(|row| self.is_valid(row, now)) else { return Ok(None) };
        if row.last_active_at + TOUCH_EVERY <= now {
            // Not worth refusing a request for; the next look writes it.
            if let Err(error) = rows::touch(self.db.pool(), row.id, now).await {
                tracing::warn!("the use of a session was not noted: {error}");
            }
        }
        let ends_at = row.expires_at.min(row.last_active_at.max(now) + self.lifetimes.idle);
        let session = Arc::new(resolved(row));
        self.cache.put(hash, Arc::clone(&session), Some(ends_at), moment);
        Ok(Some(session))
    }

    /// The member record that stands for a user in a workspace, as `read` finds it in the workspace's own tables; it
    /// is not called again for a minute, unless [`Sessions::forget_user`] says that the record has changed.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn member<E>(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        read: impl Future<Output = Result<Option<Record>, E>>,
    ) -> Result<Option<Arc<Record>>, E> {
        let key = (workspace, user);
        if let Some(member) = self.members.get(&key) {
            return Ok(Some(member));
        }
        let moment = self.members.moment();
        let Some(member) = read.await?.map(Arc::new) else { return Ok(None) };
        self.members.put(key, Arc::clone(&member), None, moment);
        Ok(Some(member))
    }

    /// Gives the session another token, e.g. after its rights have grown; the old one stops working.
    ///
    /// # Errors
    /// [`AccessError::Unauthenticated`] if there is no such session (any more).
    pub async fn rotate(&self, token: &str) -> Result<Token, AccessError> {
        let old = Token::parse(token).ok_or(AccessError::Unauthenticated)?;
        let session = self.resolve(token).await?.ok_or(AccessError::Unauthenticated)?;
        let new = Token::random()?;
        if !rows::replace_token(self.db.pool(), old.hash(), new.hash()).await? {
            return Err(AccessError::Unauthenticated);
        }
        self.forget_user(session.user).await;
        Ok(new)
    }

    /// Ends the session of a token; false if there was nothing to end.
    ///
    /// # Errors
    /// The database is away: the session may still be valid.
    pub async fn revoke(&self, token: &str, reason: &str) -> Result<bool, AccessError> {
        let Some(token) = Token::parse(token) else { return Ok(false) };
        let mut transaction = self.db.begin().await?;
        let user = rows::revoke(&mut transaction, token.hash(), reason, self.clock.now()).await?;
        transaction.commit().await?;
        let Some(user) = user else { return Ok(false) };
        self.forget_user(user).await;
        Ok(true)
    }

    /// Ends all sessions of a user but one; answers how many.
    ///
    /// # Errors
    /// The database is away: the sessions may still be valid.
    pub async fn revoke_all(
        &self,
        user: UserId,
        except: Option<Uuid>,
        reason: &str,
    ) -> Result<u64, AccessError> {
        let mut transaction = self.db.begin().await?;
        let count = rows::revoke_all(&mut transaction, user, except, reason, self.clock.now()).await?;
        transaction.commit().await?;
        self.forget_user(user).await;
        Ok(count)
    }

    /// Call after the commit of a change to a user or to a member record of theirs: what is cached of their sessions
    /// is read again, here at once.
    pub async fn forget_user(&self, user: UserId) {
        self.tell(Signal::User { user }).await;
    }

    /// Call after the commit of a change to a workspace (its name, its status).
    pub async fn forget_workspace(&self, workspace: WorkspaceId) {
        self.tell(Signal::Workspace { workspace }).await;
    }

    /// Drops what a signal makes doubtful, before the answer to somebody who has heard the signal already.
    pub fn heed(&self, signal: &Signal) {
        self.cache.apply(signal);
        self.members.apply(signal);
    }

    /// This process knows when this returns, others soon.
    async fn tell(&self, signal: Signal) {
        self.heed(&signal);
        self.hub.signal(signal).await;
    }

    fn is_valid(&self, row: &SessionRow, now: DateTime<Utc>) -> bool {
        row.revoked_at.is_none()
            && !row.disabled
            && now < row.expires_at
            && now < row.last_active_at + self.lifetimes.idle
    }
}

fn doubts_session(signal: &Signal, _: &TokenHash, session: &ResolvedSession) -> bool {
    match signal {
        Signal::User { user } => session.user == *user,
        Signal::Workspace { workspace } => {
            session.workspace.as_ref().is_some_and(|entered| entered.id == *workspace)
        }
        Signal::Gap => true,
        Signal::Model { .. } | Signal::EventStream { .. } => false,
    }
}

fn doubts_member(signal: &Signal, key: &(WorkspaceId, UserId), _: &Record) -> bool {
    match signal {
        Signal::User { user } => key.1 == *user,
        Signal::Workspace { workspace } => key.0 == *workspace,
        Signal::Gap => true,
        Signal::Model { .. } | Signal::EventStream { .. } => false,
    }
}

fn resolved(row: SessionRow) -> ResolvedSession {
    let workspace = match (row.workspace_id, row.user_workspace_id) {
        (Some(id), Some(user_workspace_id)) => Some(EnteredWorkspace {
            id: WorkspaceId(id),
            name: row.workspace_name.unwrap_or_default(),
            logo: row.workspace_logo,
            activation_status: row.activation_status.unwrap_or_default(),
            user_workspace_id,
        }),
        _ => None,
    };
    ResolvedSession {
        id: row.id,
        user: UserId(row.user_id),
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        is_server_admin: row.is_server_admin,
        workspace,
        expires_at: row.expires_at,
    }
}
