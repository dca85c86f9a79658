//! The engine: what every use-case works with.

use std::sync::Arc;

use icosa_access::sign_up::SignUpRules;
use icosa_access::{Sessions, SignIn, Tokens};
use icosa_contract::{Actor, AppError};
use icosa_model::{Model, WorkspaceId};
use icosa_store::config::Config;
use icosa_store::jobs::WorkerOptions;
use icosa_store::metadata;
use icosa_store::{Clock, Db, EventHub, ModelCache, RateLimits, Redis, jobs};
use sqlx::postgres::PgConnectOptions;
use tokio::sync::watch;

use crate::error::Failure;
use crate::live::SharedChanges;
use crate::records::get::Plans;
use crate::records::turns::Turns;

/// Every use-case of the product. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Engine {
    /// Says that it is one: it holds the configuration with its secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

struct Inner {
    config: Config,
    db: Db,
    redis: Option<Redis>,
    hub: Arc<EventHub>,
    models: Arc<ModelCache>,
    limits: Arc<RateLimits>,
    sessions: Arc<Sessions>,
    sign_in: SignIn,
    tokens: Tokens,
    shared_changes: SharedChanges,
    turns: Turns,
    single_reads: Plans,
    ended: watch::Sender<bool>,
}

impl Engine {
    /// An engine over a pool. Must be called inside a tokio runtime: it listens for events from now on.
    ///
    /// # Errors
    /// The address of Redis is not one.
    pub fn new(config: Config, db: Db) -> Result<Self, Failure> {
        let redis = match &config.redis_url {
            Some(url) => {
                let redis = Redis::new(url.expose());
                Some(redis.map_err(|error| Failure::Broken(format!("REDIS_URL cannot be used: {error}")))?)
            }
            None => None,
        };
        let hub = EventHub::start(db.clone(), redis.clone());
        let models = ModelCache::new(db.clone(), redis.clone(), hub.clone(), config.model_cache_bytes);
        let limits = Arc::new(RateLimits::new(redis.clone(), Clock::system()));
        let sessions = Arc::new(Sessions::new(db.clone(), hub.clone(), (&config).into(), Clock::system()));
        let sign_in = SignIn::new(db.clone(), sessions.clone(), limits.clone(), config.is_password_enabled);
        let tokens = Tokens::new(db.clone(), hub.clone(), &config, Clock::system());
        let ended = watch::Sender::new(false);
        let shared_changes = SharedChanges::default();
        let inner = Inner {
            config,
            db,
            redis,
            hub,
            models,
            limits,
            sessions,
            sign_in,
            tokens,
            shared_changes,
            turns: Turns::default(),
            single_reads: Plans::default(),
            ended,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// An engine over a new pool for that database, which is not asked for anything yet.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn connect(config: Config, database: PgConnectOptions) -> Result<Self, Failure> {
        let db = Db::new(database, config.db.clone());
        Self::new(config, db)
    }

    /// Brings the database to this version's schema.
    ///
    /// # Errors
    /// A migration fails; it is rolled back, the ones before it stay.
    pub async fn migrate(&self) -> Result<(), Failure> {
        self.db().migrate().await?;
        crate::editions::complete(self).await
    }

    /// Runs background jobs until [`Engine::end_streams`] is called or the future is dropped.
    pub async fn work(self) {
        self.work_with(|options| options).await;
    }

    /// The same with the jobs of crates above.
    pub async fn work_with(self, extend: impl Fn(WorkerOptions) -> WorkerOptions + Send + Sync) {
        let mut ended = self.ended();
        let shutdown = async move {
            // An error means that the engine is gone.
            let _ = ended.wait_for(|ended| *ended).await;
        };
        let emptying = crate::data_model::keep_tidy(&self);
        let register = |options| {
            let options = crate::data_model::tasks::register(options, &self);
            extend(crate::transfer::register(options))
        };
        let running = jobs::run(self.db(), self.config().retention, register, shutdown);
        tokio::select! {
            () = running => {}
            () = emptying => {}
        }
    }

    /// Tells live streams and the worker to end, so that they do not hold a shutdown up.
    pub fn end_streams(&self) {
        self.inner.ended.send_replace(true);
    }

    /// Ends streams and closes the pool; statements in flight finish.
    pub async fn close(&self) {
        self.end_streams();
        self.db().close().await;
    }

    /// Whether each part that is needed to serve is there, with a sentence for people where it is not.
    pub async fn readiness(&self) -> Vec<(&'static str, Result<(), String>)> {
        let database = match self.db().is_ready().await {
            Ok(is_migrated) => {
                [Ok(()), if is_migrated { Ok(()) } else { Err("run `icosa migrate`".to_owned()) }]
            }
            Err(error) => {
                tracing::warn!(%error, "the database is not ready");
                [Err("it does not answer".to_owned()), Err("the database does not answer".to_owned())]
            }
        };
        let [database, migrations] = database;
        let mut checks = vec![("database", database), ("migrations", migrations)];
        if let Some(redis) = &self.inner.redis {
            checks.push(("redis", redis.ping().await.map_err(|_| "it does not answer".to_owned())));
        }
        checks
    }

    /// What live streams of this process have in common.
    pub(crate) fn shared_changes(&self) -> &SharedChanges {
        &self.inner.shared_changes
    }

    /// The settings it was made with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The Redis that instances share, if there is one.
    #[must_use]
    pub fn redis(&self) -> Option<&Redis> {
        self.inner.redis.as_ref()
    }

    /// What a person's browser needs of the model: the metadata it is made from, as JSON, without what belongs to
    /// others: their unlisted views and personal navigation.
    ///
    /// # Errors
    /// None in practice: metadata is plain data.
    pub fn model_json(&self, model: &Model, actor: &Actor) -> Result<String, AppError> {
        let metadata = model.metadata().seen_by(actor.user_workspace);
        serde_json::to_string(&metadata).map_err(|error| {
            tracing::error!(%error, "metadata cannot be written");
            AppError::internal()
        })
    }

    /// The newest model of a workspace.
    ///
    /// # Errors
    /// `NOT_FOUND` when the workspace is gone.
    pub(crate) async fn model(&self, workspace: WorkspaceId) -> Result<Arc<Model>, Failure> {
        let model = self.inner.models.get(workspace).await?;
        Ok(model.ok_or_else(|| {
            AppError::not_found("There is no such workspace.").with_sub_code("WORKSPACE_NOT_FOUND")
        })?)
    }

    /// Tells this process and the others that a workspace's model has changed; call it after the commit.
    pub(crate) async fn model_changed(&self, workspace: WorkspaceId, version: u64) {
        self.inner.models.changed(workspace, version).await;
    }

    /// Whether the database holds a newer model than this version; then the next [`Engine::model`] answers it.
    pub(crate) async fn has_newer_model(&self, workspace: WorkspaceId, version: u64) -> bool {
        let newest = self.db().read(|pool| async move { metadata::version(&pool, workspace).await }).await;
        let Ok(Some(newest)) = newest else { return false };
        if newest > version {
            self.inner.models.changed(workspace, newest).await;
        }
        newest > version
    }

    pub(crate) fn hub(&self) -> &Arc<EventHub> {
        &self.inner.hub
    }

    pub(crate) fn single_reads(&self) -> &Plans {
        &self.inner.single_reads
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.inner.turns
    }

    pub(crate) fn limits(&self) -> &RateLimits {
        &self.inner.limits
    }

    pub(crate) fn sessions(&self) -> &Arc<Sessions> {
        &self.inner.sessions
    }

    pub(crate) fn password_sign_in(&self) -> &SignIn {
        &self.inner.sign_in
    }

    /// Tokens and keys of the API.
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.inner.tokens
    }

    pub(crate) fn sign_up_rules(&self) -> SignUpRules {
        self.config().into()
    }

    pub(crate) fn ended(&self) -> watch::Receiver<bool> {
        self.inner.ended.subscribe()
    }
}
