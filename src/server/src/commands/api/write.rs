//! `icosa api create`, `update`, `delete` and `restore`

use clap::Args;
use icosa_sdk::{Client, Record};
use serde_json::Value;
use uuid::Uuid;

use super::failure::Failure;
use super::{input, output};
use crate::telemetry;

/// Records that one call may make.
const BATCH: usize = 200;

/// What to make.
#[derive(Args)]
pub struct CreateOptions {
    /// Plural name of the object.
    object: String,
    /// The record as JSON: '{"name": "Acme"}', or a list of records; - or @name reads it from standard input or a
    /// file.
    data: String,
    /// Change records instead whose id or unique value is there already.
    #[arg(long)]
    upsert: bool,
}

/// What to change.
#[derive(Args)]
pub struct UpdateOptions {
    /// Plural name of the object.
    object: String,
    /// Id of the record.
    id: Uuid,
    /// The fields to change as JSON: '{"jobTitle": "CTO"}'; - or @name reads it from standard input or a file.
    data: String,
}

/// What to delete.
#[derive(Args)]
pub struct DeleteOptions {
    /// Plural name of the object.
    object: String,
    /// Ids of the records.
    #[arg(required = true)]
    ids: Vec<Uuid>,
    /// For good: they cannot be restored.
    #[arg(long)]
    permanently: bool,
}

/// What to bring back.
#[derive(Args)]
pub struct RestoreOptions {
    /// Plural name of the object.
    object: String,
    /// Ids of the records.
    #[arg(required = true)]
    ids: Vec<Uuid>,
}

/// Makes records and prints them.
pub async fn create(client: &Client, options: CreateOptions) -> Result<(), Failure> {
    let CreateOptions { object, data, upsert } = options;
    match input::json(&data)? {
        Value::Array(records) => {
            let mut made: Vec<Record> = Vec::with_capacity(records.len());
            for batch in records.chunks(BATCH) {
                match client.rest().create_many::<Record>(&object, batch, upsert).await {
                    Ok(batch) => made.extend(batch),
                    Err(error) => {
                        if !made.is_empty() {
                            let message =
                                format!("The first {} records were made before this failed:", made.len());
                            telemetry::note(&message);
                        }
                        return Err(error.into());
                    }
                }
            }
            output::print_json(&made)
        }
        record => output::print_json(&client.rest().create::<Record>(&object, &record, upsert).await?),
    }
}

/// Changes a record and prints it.
pub async fn update(client: &Client, options: UpdateOptions) -> Result<(), Failure> {
    let data = input::json(&options.data)?;
    output::print_json(&client.rest().update::<Record>(&options.object, options.id, &data).await?)
}

/// Deletes records.
pub async fn delete(client: &Client, options: DeleteOptions) -> Result<(), Failure> {
    for id in options.ids {
        if options.permanently {
            client.rest().destroy(&options.object, id).await?;
        } else {
            client.rest().delete(&options.object, id).await?;
        }
        telemetry::note(&format!("Deleted {id}"));
    }
    Ok(())
}

/// Brings records back and prints them.
pub async fn restore(client: &Client, options: RestoreOptions) -> Result<(), Failure> {
    for id in options.ids {
        output::print_json(&client.rest().restore::<Record>(&options.object, id).await?)?;
    }
    Ok(())
}
