//! Reads as trees, planned once and run as often as they are asked for.

use std::sync::Arc;

use icosa_contract::{Actor, AppError};
use icosa_model::{Model, WorkspaceId};
use icosa_sqlgen::connection::{Read, reads};
use icosa_sqlgen::{Bind, Statement};
use sqlx::Row;

use crate::Engine;
use crate::error::Failure;
use crate::files;
use crate::records::run;

/// Reads that fit a model, as one statement of the model's workspace.
#[derive(Debug, Clone)]
pub struct PreparedReads {
    workspace: WorkspaceId,
    version: u64,
    statement: Statement,
    count: usize,
    /// The answers hold places for addresses of files.
    has_files: bool,
}

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
        let statement = reads(model, wanted).map_err(|error| Failure::from(error).into_app_error(None))?;
        let has_files = statement.sql.contains(icosa_sqlgen::file_mark());
        let (workspace, version) = (model.workspace(), model.version());
        Ok(Self { workspace, version, statement, count: wanted.len(), has_files })
    }

    /// The statement, for calls in their workspace.
    pub(super) fn statement(&self, actor: &Actor) -> Result<Statement, AppError> {
        if actor.workspace == self.workspace { Ok(self.statement.clone()) } else { Err(AppError::internal()) }
    }

    /// What is run.
    #[must_use]
    pub fn sql(&self) -> &Statement {
        &self.statement
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
        let binds: usize = self.statement.binds.iter().map(|own| size_of::<Bind>() + bind(own)).sum();
        self.statement.sql.len() + binds + size_of::<Self>()
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
    let rows = run::read(engine.db(), Ok(prepared.statement.clone())).await?;
    let row = rows.first().ok_or_else(|| Failure::Broken("a read has no row".to_owned()))?;
    let mut answers = Vec::with_capacity(prepared.count);
    for column in 0..prepared.count {
        let answer = row.try_get::<Option<String>, _>(column)?;
        answers.push(prepared.finished(engine, answer).await?);
    }
    Ok(answers)
}
