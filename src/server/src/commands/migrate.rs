//! `icosa migrate`

use anyhow::Result;

use crate::{parts, telemetry};

/// Migrates and says so.
pub async fn run() -> Result<()> {
    let config = parts::config()?;
    telemetry::init(config.log_filter);
    let parts = parts::start(config).await?;
    telemetry::say("The database has this version's schema.");
    parts.stop().await;
    Ok(())
}
