//! `icosa doctor`

use anyhow::{Result, bail};

use icosa_store::config::Source;

use crate::{parts, telemetry};

/// Prints every value with its source, then tests database, migrations and cache.
pub async fn run() -> Result<()> {
    let config = parts::config()?;
    telemetry::say("Configuration");
    for shown in config.shown() {
        telemetry::say(&format!(
            "  {:<32} {:<28} {}",
            shown.variable.name,
            shown.value,
            source(shown.source)
        ));
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

fn source(source: Source) -> &'static str {
    match source {
        Source::Environment => "environment",
        Source::File => ".env",
        Source::Default => "default",
    }
}
