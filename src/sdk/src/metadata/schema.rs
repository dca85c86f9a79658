//! The types of `schemas/metadata.graphql`, against which the operations are checked when this crate is built.

#[cynic::schema("metadata")]
mod generated {}

pub(crate) use generated::*;
