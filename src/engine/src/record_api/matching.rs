//! The records that a filter names, and reading records by id.

use std::collections::{HashMap, HashSet};

use icosa_contract::AppError;
use icosa_contract::records::RecordPage;
use icosa_model::Record;
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, MAX_PAGE, Op, Order, Select};
use icosa_sqlgen::connection::{Condition, Connection, ConnectionPart, Entry, Page, Read, RecordPart};
use icosa_sqlgen::{PlanError, Statement};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::MAX_BATCH;
use crate::error::Failure;
use crate::files;
use crate::records::answer::{self, id_only};
use crate::records::references::{self, id_of};
use crate::records::run;
use crate::records::scope::{Scope, check_depth};

/// Reads the ids of the records that pass, one more than a call may touch.
fn named(scope: &Scope<'_>, condition: &Condition, deleted: DeletedRows) -> Result<Statement, PlanError> {
    let id = Entry { key: "id".to_owned(), what: RecordPart::Column("id".to_owned()) };
    let records = Entry { key: "records".to_owned(), what: ConnectionPart::Records(vec![id]) };
    let connection = Connection {
        condition: condition.clone(),
        deleted,
        order: Vec::new(),
        page: Page { limit: MAX_PAGE + 1, ..Page::default() },
        parts: vec![records],
    };
    let object = scope.object.name_singular.clone();
    icosa_sqlgen::connection::reads(&scope.model, &[Read::Connection { object, connection }])
}

fn page(rows: &[PgRow]) -> Result<RecordPage, Failure> {
    rows.first().map_or_else(|| Ok(RecordPage::default()), |row| run::json(row, 0))
}

/// What [`named`] answers.
#[derive(Deserialize)]
struct Named {
    records: Vec<Record>,
}

fn all_ids(rows: &[PgRow]) -> Result<Vec<Uuid>, Failure> {
    let Some(row) = rows.first() else { return Ok(Vec::new()) };
    let Named { records } = run::json(row, 0)?;
    if records.len() > MAX_BATCH {
        return Err(too_many().into());
    }
    Ok(records.iter().filter_map(id_of).collect())
}

/// More than one call may touch.
fn too_many() -> AppError {
    AppError::bad_input(format!("Cannot update more than {MAX_PAGE} records at once"))
        .with_sub_code("TOO_MANY_RECORDS_TO_UPDATE")
}

/// Records by id in the order named, deleted ones too; one statement.
pub(super) async fn read(scope: &Scope<'_>, ids: &[Uuid], select: &[Select]) -> Result<Vec<Record>, Failure> {
    check_depth(select)?;
    Ok(sorted(read_all(scope, ids, select).await?, ids))
}

async fn read_all(scope: &Scope<'_>, ids: &[Uuid], select: &[Select]) -> Result<Vec<Record>, Failure> {
    let planned = icosa_sqlgen::list(&scope.model, &query(scope, ids, select))?;
    read_planned(scope, planned, select).await
}

async fn read_planned(
    scope: &Scope<'_>,
    planned: Statement,
    select: &[Select],
) -> Result<Vec<Record>, Failure> {
    let rows = run::read(scope.engine.db(), Ok(planned)).await?;
    signed(scope, select, page(&rows)?.records).await
}

/// What is answered about records that are about to be made; see [`crate::records::answer`].
pub(super) struct Answers<'s> {
    select: &'s [Select],
    /// Without a selection nothing is read.
    planned: Option<Statement>,
}

impl<'s> Answers<'s> {
    /// Plans the read.
    pub(super) fn plan(scope: &Scope<'_>, ids: &[Uuid], select: &'s [Select]) -> Result<Self, Failure> {
        check_depth(select)?;
        if select.is_empty() {
            return Ok(Self { select, planned: None });
        }
        let planned = icosa_sqlgen::list(&scope.model, &query(scope, ids, select))?;
        Ok(Self { select, planned: Some(planned) })
    }

    /// After the commit, in the order named; the ids alone of what cannot be read or has been destroyed meanwhile.
    pub(super) async fn written(self, scope: &Scope<'_>, ids: &[Uuid]) -> Vec<Record> {
        let Some(planned) = self.planned else { return ids.iter().copied().map(id_only).collect() };
        let mut outcome = read_planned(scope, planned, self.select).await;
        if let Err(failure) = &outcome
            && let Some(newer) = answer::on_newer_model(scope, failure).await
        {
            outcome = read_all(&newer, ids, self.select).await;
        }
        let mut records = by_id(outcome.unwrap_or_else(|failure| answer::unread(scope, &failure)));
        ids.iter().map(|id| records.remove(id).unwrap_or_else(|| id_only(*id))).collect()
    }
}

/// What is answered about records of which a write finds out only then which they are.
pub struct WrittenAnswer<'e> {
    scope: Scope<'e>,
    select: Vec<Select>,
}

impl<'e> WrittenAnswer<'e> {
    /// Before anything is written: the selection fits.
    pub(super) fn plan(scope: Scope<'e>, select: Vec<Select>) -> Result<Self, Failure> {
        Answers::plan(&scope, &[], &select)?;
        Ok(Self { scope, select })
    }

    /// After the commit, in the order named; the ids alone of what cannot be read or has been destroyed meanwhile.
    pub async fn written(&self, ids: &[Uuid]) -> Vec<Record> {
        match Answers::plan(&self.scope, ids, &self.select) {
            Ok(answers) => answers.written(&self.scope, ids).await,
            Err(failure) => {
                let () = answer::unread(&self.scope, &failure);
                ids.iter().copied().map(id_only).collect()
            }
        }
    }
}

/// With the addresses of their files.
async fn signed(
    scope: &Scope<'_>,
    select: &[Select],
    mut records: Vec<Record>,
) -> Result<Vec<Record>, Failure> {
    files::sign(scope.engine, &scope.model, &scope.object, select, &mut records).await?;
    Ok(records)
}

/// The same inside a transaction.
pub(super) async fn answers(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    ids: &[Uuid],
    select: &[Select],
) -> Result<Vec<Record>, Failure> {
    let query = query(scope, ids, select);
    signed(scope, select, sorted(references::list(tx, scope, &query).await?, ids)).await
}

/// The ids of the records that pass, in order of id, inside a transaction.
pub(super) async fn ids_in(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    condition: &Condition,
    deleted: DeletedRows,
) -> Result<Vec<Uuid>, Failure> {
    all_ids(&run::rows(tx, named(scope, condition, deleted)).await?)
}

/// Leaves of records, held by now, those that pass: what others have changed before they could be held may not any more.
pub(super) async fn retain_passing(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    condition: &Condition,
    deleted: DeletedRows,
    held: &mut Vec<(Uuid, Record)>,
) -> Result<(), Failure> {
    let pass: HashSet<Uuid> = ids_in(tx, scope, condition, deleted).await?.into_iter().collect();
    held.retain(|(id, _)| pass.contains(id));
    Ok(())
}

fn query(scope: &Scope<'_>, ids: &[Uuid], select: &[Select]) -> ListQuery {
    let among = Filter::Compare { path: FieldPath::field("id"), op: Op::In, value: json!(ids) };
    ListQuery {
        object: scope.object.name_singular.clone(),
        select: select.to_vec(),
        filter: Some(among),
        order: vec![Order { path: FieldPath::field("id"), direction: Direction::Ascending }],
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Included,
    }
}

fn sorted(records: Vec<Record>, ids: &[Uuid]) -> Vec<Record> {
    let mut records = by_id(records);
    ids.iter().filter_map(|id| records.remove(id)).collect()
}

fn by_id(records: Vec<Record>) -> HashMap<Uuid, Record> {
    records.into_iter().filter_map(|record| Some((id_of(&record)?, record))).collect()
}
