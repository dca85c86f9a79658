//! Changes that work, and everything that follows from them.

mod constraints;
mod deletion;
mod navigation;
mod objects;
mod options;
mod pages;
mod relations;
mod renaming;
mod views;
