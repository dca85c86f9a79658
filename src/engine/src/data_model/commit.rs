//! Rows and tables follow a draft, in one transaction.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::Utc;
use icosa_contract::data_model::{Change, Changed};
use icosa_contract::{Actor, AppError, Code};
use icosa_model::definition::IndexRow;
use icosa_model::{FieldId, Metadata, Model, ObjectId, WorkspaceId, resolve};
use icosa_sqlgen::ddl::{self, ChangeHints, Kept};
use icosa_store::{data_model_tasks, metadata};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::apply::apply;
use super::draft::Draft;
use super::{checks, tasks, trash};
use crate::Engine;
use crate::error::Failure;
use crate::retry::{Retry, random_millis};
use crate::workspaces::system_actor;

/// Rows from which tables follow a change after the commit, while people work.
const LARGE: f32 = 20_000.0;
/// How often and when a change is begun anew.
const CONTENDED: Retry = Retry {
    times: 8,
    after: |failure| failure.is_transient() || failure.is_lock_timeout(),
    pause: |time| random_millis(20, 60 * u64::from(time)),
};
/// How long a change waits for its turn, and for tables that are in use: whoever wants to read one of them meanwhile
/// waits behind it.
const WAITS: &str = "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true)";
const WAIT_FOR_TURN: &str = "15s";
const WAIT_FOR_TABLES: &str = "400ms";
/// How long one statement of a change may keep people from writing to a large table.
const MOST_ON_LARGE: &str = "10s";

/// Applies changes in order, all or none.
pub async fn change(engine: &Engine, actor: &Actor, changes: &[Change]) -> Result<Changed, Failure> {
    refuse_while_locked(engine)?;
    retried(|| async {
        let turn = Turn::take(engine, actor).await?;
        let mut draft = Draft::new(turn.metadata().clone(), actor, Utc::now());
        let mut ids = Vec::with_capacity(changes.len());
        for change in changes {
            ids.push(apply(&mut draft, change.clone())?);
        }
        let (version, undo) = turn.finish(engine, draft, Vec::new()).await?;
        Ok(Changed { version, ids, undo })
    })
    .await
}

/// Nobody's tables change while an upgrade says so (`WORKSPACE_SCHEMA_DDL_LOCKED`).
pub fn refuse_while_locked(engine: &Engine) -> Result<(), AppError> {
    if !engine.config().is_ddl_locked {
        return Ok(());
    }
    let message = "This cannot be done at the moment: an upgrade is going on. Try again in a few minutes.";
    Err(AppError::new(Code::Forbidden, message).with_sub_code("DDL_LOCKED"))
}

/// Brings back what a change has deleted.
pub async fn restore(engine: &Engine, actor: &Actor, undo: Uuid) -> Result<Changed, Failure> {
    refuse_while_locked(engine)?;
    retried(|| async {
        let mut turn = Turn::take(engine, actor).await?;
        let mut draft = Draft::new(turn.metadata().clone(), actor, Utc::now());
        let (ids, kept) = trash::restore(&mut turn.tx, &mut draft, undo).await?;
        let (version, _) = turn.finish(engine, draft, kept).await?;
        Ok(Changed { version, ids, undo: None })
    })
    .await
}

/// Says that no record has a value of the field left that is no option; by nobody in particular.
pub async fn settle(engine: &Engine, workspace: WorkspaceId, field: FieldId) -> Result<(), Failure> {
    let actor = system_actor(workspace);
    retried(|| async {
        let turn = Turn::take(engine, &actor).await?;
        let mut draft = Draft::new(turn.metadata().clone(), &actor, Utc::now());
        if let Some(row) = draft.field_mut(field) {
            row.settle_values();
        }
        turn.finish(engine, draft, Vec::new()).await?;
        Ok(())
    })
    .await
}

/// A transaction in which nobody else changes this workspace's model.
struct Turn {
    tx: sqlx::PgTransaction<'static>,
    model: Arc<Model>,
}

impl Turn {
    async fn take(engine: &Engine, actor: &Actor) -> Result<Self, Failure> {
        let workspace = actor.workspace;
        let mut tx = engine.db().begin().await?;
        sqlx::query(WAITS).bind(WAIT_FOR_TURN).bind("0").execute(&mut *tx).await?;
        let gone = || AppError::not_found("There is no such workspace.").with_sub_code("WORKSPACE_NOT_FOUND");
        let version = metadata::lock(&mut tx, workspace).await?.ok_or_else(gone)?;
        let known = engine.model(workspace).await?;
        let model = if known.version() == version {
            known
        } else {
            // The cache has not heard of the newest version yet.
            let loaded = metadata::load(&mut *tx, workspace).await?.ok_or_else(gone)?;
            Arc::new(resolved(loaded.metadata)?)
        };
        Ok(Self { tx, model })
    }

    fn metadata(&self) -> &Metadata {
        self.model.metadata()
    }

    /// Stores the draft if nothing is wrong with it; answers the new version, and how to bring deleted things back.
    async fn finish(
        mut self,
        engine: &Engine,
        draft: Draft<'_>,
        reuse: Vec<Kept>,
    ) -> Result<(u64, Option<Uuid>), Failure> {
        if !draft.report.is_empty() {
            return Err(draft.report.into_error().into());
        }
        let old = Arc::clone(self.model.metadata());
        let workspace = old.workspace_id;
        if *old == draft.metadata {
            return Ok((old.version, None));
        }
        let Draft { mut metadata, option_mapping, required, unique, .. } = draft;
        metadata.version = old.version + 1;
        // What cannot be resolved must never be stored.
        drop(resolved(metadata.clone())?);
        let mut undo = None;
        let tables = tables_differ(&old, &metadata);
        if tables {
            let before = resolved(old.physical())?;
            let asked = with_unique_indexes(&old, &metadata, &unique)?;
            checks::existing_records(&mut self.tx, &asked, &required, &unique).await?;
            checks::settled(&old, &unique)?;
            let large = large_objects(&mut self.tx, &before).await?;
            let token = Uuid::new_v4();
            let keep = token.simple().to_string().get(..8).map(str::to_owned);
            let mut hints = ChangeHints { option_mapping, large, keep, reuse, ..ChangeHints::default() };
            ddl::put_off(&before, &resolved(metadata.physical())?, &mut metadata, &mut hints)
                .map_err(|refusal| checks::too_large(&old, refusal.field_id))?;
            let after = resolved(metadata.physical())?;
            let change = ddl::change(&before, &after, &hints);
            metadata::replace(&mut self.tx, &old, &metadata).await?;
            if !change.kept.is_empty() {
                trash::keep(&mut self.tx, token, &old, &metadata, &change.kept).await?;
                undo = Some(token);
            }
            tasks::leave(&mut self.tx, workspace, &change.later, &change.rewrites).await?;
            tasks::follow_names(&mut self.tx, &old, &metadata).await?;
            let most = if hints.large.is_empty() { "0" } else { MOST_ON_LARGE };
            sqlx::query(WAITS).bind(WAIT_FOR_TABLES).bind(most).execute(&mut *self.tx).await?;
            if !change.script.is_empty() {
                // From the planner: identifiers of the model, no values of anybody.
                let run = sqlx::raw_sql(AssertSqlSafe(change.script)).execute(&mut *self.tx).await;
                run.map_err(|error| checks::refused_by_records(error.into()))?;
            }
        } else {
            metadata::replace(&mut self.tx, &old, &metadata).await?;
        }
        let version = metadata::bump_version(&mut self.tx, workspace).await?;
        self.tx.commit().await?;
        engine.model_changed(workspace, version).await;
        Ok((version, undo))
    }
}

fn resolved(metadata: Metadata) -> Result<Model, Failure> {
    resolve(Arc::new(metadata)).map_err(|issues| Failure::Broken(format!("{issues:?}")))
}

/// The tables as they are, with the unique indexes that are to come: they say which rows are compared.
fn with_unique_indexes(old: &Metadata, new: &Metadata, unique: &HashSet<FieldId>) -> Result<Model, Failure> {
    let mut asked = old.physical();
    let is_about = |index: &&IndexRow| index.fields.iter().any(|entry| unique.contains(&entry.field_id));
    asked.indexes.extend(new.indexes.iter().filter(is_about).cloned());
    resolved(asked)
}

/// Views and navigation have no tables.
fn tables_differ(old: &Metadata, new: &Metadata) -> bool {
    old.objects != new.objects || old.fields != new.fields || old.indexes != new.indexes
}

/// A table with so many rows is large.
#[must_use]
pub fn is_large(rows: f32) -> bool {
    rows >= LARGE
}

async fn large_objects(tx: &mut PgConnection, model: &Model) -> Result<HashSet<ObjectId>, Failure> {
    let sizes = data_model_tasks::table_sizes(tx, model.schema().as_str()).await?;
    let large: HashSet<&str> =
        sizes.iter().filter(|(_, rows)| is_large(*rows)).map(|(table, _)| table.as_str()).collect();
    let objects = model.objects().iter();
    Ok(objects.filter(|object| large.contains(object.table.as_str())).map(|object| object.id).collect())
}

/// Runs a change again that could not get at a table in time, or lost against a writer.
async fn retried<T, F, Fut>(run: F) -> Result<T, Failure>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, Failure>>,
{
    CONTENDED.run(run).await
}
