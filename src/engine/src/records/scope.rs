//! What every call over records starts with: who calls, which workspace, which object.

use std::collections::HashSet;
use std::sync::Arc;

use icosa_contract::{Actor, AppError, Code};
use icosa_model::query::{MAX_PAGE, Select};
use icosa_model::{Model, Object, Record};
use serde_json::Value;
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;
use crate::records::activity::TIMELINE;
use crate::zones;

/// Deepest selection of related records.
pub const MAX_SELECT_DEPTH: usize = 5;
/// The object whose records stand for the people of the workspace.
pub const MEMBER: &str = "workspaceMember";

/// A call on one object of the caller's workspace.
pub struct Scope<'e> {
    /// The engine.
    pub engine: &'e Engine,
    /// Who calls.
    pub actor: &'e Actor,
    /// Their workspace's model.
    pub model: Arc<Model>,
    /// The object named.
    pub object: Arc<Object>,
}

impl<'e> Scope<'e> {
    /// Looks the object up in the model of the actor's workspace: there is no way to reach another one.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an unknown object.
    pub async fn new(engine: &'e Engine, actor: &'e Actor, object: &str) -> Result<Self, Failure> {
        Self::on(engine, actor, engine.model(actor.workspace).await?, object)
    }

    /// The same on a model of the actor's workspace that is known already.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an unknown object.
    pub fn on(
        engine: &'e Engine,
        actor: &'e Actor,
        model: Arc<Model>,
        object: &str,
    ) -> Result<Self, Failure> {
        let Some(object) = model.object(object).cloned() else { return Err(unknown_object(object).into()) };
        Ok(Self { engine, actor, model, object })
    }

    /// Refuses what nobody does through the record API.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub fn check_write(&self, kind: Write, values: &Record) -> Result<(), AppError> {
        match (self.object.name_singular.as_str(), kind) {
            (TIMELINE, _) => Err(forbidden("Timelines are written by the server.")),
            (MEMBER, Write::Update(id)) if self.actor.member == Some(id) => check_preferences(values),
            (MEMBER, _) => Err(forbidden("People join, change and leave through the settings.")),
            _ => Ok(()),
        }
    }
}

/// What people change of their own member record; their name goes through the profile, which changes the user too.
const PREFERENCES: [&str; 9] = [
    "jobTitle",
    "uiScale",
    "openRecordIn",
    "locale",
    "timeZone",
    "dateFormat",
    "timeFormat",
    "numberFormat",
    "calendarStartDay",
];

fn check_preferences(values: &Record) -> Result<(), AppError> {
    if let Some(other) = values.keys().find(|key| !PREFERENCES.contains(&key.as_str())) {
        return Err(forbidden("This is changed in the settings.").with_field(other.clone()));
    }
    let zone = values.get("timeZone").and_then(Value::as_str);
    if zone.is_some_and(|zone| zone != "system" && !zones::is_known(zone)) {
        return Err(AppError::bad_input("There is no such time zone.").with_field("timeZone"));
    }
    Ok(())
}

/// What a call is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// Make a record.
    Create,
    /// Change this one.
    Update(Uuid),
    /// Delete, restore or destroy.
    Remove,
}

/// An object name that is not in the model.
#[must_use]
pub fn unknown_object(name: &str) -> AppError {
    let shown: String = name.chars().take(64).collect();
    AppError::bad_input(format!("There is no object called \"{shown}\".")).with_sub_code("OBJECT_NOT_FOUND")
}

fn forbidden(message: &str) -> AppError {
    AppError::new(Code::Forbidden, message).with_sub_code("PERMISSION_DENIED")
}

/// Each id once, in the order given.
///
/// # Errors
/// `BAD_USER_INPUT` when there are none or too many.
pub fn distinct_ids(ids: &[Uuid]) -> Result<Vec<Uuid>, AppError> {
    if ids.is_empty() {
        return Err(AppError::bad_input("No records were named.").with_sub_code("INVALID_QUERY_INPUT"));
    }
    if ids.len() > MAX_PAGE as usize {
        let message = format!("Cannot update more than {MAX_PAGE} records at once");
        return Err(AppError::bad_input(message).with_sub_code("TOO_MANY_RECORDS_TO_UPDATE"));
    }
    let mut seen = HashSet::new();
    Ok(ids.iter().copied().filter(|id| seen.insert(*id)).collect())
}

/// Refuses selections that nest too deeply.
///
/// # Errors
/// `BAD_USER_INPUT`.
pub fn check_depth(select: &[Select]) -> Result<(), AppError> {
    if depth(select) > MAX_SELECT_DEPTH {
        let message = format!("Related records can be read at most {MAX_SELECT_DEPTH} levels deep.");
        return Err(AppError::bad_input(message).with_sub_code("TOO_COMPLEX_QUERY"));
    }
    Ok(())
}

fn depth(select: &[Select]) -> usize {
    let inner = select.iter().map(|item| match item {
        Select::Field(_) => 0,
        Select::Relation { select, .. } => 1 + depth(select),
    });
    inner.max().unwrap_or_default()
}
