//! Changing the data model of a workspace.
//!
//! [`apply`] carries changes out on a [`draft`], pure and without a database, and collects every broken rule.
//! [`commit`] makes rows and tables follow in one transaction; [`early`] builds what that needs and would take too long
//! in it, [`tasks`] finishes what would keep people waiting;
//! [`trash`] brings deleted things back. A new rule belongs to the module of what it is about: [`objects`],
//! [`fields`], [`indexes`], [`views`], [`navigation`].

mod apply;
mod checks;
mod commit;
pub mod draft;
pub mod early;
mod facts;
mod fields;
mod indexes;
mod layouts;
mod names;
mod navigation;
mod objects;
mod removal;
mod renames;
mod report;
mod search;
pub mod tasks;
pub mod trash;
mod views;
mod words;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use icosa_contract::data_model::{
    Change, Changed, DataModelApi, DataModelTask, Impact, MOST_LABELS, RecordCount, Target,
};
use icosa_contract::{Actor, AppError};
use icosa_model::naming::MAX_NAME;
use icosa_model::{FieldId, Model, ObjectId};
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;

pub use commit::{change_within, is_large, refuse_while_locked};
/// Text in any script, in ASCII: how names follow from labels.
pub use names::ascii;

#[async_trait]
impl DataModelApi for Engine {
    async fn model(&self, actor: &Actor) -> Result<Arc<Model>, AppError> {
        self.model(actor.workspace).await.map_err(told)
    }

    async fn change(&self, actor: &Actor, changes: Vec<Change>) -> Result<Changed, AppError> {
        commit::change(self, actor, &changes).await.map_err(told)
    }

    async fn restore(&self, actor: &Actor, undo: Uuid) -> Result<Changed, AppError> {
        commit::restore(self, actor, undo).await.map_err(told)
    }

    async fn impact(&self, actor: &Actor, target: Target) -> Result<Impact, AppError> {
        facts::impact(self, actor, target).await.map_err(told)
    }

    async fn record_counts(&self, actor: &Actor) -> Result<Vec<RecordCount>, AppError> {
        facts::record_counts(self, actor).await.map_err(told)
    }

    async fn mostly_empty_fields(&self, actor: &Actor, object: ObjectId) -> Result<Vec<FieldId>, AppError> {
        facts::mostly_empty(self, actor, object).await.map_err(told)
    }

    async fn labels_in_ascii(&self, labels: Vec<String>) -> Result<Vec<String>, AppError> {
        let is_long = |label: &String| label.chars().count() > MAX_NAME + 1;
        if labels.len() > MOST_LABELS || labels.iter().any(is_long) {
            let message = format!("At most {MOST_LABELS} labels of {MAX_NAME} characters at once.");
            return Err(AppError::bad_input(message));
        }
        Ok(labels.iter().map(|label| ascii(label)).collect())
    }

    async fn tasks(&self, actor: &Actor) -> Result<Vec<DataModelTask>, AppError> {
        tasks::list(self, actor).await.map_err(told)
    }

    async fn retry_task(&self, actor: &Actor, task: Uuid) -> Result<(), AppError> {
        tasks::retry(self, actor, task).await.map_err(told)
    }
}

/// How often [`keep_tidy`] looks.
const TIDY_EVERY: Duration = Duration::from_secs(600);

/// Removes for good what can no longer be brought back, and says which work has been given up; never ends.
pub(crate) async fn keep_tidy(engine: &Engine) {
    loop {
        if let Err(failure) = trash::empty(engine).await {
            tracing::warn!("deleted objects and fields were not removed for good: {failure}");
        }
        if let Err(failure) = tasks::fail_abandoned(engine).await {
            tracing::warn!("work on large tables was not looked after: {failure}");
        }
        if !engine.config().is_ddl_locked
            && let Err(failure) = early::clear(engine, None, early::ANY).await
        {
            tracing::warn!("indexes that no change wants any more were not dropped: {failure}");
        }
        if let Err(failure) = crate::transfer::fail_abandoned(engine).await {
            tracing::warn!("imports were not looked after: {failure}");
        }
        tokio::time::sleep(TIDY_EVERY).await;
    }
}

fn told(failure: Failure) -> AppError {
    failure.into_app_error(None)
}
