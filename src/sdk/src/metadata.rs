//! The data model of a workspace: which objects there are, with which fields, and how to change them.
//!
//! ```no_run
//! # async fn example(client: icosa_sdk::Client) -> icosa_sdk::Result<()> {
//! use icosa_sdk::FieldType;
//! use icosa_sdk::metadata::{NewField, NewObject};
//!
//! let rocket = client.metadata().create_object(&NewObject::new("rocket", "rockets")).await?;
//! client.metadata().create_field(&NewField::new(rocket.id, FieldType::Number, "thrust")).await?;
//! # Ok(())
//! # }
//! ```

mod fields;
mod objects;
mod operations;
mod scalars;
pub(crate) mod schema;

use cynic::Operation;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::error::Result;
use crate::graphql::data;
use crate::retry::Safety;

pub use fields::{Choice, Field, NewField, RelationEnd};
pub use objects::{NewObject, Object};

/// Objects and fields of the workspace; made by [`Client::metadata`].
#[derive(Debug, Clone)]
pub struct Metadata {
    client: Client,
}

impl Metadata {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Sends a fixed operation.
    async fn run<Q, V>(&self, operation: Operation<Q, V>, safety: Safety) -> Result<Q>
    where
        Q: DeserializeOwned,
        V: Serialize,
    {
        self.client.graphql("/metadata", &operation, safety, data).await
    }
}
