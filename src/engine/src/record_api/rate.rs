//! How often programs may call.

use std::time::Duration;

use icosa_contract::{AppError, Code};
use icosa_model::WorkspaceId;

use crate::Engine;

/// A call that comes too soon.
#[derive(Debug, Clone, PartialEq)]
pub struct TooOften {
    /// What the client is told.
    pub error: AppError,
    /// When the next call is allowed.
    pub retry_after: Duration,
}

impl Engine {
    /// Counts one call of an API key of a workspace: all keys of a workspace share two buckets, which refill evenly.
    ///
    /// # Errors
    /// One of them is empty; the call is not counted.
    pub async fn count_api_call(&self, workspace: WorkspaceId) -> Result<(), TooOften> {
        let limits = self.config().api;
        let buckets = [("short", limits.short), ("long", limits.long)];
        let keys = buckets.map(|(name, _)| format!("api:{name}:{workspace}"));
        let mut uses = Vec::with_capacity(buckets.len());
        for (key, (_, bucket)) in keys.iter().zip(buckets) {
            uses.push((key.as_str(), bucket.limit, bucket.window));
        }
        let Err(refused) = self.limits().hit_all(&uses).await else { return Ok(()) };
        let (_, limit, window) = uses.get(refused.bucket).copied().unwrap_or_default();
        let message = format!("Limit reached ({limit} tokens per {} ms)", window.as_millis());
        let error = AppError::new(Code::RateLimited, message).with_sub_code("LIMIT_REACHED");
        Err(TooOften { error, retry_after: refused.retry_after })
    }
}
