//! `icosa worker`

use anyhow::Result;

use crate::{parts, telemetry};

/// Runs background jobs until interrupted.
pub async fn run() -> Result<()> {
    telemetry::init();
    let parts = parts::start(parts::config()?).await?;
    tokio::select! {
        () = parts.engine.clone().work() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    parts.stop().await;
    Ok(())
}
