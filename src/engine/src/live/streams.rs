//! Streams to which clients attach queries by name: what happens is told with the names of the queries it concerns.
//! Queries may be attached through any instance (see [`icosa_store::event_streams`]).

use std::collections::VecDeque;
use std::sync::Arc;

use futures::Stream;
use icosa_contract::{Actor, AppError, Code};
use icosa_model::{Model, UserId};
use icosa_store::event_streams::{self, Opening, Queries, StreamKey};
use icosa_store::events::Event;
use serde_json::Value;
use uuid::Uuid;

use super::caller::LiveCaller;
use super::change::RecordChange;
use super::changes::{changes, or_end, whole};
use super::conditions::Answers;
use super::interest::Interest;
use super::listener::{Heard, Listener};
use super::shared::Known;
use crate::Engine;
use crate::error::Failure;

/// Longest name of a stream or query, characters.
const LONGEST_NAME: usize = 200;
/// Most queries of one stream.
const MOST_QUERIES: usize = 500;
/// Longest query, bytes.
const LONGEST_QUERY: usize = 16 * 1024;

/// One entry of a stream with queries.
#[derive(Debug, Clone, PartialEq)]
pub enum StreamItem {
    /// Changes of records, each with the queries that it concerns.
    Changes(Vec<(Arc<RecordChange>, Vec<String>)>),
    /// The workspace's metadata has this version now.
    Model {
        /// Grows.
        version: u64,
    },
}

/// A query to be attached.
#[derive(Debug, Clone, Copy)]
pub struct AddQuery<'q> {
    /// As its client named it.
    pub stream: &'q str,
    /// The client's name of the query; one of that name is replaced.
    pub query: &'q str,
    /// `{objectNameSingular, variables: {filter}}`, or `{metadataName}`: changes of metadata are told without.
    pub signature: &'q Value,
}

impl Engine {
    /// Opens a stream under a name of the client's choice, without queries so far.
    ///
    /// # Errors
    /// `CONFLICT` for a name in use; the database is away.
    pub async fn open_event_stream(
        &self,
        caller: &LiveCaller,
        name: &str,
    ) -> Result<impl Stream<Item = StreamItem> + Send + use<>, AppError> {
        let opened = self.opened(caller, name).await;
        let stream = opened.map_err(|failure| failure.into_app_error(None))?;
        Ok(futures::stream::unfold(stream, |mut stream| async move {
            let item = stream.next().await?;
            Some((item, stream))
        }))
    }

    async fn opened(&self, caller: &LiveCaller, name: &str) -> Result<EventStream, Failure> {
        // A program's stream tells of metadata: nobody can attach queries to it.
        let user = caller.actor.user.unwrap_or(UserId(Uuid::nil()));
        let key = key(&caller.actor, name)?;
        let version = self.model(caller.actor.workspace).await?.version();
        let mut listener = Listener::new(self, caller, None).await?;
        let Some(opening) = event_streams::begin(self.db().pool(), &key, user).await? else {
            let message = "Event stream already exists";
            return Err(AppError::new(Code::Conflict, message)
                .with_sub_code("EVENT_STREAM_ALREADY_EXISTS")
                .into());
        };
        listener.stream = Some(key);
        let open = Open { engine: self.clone(), opening };
        Ok(EventStream { open, listener, interests: Vec::new(), version, waiting: VecDeque::new() })
    }

    /// Attaches a query to a stream of the caller's.
    ///
    /// # Errors
    /// `NOT_FOUND` for a stream that is not open, `FORBIDDEN` for one of somebody else, `BAD_USER_INPUT` for a query
    /// that cannot be understood.
    pub async fn add_event_query(&self, actor: &Actor, add: AddQuery<'_>) -> Result<(), AppError> {
        check_name("queryId", add.query)?;
        let model = self.model(actor.workspace).await.map_err(|failure| failure.into_app_error(None))?;
        if add.signature.to_string().len() > LONGEST_QUERY {
            return Err(AppError::bad_input(format!("A query has at most {LONGEST_QUERY} bytes.")));
        }
        interest(&model, add.signature, self.config().api.complexity)?;
        let attach = |queries: &mut Queries| {
            if queries.len() >= MOST_QUERIES && !queries.contains_key(add.query) {
                return Err(AppError::bad_input(format!("A stream has at most {MOST_QUERIES} queries.")));
            }
            queries.insert(add.query.to_owned(), add.signature.clone());
            Ok(())
        };
        let attached = self.attach(actor, add.stream, attach).await;
        attached.map_err(|failure| failure.into_app_error(None))
    }

    /// Takes a query off a stream of the caller's; one that is not attached is no error.
    ///
    /// # Errors
    /// As [`Engine::add_event_query`].
    pub async fn remove_event_query(&self, actor: &Actor, stream: &str, query: &str) -> Result<(), AppError> {
        let detach = |queries: &mut Queries| {
            queries.remove(query);
            Ok(())
        };
        let detached = self.attach(actor, stream, detach).await;
        detached.map_err(|failure| failure.into_app_error(None))
    }

    async fn attach(
        &self,
        actor: &Actor,
        stream: &str,
        change: impl FnOnce(&mut Queries) -> Result<(), AppError>,
    ) -> Result<(), Failure> {
        let user = person(actor)?;
        let key = key(actor, stream)?;
        let mut tx = self.db().begin().await?;
        let Some((owner, mut queries)) = event_streams::lookup_for_update(&mut tx, &key).await? else {
            let error = AppError::not_found("Event stream does not exist");
            return Err(error.with_sub_code("EVENT_STREAM_DOES_NOT_EXIST").into());
        };
        if owner != user {
            let message = "You are not authorized to add a query to this event stream";
            return Err(AppError::new(Code::Forbidden, message).with_sub_code("NOT_AUTHORIZED").into());
        }
        change(&mut queries)?;
        event_streams::attach(&mut tx, &key, &queries).await?;
        tx.commit().await?;
        self.hub().signal(key.changed()).await;
        Ok(())
    }
}

/// Only people attach queries: there is nobody to whom a program's stream would belong.
fn person(actor: &Actor) -> Result<UserId, AppError> {
    actor.user.ok_or_else(|| {
        AppError::new(Code::Forbidden, "Event streams with queries are for members of the workspace.")
            .with_sub_code("NOT_AUTHORIZED")
    })
}

fn key(actor: &Actor, name: &str) -> Result<StreamKey, AppError> {
    check_name("eventStreamId", name)?;
    Ok(StreamKey { workspace: actor.workspace, id: name.to_owned() })
}

fn check_name(what: &str, name: &str) -> Result<(), AppError> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains('\0') {
        return Err(AppError::bad_input(format!("{what} must have 1 to {LONGEST_NAME} characters.")));
    }
    Ok(())
}

/// What a query is about; `None` for metadata.
fn interest(model: &Model, signature: &Value, most: u32) -> Result<Option<Interest>, AppError> {
    if let Some(object) = signature.get("objectNameSingular").and_then(Value::as_str) {
        let filter = signature.get("variables").and_then(|variables| variables.get("filter"));
        return Interest::read(model, object, filter, most).map(Some);
    }
    if signature.get("metadataName").is_some_and(Value::is_string) {
        return Ok(None);
    }
    Err(AppError::bad_input("An operation signature names objectNameSingular or metadataName."))
}

/// The entry of an open stream; gone when the stream is.
struct Open {
    engine: Engine,
    opening: Opening,
}

impl Drop for Open {
    fn drop(&mut self) {
        let (engine, opening) = (self.engine.clone(), self.opening.clone());
        // Without a runtime the process ends, and the entry expires.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = event_streams::end(engine.db().pool(), &opening).await {
                    tracing::debug!(%error, "an event stream is left to expire");
                }
            });
        }
    }
}

struct EventStream {
    open: Open,
    listener: Listener,
    interests: Vec<(String, Interest)>,
    /// Of the model that the interests are in terms of.
    version: u64,
    waiting: VecDeque<StreamItem>,
}

impl EventStream {
    async fn next(&mut self) -> Option<StreamItem> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Some(item);
            }
            match self.listener.next().await? {
                Heard::Records(events) => {
                    let told = self.look_at(&events).await?;
                    if !told.is_empty() {
                        return Some(StreamItem::Changes(told));
                    }
                }
                Heard::Model { version } => {
                    // Objects and fields of the queries may be others now.
                    self.read_queries().await?;
                    return Some(StreamItem::Model { version });
                }
                Heard::Queries => self.read_queries().await?,
                Heard::Time => {
                    if !event_streams::keep(self.open.engine.db().pool(), &self.open.opening).await.ok()? {
                        return None;
                    }
                }
            }
        }
    }

    async fn look_at(&mut self, events: &[Arc<Event>]) -> Option<Vec<(Arc<RecordChange>, Vec<String>)>> {
        let model = self.listener.model().await?;
        if model.version() != self.version {
            self.read_queries().await?;
        }
        let interests = &self.interests;
        let is_named = |name: &str| interests.iter().any(|(_, own)| own.object == name);
        let changes = changes(&self.listener, &model, events, is_named).await?;
        self.concerned(&model, changes).await
    }

    /// Changes with the queries that each concerns, if any.
    async fn concerned(
        &self,
        model: &Model,
        changes: Vec<Arc<Known>>,
    ) -> Option<Vec<(Arc<RecordChange>, Vec<String>)>> {
        let interests: Vec<&Interest> = self.interests.iter().map(|(_, own)| own).collect();
        let asked = interests.iter().copied();
        let answers = or_end(Answers::ask(&self.open.engine, model, asked, &changes).await)?;
        let admitted = answers.admitted(&interests, &changes).await;
        let (mut concerned, mut queries) = (Vec::new(), Vec::new());
        for (known, places) in changes.iter().cloned().zip(admitted) {
            let names = places.into_iter().filter_map(|place| self.interests.get(place));
            let names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
            if !names.is_empty() {
                concerned.push(known);
                queries.push(names);
            }
        }
        Some(whole(&self.listener, model, &concerned).await?.into_iter().zip(queries).collect())
    }

    /// `None` when the stream is known no longer: the client opens another one.
    async fn read_queries(&mut self) -> Option<()> {
        let (engine, opening) = (&self.open.engine, &self.open.opening);
        let read = |pool| async move { event_streams::queries(&pool, opening).await };
        let queries = engine.db().read(read).await.ok()??;
        let model = engine.model(opening.key.workspace).await.ok()?;
        let most = engine.config().api.complexity;
        self.version = model.version();
        let read = |(name, signature): (String, Value)| {
            let found = interest(&model, &signature, most).unwrap_or_else(|_| whole_object(&signature));
            Some((name, found?))
        };
        self.interests = queries.into_iter().filter_map(read).collect();
        Some(())
    }
}

/// A query whose filter fits no more since the data model has changed is told of everything.
fn whole_object(signature: &Value) -> Option<Interest> {
    let object = signature.get("objectNameSingular").and_then(Value::as_str)?;
    Some(Interest { object: object.to_owned(), condition: None })
}
