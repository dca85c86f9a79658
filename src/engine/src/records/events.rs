//! The event of each change, written as the last thing of its transaction.

use icosa_contract::Actor;
use icosa_model::{Record, UserId};
use icosa_store::events::{self, NewEvent, Signal};
use serde_json::{Value, json};
use sqlx::PgTransaction;
use uuid::Uuid;

use crate::error::Failure;
use crate::files;
use crate::records::activity::TIMELINE;
use crate::records::references::uuid_at;
use crate::records::scope::{MEMBER, Scope};

/// What happened to one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// API name of another object than the one the call is about.
    object: Option<String>,
    record: Uuid,
    action: &'static str,
    updated_fields: Vec<String>,
    payload: Record,
}

impl Change {
    /// `{after}`: the values given and made; what is not in it is empty.
    #[must_use]
    pub fn created(record: Uuid, values: Record) -> Self {
        Self::new(record, "created", Vec::new(), [("after", values)])
    }

    /// `{after, diff}`: the record before the change is `after` with the `before` sides of `diff`.
    #[must_use]
    pub fn updated(record: Uuid, before: &Record, values: &Record, diff: Record) -> Self {
        let diff = with_stamps(before, values, diff);
        let mut after = before.clone();
        after.extend(values.clone());
        Self::new(record, "updated", diff.keys().cloned().collect(), [("after", after), ("diff", diff)])
    }

    /// `{after, diff}` of a soft deletion or a restoration.
    #[must_use]
    pub fn marked(
        record: Uuid,
        action: &'static str,
        before: &Record,
        deleted_at: &Value,
        diff: Record,
    ) -> Self {
        let mut after = before.clone();
        after.insert("deletedAt".to_owned(), deleted_at.clone());
        Self::new(record, action, vec!["deletedAt".to_owned()], [("after", after), ("diff", diff)])
    }

    /// `{before}`: the last state.
    #[must_use]
    pub fn destroyed(record: Uuid, before: Record) -> Self {
        Self::new(record, "destroyed", Vec::new(), [("before", before)])
    }

    fn new<const N: usize>(
        record: Uuid,
        action: &'static str,
        updated_fields: Vec<String>,
        payload: [(&str, Record); N],
    ) -> Self {
        let payload =
            payload.into_iter().map(|(key, value)| (key.to_owned(), Value::Object(value))).collect();
        Self { object: None, record, action, updated_fields, payload }
    }

    /// The same for a record of another object than the one the call is about.
    #[must_use]
    pub fn of(mut self, object: &str) -> Self {
        self.object = Some(object.to_owned());
        self
    }

    /// API name of its object, if that is not the one the call is about.
    pub(crate) fn object_name(&self) -> Option<&str> {
        self.object.as_deref()
    }

    pub(crate) fn record(&self) -> Uuid {
        self.record
    }

    pub(crate) fn action(&self) -> &'static str {
        self.action
    }

    /// A value after it.
    pub(crate) fn after(&self, field: &str) -> Option<&Value> {
        self.payload.get("after")?.get(field)
    }

    /// A value before a removal.
    pub(crate) fn before(&self, field: &str) -> Option<&Value> {
        self.payload.get("before")?.get(field)
    }

    /// A value before and after, if it has changed.
    pub(crate) fn difference(&self, field: &str) -> Option<(&Value, &Value)> {
        let both = self.payload.get("diff")?.get(field)?;
        both.get("before").zip(both.get("after"))
    }

    /// The user of a member record.
    fn user(&self) -> Option<UserId> {
        let sides = ["after", "before"].into_iter();
        sides.filter_map(|side| uuid_at(self.payload.get(side)?.as_object()?, "userId")).next().map(UserId)
    }

    fn into_event(mut self, object: &str, actor: &Actor) -> NewEvent {
        self.payload.insert("userId".to_owned(), json!(actor.user));
        self.payload.insert("workspaceMemberId".to_owned(), json!(actor.member));
        self.payload.insert("source".to_owned(), json!(actor.source));
        NewEvent {
            object: self.object.unwrap_or_else(|| object.to_owned()),
            record_id: self.record,
            action: self.action.to_owned(),
            updated_fields: self.updated_fields,
            payload: Value::Object(self.payload),
        }
    }
}

/// The stamps change with every update: they belong to the event, not to the timeline.
fn with_stamps(before: &Record, values: &Record, mut diff: Record) -> Record {
    for key in ["updatedAt", "updatedBy"] {
        if let Some(after) = values.get(key) {
            let before = before.get(key).cloned().unwrap_or_default();
            diff.insert(key.to_owned(), json!({"before": before, "after": after}));
        }
    }
    diff
}

/// Writes the events, commits, and tells those who follow the workspace. A changed member record is part of what is
/// known of its user's sessions, so those are read again.
///
/// # Errors
/// The database's; then nothing of the transaction is left.
pub async fn commit(
    mut tx: PgTransaction<'static>,
    scope: &Scope<'_>,
    changes: Vec<Change>,
) -> Result<(), Failure> {
    let object = scope.object.name_singular.as_str();
    let users: Vec<UserId> = match object {
        MEMBER => changes.iter().filter_map(Change::user).collect(),
        _ => Vec::new(),
    };
    for user in &users {
        events::announce(&mut tx, &Signal::User { user: *user }).await?;
    }
    files::follow(&mut tx, scope, &changes).await?;
    let is_silent = object == TIMELINE;
    let events: Vec<NewEvent> = if is_silent {
        Vec::new()
    } else {
        changes.into_iter().map(|change| change.into_event(object, scope.actor)).collect()
    };
    let workspace = scope.actor.workspace;
    // Nothing may follow but the commit: from here on the workspace's other writers wait.
    let ids = events::append(&mut tx, workspace, &events).await?;
    tx.commit().await?;
    for user in users {
        scope.engine.sessions().forget_user(user).await;
    }
    scope.engine.hub().appended(workspace, &ids).await;
    Ok(())
}
