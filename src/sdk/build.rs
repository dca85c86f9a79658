//! Makes the schema of the metadata API known to the macros that check the fixed operations against it.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    cynic_codegen::register_schema("metadata").from_sdl_file("schemas/metadata.graphql")?.as_default()?;
    Ok(())
}
