//! What happens in a workspace while somebody looks at it.

use std::collections::VecDeque;

use futures::Stream;
use icosa_contract::records::RecordEvent;
use icosa_contract::{Actor, AppError};
use icosa_model::WorkspaceId;
use icosa_store::events::{Event, Follower, Signal};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use crate::Engine;
use crate::error::Failure;

/// One entry of the live stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiveEvent {
    /// Something happened to a record.
    Record(RecordEvent),
    /// The workspace's metadata has this version now.
    Model {
        /// Grows.
        version: u64,
    },
}

struct Listener {
    engine: Engine,
    actor: Actor,
    follower: Follower,
    signals: broadcast::Receiver<Signal>,
    ended: watch::Receiver<bool>,
    version: u64,
    waiting: VecDeque<LiveEvent>,
}

impl Engine {
    /// Everything that happens in the actor's workspace after the event of that id (after now without one), without
    /// gaps. It ends when the process stops, when the database stays away and when the actor's sessions change: the
    /// browser then connects again and is asked who it is.
    ///
    /// # Errors
    /// The database is away.
    pub async fn live_events(
        &self,
        actor: &Actor,
        after: Option<i64>,
    ) -> Result<impl Stream<Item = LiveEvent> + Send + use<>, AppError> {
        let listener = self.listener(actor, after).await.map_err(|failure| failure.into_app_error(None))?;
        Ok(futures::stream::unfold(listener, |mut listener| async move {
            let event = listener.next().await?;
            Some((event, listener))
        }))
    }

    async fn listener(&self, actor: &Actor, after: Option<i64>) -> Result<Listener, Failure> {
        let hub = self.hub();
        let signals = hub.signals();
        let version = self.model(actor.workspace).await?.version();
        let after = match after {
            Some(after) => after,
            None => hub.latest(actor.workspace).await?,
        };
        let follower = hub.follow(actor.workspace, after).await?;
        let (engine, actor) = (self.clone(), actor.clone());
        Ok(Listener {
            ended: engine.ended(),
            engine,
            actor,
            follower,
            signals,
            version,
            waiting: VecDeque::new(),
        })
    }
}

impl Listener {
    async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if *self.ended.borrow() {
                return None;
            }
            tokio::select! {
                changed = self.ended.changed() => if changed.is_err() { return None },
                events = self.follower.next() => match events {
                    Ok(events) => self.waiting.extend(events.iter().map(|event| LiveEvent::Record(wire(event)))),
                    Err(error) => {
                        tracing::warn!(%error, "a live stream ends");
                        return None;
                    }
                },
                signal = self.signals.recv() => {
                    if !self.heard(signal).await {
                        return None;
                    }
                }
            }
        }
    }

    /// Answers whether the stream goes on.
    async fn heard(&mut self, signal: Result<Signal, RecvError>) -> bool {
        match signal {
            Ok(Signal::Model { workspace, version }) if workspace == self.actor.workspace => {
                self.model(version)
            }
            Ok(Signal::User { user }) => return Some(user) != self.actor.user,
            Ok(Signal::Gap) | Err(RecvError::Lagged(_)) => {
                if let Some(version) =
                    self.engine.model(self.workspace()).await.ok().map(|model| model.version())
                {
                    self.model(version);
                }
            }
            Err(RecvError::Closed) => return false,
            Ok(_) => {}
        }
        true
    }

    fn model(&mut self, version: u64) {
        if version > self.version {
            self.version = version;
            self.waiting.push_back(LiveEvent::Model { version });
        }
    }

    fn workspace(&self) -> WorkspaceId {
        self.actor.workspace
    }
}

fn wire(event: &Event) -> RecordEvent {
    RecordEvent {
        id: event.id,
        object: event.object.clone(),
        record_id: event.record_id,
        action: event.action.clone(),
        updated_fields: event.updated_fields.clone(),
    }
}
