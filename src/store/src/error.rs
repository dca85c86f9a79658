//! What can go wrong between us and what we keep things in.

use icosa_model::{ResolveError, WorkspaceId};
use sqlx::migrate::MigrateError;
use thiserror::Error;

/// A failed call of the store.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum StoreError {
    #[error("the database refused or did not answer: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(#[from] MigrateError),
    #[error(
        "PostgreSQL lacks the extensions {0}, which search needs: install its contrib modules \
         (`postgresql-contrib` where they are a package of their own) on the database server; nothing was changed"
    )]
    MissingExtensions(String),
    #[error("stored JSON of {what} cannot be read: {source}")]
    Json { what: &'static str, source: serde_json::Error },
    #[error("metadata in the second tier cannot be read: {0}")]
    SecondTier(postcard::Error),
    #[error("the metadata of workspace {workspace} contradicts itself: {issues:?}")]
    Unresolved { workspace: WorkspaceId, issues: Vec<ResolveError> },
    #[error("the job queue failed: {0}")]
    Jobs(String),
}

impl StoreError {
    /// The database cannot be reached for the moment; the same call may succeed later.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Database(error) if is_connection_loss(error))
    }

    /// A lock was not to be had in time, or others waited for ours: the same call may succeed later.
    #[must_use]
    pub fn is_contention(&self) -> bool {
        let error = match self {
            Self::Database(error) => error,
            Self::Migration(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => error,
            _ => return false,
        };
        let code = error.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| matches!(&*code, "40P01" | "55P03"))
    }

    /// The unique constraint that a write ran into, if that is what happened.
    #[must_use]
    pub fn unique_violation(&self) -> Option<&str> {
        match self {
            Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation() => error.constraint(),
            _ => None,
        }
    }
}

/// Whether the connection broke or could not be made, so that nothing of the statement's outcome is known.
#[must_use]
pub fn is_connection_loss(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed => true,
        // Class 08 connection exceptions; 57P01-57P03 shutting down, crashed, starting up.
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| code.starts_with("08") || matches!(&*code, "57P01" | "57P02" | "57P03")),
        _ => false,
    }
}
