//! Hears what happens in a workspace, for one caller.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures::Stream;
use icosa_model::Model;
use icosa_store::event_streams::StreamKey;
use icosa_store::events::{Event, Follower, Signal};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::caller::LiveCaller;
use crate::Engine;
use crate::error::Failure;

/// How often it is looked whether the caller is still let in, whatever is said: tokens end by themselves.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Something that a listener has heard.
#[derive(Debug)]
pub(super) enum Heard {
    /// Events in order.
    Records(Vec<Arc<Event>>),
    /// The workspace's metadata has this version now.
    Model { version: u64 },
    /// Something else may be attached to the stream.
    Queries,
    /// Time has passed.
    Time,
}

/// One caller's ear.
pub(super) struct Listener {
    pub engine: Engine,
    pub caller: LiveCaller,
    /// The stream whose attached queries matter.
    pub stream: Option<StreamKey>,
    follower: Follower,
    signals: broadcast::Receiver<Signal>,
    ended: watch::Receiver<bool>,
    look: Interval,
    version: u64,
    waiting: VecDeque<Heard>,
}

impl Listener {
    /// Listens from the event of that id on, from now on without one.
    pub async fn new(engine: &Engine, caller: &LiveCaller, after: Option<i64>) -> Result<Self, Failure> {
        let (hub, workspace) = (engine.hub(), caller.actor.workspace);
        let signals = hub.signals();
        let version = engine.model(workspace).await?.version();
        let after = match after {
            Some(after) => after,
            None => hub.latest(workspace).await?,
        };
        let follower = hub.follow(workspace, after).await?;
        let mut look = tokio::time::interval_at(Instant::now() + LOOK_EVERY, LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Self {
            ended: engine.ended(),
            engine: engine.clone(),
            caller: caller.clone(),
            stream: None,
            follower,
            signals,
            look,
            version,
            waiting: VecDeque::new(),
        })
    }

    /// The newest model of the workspace; `None` when it cannot be read.
    pub async fn model(&self) -> Option<Arc<Model>> {
        self.engine.model(self.caller.actor.workspace).await.ok()
    }

    /// The id of the newest event heard, or the one listened after.
    pub fn last(&self) -> i64 {
        self.follower.last()
    }

    /// Everything, until the end.
    pub fn heard(self) -> impl Stream<Item = Heard> + Send {
        futures::stream::unfold(self, |mut listener| async move {
            let heard = listener.next().await?;
            Some((heard, listener))
        })
    }

    /// What happens next; `None` at the end.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some(heard) = self.waiting.pop_front() {
                return Some(heard);
            }
            if *self.ended.borrow() {
                return None;
            }
            tokio::select! {
                // Signals first: what was attached before an event was written is attached when it is told.
                biased;
                changed = self.ended.changed() => if changed.is_err() { return None },
                signal = self.signals.recv() => {
                    if !self.signalled(signal).await {
                        return None;
                    }
                }
                _ = self.look.tick() => {
                    if !self.caller.is_let_in(&self.engine).await {
                        return None;
                    }
                    return Some(Heard::Time);
                }
                events = self.follower.next() => match events {
                    Ok(events) => return Some(Heard::Records(events)),
                    Err(error) => {
                        tracing::warn!(%error, "a live stream ends");
                        return None;
                    }
                },
            }
        }
    }

    /// Answers whether the stream goes on.
    async fn signalled(&mut self, signal: Result<Signal, RecvError>) -> bool {
        let signal = match signal {
            Ok(signal) => signal,
            Err(RecvError::Lagged(_)) => Signal::Gap,
            Err(RecvError::Closed) => return false,
        };
        if self.caller.is_concerned(&signal) {
            self.engine.sessions().heed(&signal);
            self.engine.tokens().heed(&signal);
            if !self.caller.is_let_in(&self.engine).await {
                return false;
            }
        }
        match signal {
            Signal::Model { workspace, version } if workspace == self.caller.actor.workspace => {
                self.reached(version);
            }
            Signal::EventStream { workspace, stream } => {
                let own = self.stream.as_ref();
                if own.is_some_and(|own| own.workspace == workspace && own.id == stream) {
                    self.waiting.push_back(Heard::Queries);
                }
            }
            Signal::Gap => {
                if let Ok(model) = self.engine.model(self.caller.actor.workspace).await {
                    self.reached(model.version());
                }
                self.waiting.push_back(Heard::Queries);
            }
            _ => {}
        }
        true
    }

    fn reached(&mut self, version: u64) {
        if version > self.version {
            self.version = version;
            self.waiting.push_back(Heard::Model { version });
        }
    }
}
