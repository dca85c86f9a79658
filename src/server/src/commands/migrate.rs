//! `icosa migrate`

use anyhow::Result;

use crate::{parts, telemetry};

/// Migrates and says so.
pub async fn run() -> Result<()> {
    telemetry::init();
    let parts = parts::start(parts::config()?).await?;
    telemetry::say("The database has this version's schema.");
    parts.stop().await;
    Ok(())
}
