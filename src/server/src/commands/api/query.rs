//! `icosa api query`

use clap::Args;
use icosa_sdk::{Client, Error};
use serde_json::{Map, Value, json};

use super::failure::{Failure, code};
use super::{input, output};
use crate::telemetry;

/// What to send.
#[derive(Args)]
pub struct Options {
    /// The GraphQL document; - or @name reads it from standard input or a file.
    document: String,
    /// Values of its variables, as JSON: '{"id": "…"}'.
    #[arg(long)]
    variables: Option<String>,
}

/// Prints the data of the answer; errors go to standard error.
pub async fn run(client: &Client, options: Options) -> Result<(), Failure> {
    let document = input::text(&options.document)?;
    let variables = options.variables.as_deref().map(input::json).transpose()?;
    let variables = variables.unwrap_or_else(|| Value::Object(Map::new()));
    let answer = client.execute(&document, json!(variables)).await?;
    if let Some(data) = &answer.data {
        output::print_json(data)?;
    }
    if answer.errors.is_empty() {
        return Ok(());
    }
    let error = Error::from(answer);
    telemetry::fatal(&error.to_string());
    Err(Failure::Answered(code(error.kind())))
}
