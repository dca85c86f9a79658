//! Removing what is not needed any more.

use std::time::Duration;

use chrono::Utc;
use graphile_worker::{Cron, IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::jobs_error;
use crate::error::StoreError;
use crate::{event_streams, events, imports, sessions};

/// How long things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Events in the outbox; a live stream cannot resume from longer ago.
    pub events: Duration,
    /// Sessions after their end.
    pub sessions: Duration,
}

impl Default for Retention {
    fn default() -> Self {
        Self { events: Duration::from_secs(7 * 86_400), sessions: Duration::from_secs(30 * 86_400) }
    }
}

/// Removes events that are older than the retention, and streams of events that were left open.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "IgnoredAny")]
pub struct PruneEvents {}

/// Removes sessions that ended longer ago than the retention.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "IgnoredAny")]
pub struct PruneSessions {}

/// Removes files nobody went on to import, and imports that ended long ago.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "IgnoredAny")]
pub struct PruneImports {}

// The schedule sends `null`, other callers `{}`: none of the jobs needs to be told anything.

impl From<IgnoredAny> for PruneEvents {
    fn from(_: IgnoredAny) -> Self {
        Self {}
    }
}

impl From<IgnoredAny> for PruneSessions {
    fn from(_: IgnoredAny) -> Self {
        Self {}
    }
}

impl From<IgnoredAny> for PruneImports {
    fn from(_: IgnoredAny) -> Self {
        Self {}
    }
}

impl TaskHandler for PruneEvents {
    const IDENTIFIER: &'static str = "prune-events";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let before = Utc::now() - retention(&context).events;
        events::prune(context.pg_pool(), before).await?;
        event_streams::prune(context.pg_pool()).await.map(drop)
    }
}

impl TaskHandler for PruneSessions {
    const IDENTIFIER: &'static str = "prune-sessions";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let before = Utc::now() - retention(&context).sessions;
        sessions::prune(context.pg_pool(), before).await.map(drop)
    }
}

impl TaskHandler for PruneImports {
    const IDENTIFIER: &'static str = "prune-imports";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        while imports::prune(context.pg_pool(), Utc::now()).await? > 0 {}
        Ok::<_, sqlx::Error>(())
    }
}

fn retention(context: &WorkerContext) -> Retention {
    context.get_ext::<Retention>().copied().unwrap_or_default()
}

/// Every hour, at different minutes.
pub(super) fn register(options: WorkerOptions) -> Result<WorkerOptions, StoreError> {
    let crons = [
        Cron::hourly_at::<PruneEvents>(17).map_err(jobs_error)?.build(),
        Cron::hourly_at::<PruneSessions>(37).map_err(jobs_error)?.build(),
        Cron::hourly_at::<PruneImports>(47).map_err(jobs_error)?.build(),
    ];
    let options =
        options.define_job::<PruneEvents>().define_job::<PruneSessions>().define_job::<PruneImports>();
    Ok(options.with_crons(crons))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jobs_take_what_the_schedule_and_what_callers_send() {
        for payload in ["null", "{}"] {
            assert!(serde_json::from_str::<PruneEvents>(payload).is_ok(), "{payload}");
            assert!(serde_json::from_str::<PruneSessions>(payload).is_ok(), "{payload}");
            assert!(serde_json::from_str::<PruneImports>(payload).is_ok(), "{payload}");
        }
    }
}
