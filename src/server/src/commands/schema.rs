//! `icosa schema`

use std::io::Write;

use anyhow::Result;

/// Prints the schema of the metadata API in GraphQL's own language; needs no database.
pub fn run() -> Result<()> {
    Ok(std::io::stdout().write_all(icosa_graphql::metadata::sdl().as_bytes())?)
}
