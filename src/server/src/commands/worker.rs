//! `icosa worker`

use anyhow::Result;

use crate::{parts, telemetry};

/// Runs background jobs until interrupted.
pub async fn run() -> Result<()> {
    let config = parts::config()?;
    telemetry::init(config.log_filter);
    let parts = parts::start(config).await?;
    tokio::select! {
        () = parts.work() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    parts.stop().await;
    Ok(())
}
