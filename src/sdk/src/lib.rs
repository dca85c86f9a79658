//! A client of Icosa's public API for Rust: records over GraphQL ([`Records`]) and REST ([`Rest`]), as files
//! ([`Imports`], [`Export`]), the data model ([`Metadata`]), and documents of your own ([`Client::query`]).
//!
//! ```no_run
//! use futures::TryStreamExt;
//! use icosa_sdk::{Client, Fields, Names, Record, ascending, field};
//! use serde_json::json;
//!
//! # async fn example() -> icosa_sdk::Result<()> {
//! let client = Client::new("https://crm.example.com", "the token of an API key")?;
//! let people = client.records(Names::new("person", "people"));
//!
//! let ann: Record = people.create(&json!({"name": {"firstName": "Ann", "lastName": "Lee"}})).await?;
//!
//! let mut found = people
//!     .list()
//!     .fields(Fields::of(["id", "name.firstName", "company.name"])?)
//!     .filter(field("emails.primaryEmail").ends_with("@acme.com"))
//!     .order_by([ascending("name.lastName")])
//!     .stream::<Record>();
//! while let Some(person) = found.try_next().await? {
//!     println!("{person:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **Time-outs and retries.** A call ends after [`ClientBuilder::timeout`]. What failed for a reason that passes
//! (no connection, 429, 502, 503, a database that is away) is tried again as [`RetryPolicy`] says, a server's
//! `Retry-After` is kept. Updates and upserts by id may be sent again when they have been done already: the same values
//! once more, even over what somebody has written in between. No other write is: only if the request did not reach the
//! server, or the server said that it did not look at it.
//!
//! **Errors** carry what the server said ([`Refusal`]): its codes are stable, its sentences may change.
//!
//! A module for each part of the API; a new fixed operation is a file in `metadata/` whose types are checked against
//! `schemas/metadata.graphql` when this crate is built.

mod client;
mod error;
mod fields;
mod filter;
mod graphql;
pub mod metadata;
mod names;
mod order;
mod page;
mod records;
mod rest;
mod retry;
mod token;
mod transfer;
mod transport;

pub use client::{Client, ClientBuilder};
pub use error::{Error, ErrorKind, Problem, Refusal, Result};
pub use fields::Fields;
pub use filter::{FieldFilter, Filter, Operator, field};
pub use graphql::Answer;
pub use icosa_model::{FieldType, Record};
pub use metadata::Metadata;
pub use names::Names;
pub use order::{Direction, Order, ascending, descending};
pub use page::{Page, PageInfo};
pub use records::{Group, GroupBy, List, Records};
pub use reqwest::{Body, Method};
pub use rest::{Rest, RestList};
pub use retry::RetryPolicy;
pub use token::Token;
pub use transfer::{
    ColumnMatch, Export, FileFormat, Import, ImportCounts, ImportMode, ImportOptions, ImportPlan,
    ImportProblem, ImportStatus, Imports,
};
