//! Tokens of the API: made, verified, and believed until something about them changes.
//!
//! A token is a signed statement (JWT), so what it says is taken from it, and what may have changed since (the
//! membership, the API key, the workspace) from the database, once, until a signal makes it doubtful. Another kind of
//! token gets a kind in [`claims`], and an arm in `Tokens::look_up`.

mod claims;
mod envelope;
mod error;
mod files;
mod jws;
mod keys;
mod legacy;
mod pem;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use icosa_contract::Actor;
use icosa_model::{UserId, WorkspaceId};
use icosa_store::api_keys::{self as key_rows, ApiKeyRow};
use icosa_store::config::Secret;
use icosa_store::events::Signal;
use icosa_store::memberships;
use icosa_store::workspaces::status;
use icosa_store::{Clock, Config, Db, EventHub};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::sessions::EnteredWorkspace;
use crate::sessions::cache::Cache;
use claims::Claims;
pub use claims::TokenType;
pub use error::TokenError;
pub use files::FileBearer;
use files::KeptLinks;
use jws::{KeyKind, Unverified};
use keys::SigningKeys;

/// Makes and verifies tokens. Share it by reference count.
pub struct Tokens {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    hub: Arc<EventHub>,
    keys: SigningKeys,
    app_secret: Option<Secret>,
    access_lifetime: Duration,
    playground_lifetime: Duration,
    link_lifetime: Duration,
    upload_lifetime: Duration,
    links: KeptLinks,
    cache: Arc<Cache<[u8; 32], Bearer>>,
}

/// Who carries a valid token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    /// A member of a workspace.
    Member(MemberBearer),
    /// A program.
    ApiKey(KeyBearer),
}

/// A member, as far as known without the workspace's own tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberBearer {
    /// Who.
    pub user: UserId,
    /// Sign-in address.
    pub email: String,
    /// Where.
    pub workspace: EnteredWorkspace,
}

/// A program with an API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBearer {
    /// Where.
    pub workspace: WorkspaceId,
    /// The key.
    pub key: Uuid,
    /// What people call it.
    pub name: String,
}

/// A new token. No `Debug`: it holds the token.
#[derive(Clone)]
pub struct IssuedToken {
    /// Cannot be had again.
    pub token: String,
    /// Not valid from then on.
    pub expires_at: DateTime<Utc>,
}

impl Bearer {
    /// Where it may do something.
    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        match self {
            Self::Member(member) => member.workspace.id,
            Self::ApiKey(key) => key.workspace,
        }
    }
}

impl Tokens {
    /// Tokens over that database. The hub tells of changes made by other instances.
    #[must_use]
    pub fn new(db: Db, hub: Arc<EventHub>, config: &Config, clock: Clock) -> Self {
        Self {
            keys: SigningKeys::new(db.clone(), config.clone(), clock.clone()),
            app_secret: config.app_secret.clone(),
            access_lifetime: config.access_token_lifetime,
            playground_lifetime: config.playground_token_lifetime,
            link_lifetime: config.storage.link_lifetime,
            upload_lifetime: config.storage.upload_lifetime,
            links: KeptLinks::default(),
            cache: Cache::new(clock.clone(), Arc::clone(&hub), doubts),
            db,
            clock,
            hub,
        }
    }

    /// A token of a signed-in member; `None` for actors who are none.
    ///
    /// # Errors
    /// The database is away, or the signing key cannot be read.
    pub async fn issue_for_member(
        &self,
        actor: &Actor,
        kind: TokenType,
    ) -> Result<Option<IssuedToken>, TokenError> {
        let Some((user, membership)) = actor.user.zip(actor.user_workspace) else { return Ok(None) };
        let life =
            if kind == TokenType::Playground { self.playground_lifetime } else { self.access_lifetime };
        let now = self.clock.now();
        let mut claims = Claims::new(kind, now.timestamp(), (now + life).timestamp());
        claims.sub = Some(user.0);
        claims.user_id = Some(user.0);
        claims.workspace_id = Some(actor.workspace.0);
        claims.user_workspace_id = Some(membership);
        claims.workspace_member_id = actor.member;
        claims.auth_provider = Some("password".to_owned());
        self.sign(&claims).await.map(Some)
    }

    /// A token of an API key, valid until then.
    pub(crate) async fn issue_for_key(
        &self,
        key: &ApiKeyRow,
        expires_at: DateTime<Utc>,
    ) -> Result<IssuedToken, TokenError> {
        let now = self.clock.now().timestamp();
        let mut claims = Claims::new(TokenType::ApiKey, now, expires_at.timestamp());
        claims.sub = Some(key.workspace.0);
        claims.workspace_id = Some(key.workspace.0);
        claims.jti = Some(key.id);
        self.sign(&claims).await
    }

    async fn sign(&self, claims: &Claims) -> Result<IssuedToken, TokenError> {
        let signer = self.keys.current().await?;
        let token = jws::compact(signer.id, claims, |message| signer.sign(message))?;
        let expires_at = DateTime::from_timestamp(claims.exp, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Ok(IssuedToken { token, expires_at })
    }

    /// Who carries this token. No statement and no arithmetic while the answer is cached; it is kept right by signals.
    ///
    /// # Errors
    /// The token is none, has expired, or stands for nobody any more; the database is away.
    pub async fn verify(&self, token: &str) -> Result<Arc<Bearer>, TokenError> {
        let hash: [u8; 32] = Sha256::digest(token).into();
        if let Some(bearer) = self.cache.get(&hash) {
            return Ok(bearer);
        }
        let moment = self.cache.moment();
        let token = jws::parse(token).ok_or(TokenError::Invalid)?;
        if !self.is_authentic(&token).await? {
            return Err(TokenError::Invalid);
        }
        let ends_at = self.check_time(&token.claims)?;
        let (bearer, ends_at) = self.look_up(&token.claims, ends_at).await?;
        let bearer = Arc::new(bearer);
        self.cache.put(hash, Arc::clone(&bearer), Some(ends_at), moment);
        Ok(bearer)
    }

    async fn is_authentic(&self, token: &Unverified<'_>) -> Result<bool, TokenError> {
        match token.key {
            KeyKind::Signing(id) => {
                Ok(self.keys.public(id).await?.is_some_and(|point| token.is_signed_by(&point)))
            }
            KeyKind::Legacy => legacy::is_valid(token, self.app_secret.as_ref()),
        }
    }

    fn check_time(&self, claims: &Claims) -> Result<DateTime<Utc>, TokenError> {
        let now = self.clock.now();
        let ends_at = DateTime::from_timestamp(claims.exp, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        if ends_at <= now {
            return Err(TokenError::Expired);
        }
        if claims.nbf.is_some_and(|from| from > now.timestamp()) {
            return Err(TokenError::Invalid);
        }
        Ok(ends_at)
    }

    /// What the database says of the bearer, and until when it may be believed at most.
    async fn look_up(
        &self,
        claims: &Claims,
        ends_at: DateTime<Utc>,
    ) -> Result<(Bearer, DateTime<Utc>), TokenError> {
        match claims.token_type {
            // Impersonation is judged anew on each call, by rules that are not here: refused.
            TokenType::Access if claims.is_impersonating == Some(true) => Err(TokenError::WrongType),
            TokenType::Access | TokenType::Playground => {
                Ok((Bearer::Member(self.member(claims).await?), ends_at))
            }
            TokenType::ApiKey => {
                let (bearer, key_ends_at) = self.key(claims).await?;
                Ok((Bearer::ApiKey(bearer), ends_at.min(key_ends_at)))
            }
            TokenType::File | TokenType::FileUpload | TokenType::Other => Err(TokenError::WrongType),
        }
    }

    async fn member(&self, claims: &Claims) -> Result<MemberBearer, TokenError> {
        let workspace = WorkspaceId(claims.workspace_id.ok_or(TokenError::WorkspaceNotFound)?);
        let user = UserId(claims.sub.or(claims.user_id).ok_or(TokenError::UserNotFound)?);
        let membership = claims.user_workspace_id.ok_or(TokenError::UserWorkspaceNotFound)?;
        let read = |pool| async move { memberships::lookup(&pool, workspace, user, membership).await };
        let row = self.db.read(read).await?.ok_or(TokenError::WorkspaceNotFound)?;
        let email = row.email.ok_or(TokenError::UserNotFound)?;
        check_status(&row.activation_status)?;
        let workspace = EnteredWorkspace {
            id: workspace,
            name: row.workspace_name,
            logo: row.workspace_logo,
            activation_status: row.activation_status,
            user_workspace_id: membership,
        };
        Ok(MemberBearer { user, email, workspace })
    }

    async fn key(&self, claims: &Claims) -> Result<(KeyBearer, DateTime<Utc>), TokenError> {
        // Both name the workspace; a token that contradicts itself was not made here.
        let workspace = claims.sub.filter(|sub| claims.workspace_id.is_none_or(|id| id == *sub));
        let workspace = WorkspaceId(workspace.ok_or(TokenError::WorkspaceNotFound)?);
        let id = claims.jti.ok_or(TokenError::KeyRevoked)?;
        let read = |pool| async move { key_rows::lookup_in_use(&pool, workspace, id).await };
        let found = self.db.read(read).await?.ok_or(TokenError::KeyRevoked)?;
        let key = found.key;
        if key.revoked_at.is_some() {
            return Err(TokenError::KeyRevoked);
        }
        if key.expires_at <= self.clock.now() {
            return Err(TokenError::KeyExpired);
        }
        check_status(&found.activation_status)?;
        Ok((KeyBearer { workspace, key: id, name: key.name }, key.expires_at))
    }

    /// Drops what a signal makes doubtful, before the answer to somebody who has heard the signal already.
    pub fn heed(&self, signal: &Signal) {
        self.cache.apply(signal);
    }

    /// Call after the commit of a change to an API key: what is cached of the workspace's tokens is read again, here
    /// at once, elsewhere soon.
    pub(crate) async fn forget_workspace(&self, workspace: WorkspaceId) {
        let signal = Signal::Workspace { workspace };
        self.cache.apply(&signal);
        self.hub.signal(signal).await;
    }
}

fn check_status(activation_status: &str) -> Result<(), TokenError> {
    match activation_status {
        status::SUSPENDED | "INACTIVE" => Err(TokenError::WorkspaceInactive),
        _ => Ok(()),
    }
}

fn doubts(signal: &Signal, _: &[u8; 32], bearer: &Bearer) -> bool {
    match signal {
        Signal::User { user } => matches!(bearer, Bearer::Member(member) if member.user == *user),
        Signal::Workspace { workspace } => bearer.workspace() == *workspace,
        Signal::Gap => true,
        Signal::Model { .. } | Signal::EventStream { .. } => false,
    }
}
