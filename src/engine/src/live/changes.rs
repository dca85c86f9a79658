//! The stream of a program: changes of records with what they carry, to be resumed after any of them.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use futures::Stream;
use icosa_contract::AppError;
use icosa_model::Model;
use icosa_store::events::{self, Event};

use super::caller::LiveCaller;
use super::change::RecordChange;
use super::interest::Interest;
use super::listener::{Heard, Listener};
use crate::Engine;
use crate::error::Failure;
use crate::search::may_read;

/// One entry of a program's stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Where the stream begins: it can be resumed after this event.
    Begun(i64),
    /// Events after the place to resume from are kept no longer: what happened meanwhile has to be read.
    Gap,
    /// Something happened that is of interest.
    Change(Box<RecordChange>),
    /// Everything up to this event has been looked at; nothing more of it is of interest.
    Passed(i64),
    /// The workspace's metadata has this version now.
    Model {
        /// Grows.
        version: u64,
    },
}

impl Engine {
    /// Changes of records that are of interest (all, without interests), after the event of that id, after now without
    /// one. It misses none, however long the caller was away, or says [`Told::Gap`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn record_changes(
        &self,
        caller: &LiveCaller,
        interests: Vec<Interest>,
        after: Option<i64>,
    ) -> Result<impl Stream<Item = Told> + Send + use<>, AppError> {
        let begun = begin(self, caller, interests, after).await;
        let changes = begun.map_err(|failure| failure.into_app_error(None))?;
        Ok(futures::stream::unfold(changes, |mut changes| async move {
            let told = changes.next().await?;
            Some((told, changes))
        }))
    }
}

async fn begin(
    engine: &Engine,
    caller: &LiveCaller,
    interests: Vec<Interest>,
    after: Option<i64>,
) -> Result<Changes, Failure> {
    let workspace = caller.actor.workspace;
    let (mut after, mut waiting) = (after, VecDeque::new());
    if let Some(id) = after {
        let look = move |pool| async move { events::is_kept(&pool, workspace, id).await };
        if !engine.db().read(look).await? {
            waiting.push_back(Told::Gap);
            // An id that was never given out, e.g. of a database restored since, would be waited for.
            after = Some(id.min(engine.hub().latest(workspace).await?));
        }
    }
    let listener = Listener::new(engine, caller, after).await?;
    waiting.push_back(Told::Begun(listener.last()));
    Ok(Changes { listener, interests, waiting })
}

struct Changes {
    listener: Listener,
    interests: Vec<Interest>,
    waiting: VecDeque<Told>,
}

impl Changes {
    async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(told) = self.waiting.pop_front() {
                return Some(told);
            }
            match self.listener.next().await? {
                Heard::Records(events) => self.look_at(&events).await?,
                Heard::Model { version } => return Some(Told::Model { version }),
                Heard::Queries | Heard::Time => {}
            }
        }
    }

    async fn look_at(&mut self, events: &[Arc<Event>]) -> Option<()> {
        let (takes_all, interests) = (self.interests.is_empty(), &self.interests);
        let is_named = |name: &str| takes_all || interests.iter().any(|own| own.object == name);
        let (model, changes) = changes(&self.listener, events, is_named).await?;
        for change in changes {
            let Some(object) = model.object(&change.event.object) else { continue };
            let admits = |own: &Interest| own.object == change.event.object && own.admits(object, &change);
            if takes_all || self.interests.iter().any(admits) {
                self.waiting.push_back(Told::Change(Box::new(change)));
            }
        }
        let last = events.last()?.id;
        let is_told = matches!(self.waiting.back(), Some(Told::Change(change)) if change.event.id == last);
        if !is_told {
            self.waiting.push_back(Told::Passed(last));
        }
        Some(())
    }
}

/// Events with what they carry: of the objects that are asked for and that the caller may read, in order. `None` when
/// they cannot be read: the stream ends, and is resumed by the client.
pub(super) async fn changes(
    listener: &Listener,
    events: &[Arc<Event>],
    is_named: impl Fn(&str) -> bool,
) -> Option<(Arc<Model>, Vec<RecordChange>)> {
    let (engine, actor) = (&listener.engine, &listener.caller.actor);
    let workspace = actor.workspace;
    let model = engine.model(workspace).await.ok()?;
    let is_shown = |event: &&Arc<Event>| {
        is_named(&event.object) && model.object(&event.object).is_some_and(|object| may_read(actor, object))
    };
    let wanted: Vec<&Arc<Event>> = events.iter().filter(is_shown).collect();
    if wanted.is_empty() {
        return Some((model, Vec::new()));
    }
    let ids: Vec<i64> = wanted.iter().map(|event| event.id).collect();
    let read = |pool| {
        let ids = ids.clone();
        async move { events::payloads(&pool, workspace, &ids).await }
    };
    let payloads = match engine.db().read(read).await {
        Ok(payloads) => payloads,
        Err(error) => {
            tracing::warn!(%error, "a live stream ends");
            return None;
        }
    };
    let mut payloads: HashMap<i64, _> = payloads.into_iter().collect();
    let mut changes = Vec::with_capacity(wanted.len());
    for event in wanted {
        let (payload, object) = (payloads.remove(&event.id), model.object(&event.object));
        let (Some(payload), Some(object)) = (payload, object) else { continue };
        changes.push(RecordChange::new(event, payload.0, object));
    }
    Some((model, changes))
}
