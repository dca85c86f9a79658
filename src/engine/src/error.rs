//! Failures inside the engine, and what clients are told of them.
//!
//! A database error never leaves as text: known ones become sentences about the caller's own data, all others are
//! logged here, once, and answered with "our fault".

use icosa_access::AccessError;
use icosa_contract::{AppError, Code};
use icosa_model::Object;
use icosa_model::definition::IndexRow;
use icosa_sqlgen::PlanError;
use icosa_sqlgen::ddl::EarlyIndex;
use icosa_store::StoreError;
use sqlx::postgres::PgDatabaseError;
use thiserror::Error;

/// Why a use-case stopped.
#[derive(Debug, Error)]
pub enum Failure {
    /// Said to the client as it is.
    #[error(transparent)]
    App(#[from] AppError),
    /// The database refused or was not there.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The request does not fit the model.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// Stored definitions or rows make no sense.
    #[error("{0}")]
    Broken(String),
}

/// Postgres' codes for errors that a client can do something about.
mod sqlstate {
    pub const NOT_NULL: &str = "23502";
    pub const FOREIGN_KEY: &str = "23503";
    pub const UNIQUE: &str = "23505";
    pub const CANCELED: &str = "57014";
    pub const SERIALIZATION: &str = "40001";
    pub const DEADLOCK: &str = "40P01";
    pub const LOCK_TIMEOUT: &str = "55P03";
    pub const BAD_REGEX: &str = "2201B";
    /// Values that do not fit their type: `22P02`, `22003`, `22007`, `22008`, `22021`, ...
    pub const DATA_CLASS: &str = "22";
    /// An undefined column, table, type or function; a value an enum does not have; a plan whose table has changed; a
    /// required column the statement does not know.
    pub const OTHER_TABLES: [&str; 7] = ["42703", "42P01", "42704", "42883", "22P02", "0A000", "23502"];
    /// A value that is too long for an index.
    pub const TOO_LONG: &str = "54000";
    /// A statement that goes beyond what Postgres can plan: `54001`, `54011`, `54023`.
    pub const LIMIT_CLASS: &str = "54";
    pub const CONNECTION_CLASS: &str = "08";
    pub const SHUTDOWN_CLASS: &str = "57P";
    pub const RESOURCES_CLASS: &str = "53";
}

impl Failure {
    /// The same transaction may succeed when it is run again.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = error.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| matches!(code.as_ref(), sqlstate::SERIALIZATION | sqlstate::DEADLOCK))
    }

    /// The call was planned for tables that are different now, or names something its model does not know (yet).
    #[must_use]
    pub fn may_come_of_an_old_model(&self) -> bool {
        match self {
            Self::Plan(_) => true,
            Self::App(error) => matches!(error.code, Code::BadUserInput | Code::NotFound),
            Self::Database(error) => {
                let code = error.as_database_error().and_then(|error| error.code());
                code.is_some_and(|code| sqlstate::OTHER_TABLES.contains(&code.as_ref()))
            }
            Self::Store(_) | Self::Broken(_) => false,
        }
    }

    /// The database is away, or the connection broke; whether the last statement took effect is not known.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Database(error) if is_away(error))
    }

    /// A lock was not to be had in time.
    #[must_use]
    pub fn is_lock_timeout(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = error.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| code.as_ref() == sqlstate::LOCK_TIMEOUT)
    }

    /// A value is too long for an index.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = error.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| code.as_ref() == sqlstate::TOO_LONG)
    }

    /// A statement took longer than it may.
    #[must_use]
    pub fn is_canceled(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = error.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| code.as_ref() == sqlstate::CANCELED)
    }

    /// What the client is told; `object` is the one whose table was written or read.
    #[must_use]
    pub fn into_app_error(self, object: Option<&Object>) -> AppError {
        match self {
            Self::App(error) => error,
            Self::Database(error) => database_error(&error, object),
            Self::Plan(error) => plan_error(&error),
            Self::Store(error) => {
                tracing::error!(%error, "the store failed");
                AppError::internal()
            }
            Self::Broken(problem) => {
                tracing::error!(problem, "inconsistent data");
                AppError::internal()
            }
        }
    }
}

impl From<AccessError> for Failure {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Store(error) => error.into(),
            other => Self::App(other.into()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(error) => Self::Database(error),
            other => Self::Store(other),
        }
    }
}

/// Whether a write ran into a unique constraint.
#[must_use]
pub fn is_unique_violation(failure: &Failure) -> bool {
    matches!(failure, Failure::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
}

fn plan_error(error: &PlanError) -> AppError {
    let sub_code = match error {
        PlanError::UnknownObject { .. } => "OBJECT_NOT_FOUND",
        PlanError::BadCursor => "INVALID_CURSOR",
        PlanError::BadLimit { .. } => "INVALID_ARGS_FIRST",
        PlanError::TooDeep { .. } => "TOO_COMPLEX_QUERY",
        PlanError::Required { .. } => "INVALID_ARGS_DATA",
        PlanError::NothingToWrite | PlanError::BadText => "INVALID_QUERY_INPUT",
        _ => "INVALID_ARGS_FILTER",
    };
    let answer = AppError::bad_input(error.to_string()).with_sub_code(sub_code);
    match error {
        PlanError::UnknownField { field, .. }
        | PlanError::UnknownPart { field, .. }
        | PlanError::BadOperator { field, .. }
        | PlanError::BadValue { field, .. }
        | PlanError::Required { field, .. }
        | PlanError::NotSortable { field, .. } => answer.with_field(field.clone()),
        _ => answer,
    }
}

fn database_error(error: &sqlx::Error, object: Option<&Object>) -> AppError {
    if let sqlx::Error::Database(database) = error
        && let Some(postgres) = database.try_downcast_ref::<PgDatabaseError>()
        && let Some(known) = known_error(postgres, object)
    {
        return known;
    }
    if is_away(error) {
        tracing::error!(%error, "the database is away");
        return AppError::new(
            Code::Unavailable,
            "The database cannot be reached at the moment. Please try again.",
        );
    }
    tracing::error!(%error, object = object.map(|object| object.name_singular.as_str()), "database error");
    AppError::internal()
}

fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(database) => database.code().is_some_and(|code| {
            [sqlstate::CONNECTION_CLASS, sqlstate::SHUTDOWN_CLASS, sqlstate::RESOURCES_CLASS]
                .iter()
                .any(|class| code.starts_with(class))
        }),
        _ => false,
    }
}

fn known_error(error: &PgDatabaseError, object: Option<&Object>) -> Option<AppError> {
    match error.code() {
        sqlstate::UNIQUE => Some(duplicate(error, object)),
        sqlstate::FOREIGN_KEY => Some(broken_reference(error, object)),
        sqlstate::NOT_NULL => {
            let column = error.column().unwrap_or_default();
            Some(
                AppError::bad_input(format!("{} cannot be empty.", label_of_column(object, column)))
                    .with_sub_code("INVALID_ARGS_DATA")
                    .with_field(column),
            )
        }
        sqlstate::CANCELED => Some(
            AppError::new(Code::Unavailable, "Query timed out. Please try again.")
                .with_sub_code("QUERY_READ_TIMEOUT"),
        ),
        sqlstate::SERIALIZATION | sqlstate::DEADLOCK | sqlstate::LOCK_TIMEOUT => Some(
            AppError::new(Code::Unavailable, "Somebody else is changing the same records. Please try again.")
                .with_sub_code("WRITE_CONFLICT"),
        ),
        sqlstate::BAD_REGEX => Some(AppError::bad_input("The pattern is not valid.")),
        sqlstate::TOO_LONG => Some(
            AppError::bad_input("A value is too long for a field that is unique or indexed.")
                .with_sub_code("INVALID_ARGS_DATA"),
        ),
        code if code.starts_with(sqlstate::LIMIT_CLASS) => Some(
            AppError::bad_input("Query complexity is too high. Please ask for less at once.")
                .with_sub_code("TOO_COMPLEX_QUERY"),
        ),
        code if code.starts_with(sqlstate::DATA_CLASS) => {
            tracing::warn!(%error, "a value got past validation");
            Some(AppError::bad_input("A value does not fit its field.").with_sub_code("INVALID_ARGS_DATA"))
        }
        _ => None,
    }
}

fn duplicate(error: &PgDatabaseError, object: Option<&Object>) -> AppError {
    let constraint = error.constraint().unwrap_or_default();
    let index = object.and_then(|object| object.indexes.iter().find(|index| index.name == constraint));
    let answer = |message: String| AppError::new(Code::Conflict, message).with_sub_code("DUPLICATE_ENTRY");
    let labels = object.zip(index).map(|(object, index)| index_labels(object, index));
    // A field that is just becoming unique.
    let becoming = || {
        let field = object?.field_by_id(EarlyIndex::field_of(constraint)?)?;
        Some(vec![(field.name.clone(), field.label.clone())])
    };
    let labels = labels.or_else(becoming).unwrap_or_default();
    match labels.as_slice() {
        [] => answer("This record already exists. Please check your data and try again.".to_owned()),
        [(name, label)] => {
            answer(format!("This {label} value is already in use. Please check your data and try again."))
                .with_field(name.clone())
        }
        many => {
            let words: Vec<&str> = many.iter().map(|(_, label)| label.as_str()).collect();
            answer(format!("This combination of {} is already in use.", words.join(" and ")))
        }
    }
}

fn index_labels(object: &Object, index: &IndexRow) -> Vec<(String, String)> {
    let mut labels: Vec<(String, String)> = Vec::new();
    for entry in &index.fields {
        if let Some(field) = object.field_by_id(entry.field_id)
            && !labels.iter().any(|(name, _)| *name == field.name)
        {
            labels.push((field.name.clone(), field.label.clone()));
        }
    }
    labels
}

/// The detail reads `Key ("companyId")=(…) is not present in table …` or `… is still referenced from table …`.
fn broken_reference(error: &PgDatabaseError, object: Option<&Object>) -> AppError {
    let detail = error.detail().unwrap_or_default();
    if detail.contains("still referenced") {
        return AppError::new(Code::Conflict, "Other records still need this one, so it cannot be removed.")
            .with_sub_code("RECORD_IN_USE");
    }
    let column = detail.strip_prefix("Key (").and_then(|rest| rest.split(')').next()).unwrap_or_default();
    let column = column.trim_matches('"');
    missing_reference(object, column)
}

/// A relation was set to a record that is not there.
#[must_use]
pub fn missing_reference(object: Option<&Object>, column: &str) -> AppError {
    let label = label_of_column(object, column);
    AppError::bad_input(format!("The record chosen as {label} does not exist."))
        .with_sub_code("RECORD_NOT_FOUND")
        .with_field(column)
}

fn label_of_column(object: Option<&Object>, column: &str) -> String {
    let field = object.and_then(|object| {
        object.fields.iter().find(|field| field.columns.iter().any(|own| own.name == column))
    });
    field.map_or_else(|| "A required field".to_owned(), |field| field.label.clone())
}

/// "Record not found", the one answer for what is missing and for what the caller may not know of.
#[must_use]
pub fn record_not_found() -> AppError {
    AppError::not_found("Record not found").with_sub_code("RECORD_NOT_FOUND")
}
