//! The job queue.

use crate::db::Db;
use crate::error::StoreError;

/// Brings the queue's own schema up to date.
///
/// # Errors
/// The database refuses.
pub async fn migrate(db: &Db) -> Result<(), StoreError> {
    let database = graphile_worker::Database::from(db.pool().clone());
    graphile_worker::WorkerUtils::new(database, SCHEMA)
        .migrate()
        .await
        .map_err(|error| StoreError::Jobs(error.to_string()))
}

/// The schema the queue keeps its tables in.
pub const SCHEMA: &str = "graphile_worker";
