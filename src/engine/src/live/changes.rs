//! The stream of a program: changes of records with what they carry, to be resumed after any of them.

use std::collections::VecDeque;
use std::sync::Arc;

use futures::Stream;
use icosa_contract::AppError;
use icosa_model::{Model, WorkspaceId};
use icosa_store::events::{Event, Extent};

use super::caller::LiveCaller;
use super::change::RecordChange;
use super::conditions::Answers;
use super::interest::{Interest, Interests, Wanted};
use super::listener::{Heard, Listener};
use super::shared::Known;
use crate::Engine;
use crate::error::Failure;
use crate::search::may_read;

/// One entry of a program's stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Where the stream begins: it can be resumed after this event.
    Begun(i64),
    /// Events after the place to resume from are kept no longer, or of records of an object that is called otherwise
    /// now or gone: what happened meanwhile has to be read.
    Gap,
    /// Something happened that is of interest.
    Change(Arc<RecordChange>),
    /// Everything up to this event has been looked at; nothing more of it is of interest.
    Passed(i64),
    /// The workspace's metadata has this version now.
    Model {
        /// Grows.
        version: u64,
    },
}

impl Engine {
    /// Changes of records that are wanted (all, when nothing is named), after the event of that id, after now without
    /// one. It misses none, however long the caller was away, or says [`Told::Gap`]. It ends when the data model does
    /// not have what is wanted any more: who opens it again is told what.
    ///
    /// # Errors
    /// As [`Interest::read`]; the database is away.
    pub async fn record_changes(
        &self,
        caller: &LiveCaller,
        wanted: Vec<Wanted>,
        after: Option<i64>,
    ) -> Result<impl Stream<Item = Told> + Send + use<>, AppError> {
        let begun = begin(self, caller, wanted, after).await;
        let changes = begun.map_err(|failure| failure.into_app_error(None))?;
        Ok(futures::stream::unfold(changes, |mut changes| async move {
            let told = changes.next().await?;
            Some((told, changes))
        }))
    }
}

/// How far the events of a workspace go, where some after that one are gone, or it was never given out, e.g. by a
/// database that was restored since.
pub(super) async fn missed(
    engine: &Engine,
    workspace: WorkspaceId,
    after: Option<i64>,
) -> Result<Option<Extent>, Failure> {
    let Some(id) = after else { return Ok(None) };
    let extent = engine.hub().extent(workspace).await?;
    Ok((!extent.is_complete_after(id)).then_some(extent))
}

async fn begin(
    engine: &Engine,
    caller: &LiveCaller,
    wanted: Vec<Wanted>,
    after: Option<i64>,
) -> Result<Changes, Failure> {
    let workspace = caller.actor.workspace;
    let model = engine.model(workspace).await?;
    let interests = Interests::read(&model, wanted, engine.config().api.complexity)?;
    let (mut after, mut waiting) = (after, VecDeque::new());
    if let Some(extent) = missed(engine, workspace, after).await? {
        waiting.push_back(Told::Gap);
        after = after.map(|id| id.min(extent.latest));
    }
    let listener = Listener::new(engine, caller, after).await?;
    waiting.push_back(Told::Begun(listener.last()));
    Ok(Changes { listener, interests, waiting })
}

struct Changes {
    listener: Listener,
    interests: Interests,
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
                Heard::Model { version } => {
                    self.model().await?;
                    return Some(Told::Model { version });
                }
                Heard::Queries | Heard::Time => {}
            }
        }
    }

    /// The newest model; the interests are in terms of it.
    async fn model(&mut self) -> Option<Arc<Model>> {
        let model = self.listener.model().await?;
        or_end(self.interests.renew(&model).map_err(Failure::from))?;
        Some(model)
    }

    async fn look_at(&mut self, events: &[Arc<Event>]) -> Option<()> {
        let model = self.model().await?;
        // Whatever the object is called now, its records may be of interest.
        if events.iter().any(|event| model.object(&event.object).is_none()) {
            self.waiting.push_back(Told::Gap);
        }
        let interests: Vec<&Interest> = self.interests.all().iter().collect();
        let is_named = |name: &str| interests.is_empty() || interests.iter().any(|own| own.object == name);
        let mut changes = changes(&self.listener, &model, events, is_named).await?;
        if !interests.is_empty() {
            let asked = interests.iter().copied();
            let answers = or_end(Answers::ask(&self.listener.engine, &model, asked, &changes).await)?;
            let mut admitted = answers.admitted(&interests, &changes).await.into_iter();
            changes.retain(|_| admitted.next().is_some_and(|places| !places.is_empty()));
        }
        let told = whole(&self.listener, &model, &changes).await?;
        self.waiting.extend(told.into_iter().map(Told::Change));
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
    model: &Model,
    events: &[Arc<Event>],
    is_named: impl Fn(&str) -> bool,
) -> Option<Vec<Arc<Known>>> {
    let (engine, actor) = (&listener.engine, &listener.caller.actor);
    let is_shown = |event: &&Arc<Event>| {
        is_named(&event.object) && model.object(&event.object).is_some_and(|object| may_read(actor, object))
    };
    let wanted: Vec<&Arc<Event>> = events.iter().filter(is_shown).collect();
    if wanted.is_empty() {
        return Some(Vec::new());
    }
    or_end(engine.shared_changes().read(engine, model, &wanted).await)
}

/// Changes that are told, with the records they lead to. `None` as above.
pub(super) async fn whole(
    listener: &Listener,
    model: &Model,
    changes: &[Arc<Known>],
) -> Option<Vec<Arc<RecordChange>>> {
    if changes.is_empty() {
        return Some(Vec::new());
    }
    let engine = &listener.engine;
    or_end(engine.shared_changes().whole(engine, model, changes).await)
}

/// A stream that cannot read on ends.
pub(super) fn or_end<T>(outcome: Result<T, Failure>) -> Option<T> {
    outcome.inspect_err(|failure| tracing::warn!(%failure, "a live stream ends")).ok()
}
