//! Why a file cannot be kept or read.

use icosa_access::TokenError;
use icosa_contract::{AppError, Code};
use icosa_engine::Failure;
use icosa_store::StoreError;
use thiserror::Error;

/// A refusal, or a failure on the way.
#[derive(Debug, Error)]
pub enum FilesError {
    /// Said to the client as it is.
    #[error(transparent)]
    App(#[from] AppError),
    /// The storage refused or was not there.
    #[error("the storage of files: {0}")]
    Storage(#[from] object_store::Error),
    /// Bytes could not be passed on.
    #[error("the storage of files: {0}")]
    Io(#[from] std::io::Error),
    /// The token in an address.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] Failure),
}

impl From<sqlx::Error> for FilesError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<FilesError> for AppError {
    /// Logs what is our fault; the client is told nothing internal.
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::App(error) => error,
            FilesError::Token(error) => error.into(),
            FilesError::Engine(failure) => failure.into_app_error(None),
            FilesError::Store(error) => Failure::from(error).into_app_error(None),
            FilesError::Storage(object_store::Error::NotFound { path, .. }) => {
                tracing::error!(path, "a file is not where it should be");
                Self::not_found("This file is not there any more.").with_sub_code("FILE_NOT_FOUND")
            }
            FilesError::Storage(_) | FilesError::Io(_) => {
                tracing::error!("{error}");
                Self::new(Code::Unavailable, "Files cannot be reached for the moment. Try again soon.")
            }
        }
    }
}
