//! What was read lately and is believed for a while, so that a page of ten requests looks once.

use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use icosa_store::events::Signal;
use icosa_store::{Clock, EventHub};
use lru::LruCache;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// How long something is believed without a look: a signal through Redis may be lost with the process that sends it.
const BELIEVED_FOR: Duration = Duration::from_secs(60);
const MOST: NonZeroUsize = NonZeroUsize::new(20_000).expect("not zero");

/// Says which entries a signal makes doubtful.
pub(crate) type Doubts<K, V> = fn(&Signal, &K, &V) -> bool;

/// Values by key, the longest unused ones forgotten first. Nothing is believed while the signals of other processes
/// do not arrive, nor what was read before they began to.
#[derive(Debug)]
pub(crate) struct Cache<K: Hash + Eq, V> {
    clock: Clock,
    hub: Arc<EventHub>,
    doubts: Doubts<K, V>,
    inner: Mutex<Inner<K, V>>,
}

#[derive(Debug)]
struct Inner<K: Hash + Eq, V> {
    entries: LruCache<K, Entry<V>>,
    /// Grows with each invalidation: what was looked up before one is not kept after it.
    generation: u64,
}

#[derive(Debug)]
struct Entry<V> {
    value: Arc<V>,
    until: DateTime<Utc>,
    epoch: Option<u64>,
}

/// The state of things before a look at the database, so that a change in between is not covered up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    generation: u64,
    epoch: Option<u64>,
}

impl<K, V> Cache<K, V>
where
    K: Hash + Eq + Clone + Send + 'static,
    V: Send + Sync + 'static,
{
    /// An empty cache that listens to the hub for as long as it lives.
    pub fn new(clock: Clock, hub: Arc<EventHub>, doubts: Doubts<K, V>) -> Arc<Self> {
        let mut entries = LruCache::unbounded();
        // Room is taken when it is needed.
        entries.resize(MOST);
        let signals = hub.signals();
        let cache =
            Arc::new(Self { clock, hub, doubts, inner: Mutex::new(Inner { entries, generation: 0 }) });
        tokio::spawn(apply_all(Arc::downgrade(&cache), signals));
        cache
    }

    pub fn get(&self, key: &K) -> Option<Arc<V>> {
        let (now, epoch) = (self.clock.now(), self.hub.epoch());
        let mut inner = self.inner();
        let entry = inner.entries.get(key)?;
        let is_believed = epoch.is_some() && entry.epoch == epoch && now < entry.until;
        is_believed.then(|| Arc::clone(&entry.value))
    }

    /// To be taken before the look whose outcome is put.
    pub fn moment(&self) -> Moment {
        // In this order: an epoch that ends in between makes the entry worthless, not wrong.
        let epoch = self.hub.epoch();
        Moment { generation: self.inner().generation, epoch }
    }

    /// Keeps what was read since that moment, unless it has become doubtful; at most until `ends_at`.
    pub fn put(&self, key: K, value: Arc<V>, ends_at: Option<DateTime<Utc>>, moment: Moment) {
        let believed = self.clock.now() + BELIEVED_FOR;
        let until = ends_at.map_or(believed, |ends_at| ends_at.min(believed));
        let mut inner = self.inner();
        if inner.generation == moment.generation {
            inner.entries.put(key, Entry { value, until, epoch: moment.epoch });
        }
    }

    /// Drops what a signal makes doubtful.
    pub fn apply(&self, signal: &Signal) {
        let mut inner = self.inner();
        inner.generation += 1;
        let gone: Vec<K> = inner
            .entries
            .iter()
            .filter(|(key, entry)| (self.doubts)(signal, key, &entry.value))
            .map(|(key, _)| key.clone())
            .collect();
        for key in gone {
            inner.entries.pop(&key);
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner<K, V>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Applies the signals of all instances for as long as the cache lives.
async fn apply_all<K, V>(cache: Weak<Cache<K, V>>, mut signals: Receiver<Signal>)
where
    K: Hash + Eq + Clone + Send + 'static,
    V: Send + Sync + 'static,
{
    loop {
        let signal = match signals.recv().await {
            Ok(signal) => signal,
            Err(RecvError::Lagged(_)) => Signal::Gap,
            Err(RecvError::Closed) => return,
        };
        let Some(cache) = cache.upgrade() else { return };
        if !matches!(signal, Signal::Model { .. } | Signal::EventStream { .. }) {
            cache.apply(&signal);
        }
    }
}
