//! Hands new events to whoever follows a workspace in this process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use icosa_model::WorkspaceId;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;

use super::{
    EVENTS_CHANNEL, Event, Extent, Follower, SIGNALS_CHANNEL, Signal, extent, latest, listen, since,
};
use crate::db::Db;
use crate::error::StoreError;
use crate::redis::Redis;

/// Events a slow reader may lag behind before it reads the table again.
const BACKLOG: usize = 1024;
/// Events read at a time.
pub(super) const BATCH: i64 = 500;
/// Followed workspaces are looked at this often even when nothing was announced: an announcement through Redis is
/// lost when its process dies between commit and announcement.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Listens for new events and signals, and spreads them in this process.
#[derive(Debug)]
pub struct EventHub {
    pub(super) db: Db,
    redis: Option<Redis>,
    channels: Mutex<HashMap<WorkspaceId, Channel>>,
    signals: broadcast::Sender<Signal>,
    wake: mpsc::UnboundedSender<WorkspaceId>,
    /// Even: not listening. Odd: listening; each interruption makes another number of it.
    epoch: AtomicU64,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Channel {
    sender: broadcast::Sender<Arc<Event>>,
    last: i64,
}

impl EventHub {
    /// Starts listening in the background, until the last reference is dropped.
    #[must_use]
    pub fn start(db: Db, redis: Option<Redis>) -> Arc<Self> {
        let (wake, woken) = mpsc::unbounded_channel();
        let hub = Arc::new(Self {
            db,
            redis: redis.clone(),
            channels: Mutex::default(),
            signals: broadcast::channel(BACKLOG).0,
            wake,
            epoch: AtomicU64::new(0),
            tasks: Mutex::default(),
        });
        let listener = match redis {
            Some(redis) => tokio::spawn(listen::redis(Arc::downgrade(&hub), redis)),
            None => tokio::spawn(listen::postgres(Arc::downgrade(&hub), hub.db.connect_options().clone())),
        };
        let delivery = tokio::spawn(deliver_all(Arc::downgrade(&hub), woken));
        hub.tasks().extend([listener, delivery]);
        hub
    }

    /// Live events of a workspace from now on. A receiver that lags should read [`EventHub::since`]; what follows
    /// from an id without gaps is [`EventHub::follow`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn subscribe(
        &self,
        workspace: WorkspaceId,
    ) -> Result<broadcast::Receiver<Arc<Event>>, StoreError> {
        if let Some(channel) = self.channels().get(&workspace) {
            return Ok(channel.sender.subscribe());
        }
        let last = self.latest(workspace).await?;
        let receiver = self
            .channels()
            .entry(workspace)
            .or_insert_with(|| Channel { sender: broadcast::channel(BACKLOG).0, last })
            .sender
            .subscribe();
        // Something may have been written since the look and announced before there was a channel.
        let _ = self.wake.send(workspace);
        Ok(receiver)
    }

    /// The events of a workspace after an id, then live ones, without gaps or repetitions.
    ///
    /// # Errors
    /// The database is away.
    pub async fn follow(
        self: &Arc<Self>,
        workspace: WorkspaceId,
        after: i64,
    ) -> Result<Follower, StoreError> {
        let receiver = self.subscribe(workspace).await?;
        Ok(Follower::new(Arc::clone(self), workspace, after, receiver))
    }

    /// The events of a workspace after an id, oldest first, at most `limit`.
    ///
    /// # Errors
    /// The database is away.
    pub async fn since(
        &self,
        workspace: WorkspaceId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Event>, StoreError> {
        self.db.read(|pool| async move { since(&pool, workspace, after, limit).await }).await
    }

    /// How far the events of a workspace go.
    ///
    /// # Errors
    /// The database is away.
    pub async fn extent(&self, workspace: WorkspaceId) -> Result<Extent, StoreError> {
        self.db.read(|pool| async move { extent(&pool, workspace).await }).await
    }

    /// The id of the newest event of a workspace, also when it was removed since; 0 if there never was one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn latest(&self, workspace: WorkspaceId) -> Result<i64, StoreError> {
        self.db.read(|pool| async move { latest(&pool, workspace).await }).await
    }

    /// Call after the commit of events with their ids: wakes followers here at once, and elsewhere through Redis.
    pub async fn appended(&self, workspace: WorkspaceId, ids: &[i64]) {
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return };
        self.wake(workspace);
        self.publish(EVENTS_CHANNEL, format!("{workspace}:{first}:{last}")).await;
    }

    /// Call after the commit of what a signal is about: tells this process at once, and others through Redis.
    pub async fn signal(&self, signal: Signal) {
        let payload = serde_json::to_string(&signal);
        let _ = self.signals.send(signal);
        if let Ok(payload) = payload {
            self.publish(SIGNALS_CHANNEL, payload).await;
        }
    }

    /// Signals from all instances, [`Signal::Gap`] after each interruption.
    #[must_use]
    pub fn signals(&self) -> broadcast::Receiver<Signal> {
        self.signals.subscribe()
    }

    /// A number that stays the same for as long as signals of other instances arrive without interruption; `None`
    /// while they do not.
    #[must_use]
    pub fn epoch(&self) -> Option<u64> {
        Some(self.epoch.load(Ordering::Acquire)).filter(|epoch| epoch % 2 == 1)
    }

    async fn publish(&self, channel: &'static str, payload: String) {
        if let Some(redis) = &self.redis {
            redis
                .ask(|mut connection| async move {
                    redis::cmd("PUBLISH").arg(channel).arg(payload).query_async::<()>(&mut connection).await
                })
                .await;
        }
    }

    /// A notification arrived.
    pub(super) fn received(&self, channel: &str, payload: &str) {
        if channel == EVENTS_CHANNEL {
            if let Some(workspace) = payload.split(':').next().and_then(|id| id.parse().ok()) {
                self.wake(workspace);
            }
        } else if let Ok(signal) = serde_json::from_str(payload) {
            let _ = self.signals.send(signal);
        } else {
            tracing::debug!("an unknown signal: {payload}");
        }
    }

    /// Listening has begun (again): what was sent in between is unknown.
    pub(super) fn connected(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        let _ = self.signals.send(Signal::Gap);
        self.wake_all();
    }

    /// Listening has ended, if it had begun.
    pub(super) fn disconnected(&self) {
        if self.epoch().is_some() {
            self.epoch.fetch_add(1, Ordering::AcqRel);
            let _ = self.signals.send(Signal::Gap);
        }
    }

    fn wake(&self, workspace: WorkspaceId) {
        if self.channels().contains_key(&workspace) {
            let _ = self.wake.send(workspace);
        }
    }

    fn wake_all(&self) {
        for workspace in self.channels().keys() {
            let _ = self.wake.send(*workspace);
        }
    }

    /// Reads what is new in a workspace and sends it to its followers.
    async fn deliver(&self, workspace: WorkspaceId) -> Result<(), StoreError> {
        loop {
            let after = {
                let mut channels = self.channels();
                let Some(channel) = channels.get(&workspace) else { return Ok(()) };
                if channel.sender.receiver_count() == 0 {
                    channels.remove(&workspace);
                    return Ok(());
                }
                channel.last
            };
            let events = self.since(workspace, after, BATCH).await?;
            let more = events.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX);
            if let Some(channel) = self.channels().get_mut(&workspace) {
                for event in events {
                    channel.last = event.id;
                    let _ = channel.sender.send(Arc::new(event));
                }
            }
            if !more {
                return Ok(());
            }
        }
    }

    fn channels(&self) -> std::sync::MutexGuard<'_, HashMap<WorkspaceId, Channel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tasks(&self) -> std::sync::MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for EventHub {
    fn drop(&mut self) {
        for task in self.tasks().drain(..) {
            task.abort();
        }
    }
}

async fn deliver_all(hub: Weak<EventHub>, mut woken: mpsc::UnboundedReceiver<WorkspaceId>) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        let mut workspaces = Vec::new();
        tokio::select! {
            count = woken.recv_many(&mut workspaces, 256) => if count == 0 { return },
            _ = look.tick() => {}
        }
        let Some(hub) = hub.upgrade() else { return };
        if workspaces.is_empty() {
            hub.wake_all();
        }
        workspaces.sort_unstable();
        workspaces.dedup();
        for workspace in workspaces {
            if let Err(error) = hub.deliver(workspace).await {
                tracing::warn!("events of workspace {workspace} wait: {error}");
            }
        }
    }
}
