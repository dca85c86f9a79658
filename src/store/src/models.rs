//! The models of workspaces, kept while they are used: immutable, shared, bounded in bytes, known by version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use icosa_model::{Model, WorkspaceId, resolve};
use lru::LruCache;
use tokio::sync::broadcast::error::RecvError;

use crate::db::Db;
use crate::error::StoreError;
use crate::events::{EventHub, Signal};
use crate::metadata::{self, Loaded};
use crate::redis::Redis;

/// How long a version is believed while signals arrive; a signal through Redis may be lost with its process.
const BELIEVED_FOR: Duration = Duration::from_secs(10);
/// A model in memory takes about this many times its JSON (measured: 3.9): rows are kept twice, with indexes over
/// them.
const BYTES_PER_JSON_BYTE: usize = 4;
/// How long Redis keeps a model, in seconds.
const REDIS_SECONDS: u64 = 24 * 60 * 60;

/// A cache of models. Share it by reference count.
#[derive(Debug)]
pub struct ModelCache {
    db: Db,
    redis: Option<Redis>,
    hub: Arc<EventHub>,
    entries: Mutex<Entries>,
    loading: Mutex<HashMap<WorkspaceId, Weak<tokio::sync::Mutex<()>>>>,
}

#[derive(Debug)]
struct Entries {
    models: LruCache<WorkspaceId, Entry>,
    bytes: usize,
    most_bytes: usize,
    /// Grows when an announcement could not be noted, so that a look begun before it is not believed after it.
    generation: u64,
}

#[derive(Debug)]
struct Entry {
    model: Arc<Model>,
    bytes: usize,
    /// The newest version known; the model is stale when this is larger.
    version: u64,
    /// When the version was last known to be the newest; `None` in doubt.
    checked: Option<Checked>,
}

/// A look at the database, and the state of things when it began.
#[derive(Debug, Clone, Copy)]
struct Checked {
    at: Instant,
    epoch: Option<u64>,
    generation: u64,
}

impl ModelCache {
    /// A cache of at most `most_bytes` (estimated), which learns of changes from the hub.
    #[must_use]
    pub fn new(db: Db, redis: Option<Redis>, hub: Arc<EventHub>, most_bytes: usize) -> Arc<Self> {
        let entries = Entries { models: LruCache::unbounded(), bytes: 0, most_bytes, generation: 0 };
        let signals = hub.signals();
        let cache =
            Arc::new(Self { db, redis, hub, entries: Mutex::new(entries), loading: Mutex::default() });
        tokio::spawn(listen(Arc::downgrade(&cache), signals));
        cache
    }

    /// The newest model of a workspace; `None` for an unknown or deleted workspace. No query when the version is
    /// known, one when it is not or the model is not here.
    ///
    /// # Errors
    /// The database is away, or holds metadata that contradicts itself.
    pub async fn get(&self, workspace: WorkspaceId) -> Result<Option<Arc<Model>>, StoreError> {
        if let Some(model) = self.fresh(workspace) {
            return Ok(Some(model));
        }
        // One caller looks, the others wait for what it finds.
        let turn = self.turn(workspace);
        let _turn = turn.lock().await;
        if let Some(model) = self.fresh(workspace) {
            return Ok(Some(model));
        }
        let look =
            Checked { at: Instant::now(), epoch: self.hub.epoch(), generation: self.entries().generation };
        let held = self.entries().models.peek(&workspace).map(|entry| Arc::clone(&entry.model));
        if held.is_some() || self.redis.is_some() {
            let version =
                self.db.read(|pool| async move { metadata::version(&pool, workspace).await }).await?;
            let Some(version) = version else {
                self.forget(workspace);
                return Ok(None);
            };
            if let Some(model) = held.filter(|model| model.version() >= version) {
                self.entries().confirm(workspace, look);
                return Ok(Some(model));
            }
            if let Some(loaded) = self.lookup_in_redis(workspace, version).await {
                return self.keep(workspace, loaded, look).map(Some);
            }
        }
        let Some(loaded) = self.load(workspace).await? else {
            self.forget(workspace);
            return Ok(None);
        };
        self.add_to_redis(&loaded).await;
        self.keep(workspace, loaded, look).map(Some)
    }

    /// Call after the commit of a metadata change with the new version: tells this process and the others.
    pub async fn changed(&self, workspace: WorkspaceId, version: u64) {
        self.entries().announced(workspace, version);
        self.hub.signal(Signal::Model { workspace, version }).await;
    }

    /// Drops a workspace's model, e.g. because the workspace is gone.
    pub fn forget(&self, workspace: WorkspaceId) {
        self.entries().remove(workspace);
    }

    /// Estimated bytes held, and the number of models.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let entries = self.entries();
        (entries.bytes, entries.models.len())
    }

    fn fresh(&self, workspace: WorkspaceId) -> Option<Arc<Model>> {
        let epoch = self.hub.epoch();
        let mut entries = self.entries();
        let entry = entries.models.get(&workspace)?;
        let believed = entry.checked.is_some_and(|look| {
            look.epoch.is_some() && look.epoch == epoch && look.at.elapsed() < BELIEVED_FOR
        });
        (believed && entry.model.version() >= entry.version).then(|| Arc::clone(&entry.model))
    }

    fn turn(&self, workspace: WorkspaceId) -> Arc<tokio::sync::Mutex<()>> {
        let mut loading = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = loading.get(&workspace).and_then(Weak::upgrade) {
            return turn;
        }
        loading.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        loading.insert(workspace, Arc::downgrade(&turn));
        turn
    }

    async fn load(&self, workspace: WorkspaceId) -> Result<Option<Loaded>, StoreError> {
        match metadata::load(self.db.pool(), workspace).await {
            // Once more with patience.
            Err(error) if error.is_unavailable() => {
                let mut connection = self.db.read(|pool| async move { pool.acquire().await }).await?;
                metadata::load(&mut *connection, workspace).await
            }
            outcome => outcome,
        }
    }

    fn keep(&self, workspace: WorkspaceId, loaded: Loaded, look: Checked) -> Result<Arc<Model>, StoreError> {
        let bytes = loaded.json_bytes * BYTES_PER_JSON_BYTE;
        let model = resolve(Arc::new(loaded.metadata))
            .map_err(|issues| StoreError::Unresolved { workspace, issues })?;
        let model = Arc::new(model);
        self.entries().put(workspace, Arc::clone(&model), bytes, look);
        Ok(model)
    }

    async fn lookup_in_redis(&self, workspace: WorkspaceId, version: u64) -> Option<Loaded> {
        let redis = self.redis.as_ref()?;
        let key = redis_key(workspace, version);
        let bytes: Option<Vec<u8>> =
            redis.ask(|mut c| async move { redis::cmd("GET").arg(key).query_async(&mut c).await }).await?;
        let loaded = metadata::from_bytes(&bytes?).ok()?;
        (loaded.metadata.workspace_id == workspace && loaded.metadata.version == version).then_some(loaded)
    }

    async fn add_to_redis(&self, loaded: &Loaded) {
        let Some(redis) = &self.redis else { return };
        let key = redis_key(loaded.metadata.workspace_id, loaded.metadata.version);
        let Ok(bytes) = metadata::to_bytes(loaded) else { return };
        redis
            .ask(|mut c| async move {
                redis::cmd("SET")
                    .arg(key)
                    .arg(bytes)
                    .arg("EX")
                    .arg(REDIS_SECONDS)
                    .query_async::<()>(&mut c)
                    .await
            })
            .await;
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    fn put(&mut self, workspace: WorkspaceId, model: Arc<Model>, bytes: usize, look: Checked) {
        let announced = self.models.peek(&workspace).map_or(0, |entry| entry.version);
        self.remove(workspace);
        let checked = (look.generation == self.generation).then_some(look);
        let version = announced.max(model.version());
        self.models.put(workspace, Entry { model, bytes, version, checked });
        self.bytes += bytes;
        // The newest stays even if it alone is too large: it is in use.
        while self.bytes > self.most_bytes && self.models.len() > 1 {
            if let Some((_, entry)) = self.models.pop_lru() {
                self.bytes -= entry.bytes;
            }
        }
    }

    fn confirm(&mut self, workspace: WorkspaceId, look: Checked) {
        if let Some(entry) = self.models.get_mut(&workspace)
            && look.generation == self.generation
        {
            entry.checked = Some(look);
        }
    }

    fn announced(&mut self, workspace: WorkspaceId, version: u64) {
        match self.models.peek_mut(&workspace) {
            Some(entry) => entry.version = entry.version.max(version),
            // It may be being loaded.
            None => self.generation += 1,
        }
    }

    fn remove(&mut self, workspace: WorkspaceId) {
        if let Some(entry) = self.models.pop(&workspace) {
            self.bytes -= entry.bytes;
        }
    }

    fn doubt_all(&mut self) {
        self.generation += 1;
        for (_, entry) in self.models.iter_mut() {
            entry.checked = None;
        }
    }
}

async fn listen(cache: Weak<ModelCache>, mut signals: tokio::sync::broadcast::Receiver<Signal>) {
    loop {
        let signal = signals.recv().await;
        let Some(cache) = cache.upgrade() else { return };
        match signal {
            Ok(Signal::Model { workspace, version }) => cache.entries().announced(workspace, version),
            Err(RecvError::Lagged(_)) => cache.entries().doubt_all(),
            Ok(_) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Releases that write rows in another format do not read each other's.
fn redis_key(workspace: WorkspaceId, version: u64) -> String {
    format!("icosa:model:{}:{workspace}:{version}", metadata::FORMAT)
}
