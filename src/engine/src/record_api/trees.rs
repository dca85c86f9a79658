//! Reads as trees, planned once and run as often as they are asked for.

use std::sync::Arc;

use icosa_contract::{Actor, AppError};
use icosa_model::{Model, WorkspaceId};
use icosa_sqlgen::connection::{Read, reads};
use icosa_sqlgen::{Bind, Statement};
use sqlx::Row;
use uuid::Uuid;

use crate::Engine;
use crate::bounded_cache::BoundedCache;
use crate::error::Failure;
use crate::files;
use crate::records::run;

/// Reads that fit a model, as one statement of the model's workspace.
#[derive(Debug, Clone)]
pub struct PreparedReads {
    workspace: WorkspaceId,
    version: u64,
    sql: Arc<str>,
    binds: Arc<[Bind]>,
    count: usize,
    /// The answers hold places for addresses of files.
    has_files: bool,
}

/// Memory that plans may take, bytes.
const PLANS: usize = 16 << 20;

/// Reads kept by workspace, version of its model, and what was asked for.
pub struct PlanCache(BoundedCache<(WorkspaceId, u64, String), PreparedReads>);

impl Default for PlanCache {
    fn default() -> Self {
        Self(BoundedCache::new(PLANS))
    }
}

/// Reads of the same shape: planned once for each model.
#[derive(Clone, Copy)]
pub struct Kept<'k> {
    /// Where the plans are.
    pub plans: &'k PlanCache,
    /// Everything that makes a difference to the plan but model and id.
    pub shape: &'k str,
    /// Replaces [`ANY_ID`] in the plan.
    pub id: Option<Uuid>,
}

/// Stands in a kept plan for the id of the record asked for.
pub const ANY_ID: Uuid = Uuid::from_u128(0xa1f7_3d52_9b0c_4e86_8c44_0e5b_6d2f_9071);

/// Why prepared reads did not answer.
#[derive(Debug, Clone)]
pub enum ReadFailure {
    /// The workspace's model is another one now: prepare them anew.
    Stale(Arc<Model>),
    /// Said to the client as it is.
    Refused(AppError),
}

impl PreparedReads {
    /// Plans them.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for what does not fit the model.
    pub fn new(model: &Model, wanted: &[Read]) -> Result<Self, AppError> {
        let Statement { sql, binds } =
            reads(model, wanted).map_err(|error| Failure::from(error).into_app_error(None))?;
        let has_files = sql.contains(icosa_sqlgen::file_mark());
        let (workspace, version) = (model.workspace(), model.version());
        let (sql, binds) = (sql.into(), binds.into());
        Ok(Self { workspace, version, sql, binds, count: wanted.len(), has_files })
    }

    /// The same about the record with that id, of a plan about [`ANY_ID`].
    fn about(&self, id: Uuid) -> Self {
        let any = ANY_ID.to_string();
        let bind = |bind: &Bind| match bind {
            Bind::Text(Some(text)) if *text == any => Bind::Text(Some(id.to_string())),
            other => other.clone(),
        };
        Self { binds: self.binds.iter().map(bind).collect(), ..self.clone() }
    }

    /// The statement, for calls in their workspace.
    pub(super) fn statement(&self, actor: &Actor) -> Result<Statement, AppError> {
        if actor.workspace == self.workspace { Ok(self.sql()) } else { Err(AppError::internal()) }
    }

    /// What is run.
    #[must_use]
    pub fn sql(&self) -> Statement {
        Statement { sql: self.sql.to_string(), binds: self.binds.to_vec() }
    }

    /// An answer as it goes out: with the addresses of the files in it.
    pub(super) async fn finished(
        &self,
        engine: &Engine,
        answer: Option<String>,
    ) -> Result<Option<String>, Failure> {
        match answer {
            Some(text) if self.has_files => {
                files::resolve_marks(engine, self.workspace, text).await.map(Some)
            }
            answer => Ok(answer),
        }
    }

    /// About how much memory they take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let bind = |bind: &Bind| match bind {
            Bind::Text(text) => text.as_ref().map_or(0, String::len),
            Bind::TextArray(texts) => {
                texts.iter().map(|text| 24 + text.as_ref().map_or(0, String::len)).sum()
            }
            Bind::Json(value) => 4 * value.to_string().len(),
        };
        let binds: usize = self.binds.iter().map(|own| size_of::<Bind>() + bind(own)).sum();
        self.sql.len() + binds + size_of::<Self>()
    }
}

impl Engine {
    /// Plans reads and runs them as one statement; once more on the newest model if theirs turns out to be an older one.
    ///
    /// # Errors
    /// What does not fit the model, or the database's refusal.
    pub async fn read_trees(
        &self,
        actor: &Actor,
        model: &Arc<Model>,
        wanted: impl Fn(&Model) -> Result<Vec<Read>, AppError>,
    ) -> Result<Vec<Option<String>>, AppError> {
        let prepared = PreparedReads::new(model, &wanted(model)?)?;
        match self.run_reads(actor, &prepared).await {
            Ok(answers) => Ok(answers),
            Err(ReadFailure::Refused(error)) => Err(error),
            Err(ReadFailure::Stale(newer)) => {
                let prepared = PreparedReads::new(&newer, &wanted(&newer)?)?;
                self.run_reads(actor, &prepared).await.map_err(|failure| match failure {
                    ReadFailure::Refused(error) => error,
                    ReadFailure::Stale(_) => AppError::internal(),
                })
            }
        }
    }

    /// The same with plans that are kept; plans of a read of one record are about [`ANY_ID`].
    ///
    /// # Errors
    /// As [`Engine::read_trees`].
    pub async fn read_kept(
        &self,
        actor: &Actor,
        model: &Arc<Model>,
        kept: Kept<'_>,
        wanted: impl Fn(&Model) -> Result<Vec<Read>, AppError>,
    ) -> Result<Vec<Option<String>>, AppError> {
        let asked_on = model;
        let mut model = Arc::clone(model);
        for _ in 0..2 {
            let key = (model.workspace(), model.version(), kept.shape.to_owned());
            let prepared = match kept.plans.0.get(&key) {
                Some(prepared) => prepared,
                None => {
                    let prepared = PreparedReads::new(&model, &wanted(&model)?)?;
                    // What the caller read on its own model is in the plan: no plan for others on a newer one.
                    if model.version() == asked_on.version() {
                        let weight = prepared.bytes() + kept.shape.len();
                        kept.plans.0.put(key, prepared, weight)
                    } else {
                        Arc::new(prepared)
                    }
                }
            };
            let answers = match kept.id {
                Some(id) => self.run_reads(actor, &prepared.about(id)).await,
                None => self.run_reads(actor, &prepared).await,
            };
            match answers {
                Ok(answers) => return Ok(answers),
                Err(ReadFailure::Refused(error)) => return Err(error),
                Err(ReadFailure::Stale(newer)) => model = newer,
            }
        }
        Err(AppError::internal())
    }

    /// Runs them as one statement; answers the JSON of each, `None` for what is not there.
    ///
    /// # Errors
    /// The model has changed, or the database's refusal.
    pub async fn run_reads(
        &self,
        actor: &Actor,
        prepared: &PreparedReads,
    ) -> Result<Vec<Option<String>>, ReadFailure> {
        if actor.workspace != prepared.workspace {
            return Err(ReadFailure::Refused(AppError::internal()));
        }
        match run_all(self, prepared).await {
            Ok(answers) => Ok(answers),
            Err(failure) => {
                let is_stale = failure.may_come_of_an_old_model()
                    && self.has_newer_model(actor.workspace, prepared.version).await;
                if is_stale && let Ok(model) = self.model(actor.workspace).await {
                    return Err(ReadFailure::Stale(model));
                }
                Err(ReadFailure::Refused(failure.into_app_error(None)))
            }
        }
    }
}

async fn run_all(engine: &Engine, prepared: &PreparedReads) -> Result<Vec<Option<String>>, Failure> {
    let rows = run::read_prepared(engine.db(), &prepared.sql, &prepared.binds).await?;
    let row = rows.first().ok_or_else(|| Failure::Broken("a read has no row".to_owned()))?;
    let mut answers = Vec::with_capacity(prepared.count);
    for column in 0..prepared.count {
        let answer = row.try_get::<Option<String>, _>(column)?;
        answers.push(prepared.finished(engine, answer).await?);
    }
    Ok(answers)
}
