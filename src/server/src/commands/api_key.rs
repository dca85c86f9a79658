//! `icosa api-key`

use anyhow::{Result, bail};
use clap::Subcommand;
use icosa_engine::Engine;
use uuid::Uuid;

use crate::{parts, telemetry};

/// How long a key lives that is made without `--expires`: as good as for ever.
const DEFAULT_DAYS: u32 = 36_500;

/// Keys of the API of one workspace.
#[derive(Subcommand)]
pub enum Options {
    /// Make a key and print its token; it cannot be shown again.
    Create {
        /// Id or sub-domain of the workspace.
        #[arg(long)]
        workspace: String,
        /// What the key is called; becomes the author of what it writes.
        #[arg(long)]
        name: String,
        /// Days until the key ends.
        #[arg(long, default_value_t = DEFAULT_DAYS, value_parser = clap::value_parser!(u32).range(1..=36_500))]
        expires: u32,
    },
    /// List the keys that are not revoked.
    List {
        /// Id or sub-domain of the workspace.
        #[arg(long)]
        workspace: String,
    },
    /// Revoke a key; its tokens stop working at once.
    Revoke {
        /// Id or sub-domain of the workspace.
        #[arg(long)]
        workspace: String,
        /// Id of the key, as listed.
        id: Uuid,
    },
}

/// Does it; the server may be running meanwhile.
pub async fn run(options: Options) -> Result<()> {
    let config = parts::config()?;
    telemetry::init(config.log_filter);
    let parts = parts::start(config).await?;
    let outcome = act(&parts.engine, options).await;
    parts.stop().await;
    outcome
}

async fn act(engine: &Engine, options: Options) -> Result<()> {
    match options {
        Options::Create { workspace, name, expires } => {
            let workspace = engine.find_workspace(&workspace).await?;
            let made = engine.create_api_key_for_days(workspace, &name, expires).await?;
            telemetry::say(&format!(
                "Key {} ends {}. Its token:\n",
                made.key.id,
                made.key.expires_at.date_naive()
            ));
            telemetry::say(&made.token.token);
        }
        Options::List { workspace } => {
            let workspace = engine.find_workspace(&workspace).await?;
            for key in engine.tokens().list_keys(workspace).await? {
                telemetry::say(&format!("{}  ends {}  {}", key.id, key.expires_at.date_naive(), key.name));
            }
        }
        Options::Revoke { workspace, id } => {
            let workspace = engine.find_workspace(&workspace).await?;
            match engine.tokens().revoke_key(workspace, id).await? {
                Some(key) => telemetry::say(&format!("Key {} is revoked.", key.name)),
                None => bail!("the workspace has no such key"),
            }
        }
    }
    Ok(())
}
