//! Sessions found lately, so that a page of ten requests looks once.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use icosa_store::Clock;
use icosa_store::events::Signal;
use icosa_store::sessions::TokenHash;
use lru::LruCache;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::ResolvedSession;

/// How long a session is believed without a look.
const BELIEVED_FOR: Duration = Duration::from_secs(60);
const MOST: NonZeroUsize = NonZeroUsize::new(20_000).expect("not zero");

#[derive(Debug)]
pub(super) struct SessionCache {
    clock: Clock,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    sessions: LruCache<TokenHash, (Arc<ResolvedSession>, DateTime<Utc>)>,
    /// Grows with each invalidation: what was looked up before one is not kept after it.
    generation: u64,
}

impl SessionCache {
    pub fn new(clock: Clock) -> Arc<Self> {
        let mut sessions = LruCache::unbounded();
        sessions.resize(MOST);
        Arc::new(Self { clock, inner: Mutex::new(Inner { sessions, generation: 0 }) })
    }

    pub fn get(&self, hash: &TokenHash) -> Option<Arc<ResolvedSession>> {
        let now = self.clock.now();
        let mut inner = self.inner();
        let (session, until) = inner.sessions.get(hash)?;
        (now < *until).then(|| Arc::clone(session))
    }

    pub fn put(
        &self,
        hash: TokenHash,
        session: Arc<ResolvedSession>,
        ends_at: DateTime<Utc>,
        generation: u64,
    ) {
        let until = ends_at.min(self.clock.now() + BELIEVED_FOR);
        let mut inner = self.inner();
        if inner.generation == generation {
            inner.sessions.put(hash, (session, until));
        }
    }

    pub fn generation(&self) -> u64 {
        self.inner().generation
    }

    /// Drops what a signal makes doubtful.
    pub fn apply(&self, signal: &Signal) {
        match signal {
            Signal::User { user } => self.drop_where(|session| session.user == *user),
            Signal::Workspace { workspace } => {
                self.drop_where(|session| {
                    session.workspace.as_ref().is_some_and(|entered| entered.id == *workspace)
                });
            }
            Signal::Gap => self.drop_where(|_| true),
            Signal::Model { .. } => {}
        }
    }

    fn drop_where(&self, doubtful: impl Fn(&ResolvedSession) -> bool) {
        let mut inner = self.inner();
        inner.generation += 1;
        let gone: Vec<_> = inner
            .sessions
            .iter()
            .filter(|(_, (session, _))| doubtful(session))
            .map(|(hash, _)| *hash)
            .collect();
        for hash in gone {
            inner.sessions.pop(&hash);
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Applies the signals of other instances for as long as the cache lives.
pub(super) fn listen(cache: &Arc<SessionCache>, signals: Receiver<Signal>) {
    tokio::spawn(apply_all(Arc::downgrade(cache), signals));
}

async fn apply_all(cache: Weak<SessionCache>, mut signals: Receiver<Signal>) {
    loop {
        let signal = match signals.recv().await {
            Ok(signal) => signal,
            Err(RecvError::Lagged(_)) => Signal::Gap,
            Err(RecvError::Closed) => return,
        };
        let Some(cache) = cache.upgrade() else { return };
        cache.apply(&signal);
    }
}
