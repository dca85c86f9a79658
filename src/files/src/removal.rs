//! Removing what nobody needs any more.

use chrono::{TimeDelta, Utc};
use graphile_worker::{Cron, IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use icosa_engine::files::release_lost_files;
use icosa_store::files::{self as rows, FileRow, REMOVE_EXPIRED};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::Files;
use crate::error::FilesError;
use crate::upload::{key, pending_key};

/// Files removed in one transaction.
const TOGETHER: i64 = 50;
/// When one that could not be removed is tried again.
const PUT_OFF: TimeDelta = TimeDelta::hours(6);

/// Removes files that have expired: uploads that were given up, files that no record took or holds.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "IgnoredAny")]
pub struct RemoveExpiredFiles {}

/// Lets go of files whose records went away without a word.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "IgnoredAny")]
pub struct ReleaseLostFiles {}

impl From<IgnoredAny> for RemoveExpiredFiles {
    fn from(_: IgnoredAny) -> Self {
        Self {}
    }
}

impl From<IgnoredAny> for ReleaseLostFiles {
    fn from(_: IgnoredAny) -> Self {
        Self {}
    }
}

impl TaskHandler for RemoveExpiredFiles {
    const IDENTIFIER: &'static str = REMOVE_EXPIRED;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        match context.get_ext::<Files>() {
            Some(files) => files.remove_expired().await.map(drop),
            None => Ok(()),
        }
    }
}

impl TaskHandler for ReleaseLostFiles {
    const IDENTIFIER: &'static str = "release-lost-files";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        match context.get_ext::<Files>() {
            Some(files) => files.release_lost().await.map(drop),
            None => Ok(()),
        }
    }
}

impl Files {
    /// Registers the jobs: what has expired is removed every hour, lost files are looked for at night.
    #[must_use]
    pub fn register(&self, options: WorkerOptions) -> WorkerOptions {
        let options = options
            .define_job::<RemoveExpiredFiles>()
            .define_job::<ReleaseLostFiles>()
            .add_extension(self.clone());
        let crons = [
            Cron::hourly_at::<RemoveExpiredFiles>(7).map(|cron| cron.build()),
            Cron::daily_at::<ReleaseLostFiles>(3, 23).map(|cron| cron.build()),
        ];
        options.with_crons(crons.into_iter().flatten())
    }

    /// Removes what has expired; answers how many files that were.
    ///
    /// # Errors
    /// The storage or the database is away; what was removed is forgotten the next time.
    pub async fn remove_expired(&self) -> Result<usize, FilesError> {
        let mut removed = 0;
        loop {
            let mut tx = self.engine.db().begin().await?;
            let expired = rows::lock_expired(&mut tx, Utc::now(), TOGETHER).await?;
            if expired.is_empty() {
                return Ok(removed);
            }
            let (mut gone, mut kept) = (Vec::new(), Vec::new());
            for file in &expired {
                match self.delete_bytes(file).await {
                    Ok(()) => gone.push(file.id),
                    Err(error) => {
                        tracing::warn!(%error, file = %file.id, "a file cannot be removed now");
                        kept.push(file.id);
                    }
                }
            }
            rows::remove(&mut tx, &gone).await?;
            // One that cannot be removed does not stand in the way of the others.
            rows::postpone(&mut tx, &kept, Utc::now() + PUT_OFF).await?;
            tx.commit().await?;
            removed += gone.len();
        }
    }

    /// Either may be there, whatever the row says: a completion was cut off, something was sent once more.
    async fn delete_bytes(&self, file: &FileRow) -> Result<(), FilesError> {
        self.storage.delete(&pending_key(file)).await?;
        self.storage.delete(&key(file)).await
    }

    /// Lets go of files whose records, fields or workspaces are gone, then removes what has expired.
    ///
    /// # Errors
    /// The storage or the database is away.
    pub async fn release_lost(&self) -> Result<usize, FilesError> {
        release_lost_files(&self.engine).await?;
        self.remove_expired().await
    }
}
