//! Making a record: validation, defaults, stamps, the row, its timeline and its event, in one transaction.

use chrono::Utc;
use icosa_contract::records::CreateRecord;
use icosa_contract::{AppError, Code};
use icosa_model::Record;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Failure, is_unique_violation};
use crate::records::events::{self, Change};
use crate::records::references::{self, uuid_at};
use crate::records::scope::{Scope, Write, check_depth};
use crate::records::validate::{self, Prepared};
use crate::records::{activity, compare, get, place, run, timeline};

/// Makes the record and answers what was selected of it.
///
/// A repeated request (same id, same member, same values) answers the record made by the first one.
///
/// # Errors
/// `BAD_USER_INPUT` for values that do not fit, `CONFLICT` for a unique value or an id in use.
pub async fn create(scope: &Scope<'_>, request: &CreateRecord) -> Result<Record, Failure> {
    scope.check_write(Write::Create, &request.values)?;
    check_depth(&request.select)?;
    let prepared = validate::for_create(&scope.object, &request.values)?;
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    match insert(scope, request, &prepared, id).await {
        Err(failure) if request.id.is_some() && is_unique_violation(&failure) => {
            repeated(scope, request, &prepared, id, failure).await
        }
        outcome => outcome,
    }
}

async fn insert(
    scope: &Scope<'_>,
    request: &CreateRecord,
    prepared: &Prepared,
    id: Uuid,
) -> Result<Record, Failure> {
    let now = Utc::now();
    let object = &scope.object;
    let mut tx = scope.engine.db().begin().await?;
    let found = references::check(&mut tx, scope, &prepared.references).await?;
    let mut values = prepared.values.clone();
    if let Some(position) = place::for_new(&mut tx, scope, prepared.position).await? {
        values.insert("position".to_owned(), position);
    }
    validate::fill_defaults(object, &mut values, now)?;
    validate::stamp_created(object, &mut values, id, scope.actor, now);
    run::ids(
        &mut tx,
        icosa_sqlgen::insert(&scope.model, &object.name_singular, std::slice::from_ref(&values)),
    )
    .await?;

    let mut activities = Vec::new();
    let properties = activity::create_properties(&timeline::without_noise(object, &values));
    activities.extend(activity::direct(&scope.model, object, "created", id, properties));
    activities.extend(timeline::link_activities(scope, &values, &found));
    timeline::write(&mut tx, scope, activities, now).await?;

    let answer = answer(&mut tx, scope, request, id).await?;
    events::commit(tx, scope, vec![Change::created(id, values)]).await?;
    Ok(answer)
}

async fn answer(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    request: &CreateRecord,
    id: Uuid,
) -> Result<Record, Failure> {
    get::answer(tx, scope, id, &request.select).await
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
    let stored = get::snapshot(&mut tx, scope, &[id]).await?;
    let Some((_, stored)) = stored.into_iter().next() else { return Err(collision) };
    let author =
        stored.get("createdBy").and_then(|by| by.as_object()).and_then(|by| uuid_at(by, "workspaceMemberId"));
    let mut values = prepared.values.clone();
    values.remove("createdBy");
    let is_same =
        author == scope.actor.member && compare::changes(&scope.object, &stored, &values).is_empty();
    if !is_same {
        let message = "A record with this id exists already.";
        return Err(AppError::new(Code::Conflict, message)
            .with_sub_code("DUPLICATE_ENTRY")
            .with_field("id")
            .into());
    }
    answer(&mut tx, scope, request, id).await
}
