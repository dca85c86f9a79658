//! The standard application as data: the objects, fields, indexes, views and navigation of a fresh workspace, and
//! the sample records it starts with.
//!
//! Each file describes one object in the words of [`field`] and [`view`]; [`assemble`] turns the descriptions into
//! metadata rows. To add a standard object, write its file, list it in `objects()` below, and add the relation on
//! the other side of each of its relations: `icosa_model::resolve` refuses a relation without inverse.
//!
//! What is left out until its objects exist: the calendar, message, campaign, list, workflow, dashboard, chat and
//! blocklist objects, and with them the relations that point there (`calendarEventTargets`,
//! `messageThreadTargets`, `agentChatThreadTargets`, `messageParticipants`, `calendarEventParticipants`,
//! `listMemberships`, `blocklist`, `agentChatThreads`, and the `targetDashboard`, `targetWorkflow…` and
//! `targetMessage…` siblings of attachments and timeline activities), their columns in views and their places in
//! the navigation.
//!
//! Fields are positioned as people read them: an object's own fields in order, then the eight system fields.

use chrono::DateTime;
use icosa_model::{Metadata, WorkspaceId};
use sha2::{Digest, Sha256};

mod assemble;
mod attachment;
mod company;
mod field;
mod note;
mod object;
mod opportunity;
pub mod pages;
mod person;
mod samples;
mod system;
mod target;
mod task;
mod timeline_activity;
mod view;
mod workspace_member;

pub use samples::sample_records;

use object::{NavigationSpec, ObjectSpec};

/// The definitions of a fresh workspace, at version 1: identifiers are random, universal identifiers the fixed
/// ones of the standard application.
#[must_use]
pub fn metadata(workspace: WorkspaceId) -> Metadata {
    let mut metadata = assemble::assemble(workspace, &objects(), &navigation());
    pages::complete(&mut metadata, DateTime::default());
    metadata
}

/// The name of an index in Postgres: `IDX_` or `IDX_UNIQUE_` and 27 hex digits that depend on the table and its
/// columns in order, so that the same definition has the same name in every workspace.
#[must_use]
pub fn index_name(table: &str, columns: &[String], is_unique: bool) -> String {
    let mut hash = Sha256::new_with_prefix(table);
    for column in columns {
        hash.update([0]);
        hash.update(column);
    }
    let digits: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).take(14).collect();
    let prefix = if is_unique { "IDX_UNIQUE_" } else { "IDX_" };
    format!("{prefix}{}", digits.get(..27).unwrap_or(&digits))
}

fn objects() -> Vec<ObjectSpec> {
    vec![
        company::object(),
        person::object(),
        opportunity::object(),
        task::object(),
        note::object(),
        target::task_target(),
        target::note_target(),
        attachment::object(),
        timeline_activity::object(),
        workspace_member::object(),
    ]
}

fn navigation() -> Vec<NavigationSpec> {
    [
        ("company", "blue"),
        ("person", "blue"),
        ("opportunity", "red"),
        ("task", "turquoise"),
        ("note", "turquoise"),
    ]
    .map(|(object, color)| NavigationSpec { object, color })
    .into()
}

#[cfg(test)]
mod tests;
