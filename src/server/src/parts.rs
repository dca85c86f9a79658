//! From configuration to a running engine, the same for every command.

use anyhow::{Context, Result, bail};
use icosa_engine::Engine;
use icosa_files::Files;
use icosa_store::config::Config;
use icosa_store::embedded::{self, Embedded};

/// What a command works with. Dropping it leaves the embedded Postgres running only until the process ends.
pub struct Parts {
    /// Every use-case, over a migrated database.
    pub engine: Engine,
    /// Files of records, in their storage.
    pub files: Files,
    /// The cluster of our own, when no `PG_DATABASE_URL` is set.
    pub embedded: Option<Embedded>,
}

/// Reads the configuration; every mistake is listed with the variable's name.
pub fn config() -> Result<Config> {
    match Config::from_env() {
        Ok(config) => Ok(config),
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
            bail!("the configuration is not valid:\n{}", lines.join("\n"))
        }
    }
}

/// Starts the embedded Postgres if none is given, migrates, and builds the engine.
pub async fn start(config: Config) -> Result<Parts> {
    let (database, embedded) = match config.database() {
        Some(database) => (database, None),
        None => {
            let options = embedded::Options::new(&config.data_dir);
            let embedded = Embedded::start(options).await.context("the embedded Postgres did not start")?;
            (embedded.connect_options(embedded::DATABASE), Some(embedded))
        }
    };
    let engine = Engine::connect(config, database).context("the configuration cannot be used")?;
    engine.migrate().await.context("the database could not be migrated")?;
    let files = Files::new(engine.clone()).context("the storage of files cannot be used")?;
    Ok(Parts { engine, files, embedded })
}

impl Parts {
    /// Runs background jobs until the engine is told to end.
    pub fn work(&self) -> impl Future<Output = ()> + Send + use<> {
        let files = self.files.clone();
        self.engine.clone().work_with(move |options| files.register(options))
    }

    /// Stops what was started.
    pub async fn stop(self) {
        self.engine.close().await;
        if let Some(embedded) = self.embedded
            && let Err(error) = embedded.stop().await
        {
            tracing::warn!(%error, "the embedded Postgres did not stop");
        }
    }
}
