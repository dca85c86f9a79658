//! Making many records in one transaction: the same statements for one as for two hundred.

use chrono::{DateTime, Utc};
use icosa_contract::AppError;
use icosa_model::{FieldType, Record};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::matching::Answers;
use super::{CreateMany, MAX_BATCH};
use crate::error::Failure;
use crate::files;
use crate::records::events::{self, Change, LastWrites};
use crate::records::references::Found;
use crate::records::scope::{Scope, Write};
use crate::records::together::Planned;
use crate::records::validate::{self, Position, Prepared};
use crate::records::{activity, link, place, references, run, timeline};

/// A record to be made.
#[derive(Clone)]
pub(super) struct Draft {
    pub id: Uuid,
    pub prepared: Prepared,
}

/// Makes them all or none; answers them by the place asked for: first, last, a number.
pub(super) async fn create(scope: &Scope<'_>, request: &CreateMany) -> Result<Vec<Record>, Failure> {
    let drafts = drafts(scope, &request.records)?;
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = drafts.iter().map(|draft| draft.id).collect();
    let answers = Answers::plan(scope, &ids, &request.select)?;
    let ids = match write_at_once(scope, &drafts).await? {
        Some(ids) => ids,
        None => {
            let mut tx = scope.engine.db().begin().await?;
            let (last, ids) = last_writes(&mut tx, scope, drafts).await?;
            events::commit_after(tx, scope, last).await?;
            ids
        }
    };
    Ok(answers.written(scope, &ids).await)
}

/// Makes them with one statement, if they can be; answers their ids in the order written.
async fn write_at_once(scope: &Scope<'_>, drafts: &[Draft]) -> Result<Option<Vec<Uuid>>, Failure> {
    // The place of new records is read first, so that a broken connection is met before anything is written.
    let is_asked_first = drafts.iter().any(|draft| place::is_read_for_new(scope, draft.prepared.position));
    if !is_asked_first || !drafts.iter().all(|draft| events::may_be_at_once(scope, &draft.prepared)) {
        return Ok(None);
    }
    let mut lent = scope.engine.db().lend().await?;
    let (last, ids) = match last_writes(&mut lent, scope, drafts.to_vec()).await {
        Err(failure) if failure.is_away() => return Ok(None),
        last => last?,
    };
    events::write_at_once(lent, scope, last).await?;
    Ok(Some(ids))
}

/// What is written, and the ids of the records in the order written.
async fn last_writes(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    drafts: Vec<Draft>,
) -> Result<(LastWrites, Vec<Uuid>), Failure> {
    let now = Utc::now();
    let (row, made) = prepare(tx, scope, drafts, now).await?;
    let mut planned = vec![row];
    planned.extend(timeline::plan(tx, scope, made.activities, now).await?);
    Ok((LastWrites { planned, changes: made.changes, are_alone: made.are_alone }, made.ids))
}

/// Checks the values; a client may choose the id.
pub(super) fn drafts(scope: &Scope<'_>, records: &[Record]) -> Result<Vec<Draft>, AppError> {
    if records.len() > MAX_BATCH {
        return Err(AppError::bad_input(format!("Maximum number of records to upsert is {MAX_BATCH}."))
            .with_sub_code("TOO_MANY_RECORDS_TO_UPDATE"));
    }
    records.iter().map(|record| draft(scope, record)).collect()
}

fn draft(scope: &Scope<'_>, record: &Record) -> Result<Draft, AppError> {
    let mut values = record.clone();
    let id = match values.remove("id") {
        None | Some(Value::Null) => Uuid::new_v4(),
        Some(id) => id.as_str().and_then(|text| Uuid::parse_str(text).ok()).ok_or_else(|| {
            let shown = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
            AppError::bad_input(format!("Invalid UUID value '{shown}' for field \"id\""))
                .with_sub_code("INVALID_ARGS_DATA")
                .with_field("id")
        })?,
    };
    scope.check_write(Write::Create, &values)?;
    Ok(Draft { id, prepared: validate::for_create(&scope.object, &values)? })
}

/// Rows that are stored, and what they leave behind.
#[derive(Default)]
pub(super) struct Made {
    pub ids: Vec<Uuid>,
    pub activities: Vec<activity::Activity>,
    pub changes: Vec<Change>,
    /// The rows point at no other record.
    are_alone: bool,
}

/// Stores the rows: one look at what they point at, one at the order, one insert.
pub(super) async fn insert(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    drafts: Vec<Draft>,
    now: DateTime<Utc>,
) -> Result<Made, Failure> {
    if drafts.is_empty() {
        return Ok(Made::default());
    }
    let (row, made) = prepare(tx, scope, drafts, now).await?;
    run::ids(tx, row).await?;
    Ok(made)
}

/// The same up to the insert, which is left to the caller.
async fn prepare(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    mut drafts: Vec<Draft>,
    now: DateTime<Utc>,
) -> Result<(Planned, Made), Failure> {
    let mut values: Vec<&mut Record> = drafts.iter_mut().map(|draft| &mut draft.prepared.values).collect();
    files::take(tx, scope, &mut values).await?;
    let references: Vec<_> =
        drafts.iter().flat_map(|draft| draft.prepared.references.iter().cloned()).collect();
    let found = references::check(tx, scope, &references).await?;
    let rows = rows(scope, place_all(tx, scope, drafts).await?, now)?;
    let values: Vec<Record> = rows.iter().map(|(_, values)| values.clone()).collect();
    let row = icosa_sqlgen::insert(&scope.model, &scope.object.name_singular, &values);
    let mut made = Made { are_alone: references.is_empty(), ..Made::default() };
    for (id, values) in rows {
        made.ids.push(id);
        made.activities.extend(activities(scope, id, &values, &found));
        made.changes.push(Change::created(id, values));
    }
    Ok((row, made))
}

fn rows(scope: &Scope<'_>, drafts: Vec<Draft>, now: DateTime<Utc>) -> Result<Vec<(Uuid, Record)>, Failure> {
    let object = &scope.object;
    let row = |draft: Draft| -> Result<(Uuid, Record), Failure> {
        let mut values = draft.prepared.values;
        if let Some(Position::At(position)) = draft.prepared.position {
            values.insert("position".to_owned(), json!(position));
        }
        validate::fill_defaults(object, &mut values, now)?;
        validate::stamp_created(object, &mut values, draft.id, scope.actor, now);
        Ok((draft.id, values))
    };
    drafts.into_iter().map(row).collect()
}

fn activities(scope: &Scope<'_>, id: Uuid, values: &Record, found: &Found) -> Vec<activity::Activity> {
    let object = &scope.object;
    let properties = activity::create_properties(&timeline::without_noise(object, values));
    let mut activities = Vec::from_iter(activity::direct(&scope.model, object, "created", id, properties));
    activities.extend(link::new_activities(scope, values, found));
    activities
}

/// Gives every record a number in the manual order (first unless said otherwise) and sorts them: those that want to be
/// first, those that want to be last, those with a number of their own.
async fn place_all(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    drafts: Vec<Draft>,
) -> Result<Vec<Draft>, Failure> {
    let has_order =
        scope.object.field("position").is_some_and(|field| field.field_type == FieldType::Position);
    if !has_order {
        return Ok(drafts.into_iter().map(|draft| placed(draft, None)).collect());
    }
    let (firsts, rest): (Vec<_>, Vec<_>) =
        drafts.into_iter().partition(|draft| matches!(draft.prepared.position, None | Some(Position::First)));
    let (lasts, numbered): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|draft| draft.prepared.position == Some(Position::Last));
    let numbers = || numbered.iter().filter_map(number);
    let mut all = Vec::new();
    if !firsts.is_empty() {
        let before = numbers().map(|number| number - 1.0);
        let start = before.fold(end(tx, scope, Position::First).await?, f64::min);
        all.extend(firsts.into_iter().zip(steps()).map(|(draft, step)| placed(draft, Some(start - step))));
    }
    if !lasts.is_empty() {
        let after = numbers().map(|number| number + 1.0);
        let start = after.fold(end(tx, scope, Position::Last).await?, f64::max);
        all.extend(lasts.into_iter().zip(steps()).map(|(draft, step)| placed(draft, Some(start + step))));
    }
    all.extend(numbered);
    Ok(all)
}

fn steps() -> impl Iterator<Item = f64> {
    (0_u32..).map(f64::from)
}

fn number(draft: &Draft) -> Option<f64> {
    match draft.prepared.position {
        Some(Position::At(number)) => Some(number),
        _ => None,
    }
}

fn placed(mut draft: Draft, number: Option<f64>) -> Draft {
    draft.prepared.position = number.map(Position::At);
    draft
}

/// The number that one record more at that end would get.
async fn end(tx: &mut PgConnection, scope: &Scope<'_>, end: Position) -> Result<f64, Failure> {
    let number = place::for_new(tx, scope, Some(end)).await?;
    Ok(number.as_ref().and_then(Value::as_f64).unwrap_or_default())
}
