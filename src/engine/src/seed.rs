//! Data to try the product with: the demo workspaces and the workspace of the benchmarks. Everything is the same
//! in every run; names and numbers are made up, domains and phone numbers are those reserved for fiction.

pub mod bench;
pub mod demo;
mod places_data;
mod random;
mod values;
mod words_data;

#[cfg(test)]
pub(crate) mod check;
