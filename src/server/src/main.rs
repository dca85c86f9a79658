//! The binary `icosa`. Wiring only: every command builds its parts from the configuration and hands over.

mod commands;
mod pages;
mod parts;
mod telemetry;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Icosa: the CRM that a team can own.
///
/// Configuration comes from the environment and a `.env` file; `icosa doctor` lists every value and its source.
#[derive(Parser)]
#[command(name = "icosa", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages, forms and streams; runs the background jobs too unless --no-worker is given.
    Serve(commands::serve::Options),
    /// Run background jobs only.
    Worker,
    /// Bring the database to this version's schema, then stop.
    Migrate,
    /// Fill the database: --demo (two workspaces to look around in) or --bench (20,000 companies, 100,000 people,
    /// 50,000 opportunities).
    Seed(commands::seed::Options),
    /// Make, list and revoke keys of the API.
    #[command(subcommand)]
    ApiKey(commands::api_key::Options),
    /// Print the schema of the metadata API.
    Schema,
    /// Print the OpenAPI document of a REST API: core (records of a workspace) or metadata.
    Openapi(commands::openapi::Options),
    /// Work with the records of a workspace through the API of a running server.
    Api(commands::api::Options),
    /// Say what is configured, from where, and whether it works; with --workspace, whether tables are as the
    /// metadata says.
    Doctor(commands::doctor::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return telemetry::fatal(&format!("the async runtime did not start: {error}")),
    };
    runtime.block_on(async {
        match cli.command {
            Command::Serve(options) => ended(commands::serve::run(options).await),
            Command::Worker => ended(commands::worker::run().await),
            Command::Migrate => ended(commands::migrate::run().await),
            Command::Seed(options) => ended(commands::seed::run(options).await),
            Command::ApiKey(options) => ended(commands::api_key::run(options).await),
            Command::Schema => ended(commands::schema::run()),
            Command::Openapi(options) => ended(commands::openapi::run(options).await),
            Command::Api(options) => commands::api::run(options).await,
            Command::Doctor(options) => ended(commands::doctor::run(options).await),
        }
    })
}

fn ended(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => telemetry::fatal(&format!("{error:#}")),
    }
}
