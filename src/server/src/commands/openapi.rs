//! `icosa openapi`

use std::io::Write;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use icosa_http::openapi::{Document, generate};
use icosa_model::Model;

use crate::{parts, telemetry};

/// Which document to print.
#[derive(Args)]
pub struct Options {
    /// Of which API.
    #[arg(value_enum, default_value_t = Which::Core)]
    document: Which,
    /// Id or sub-domain of the workspace; the records of each have a document of their own.
    #[arg(long, required_if_eq("document", "core"))]
    workspace: Option<String>,
}

/// The two APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Records.
    Core,
    /// Objects, fields and views; the same in every workspace.
    Metadata,
}

/// Prints an OpenAPI document; the server may be running meanwhile.
pub async fn run(options: Options) -> Result<()> {
    let config = parts::config()?;
    telemetry::init(config.log_filter);
    let server = config.server_url.as_str().trim_end_matches('/').to_owned();
    let document = match options.document {
        Which::Metadata => icosa_http::openapi::metadata_document(&server).await,
        Which::Core => {
            let workspace = options.workspace.context("--workspace says whose records")?;
            let parts = parts::start(config).await?;
            let model = parts.engine.model_of_workspace(&workspace).await;
            parts.stop().await;
            let model: std::sync::Arc<Model> = model?;
            generate(Document::Core, &model, &server).await
        }
    };
    let text = serde_json::to_string_pretty(&document)?;
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
