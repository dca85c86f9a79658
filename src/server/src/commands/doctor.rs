//! `icosa doctor`

use std::str::FromStr;

use anyhow::{Result, bail};
use clap::Args;
use icosa_engine::Engine;
use icosa_engine::doctor::Outcome;
use icosa_model::WorkspaceId;
use icosa_store::config::Source;

use crate::{parts, telemetry};

/// What to look at.
#[derive(Args)]
pub struct Options {
    /// Compare the tables of this workspace, or of `all`, with its metadata instead.
    #[arg(long, value_name = "ID|all")]
    workspace: Option<Which>,
    /// Make the tables as the metadata says. Nothing that holds data is dropped.
    #[arg(long, requires = "workspace")]
    repair: bool,
}

/// One workspace or all.
#[derive(Clone, Copy)]
enum Which {
    All,
    One(WorkspaceId),
}

impl FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            id => id.parse().map(Self::One).map_err(|_| "neither the id of a workspace nor `all`".to_owned()),
        }
    }
}

/// Prints every value with its source, then tests database, migrations and cache; or looks at workspaces.
pub async fn run(options: Options) -> Result<()> {
    match options.workspace {
        Some(which) => look_at_workspaces(which, options.repair).await,
        None => look_at_configuration().await,
    }
}

async fn look_at_configuration() -> Result<()> {
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
    let mut checks = parts.engine.readiness().await;
    checks.push(("storage", parts.files.storage().check().await.map_err(|error| error.to_string())));
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

async fn look_at_workspaces(which: Which, repair: bool) -> Result<()> {
    let config = parts::config()?;
    let parts = parts::start(config).await?;
    let outcome = differences(&parts.engine, which, repair).await;
    parts.stop().await;
    match outcome? {
        0 => Ok(()),
        left => bail!("{left} differences between metadata and tables"),
    }
}

/// Prints the differences of each workspace; answers how many there are still.
async fn differences(engine: &Engine, which: Which, repair: bool) -> Result<usize> {
    let mut left = 0;
    for (id, name) in engine.workspaces().await? {
        if matches!(which, Which::One(wanted) if wanted != id) {
            continue;
        }
        let list =
            if repair { engine.repair_workspace(id).await? } else { engine.compare_workspace(id).await? };
        telemetry::say(&format!("Workspace {id} ({name})"));
        if list.is_empty() {
            telemetry::say("  the tables are as the metadata says");
        }
        for difference in &list {
            telemetry::say(&format!("  {difference}"));
        }
        let is_left = |outcome: &Outcome| !matches!(outcome, Outcome::Mended | Outcome::Deferred);
        left += list.iter().filter(|difference| is_left(&difference.outcome)).count();
        if matches!(which, Which::One(_)) {
            return Ok(left);
        }
    }
    match which {
        Which::All => Ok(left),
        Which::One(id) => bail!("there is no workspace {id}"),
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Environment => "environment",
        Source::File => ".env",
        Source::Default => "default",
    }
}
