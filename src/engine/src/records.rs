//! Records: reading and writing, always through a [`scope::Scope`] that confines the call to the actor's workspace.
//!
//! A write is one transaction that holds the row, its timeline and its event; deadlocks and serialization failures
//! are retried. Each use-case is a file; what they share is `validate`, `compare`, `references` and `run`.

pub mod activity;
pub mod answer;
pub mod compare;
pub mod create;
pub mod defaults;
pub mod events;
pub mod get;
pub mod link;
pub mod list;
pub mod place;
pub mod references;
pub mod remove;
pub mod run;
pub mod scope;
pub mod timeline;
pub mod together;
pub mod turns;
pub mod update;
pub mod validate;

use std::future::Future;

use async_trait::async_trait;
use icosa_contract::records::{
    CountQuery, CreateLinked, CreateRecord, FindRecords, GetRecord, RecordIds, RecordPage, RecordSummary,
    RecordsApi, SearchRecords, TimelineItem, TimelineQuery, UpdateRecord,
};
use icosa_contract::{Actor, AppError, Passed};
use icosa_model::Record;
use icosa_model::query::{ListQuery, ViewScope};
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;
use crate::retry::{Retry, random_millis};
use scope::Scope;

/// A write that lost against another one.
const LOST: Retry =
    Retry { times: 3, after: Failure::is_transient, pause: |time| random_millis(1, 10 * u64::from(time)) };
/// How often a call is planned anew because the model has changed under it.
pub(crate) const REPLANS: u32 = 3;

/// Runs a call on the newest model; when it fails and the model has moved on meanwhile, on the newer one.
macro_rules! on_newest_model {
    ($engine:expr, $actor:expr, $object:expr, |$scope:ident| $run:expr) => {{
        let mut replans = 0;
        loop {
            let model = match $engine.model($actor.workspace).await {
                Ok(model) => model,
                Err(failure) => break Err(failure.into_app_error(None)),
            };
            let version = model.version();
            let (outcome, object) = match Scope::on($engine, $actor, model, $object) {
                Ok($scope) => ($run, Some($scope.object)),
                Err(failure) => (Err(failure), None),
            };
            match outcome {
                Err(failure)
                    if replans < $crate::records::REPLANS
                        && failure.may_come_of_an_old_model()
                        && $engine.has_newer_model($actor.workspace, version).await =>
                {
                    replans += 1;
                }
                outcome => break outcome.map_err(|failure| failure.into_app_error(object.as_deref())),
            }
        }
    }};
}

pub(crate) use on_newest_model;

#[async_trait]
impl RecordsApi for Engine {
    async fn list(&self, actor: &Actor, query: ListQuery) -> Result<RecordPage, AppError> {
        on_newest_model!(self, actor, &query.object, |scope| list::page(&scope, &query).await)
    }

    async fn list_as_written(&self, actor: &Actor, query: ListQuery) -> Result<Passed<RecordPage>, AppError> {
        on_newest_model!(self, actor, &query.object, |scope| list::as_written(&scope, &query).await)
    }

    async fn list_shown(
        &self,
        actor: &Actor,
        query: ListQuery,
        within: ViewScope,
    ) -> Result<Passed<RecordPage>, AppError> {
        on_newest_model!(self, actor, &query.object, |scope| list::shown(&scope, &query, &within).await)
    }

    async fn count(&self, actor: &Actor, query: CountQuery) -> Result<u64, AppError> {
        on_newest_model!(self, actor, &query.object, |scope| list::count(&scope, &query).await)
    }

    async fn get(&self, actor: &Actor, query: GetRecord) -> Result<Record, AppError> {
        on_newest_model!(self, actor, &query.object, |scope| get::one(&scope, &query).await)
    }

    async fn get_as_written(&self, actor: &Actor, query: GetRecord) -> Result<Passed<Record>, AppError> {
        on_newest_model!(self, actor, &query.object, |scope| get::as_written(&scope, &query).await)
    }

    async fn create(&self, actor: &Actor, request: CreateRecord) -> Result<Record, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| create::create(&scope, &request))
            .await)
    }

    async fn create_linked(&self, actor: &Actor, request: CreateLinked) -> Result<Record, AppError> {
        on_newest_model!(self, actor, &request.create.object, |scope| retried(|| create::create_linked(
            &scope, &request
        ))
        .await)
    }

    async fn update(&self, actor: &Actor, request: UpdateRecord) -> Result<Record, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| update::update(&scope, &request))
            .await)
    }

    async fn delete(&self, actor: &Actor, request: RecordIds) -> Result<Vec<Uuid>, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| remove::delete(&scope, &request))
            .await)
    }

    async fn restore(&self, actor: &Actor, request: RecordIds) -> Result<Vec<Uuid>, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| remove::restore(&scope, &request))
            .await)
    }

    async fn destroy(&self, actor: &Actor, request: RecordIds) -> Result<Vec<Uuid>, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| remove::destroy(&scope, &request))
            .await)
    }

    async fn search(&self, actor: &Actor, request: SearchRecords) -> Result<Vec<RecordSummary>, AppError> {
        let found = match self.model(actor.workspace).await {
            Ok(model) => list::search(self, &model, &request).await,
            Err(failure) => Err(failure),
        };
        found.map_err(|failure| failure.into_app_error(None))
    }

    async fn find(&self, actor: &Actor, request: FindRecords) -> Result<Vec<RecordSummary>, AppError> {
        let found = self.find_records(actor, &request.text, request.limit).await;
        found.map_err(|failure| failure.into_app_error(None))
    }

    async fn timeline(&self, actor: &Actor, query: TimelineQuery) -> Result<Vec<TimelineItem>, AppError> {
        on_newest_model!(self, actor, &query.object, |scope| timeline::page(&scope, &query).await)
    }
}

pub(crate) fn finish<T>(scope: &Scope<'_>, outcome: Result<T, Failure>) -> Result<T, AppError> {
    outcome.map_err(|failure| failure.into_app_error(Some(&scope.object)))
}

/// Runs a transaction again when the database took it back for the sake of another one.
pub(crate) async fn retried<T, F, Fut>(run: F) -> Result<T, Failure>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, Failure>>,
{
    LOST.run(run).await
}
