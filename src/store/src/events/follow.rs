//! A workspace's events in order, from any id on.

use std::sync::Arc;

use icosa_model::WorkspaceId;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use super::hub::BATCH;
use super::{Event, EventHub};
use crate::error::StoreError;

/// Reads the table until it has caught up, then takes live events; goes back to the table when it lags.
#[derive(Debug)]
pub struct Follower {
    hub: Arc<EventHub>,
    workspace: WorkspaceId,
    last: i64,
    live: broadcast::Receiver<Arc<Event>>,
    caught_up: bool,
}

impl Follower {
    pub(super) fn new(
        hub: Arc<EventHub>,
        workspace: WorkspaceId,
        after: i64,
        live: broadcast::Receiver<Arc<Event>>,
    ) -> Self {
        Self { hub, workspace, last: after, live, caught_up: false }
    }

    /// The next events, at least one; waits for them. Safe to drop and call again.
    ///
    /// # Errors
    /// The database is away; the next call goes on where this one stopped.
    pub async fn next(&mut self) -> Result<Vec<Arc<Event>>, StoreError> {
        loop {
            if !self.caught_up {
                let events = self.hub.since(self.workspace, self.last, BATCH).await?;
                let Some(newest) = events.last() else {
                    self.caught_up = true;
                    continue;
                };
                self.last = newest.id;
                return Ok(events.into_iter().map(Arc::new).collect());
            }
            match self.live.recv().await {
                Ok(event) if event.id > self.last => {
                    self.last = event.id;
                    return Ok(self.with_waiting(event));
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => self.caught_up = false,
                // The hub drops a channel only when nobody listens to it.
                Err(RecvError::Closed) => {
                    self.live = self.hub.subscribe(self.workspace).await?;
                    self.caught_up = false;
                }
            }
        }
    }

    /// An event and those that have come after it by now.
    fn with_waiting(&mut self, first: Arc<Event>) -> Vec<Arc<Event>> {
        let most = usize::try_from(BATCH).unwrap_or(usize::MAX);
        let mut events = vec![first];
        while events.len() < most {
            match self.live.try_recv() {
                Ok(event) if event.id > self.last => {
                    self.last = event.id;
                    events.push(event);
                }
                Ok(_) => {}
                // The next call finds out the same again, if it matters.
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                Err(TryRecvError::Lagged(_)) => {
                    self.caught_up = false;
                    break;
                }
            }
        }
        events
    }

    /// The id of the newest event handed out, or the one to start after.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.last
    }
}
