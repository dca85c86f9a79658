//! Workspaces of earlier releases get what newer ones are made with.
//!
//! An edition is a step of that kind; each workspace says how far it is. To ship something new with every workspace,
//! add it to [`standard::metadata`](crate::standard::metadata) and what brings it to old ones to [`step`], and raise
//! [`NEWEST`].

use chrono::Utc;
use icosa_model::WorkspaceId;
use icosa_store::{metadata, workspaces};

use crate::Engine;
use crate::error::Failure;
use crate::retry::{Retry, random_millis};
use crate::standard::pages;

/// What new workspaces are made as. 1: pages of records, and commands that lead to them.
pub const NEWEST: i32 = 1;

/// A workspace that somebody holds: its data model is being changed.
const HELD: Retry = Retry {
    times: 3,
    after: |failure| failure.is_transient() || failure.is_lock_timeout(),
    pause: |time| random_millis(20, 60 * u64::from(time)),
};
/// How long one is waited for: others are to be served meanwhile.
const WAITS: &str =
    "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '2s', true)";

/// Completes every workspace that is behind, each in a transaction of its own. Several processes may do so at once. One
/// that cannot be completed now is left as it is until the next start: it keeps nobody else from working.
///
/// # Errors
/// The database does not say which ones are behind.
pub async fn complete(engine: &Engine) -> Result<(), Failure> {
    for workspace in workspaces::behind(engine.db().pool(), NEWEST).await? {
        if let Err(failure) = HELD.run(|| step(engine, workspace)).await {
            tracing::warn!(%failure, %workspace, "a workspace of an earlier release is completed at the next start");
        }
    }
    Ok(())
}

async fn step(engine: &Engine, workspace: WorkspaceId) -> Result<(), Failure> {
    let mut tx = engine.db().begin().await?;
    sqlx::query(WAITS).execute(&mut *tx).await?;
    if metadata::lock(&mut tx, workspace).await?.is_none() {
        return Ok(());
    }
    if !workspaces::set_edition(&mut tx, workspace, NEWEST).await? {
        // Another process was faster.
        return Ok(());
    }
    let Some(loaded) = metadata::load(&mut *tx, workspace).await? else { return Ok(()) };
    let old = loaded.metadata;
    let mut new = old.clone();
    pages::complete(&mut new, Utc::now());
    let mut version = None;
    if new != old {
        metadata::replace(&mut tx, &old, &new).await?;
        version = Some(metadata::bump_version(&mut tx, workspace).await?);
    }
    tx.commit().await?;
    if let Some(version) = version {
        engine.model_changed(workspace, version).await;
    }
    Ok(())
}
