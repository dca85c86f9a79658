//! One portion of rows: one transaction that holds its records, their timelines and events, the problems of its rows,
//! and how far the import is.

use chrono::{DateTime, Utc};
use icosa_contract::Code;
use icosa_store::imports::problems::ProblemRow;
use icosa_store::imports::{self, Progress, entries, problems, status};
use sqlx::PgConnection;
use uuid::Uuid;

use super::judge::{Judged, Problem, Said, of_error, problem, shortened};
use super::links;
use super::recognise::{self, Meaning, Seen};
use super::write::{self, Draft, Target, Written};
use crate::error::Failure;
use crate::records::references::{self, Found};
use crate::records::scope::Scope;
use crate::records::{events, retried, timeline};
use crate::transfer::file::Cell;
use crate::transfer::plan::Resolved;

/// A row while its portion is written.
pub(super) struct Work {
    pub number: u64,
    pub said: Said,
    pub problems: Vec<Problem>,
    /// Among the rows of the portion.
    place: usize,
}

/// What is being imported.
pub(super) struct Task<'t> {
    pub plan: &'t Resolved,
    pub import: Uuid,
    /// What a trial remembers.
    pub seen: Option<&'t Seen>,
}

/// What became of a portion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Written; so many rows are behind us now.
    Done(i64),
    /// The import is not ours to continue: cancelled, or continued by another process.
    Stopped,
}

/// Writes rows; one that the database refuses is found by halving, so that the others are stored.
pub(super) async fn write(
    scope: &Scope<'_>,
    task: &Task<'_>,
    rows: &[Judged],
    behind: i64,
) -> Result<Outcome, Failure> {
    let mut behind = behind;
    let mut waiting: Vec<&[Judged]> = vec![rows];
    while let Some(rows) = waiting.pop() {
        let written = retried(|| attempt(scope, task, rows, behind)).await;
        match written {
            Ok(Outcome::Done(now)) => behind = now,
            Ok(Outcome::Stopped) => return Ok(Outcome::Stopped),
            Err(failure) if is_about_values(&failure) => {
                let middle = rows.len() / 2;
                if middle == 0 {
                    match refuse(scope, task, rows, behind, failure).await? {
                        Outcome::Done(now) => behind = now,
                        Outcome::Stopped => return Ok(Outcome::Stopped),
                    }
                } else {
                    let (first, second) = rows.split_at(middle);
                    waiting.extend([second, first]);
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(Outcome::Done(behind))
}

/// The rows are at fault, not the database or the model.
fn is_about_values(failure: &Failure) -> bool {
    match failure {
        Failure::App(error) => matches!(error.code, Code::BadUserInput | Code::Conflict),
        Failure::Plan(_) => true,
        Failure::Database(error) => {
            let code = error.as_database_error().and_then(|error| error.code());
            // Integrity constraints and values that do not fit.
            code.is_some_and(|code| code.starts_with("23") || code.starts_with("22"))
        }
        Failure::Store(_) | Failure::Broken(_) => false,
    }
}

/// Holds the import, if it still is where we think it is.
async fn held(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    import: Uuid,
    behind: i64,
) -> Result<Option<bool>, Failure> {
    let row = imports::hold(&mut *tx, scope.actor.workspace, import).await?;
    Ok(row.and_then(|row| {
        let is_ours = matches!(row.status.as_str(), status::RUNNING | status::VALIDATING);
        (is_ours && row.rows_read == behind).then_some(row.status == status::RUNNING)
    }))
}

async fn attempt(
    scope: &Scope<'_>,
    task: &Task<'_>,
    rows: &[Judged],
    behind: i64,
) -> Result<Outcome, Failure> {
    let now = to_millis(Utc::now());
    let mut tx = scope.engine.db().begin().await?;
    let Some(writes) = held(&mut tx, scope, task.import, behind).await? else { return Ok(Outcome::Stopped) };
    let (mut works, mut refused) = works(rows);
    let mut written = links::resolve(&mut tx, scope, task.plan, &mut works, now, writes).await?;
    let found = references(&mut tx, scope, task.plan, &mut works).await?;
    take_refused(&mut works, &mut refused);
    let (drafts, targets) = meanings(&mut tx, scope, task, works, &mut refused, now).await?;
    if writes {
        written.add(write::create(&mut tx, scope, drafts, &found, now, "CREATED").await?);
        written.add(write::update(&mut tx, scope, targets, found, now).await?);
        timeline::write_new(&mut tx, scope, std::mem::take(&mut written.activities), now).await?;
        entries::add(&mut *tx, task.import, &written.entries).await?;
    } else {
        tried(scope, &mut written, drafts, targets);
    }
    let behind = behind + i64::try_from(rows.len()).unwrap_or_default();
    report(&mut tx, task, rows, refused, &written, behind).await?;
    events::commit(tx, scope, written.changes).await?;
    Ok(Outcome::Done(behind))
}

/// The precision records are stamped with.
fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

type Refused = Vec<(usize, Vec<Problem>)>;

fn works(rows: &[Judged]) -> (Vec<Work>, Refused) {
    let (mut works, mut refused) = (Vec::with_capacity(rows.len()), Refused::new());
    for (place, row) in rows.iter().enumerate() {
        match &row.said {
            Ok(said) => {
                works.push(Work { number: row.number, said: said.clone(), problems: Vec::new(), place })
            }
            Err(problems) => refused.push((place, problems.clone())),
        }
    }
    (works, refused)
}

fn take_refused(works: &mut Vec<Work>, refused: &mut Refused) {
    works.retain_mut(|work| {
        let is_fine = work.problems.is_empty();
        if !is_fine {
            refused.push((work.place, std::mem::take(&mut work.problems)));
        }
        is_fine
    });
}

/// Makes sure that records pointed at are there and stay until the portion is written; answers what they are called.
async fn references(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    plan: &Resolved,
    works: &mut [Work],
) -> Result<Found, Failure> {
    let named: Vec<_> = works.iter().flat_map(|work| work.said.prepared.references.iter().cloned()).collect();
    let found = references::hold(tx, scope, &named, Vec::new()).await?;
    for work in works {
        if let Err(Failure::App(error)) =
            references::refuse_missing(scope, &work.said.prepared.references, &found)
        {
            work.problems.push(of_error(plan, error));
        }
    }
    Ok(found)
}

/// What every row is about.
async fn meanings(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    task: &Task<'_>,
    works: Vec<Work>,
    refused: &mut Refused,
    now: DateTime<Utc>,
) -> Result<(Vec<Draft>, Vec<Target>), Failure> {
    let mut stored = recognise::look_up(tx, scope, task.import, &works).await?;
    let needed = write::needed(&scope.object, now);
    let (mut drafts, mut targets) = (Vec::new(), Vec::new());
    for work in works {
        let Work { number: row, said, place, .. } = work;
        match stored.meaning(task.plan, row, &said, task.seen) {
            Err(problem) => refused.push((place, vec![problem])),
            Ok(Meaning::Known(id, before)) => {
                targets.push(Target { row, id, before, prepared: said.prepared, partial: said.partial });
            }
            Ok(Meaning::New(id)) => {
                let lacks = needed.iter().any(|name| !said.prepared.values.contains_key(name));
                // Completing it says what it lacks, if it does.
                match lacks.then(|| write::completed(scope, id, said.prepared.clone(), None, now)) {
                    Some(Err(error)) => refused.push((place, vec![of_error(task.plan, error)])),
                    _ => drafts.push(Draft { row, id, prepared: said.prepared }),
                }
            }
        }
    }
    Ok((drafts, targets))
}

/// The figures of a trial.
fn tried(scope: &Scope<'_>, written: &mut Written, drafts: Vec<Draft>, targets: Vec<Target>) {
    written.created = i64::try_from(drafts.len()).unwrap_or_default();
    for mut target in targets {
        let differs = write::differs(scope, &mut target);
        if differs { written.updated += 1 } else { written.unchanged += 1 }
    }
}

async fn report(
    tx: &mut PgConnection,
    task: &Task<'_>,
    rows: &[Judged],
    refused: Refused,
    written: &Written,
    behind: i64,
) -> Result<(), Failure> {
    let failed = i64::try_from(refused.len()).unwrap_or_default();
    let lines: Vec<ProblemRow> = refused
        .into_iter()
        .filter_map(|(place, problems)| Some(lines(task.plan, rows.get(place)?, problems)))
        .flatten()
        .collect();
    problems::add(&mut *tx, task.import, &lines).await?;
    let progress = Progress {
        rows_read: behind,
        place: rows.last().map(|row| row.next).unwrap_or_default(),
        created: written.created,
        updated: written.updated,
        unchanged: written.unchanged,
        failed,
        related: written.related,
    };
    Ok(imports::advance(&mut *tx, task.import, progress).await?)
}

fn lines(plan: &Resolved, row: &Judged, problems: Vec<Problem>) -> Vec<ProblemRow> {
    let text = |text: String| text.replace('\0', "");
    let line = |(number, found): (i32, Problem)| ProblemRow {
        row: i64::try_from(row.number).unwrap_or_default(),
        number,
        value: found.column.and_then(|place| row.cells.get(place)).map(|cell| text(shortened(&cell.text()))),
        column: found.column.and_then(|place| plan.headers.get(place)).cloned(),
        code: found.code,
        message: text(found.message),
        cells: (number == 0).then(|| row.cells.iter().map(Cell::text).map(text).collect()),
    };
    (0..).zip(problems).map(line).collect()
}

/// Writes down that the database refuses a row, and why, as far as that is a matter of the row.
async fn refuse(
    scope: &Scope<'_>,
    task: &Task<'_>,
    rows: &[Judged],
    behind: i64,
    failure: Failure,
) -> Result<Outcome, Failure> {
    let found = match failure.into_app_error(Some(&scope.object)) {
        error if matches!(error.code, Code::BadUserInput | Code::Conflict) => of_error(task.plan, error),
        error => problem(None, "INVALID_ROW", error.message),
    };
    let mut tx = scope.engine.db().begin().await?;
    if held(&mut tx, scope, task.import, behind).await?.is_none() {
        return Ok(Outcome::Stopped);
    }
    let behind = behind + 1;
    report(&mut tx, task, rows, vec![(0, vec![found])], &Written::default(), behind).await?;
    tx.commit().await?;
    Ok(Outcome::Done(behind))
}
