//! The record API: one schema for each workspace, made from its model, at `/graphql`.
//!
//! A request goes through [`document`] (parsed and checked against the workspace's schema), [`compile`] (selections,
//! filters, orders and pages become trees of `icosa_sqlgen::connection`), and [`execute`]: all reads of an operation
//! are one statement whose JSON is sent on as Postgres made it; a mutation runs a use-case of the engine and then
//! reads what was selected in one statement.
//!
//! Two schemas are made from the same rules ([`sdl`]): the public one, for introspection, and the one documents are
//! checked against, whose input types are plain scalars, because filters and values are judged by the engine with
//! the messages that REST clients get, too.

mod arguments;
mod collect;
mod compile;
mod document;
mod duplicates;
mod error;
mod execute;
mod group;
mod introspect;
mod limits;
mod mutate;
mod names;
mod page;
mod planned;
mod reply;
mod request;
mod schema;
mod sdl;
mod search;
mod select;
mod values;

pub use execute::Records;
pub use request::{
    RecordRequest, persisted_query_answer, unauthenticated_record_answer, unreadable_record_request,
};
pub use sdl::public_sdl;
