//! Records of large tables follow a change of their model, a batch at a time.
//!
//! A batch is a transaction: it locks only records that nobody else has locked, waits for the others one by one, and
//! notes how far it is with what it has done. So it can be killed anywhere and goes on from there, and nobody waits for
//! it longer than a batch takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use icosa_model::{Model, ObjectId, WorkspaceId, resolve};
use icosa_sqlgen::ddl::{Batches, RewriteKind, batches};
use icosa_store::data_model_tasks::Task;
use icosa_store::{data_model_tasks, metadata};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::{Limits, enqueue_rewrite, interrupted, rewrite};
use crate::Engine;
use crate::data_model::commit;
use crate::error::Failure;

/// Records of a batch: some ten milliseconds.
const BATCH: i64 = 500;
/// How long one record, or everybody who writes to the table, is waited for; and how often.
const PATIENCE: &str = "400ms";
const RETRIES: u32 = 50;

/// Does a task about records; run again it goes on from where it was.
#[derive(Debug, Serialize, Deserialize)]
pub struct RewriteRecords {
    pub workspace: WorkspaceId,
    pub about: String,
}

impl TaskHandler for RewriteRecords {
    const IDENTIFIER: &'static str = "rewrite-records";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(engine) = context.extensions().get::<Engine>().cloned() else {
            return Err("no engine to work with".to_owned());
        };
        let limits = context.get_ext::<Limits>().copied().unwrap_or_default();
        let Err(failure) = self.go_on(&engine, limits.slice).await else { return Ok(()) };
        Err(interrupted(&context, &engine, (self.workspace, &self.about), &failure).await)
    }
}

impl RewriteRecords {
    /// For a while; then it stands at the end of the queue.
    async fn go_on(&self, engine: &Engine, slice: Duration) -> Result<(), Failure> {
        let mut walk = Walk::new(engine, self.workspace, self.about.clone());
        if walk.run_for(slice).await? {
            let mut tx = engine.db().begin().await?;
            enqueue_rewrite(&mut tx, self.workspace, &self.about).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// The way through a table's records. All that must not be forgotten is in the task's row.
#[derive(Debug)]
pub struct Walk {
    engine: Engine,
    workspace: WorkspaceId,
    about: String,
    /// The model of the tables as it was at the last batch.
    model: Option<Arc<Model>>,
    /// Records of the table, about.
    rows: Option<i64>,
    /// Nobody writes what an older model said any more.
    has_waited: bool,
}

/// A transaction in which nobody changes the model, with what the task has to do then.
struct Turn {
    tx: sqlx::PgTransaction<'static>,
    task: Task,
    batches: Batches,
}

impl Walk {
    /// The way of the task about a field or an object, from where it stopped.
    #[must_use]
    pub fn new(engine: &Engine, workspace: WorkspaceId, about: String) -> Self {
        Self { engine: engine.clone(), workspace, about, model: None, rows: None, has_waited: false }
    }

    /// Goes on for about so long, or until the engine ends; true when something is left to do.
    ///
    /// # Errors
    /// As those of [`step`](Self::step).
    pub async fn run_for(&mut self, slice: Duration) -> Result<bool, Failure> {
        let (began, ended) = (Instant::now(), self.engine.ended());
        while self.step().await? {
            // Waiting for others is no progress: a batch follows in any case.
            let is_over = began.elapsed() >= slice && !self.has_waited;
            if is_over || *ended.borrow() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Sees to the next batch of records; false when nothing is left to do.
    ///
    /// # Errors
    /// The database fails, or somebody keeps a record locked for long; the step can be taken again.
    pub async fn step(&mut self) -> Result<bool, Failure> {
        let Some(mut turn) = self.turn().await? else { return Ok(false) };
        if turn.task.cursor.is_some() {
            self.has_waited = false;
        } else if !self.has_waited {
            turn.tx.rollback().await?;
            self.wait_for_writers(&turn.batches.wait).await?;
            return Ok(true);
        }
        let ids = turn.ids().await?;
        let Some(last) = ids.last().copied() else { return self.finish(turn).await };
        let free: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(turn.batches.lock.clone()))
            .bind(&ids)
            .fetch_all(&mut *turn.tx)
            .await?;
        turn.update(&free).await?;
        let taken: Vec<Uuid> = ids.iter().filter(|id| !free.contains(id)).copied().collect();
        if taken.is_empty() {
            self.advance(&mut turn.tx, Some(last), ids.len()).await?;
            turn.tx.commit().await?;
            return Ok(true);
        }
        turn.tx.commit().await?;
        for id in taken {
            if !self.one(id).await? {
                return Ok(true);
            }
        }
        if let Some(mut turn) = self.turn().await? {
            self.advance(&mut turn.tx, Some(last), ids.len()).await?;
            turn.tx.commit().await?;
        }
        Ok(true)
    }

    /// None when the task is done, or the model asks for nothing any more: then it is removed.
    async fn turn(&mut self) -> Result<Option<Turn>, Failure> {
        let mut tx = self.engine.db().begin().await?;
        patience(&mut tx).await?;
        let Some(version) = metadata::lock(&mut tx, self.workspace).await? else { return Ok(None) };
        let task = data_model_tasks::lookup(&mut *tx, self.workspace, &self.about).await?;
        let Some(task) = task else { return Ok(None) };
        let Some(model) = self.physical(&mut tx, version).await? else { return Ok(None) };
        let Some(batches) = rewrite(&task).and_then(|rewrite| batches(&model, &rewrite)) else {
            data_model_tasks::remove(&mut *tx, self.workspace, &self.about).await?;
            tx.commit().await?;
            return Ok(None);
        };
        Ok(Some(Turn { tx, task, batches }))
    }

    /// The model of the tables; the caller keeps it from being changed.
    async fn physical(&mut self, tx: &mut PgConnection, version: u64) -> Result<Option<Arc<Model>>, Failure> {
        if let Some(model) = self.model.as_ref().filter(|model| model.version() == version) {
            return Ok(Some(Arc::clone(model)));
        }
        let Some(loaded) = metadata::load(&mut *tx, self.workspace).await? else { return Ok(None) };
        let model = resolve(loaded.metadata.physical().into());
        let model = Arc::new(model.map_err(|issues| Failure::Broken(format!("{issues:?}")))?);
        self.model = Some(Arc::clone(&model));
        Ok(Some(model))
    }

    async fn advance(
        &mut self,
        tx: &mut PgConnection,
        cursor: Option<Uuid>,
        records: usize,
    ) -> Result<(), Failure> {
        let rows = match self.rows {
            Some(rows) => rows,
            None => self.count(tx).await?,
        };
        self.rows = Some(rows);
        data_model_tasks::advance(tx, self.workspace, &self.about, cursor, records, rows).await?;
        Ok(())
    }

    async fn count(&self, tx: &mut PgConnection) -> Result<i64, Failure> {
        let Some(task) = data_model_tasks::lookup(&mut *tx, self.workspace, &self.about).await? else {
            return Ok(0);
        };
        let Some(model) = &self.model else { return Ok(0) };
        let table = model.object_by_id(ObjectId(task.object)).map(|object| object.table.as_str());
        let sizes = data_model_tasks::table_sizes(tx, model.schema().as_str()).await?;
        let rows = sizes.iter().find(|(name, _)| Some(name.as_str()) == table);
        Ok(rows.map_or(0, |(_, rows)| *rows as i64))
    }

    /// A writer that was under way when the model changed may still write an old value: the first batch comes after
    /// all of them.
    async fn wait_for_writers(&mut self, wait: &str) -> Result<(), Failure> {
        let mut attempt = 0;
        loop {
            let mut tx = self.engine.db().begin().await?;
            wait_at_most(&mut tx, PATIENCE).await?;
            let waited = sqlx::raw_sql(AssertSqlSafe(wait.to_owned())).execute(&mut *tx).await;
            match waited.map_err(Failure::from) {
                Err(failure) if failure.is_lock_timeout() && attempt < RETRIES => {
                    attempt += 1;
                    pause().await;
                }
                Err(failure) => return Err(failure),
                Ok(_) => {
                    self.has_waited = true;
                    return Ok(());
                }
            }
        }
    }

    /// One record that somebody had locked, without holding any other meanwhile; false when nothing is to be done.
    async fn one(&mut self, id: Uuid) -> Result<bool, Failure> {
        let mut attempt = 0;
        loop {
            let Some(mut turn) = self.turn().await? else { return Ok(false) };
            wait_at_most(&mut turn.tx, PATIENCE).await?;
            match turn.update(&[id]).await {
                Err(failure) if failure.is_lock_timeout() && attempt < RETRIES => {
                    turn.tx.rollback().await?;
                    attempt += 1;
                    pause().await;
                }
                Err(failure) => return Err(failure),
                Ok(()) => {
                    turn.tx.commit().await?;
                    return Ok(true);
                }
            }
        }
    }

    /// After the last record: looks whether one was missed, then the model forgets that anything was left.
    async fn finish(&mut self, mut turn: Turn) -> Result<bool, Failure> {
        if let Some(is_left) = turn.batches.is_left.clone() {
            let is_left: bool = sqlx::query_scalar(AssertSqlSafe(is_left)).fetch_one(&mut *turn.tx).await?;
            if is_left {
                self.advance(&mut turn.tx, None, 0).await?;
                turn.tx.commit().await?;
                return Ok(true);
            }
        }
        if let Some(RewriteKind::MoveOptions(field)) = rewrite(&turn.task).map(|rewrite| rewrite.kind) {
            turn.tx.rollback().await?;
            commit::settle(&self.engine, self.workspace, field).await?;
            data_model_tasks::remove(self.engine.db().pool(), self.workspace, &self.about).await?;
            return Ok(false);
        }
        data_model_tasks::remove(&mut *turn.tx, self.workspace, &self.about).await?;
        turn.tx.commit().await?;
        Ok(false)
    }
}

impl Turn {
    /// The records of this batch.
    async fn ids(&mut self) -> Result<Vec<Uuid>, Failure> {
        let ids = match self.task.cursor {
            None => sqlx::query_scalar(AssertSqlSafe(self.batches.first.clone())).bind(BATCH),
            Some(last) => sqlx::query_scalar(AssertSqlSafe(self.batches.next.clone())).bind(BATCH).bind(last),
        };
        Ok(ids.fetch_all(&mut *self.tx).await?)
    }

    async fn update(&mut self, ids: &[Uuid]) -> Result<(), Failure> {
        sqlx::query(AssertSqlSafe(self.batches.update.clone())).bind(ids).execute(&mut *self.tx).await?;
        Ok(())
    }
}

/// Statements run as long as they need.
async fn patience(tx: &mut PgConnection) -> Result<(), Failure> {
    sqlx::query("SELECT set_config('lock_timeout', '15s', true), set_config('statement_timeout', '0', true)")
        .execute(tx)
        .await?;
    Ok(())
}

async fn wait_at_most(tx: &mut PgConnection, how_long: &str) -> Result<(), Failure> {
    sqlx::query("SELECT set_config('lock_timeout', $1, true)").bind(how_long).execute(tx).await?;
    Ok(())
}

async fn pause() {
    tokio::time::sleep(Duration::from_millis(rand::random_range(50..200))).await;
}
