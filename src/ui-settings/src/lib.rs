//! Settings: the signed-in person's own, and the data model of the workspace.
//!
//! A page stands in the frame of `app`, which shows [`drawer::SettingsDrawer`] beside it. To add one: its path in
//! `contract::routes::settings`, its component here, its entry in [`drawer`], its route in `app`.
//!
//! Lists read the model that follows every change ([`icosa_rpc::use_model`]); forms take it as it is when they open
//! and keep what is typed whatever others change meanwhile.

pub mod data_model;
pub mod drawer;
pub mod general;
pub mod page;
pub mod profile;
pub mod theme;
