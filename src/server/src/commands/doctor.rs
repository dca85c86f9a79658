//! `icosa doctor`

use anyhow::{Result, bail};

use crate::{parts, telemetry};

/// Prints every value with its source, then tests database, migrations and cache.
pub async fn run() -> Result<()> {
    let config = parts::config()?;
    telemetry::say("Configuration");
    for line in config.describe() {
        telemetry::say(&format!("  {line}"));
    }
    telemetry::say("Checks");
    let parts = parts::start(config).await?;
    let checks = parts.engine.readiness().await;
    let failed = checks.iter().filter(|(_, result)| result.is_err()).count();
    for (name, result) in checks {
        let verdict = result.map_or_else(|reason| format!("FAILED: {reason}"), |()| "ok".to_owned());
        telemetry::say(&format!("  {name:<12} {verdict}"));
    }
    parts.stop().await;
    if failed > 0 {
        bail!("{failed} of the checks failed");
    }
    Ok(())
}
