//! `icosa seed`

use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use crate::{parts, telemetry};

/// What to fill the database with.
#[derive(Args)]
pub struct Options {
    /// The workspaces Apple and YCombinator with their people (password tim@apple.dev).
    #[arg(long)]
    demo: bool,
    /// A workspace of bench@icosa.test (password bench-password) with the benchmark's data.
    #[arg(long)]
    bench: bool,
    /// Size of the benchmark's data; 1 is 170,000 records.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
}

/// Seeds; what is there already is left alone.
pub async fn run(options: Options) -> Result<()> {
    let config = parts::config()?;
    telemetry::init(config.log_filter);
    if !(options.demo || options.bench) {
        bail!("say what to seed: --demo or --bench");
    }
    let parts = parts::start(config).await?;
    let started = Instant::now();
    if options.demo {
        telemetry::say(&parts.engine.seed_demo().await?);
    }
    if options.bench {
        telemetry::say(&parts.engine.seed_bench(options.scale).await?);
    }
    telemetry::say(&format!("Done in {:.1} s.", started.elapsed().as_secs_f64()));
    parts.stop().await;
    Ok(())
}
