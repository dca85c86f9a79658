//! Making a record: validation, defaults, stamps, the row, its timeline and its event, in one transaction.

use chrono::{DateTime, Utc};
use icosa_contract::records::{CreateLinked, CreateRecord};
use icosa_contract::{AppError, Code};
use icosa_model::Record;
use icosa_sqlgen::RowLock;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Failure, is_unique_violation};
use crate::files;
use crate::records::activity::Activity;
use crate::records::answer::Answer;
use crate::records::events::{self, Change, LastWrites};
use crate::records::link::{self, Link};
use crate::records::references::{self, Found, Named, uuid_at};
use crate::records::scope::{Scope, Write};
use crate::records::together::Planned;
use crate::records::validate::{self, Prepared};
use crate::records::{activity, compare, get, place, timeline};

/// Makes the record and answers what was selected of it.
///
/// A repeated request (same id, same member, same values) answers the record made by the first one.
///
/// # Errors
/// `BAD_USER_INPUT` for values that do not fit, `CONFLICT` for a unique value or an id in use.
pub async fn create(scope: &Scope<'_>, request: &CreateRecord) -> Result<Record, Failure> {
    make(scope, request, None).await
}

/// Makes a note or task and its tie to a record: both or neither.
///
/// # Errors
/// As [`create`]; `BAD_USER_INPUT` for a record that is not there or cannot have notes and tasks.
pub async fn create_linked(scope: &Scope<'_>, request: &CreateLinked) -> Result<Record, Failure> {
    let link = Link::find(scope, &request.target_object, request.target)?;
    make(scope, &request.create, Some(&link)).await
}

async fn make(scope: &Scope<'_>, request: &CreateRecord, link: Option<&Link<'_>>) -> Result<Record, Failure> {
    scope.check_write(Write::Create, &request.values)?;
    let prepared = validate::for_create(&scope.object, &request.values)?;
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let answer = Answer::plan(scope, id, &request.select)?;
    match insert(scope, answer, &prepared, id, link).await {
        Err(failure) if request.id.is_some() && is_unique_violation(&failure) => {
            repeated(scope, request, &prepared, id, failure).await
        }
        outcome => outcome,
    }
}

async fn insert(
    scope: &Scope<'_>,
    answer: Answer<'_>,
    prepared: &Prepared,
    id: Uuid,
    link: Option<&Link<'_>>,
) -> Result<Record, Failure> {
    if link.is_none() && write_at_once(scope, prepared, id).await? {
        return Ok(answer.written(scope).await);
    }
    let mut tx = scope.engine.db().begin().await?;
    let last = last_writes(&mut tx, scope, prepared, id, link).await?;
    events::commit_after(tx, scope, last).await?;
    Ok(answer.written(scope).await)
}

/// Makes it with one statement, if it can be; `false` if not.
async fn write_at_once(scope: &Scope<'_>, prepared: &Prepared, id: Uuid) -> Result<bool, Failure> {
    // The place of a new record is read first, so that a broken connection is met before anything is written.
    if !place::is_read_for_new(scope, prepared.position) || !events::may_be_at_once(scope, prepared) {
        return Ok(false);
    }
    let mut lent = scope.engine.db().lend().await?;
    let last = match last_writes(&mut lent, scope, prepared, id, None).await {
        Err(failure) if failure.is_away() => return Ok(false),
        last => last?,
    };
    events::write_at_once(lent, scope, last).await?;
    Ok(true)
}

async fn last_writes(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    prepared: &Prepared,
    id: Uuid,
    link: Option<&Link<'_>>,
) -> Result<LastWrites, Failure> {
    let now = Utc::now();
    let found = references::check(tx, scope, &prepared.references).await?;
    let mut new = plan(tx, scope, prepared, &found, id, now).await?;
    let mut planned = vec![new.row];
    let label = references::label_of(&scope.object, &new.values);
    let mut changes = vec![Change::created(id, new.values)];
    if let Some(link) = link {
        let tie = link.prepare(id)?;
        let mut found = references::check(tx, &link.scope, &tie.references).await?;
        found.insert(id, Named { label, is_deleted: false });
        let tie_id = Uuid::new_v4();
        let tie = plan(tx, &link.scope, &tie, &found, tie_id, now).await?;
        planned.push(tie.row);
        new.activities.extend(tie.activities);
        changes.push(Change::created(tie_id, tie.values).of(&link.scope.object.name_singular));
    }
    let are_alone = prepared.references.is_empty() && link.is_none();
    planned.extend(timeline::plan(tx, scope, new.activities, now).await?);
    Ok(LastWrites { planned, changes, are_alone })
}

/// A row to be stored, and what it leaves on timelines.
struct New {
    row: Planned,
    values: Record,
    activities: Vec<Activity>,
}

async fn plan(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    prepared: &Prepared,
    found: &Found,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<New, Failure> {
    let object = &scope.object;
    let mut values = prepared.values.clone();
    files::take(tx, scope, &mut [&mut values]).await?;
    if let Some(position) = place::for_new(tx, scope, prepared.position).await? {
        values.insert("position".to_owned(), position);
    }
    validate::fill_defaults(object, &mut values, now)?;
    validate::stamp_created(object, &mut values, id, scope.actor, now);
    let row = icosa_sqlgen::insert(&scope.model, &object.name_singular, std::slice::from_ref(&values));
    let properties = activity::create_properties(&timeline::without_noise(object, &values));
    let mut activities = Vec::from_iter(activity::direct(&scope.model, object, "created", id, properties));
    activities.extend(link::new_activities(scope, &values, found));
    Ok(New { row, values, activities })
}

/// The record a former request with the same id has made, if it was the same request.
async fn repeated(
    scope: &Scope<'_>,
    request: &CreateRecord,
    prepared: &Prepared,
    id: Uuid,
    collision: Failure,
) -> Result<Record, Failure> {
    let mut tx = scope.engine.db().begin().await?;
    let stored = get::snapshot(&mut tx, scope, &[id], RowLock::NoKeyUpdate).await?;
    let Some((_, stored)) = stored.into_iter().next() else { return Err(collision) };
    let author =
        stored.get("createdBy").and_then(|by| by.as_object()).and_then(|by| uuid_at(by, "workspaceMemberId"));
    let mut values = prepared.values.clone();
    values.remove("createdBy");
    files::take(&mut tx, scope, &mut [&mut values]).await?;
    let is_same =
        author == scope.actor.member && compare::changes(&scope.object, &stored, &values).is_empty();
    if !is_same {
        let message = "A record with this id exists already.";
        return Err(AppError::new(Code::Conflict, message)
            .with_sub_code("DUPLICATE_ENTRY")
            .with_field("id")
            .into());
    }
    Answer::plan(scope, id, &request.select)?.unchanged(&mut tx, scope).await
}
