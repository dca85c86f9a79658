//! Rows and tables follow a draft, in one transaction.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;
use std::time::Instant;

use chrono::Utc;
use icosa_contract::data_model::{Change, Changed};
use icosa_contract::{Actor, AppError, Code};
use icosa_model::definition::IndexRow;
use icosa_model::{FieldId, Metadata, Model, ObjectId, WorkspaceId, resolve};
use icosa_sqlgen::ddl::{self, ChangeHints, EarlyIndex, Kept};
use icosa_store::{data_model_tasks, early_indexes, metadata};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::apply::apply;
use super::draft::Draft;
use super::early::{self, Patience};
use super::{checks, tasks, trash};
use crate::Engine;
use crate::error::{Failure, is_unique_violation};
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

/// Rounds of building indexes before a change: more than one only if what was built was lost or records changed.
const ROUNDS: usize = 3;

/// Applies changes in order, all or none.
pub async fn change(engine: &Engine, actor: &Actor, changes: &[Change]) -> Result<Changed, Failure> {
    carry_out(engine, actor, Work::Change(changes.to_vec()), Patience::default()).await
}

/// The same, waiting for others as long as said.
///
/// # Errors
/// As those of the data model API, as failures.
pub async fn change_within(
    engine: &Engine,
    actor: &Actor,
    changes: Vec<Change>,
    patience: Patience,
) -> Result<Changed, AppError> {
    let changed = carry_out(engine, actor, Work::Change(changes), patience).await;
    changed.map_err(|failure| failure.into_app_error(None))
}

/// What is to be done to a model.
#[derive(Debug, Clone)]
pub(super) enum Work {
    /// Changes in order.
    Change(Vec<Change>),
    /// Bringing back what a change has deleted.
    Restore(Uuid),
}

/// What a transaction came to.
enum Attempt {
    Made(Changed),
    /// Nothing has been done: these indexes are to be built before, and are claimed.
    Needs(Vec<EarlyIndex>),
    /// Nothing has been done: somebody builds an index on a table of it.
    Busy(AppError),
}

/// Does it, all or nothing.
pub(super) async fn carry_out(
    engine: &Engine,
    actor: &Actor,
    work: Work,
    patience: Patience,
) -> Result<Changed, Failure> {
    refuse_while_locked(engine)?;
    let wanted = match in_turn(engine, actor, &work, &[], patience).await? {
        Ok(changed) => return Ok(changed),
        Err(wanted) => wanted,
    };
    // It is seen to the end even if who asked for it hangs up: otherwise an index would be left.
    let (engine, actor) = (engine.clone(), actor.clone());
    let going = tokio::spawn(async move { after_indexes(&engine, &actor, &work, wanted, patience).await });
    going.await.map_err(|error| Failure::Broken(format!("a change of a model: {error}")))?
}

/// Builds the indexes first. What is not taken over is dropped.
async fn after_indexes(
    engine: &Engine,
    actor: &Actor,
    work: &Work,
    mut wanted: Vec<EarlyIndex>,
    patience: Patience,
) -> Result<Changed, Failure> {
    let workspace = actor.workspace;
    for _ in 0..ROUNDS {
        let names = early::names(&wanted);
        let outcome = tokio::select! {
            outcome = with_indexes(engine, actor, work, &wanted, patience) => outcome,
            never = early::keep(engine, workspace, &names) => match never {},
        };
        let is_gone = early::discard(engine, workspace, &names).await;
        match outcome {
            Ok(Ok(changed)) => return Ok(changed),
            Ok(Err(more)) => wanted = more,
            Err(failure) if is_gone => return Err(failure),
            Err(failure) => return Err(early::still_compares(failure)),
        }
    }
    early::discard(engine, workspace, &early::names(&wanted)).await;
    // Each time an index was lost, or values were equal only while it was built.
    Err(early::held().into())
}

async fn with_indexes(
    engine: &Engine,
    actor: &Actor,
    work: &Work,
    wanted: &[EarlyIndex],
    patience: Patience,
) -> Result<Result<Changed, Vec<EarlyIndex>>, Failure> {
    match early::build(engine, wanted, patience).await {
        Ok(()) => in_turn(engine, actor, work, wanted, patience).await,
        Err(failure) if is_unique_violation(&failure) => {
            // Which records those are is asked once more.
            early::discard(engine, actor.workspace, &early::names(wanted)).await;
            in_turn(engine, actor, work, &[], patience).await
        }
        Err(failure) => Err(checks::refused_by_records(failure)),
    }
}

/// What has been made, or the indexes that are needed before; waits while somebody builds one on a table of it.
async fn in_turn(
    engine: &Engine,
    actor: &Actor,
    work: &Work,
    ready: &[EarlyIndex],
    patience: Patience,
) -> Result<Result<Changed, Vec<EarlyIndex>>, Failure> {
    let began = Instant::now();
    loop {
        match retried(|| attempt(engine, actor, work, ready)).await? {
            Attempt::Made(changed) => return Ok(Ok(changed)),
            Attempt::Needs(wanted) => return Ok(Err(wanted)),
            Attempt::Busy(refusal) if began.elapsed() >= patience.turn => return Err(refusal.into()),
            Attempt::Busy(_) => tokio::time::sleep(random_millis(100, 300)).await,
        }
    }
}

async fn attempt(
    engine: &Engine,
    actor: &Actor,
    work: &Work,
    ready: &[EarlyIndex],
) -> Result<Attempt, Failure> {
    let mut turn = Turn::take(engine, actor).await?;
    let mut draft = Draft::new(turn.metadata().clone(), actor, Utc::now());
    let (mut ids, mut kept) = (Vec::new(), Vec::new());
    match work {
        Work::Change(changes) => {
            for change in changes {
                ids.push(apply(&mut draft, change.clone())?);
            }
        }
        Work::Restore(undo) => (ids, kept) = trash::restore(&mut turn.tx, &mut draft, *undo).await?,
    }
    match turn.finish(engine, draft, kept, Some(ready)).await? {
        Finished::Done { version, undo } => Ok(Attempt::Made(Changed { version, ids, undo })),
        Finished::Busy(refusal) => Ok(Attempt::Busy(refusal)),
        Finished::Needs(wanted, refusal) => {
            let is_claimed = early::claim(engine, actor.workspace, &wanted).await?;
            Ok(if is_claimed { Attempt::Needs(wanted) } else { Attempt::Busy(refusal) })
        }
    }
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
    carry_out(engine, actor, Work::Restore(undo), Patience::default()).await
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
        turn.finish(engine, draft, Vec::new(), None).await?;
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

    /// Stores the draft if nothing is wrong with it and it need not wait. With `ready`, indexes that take long are built
    /// before, and those are there already; without, the change waits for nothing but its tables.
    async fn finish(
        mut self,
        engine: &Engine,
        draft: Draft<'_>,
        reuse: Vec<Kept>,
        ready: Option<&[EarlyIndex]>,
    ) -> Result<Finished, Failure> {
        if !draft.report.is_empty() {
            return Err(draft.report.into_error().into());
        }
        let old = Arc::clone(self.model.metadata());
        let workspace = old.workspace_id;
        if *old == draft.metadata {
            return Ok(Finished::Done { version: old.version, undo: None });
        }
        let Draft { mut metadata, option_mapping, required, mut unique, .. } = draft;
        metadata.version = old.version + 1;
        // What cannot be resolved must never be stored.
        drop(resolved(metadata.clone())?);
        let mut undo = None;
        if tables_differ(&old, &metadata) {
            let before = resolved(old.physical())?;
            let token = Uuid::new_v4();
            let keep = token.simple().to_string().get(..8).map(str::to_owned);
            let large = large_objects(&mut self.tx, &before).await?;
            let ready_now = self.hold(ready.unwrap_or_default()).await?;
            let early = keep.clone().filter(|_| ready.is_some());
            let mut hints = ChangeHints {
                option_mapping,
                large,
                keep,
                early,
                reuse,
                ready: ready_now,
                ..ChangeHints::default()
            };
            // What Postgres compares already need not be asked.
            unique.retain(|field| !hints.ready.iter().any(|index| index.field_id == *field));
            checks::settled(&old, &unique)?;
            ddl::put_off(&before, &resolved(metadata.physical())?, &mut metadata, &mut hints)
                .map_err(|refusal| checks::too_large(&old, refusal.field_id))?;
            let after = resolved(metadata.physical())?;
            let change = ddl::change(&before, &after, &hints);
            if let Some(refusal) = self.is_in_the_way(&change, &metadata, ready).await? {
                return self.give_up(Finished::Busy(refusal)).await;
            }
            let asked = with_unique_indexes(&old, &metadata, &unique)?;
            checks::existing_records(&mut self.tx, &asked, &required, &unique).await?;
            if let Some(first) = change.early.first() {
                let refusal = early::busy(&old, first.object_id);
                return self.give_up(Finished::Needs(change.early, refusal)).await;
            }
            metadata::replace(&mut self.tx, &old, &metadata).await?;
            if !change.kept.is_empty() {
                trash::keep(&mut self.tx, token, &old, &metadata, &change.kept).await?;
                undo = Some(token);
            }
            tasks::leave(&mut self.tx, workspace, &change.later, &change.rewrites).await?;
            tasks::follow_names(&mut self.tx, &old, &metadata).await?;
            if !hints.ready.is_empty() {
                early_indexes::release(&mut *self.tx, workspace, &early::names(&hints.ready)).await?;
            }
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
        Ok(Finished::Done { version, undo })
    }

    /// Those of the indexes that are whole and still ours, which nobody drops before the transaction ends.
    async fn hold(&mut self, ready: &[EarlyIndex]) -> Result<Vec<EarlyIndex>, Failure> {
        if ready.is_empty() {
            return Ok(Vec::new());
        }
        let schema = self.model.schema();
        let names = early::names(ready);
        let held =
            early_indexes::hold(&mut *self.tx, self.model.workspace(), schema.as_str(), &names).await?;
        Ok(ready.iter().filter(|index| held.contains(&index.name)).cloned().collect())
    }

    /// Why the tables cannot be had at the moment: readers and writers would wait behind whoever waits for them. Who has
    /// built an index has waited already.
    async fn is_in_the_way(
        &mut self,
        change: &ddl::Change,
        new: &Metadata,
        ready: Option<&[EarlyIndex]>,
    ) -> Result<Option<AppError>, Failure> {
        let waits = ready.is_some_and(<[EarlyIndex]>::is_empty);
        if !waits || (change.script.is_empty() && change.early.is_empty()) {
            return Ok(None);
        }
        let old = self.model.metadata();
        let touched = touched(old, new);
        let busy = early_indexes::busy(&mut *self.tx, old.workspace_id, &touched).await?;
        Ok(busy.map(|object| early::busy(self.model.metadata(), object)))
    }

    async fn give_up(self, outcome: Finished) -> Result<Finished, Failure> {
        self.tx.rollback().await?;
        Ok(outcome)
    }
}

/// What became of a draft.
enum Finished {
    Done {
        version: u64,
        /// How to bring deleted things back.
        undo: Option<Uuid>,
    },
    /// Nothing was stored: these indexes are to be built before. What is said while others build one.
    Needs(Vec<EarlyIndex>, AppError),
    /// Nothing was stored: somebody builds an index on a table.
    Busy(AppError),
}

/// Objects whose rows, fields or indexes differ.
fn touched(old: &Metadata, new: &Metadata) -> Vec<ObjectId> {
    fn differing<R: PartialEq, K: Eq + Hash>(
        (old, new): (&[R], &[R]),
        id: impl Fn(&R) -> K,
        object: impl Fn(&R) -> ObjectId,
    ) -> Vec<ObjectId> {
        let mut rows: HashMap<K, &R> = old.iter().map(|row| (id(row), row)).collect();
        let mut objects: Vec<ObjectId> =
            new.iter().filter(|row| rows.remove(&id(row)) != Some(row)).map(&object).collect();
        objects.extend(rows.values().map(|row| object(row)));
        objects
    }
    let mut objects = differing((&old.objects, &new.objects), |row| row.id, |row| row.id);
    objects.extend(differing((&old.fields, &new.fields), |row| row.id, |row| row.object_id));
    objects.extend(differing((&old.indexes, &new.indexes), |row| row.id, |row| row.object_id));
    objects
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
