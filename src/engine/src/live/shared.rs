//! Changes as all streams of this process are told of them: what an event carried is read once, however many listen.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use icosa_model::{Model, WorkspaceId};
use icosa_store::events::{self, Event};
use tokio::sync::Mutex;

use super::change::RecordChange;
use super::related;
use super::wholes::{Wholes, weight};
use crate::Engine;
use crate::bounded_cache::BoundedCache;
use crate::error::Failure;

/// Memory for changes that some stream may still want, bytes, about; as much again for them with related records.
const MOST_BYTES: usize = 8 << 20;
/// Changes whose related records are read together.
const PORTION: usize = 50;
/// Workspaces that read at the same time without waiting for each other, unless they fall together.
const LANES: usize = 32;

/// Of which workspace, in terms of which version of its model, which event.
pub(super) type Key = (WorkspaceId, u64, i64);

/// What this process knows of late changes.
pub(crate) struct SharedChanges {
    known: BoundedCache<Key, Known>,
    wholes: Wholes,
    lanes: Vec<Mutex<()>>,
}

/// A change that some stream has asked for.
pub(super) struct Known {
    /// With the record's own values.
    pub change: Arc<RecordChange>,
    /// It is told in other terms than those of today's model.
    pub is_outdated: bool,
}

impl Default for SharedChanges {
    fn default() -> Self {
        let lanes = (0..LANES).map(|_| Mutex::default()).collect();
        Self { known: BoundedCache::new(MOST_BYTES), wholes: Wholes::default(), lanes }
    }
}

impl SharedChanges {
    /// One at a time: who comes second finds what the first has read.
    async fn turn(&self, workspace: WorkspaceId) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        let lane = usize::try_from(workspace.0.as_u128() % LANES as u128).unwrap_or_default();
        match self.lanes.get(lane) {
            Some(lane) => Some(lane.lock().await),
            None => None,
        }
    }

    /// Events with what they carried, in order; those kept no longer are left out.
    pub(super) async fn read(
        &self,
        engine: &Engine,
        model: &Model,
        wanted: &[&Arc<Event>],
    ) -> Result<Vec<Arc<Known>>, Failure> {
        let workspace = model.workspace();
        let key = |id: i64| (workspace, model.version(), id);
        let _turn = self.turn(workspace).await;
        let known = wanted.iter().filter_map(|event| Some((event.id, self.known.get(&key(event.id))?)));
        let mut found: HashMap<i64, Arc<Known>> = known.collect();
        let missing: Vec<i64> =
            wanted.iter().map(|event| event.id).filter(|id| !found.contains_key(id)).collect();
        if !missing.is_empty() {
            let read = |pool| {
                let missing = missing.clone();
                async move { events::payloads(&pool, workspace, &missing).await }
            };
            let mut payloads: HashMap<i64, _> = engine.db().read(read).await?.into_iter().collect();
            for event in wanted {
                let (object, payload) = (model.object(&event.object), payloads.remove(&event.id));
                let (Some(object), Some(payload)) = (object, payload) else { continue };
                let change = RecordChange::new(event, payload.0, object);
                let weight = weight(&change);
                let is_outdated = change.is_outdated(object);
                let known = Known { change: Arc::new(change), is_outdated };
                found.insert(event.id, self.known.put(key(event.id), known, weight));
            }
        }
        Ok(wanted.iter().filter_map(|event| found.remove(&event.id)).collect())
    }

    /// The changes with the records that they lead to.
    pub(super) async fn whole(
        &self,
        engine: &Engine,
        model: &Model,
        changes: &[Arc<Known>],
    ) -> Result<Vec<Arc<RecordChange>>, Failure> {
        let mut whole = Vec::with_capacity(changes.len());
        for portion in changes.chunks(PORTION) {
            whole.extend(self.whole_portion(engine, model, portion).await?);
        }
        Ok(whole)
    }

    async fn whole_portion(
        &self,
        engine: &Engine,
        model: &Model,
        changes: &[Arc<Known>],
    ) -> Result<Vec<Arc<RecordChange>>, Failure> {
        let _turn = self.turn(model.workspace()).await;
        let now = Instant::now();
        let key = |known: &Known| (model.workspace(), model.version(), known.change.event.id);
        let mut whole: Vec<_> = changes.iter().map(|known| self.wholes.get(&key(known), now)).collect();
        let bare = changes.iter().zip(&whole).filter(|(_, whole)| whole.is_none());
        let own: Vec<&RecordChange> = bare.map(|(known, _)| known.change.as_ref()).collect();
        if !own.is_empty() {
            let read = related::with_related(engine, model, &own).await?;
            let slots = changes.iter().zip(&mut whole).filter(|(_, whole)| whole.is_none());
            for ((known, slot), read) in slots.zip(read) {
                *slot = Some(self.wholes.put(key(known), read, now));
            }
        }
        let told = changes.iter().zip(whole);
        Ok(told.map(|(known, whole)| whole.unwrap_or_else(|| Arc::clone(&known.change))).collect())
    }
}
