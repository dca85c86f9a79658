//! The event of each change, written as the last thing of its transaction.

use icosa_contract::Actor;
use icosa_model::{Record, UserId};
use icosa_store::db::Lent;
use icosa_store::events::{self, NewEvent, Signal};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgTransaction, Row};
use uuid::Uuid;

use crate::error::{Failure, record_not_found};
use crate::files;
use crate::records::activity::TIMELINE;
use crate::records::references::uuid_at;
use crate::records::run;
use crate::records::scope::{MEMBER, Scope};
use crate::records::together::{Planned, all_or_nothing, together, together_with_events};
use crate::records::validate::Prepared;

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
    pub fn updated(record: Uuid, before: Record, values: &Record, diff: Record) -> Self {
        let diff = with_stamps(&before, values, diff);
        let mut after = before;
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
    let pending = Pending::prepare(&mut tx, scope, changes).await?;
    // Nothing may follow but the commit: from here on the workspace's other writers wait.
    let ids = events::append(&mut tx, scope.actor.workspace, &pending.events).await?;
    tx.commit().await?;
    pending.tell(scope, &ids).await;
    Ok(())
}

/// The last writes of a transaction, when nothing is read after them.
pub struct LastWrites {
    /// Statements that do not need one another, the one of the records first.
    pub planned: Vec<Planned>,
    /// What happens to the records.
    pub changes: Vec<Change>,
    /// No row that is written points at one that another transaction may hold: neither at a record that was there
    /// before, unless this transaction holds it, nor at what others make. Members do not count, at whom lines of the
    /// timeline point: no transaction that writes events may remove one, or lock one for removal.
    pub are_alone: bool,
}

/// The same after the last writes, and the writes before it: in one statement if they are alone. Others keep the order
/// of writes, checks of foreign keys, events: who waits for a row while everybody waits for them may wait for ever.
///
/// # Errors
/// `NOT_FOUND` if the first statement answers no record; the database's.
pub async fn commit_after(
    mut tx: PgTransaction<'static>,
    scope: &Scope<'_>,
    last: LastWrites,
) -> Result<(), Failure> {
    if !last.are_alone || scope.object.name_singular == TIMELINE {
        if run::ids(&mut tx, together(last.planned)).await?.is_empty() {
            return Err(record_not_found().into());
        }
        return commit(tx, scope, last.changes).await;
    }
    let pending = Pending::prepare(&mut tx, scope, last.changes).await?;
    let planned = together_with_events(last.planned, scope.actor.workspace, text_of(&pending.events)?);
    let rows = run::rows(&mut tx, planned).await?;
    let row = rows.first().ok_or_else(|| Failure::Broken("a write has no row".to_owned()))?;
    if row.try_get::<Vec<Uuid>, _>(0)?.is_empty() {
        return Err(record_not_found().into());
    }
    let ids: Option<Vec<i64>> = row.try_get(1)?;
    tx.commit().await?;
    pending.tell(scope, &ids.unwrap_or_default()).await;
    Ok(())
}

/// The same outside of a transaction: one statement, which is its own. From its first lock to its commit nobody waits
/// for us.
///
/// # Errors
/// The database's; a transient one if the first statement answers no record. Then nothing of it is left.
pub async fn write_at_once(mut lent: Lent<'_>, scope: &Scope<'_>, last: LastWrites) -> Result<(), Failure> {
    let events = events_of(scope, last.changes);
    let planned = all_or_nothing(last.planned, scope.actor.workspace, text_of(&events)?);
    let rows = run::rows(&mut lent, planned).await?;
    lent.hand_on();
    let row = rows.first().ok_or_else(|| Failure::Broken("a write has no row".to_owned()))?;
    let ids: Option<Vec<i64>> = row.try_get(1)?;
    scope.engine.hub().appended(scope.actor.workspace, &ids.unwrap_or_default()).await;
    Ok(())
}

/// Whether writes of these values can be [`write_at_once`], as far as that is known before anything is read: nothing
/// has to be held or told besides.
#[must_use]
pub fn may_be_at_once(scope: &Scope<'_>, prepared: &Prepared) -> bool {
    let object = &scope.object;
    let has_files = files::fields(object).any(|field| prepared.values.contains_key(&field.name));
    prepared.references.is_empty()
        && !has_files
        && ![MEMBER, TIMELINE].contains(&object.name_singular.as_str())
}

fn text_of(events: &[NewEvent]) -> Result<String, Failure> {
    serde_json::to_string(events).map_err(|error| Failure::Broken(format!("an event is no JSON: {error}")))
}

fn events_of(scope: &Scope<'_>, changes: Vec<Change>) -> Vec<NewEvent> {
    let object = scope.object.name_singular.as_str();
    changes.into_iter().map(|change| change.into_event(object, scope.actor)).collect()
}

/// What is left to do for changes.
struct Pending {
    users: Vec<UserId>,
    events: Vec<NewEvent>,
}

impl Pending {
    async fn prepare(
        tx: &mut PgConnection,
        scope: &Scope<'_>,
        changes: Vec<Change>,
    ) -> Result<Self, Failure> {
        let object = scope.object.name_singular.as_str();
        let users: Vec<UserId> = match object {
            MEMBER => changes.iter().filter_map(Change::user).collect(),
            _ => Vec::new(),
        };
        for user in &users {
            events::announce(&mut *tx, &Signal::User { user: *user }).await?;
        }
        files::follow(tx, scope, &changes).await?;
        let is_silent = object == TIMELINE;
        let events = if is_silent { Vec::new() } else { events_of(scope, changes) };
        Ok(Self { users, events })
    }

    /// After the commit.
    async fn tell(self, scope: &Scope<'_>, ids: &[i64]) {
        for user in self.users {
            scope.engine.sessions().forget_user(user).await;
        }
        scope.engine.hub().appended(scope.actor.workspace, ids).await;
    }
}
