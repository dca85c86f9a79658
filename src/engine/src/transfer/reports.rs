//! What was wrong with an import, as a file: the problems, or the refused rows to be mended and imported again.

use futures::Stream;
use futures::stream::try_unfold;
use icosa_contract::{Actor, AppError};
use icosa_store::imports::problems::{self, ProblemRow};
use uuid::Uuid;

use super::export::csv_text;
use super::{api, preview};
use crate::Engine;
use crate::error::Failure;

/// Problems of one read.
const PORTION: i64 = 500;
/// Header of the column that says what is wrong with a refused row.
const PROBLEM: &str = "Problem";

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Row, column, code, message and value of every problem.
    Problems,
    /// Each refused row as it came, with what is wrong with it in a further column.
    RefusedRows,
}

impl Engine {
    /// A report of an import as CSV, read portion by portion.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub async fn import_report(
        &self,
        actor: &Actor,
        id: Uuid,
        report: Report,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, AppError>> + Send + 'static, AppError> {
        let row = api::lookup(self, actor, id).await.map_err(|failure| failure.into_app_error(None))?;
        let head: Vec<String> = match report {
            Report::Problems => ["Row", "Column", "Code", "Problem", "Value"].map(str::to_owned).to_vec(),
            Report::RefusedRows => {
                let plan: icosa_contract::transfer::ImportPlan =
                    row.plan.clone().and_then(|plan| serde_json::from_value(plan.0).ok()).unwrap_or_default();
                let opened = preview::open(self, &row, &plan.options, &plan.columns).await;
                // The file is gone once the import is over; then the plan tells the columns.
                let columns = || plan.columns.iter().map(|column| column.column.clone()).collect();
                let mut headers = opened.map_or_else(|_| columns(), |opened| opened.headers);
                headers.push(PROBLEM.to_owned());
                headers
            }
        };
        let (engine, columns) = (self.clone(), head.len());
        Ok(try_unfold(State::Head(head), move |state| {
            let engine = engine.clone();
            async move { step(&engine, id, report, columns, state).await }
        }))
    }
}

enum State {
    Head(Vec<String>),
    After(i64, i32),
}

async fn step(
    engine: &Engine,
    id: Uuid,
    report: Report,
    columns: usize,
    state: State,
) -> Result<Option<(Vec<u8>, State)>, AppError> {
    let (row, number) = match state {
        State::Head(head) => return Ok(Some((csv_text([head])?, State::After(0, -1)))),
        State::After(row, number) => (row, number),
    };
    let with_cells = report == Report::RefusedRows;
    let read = engine
        .db()
        .read(|pool| async move { problems::after(&pool, id, (row, number), with_cells, PORTION).await })
        .await;
    let rows = read.map_err(|error| Failure::from(error).into_app_error(None))?;
    let Some(last) = rows.last() else { return Ok(None) };
    let next = State::After(last.row, last.number);
    let lines = rows.into_iter().filter_map(|row| line(report, columns, row));
    Ok(Some((csv_text(lines)?, next)))
}

fn line(report: Report, columns: usize, row: ProblemRow) -> Option<Vec<String>> {
    match report {
        Report::Problems => Some(vec![
            row.row.to_string(),
            row.column.unwrap_or_default(),
            row.code,
            row.message,
            row.value.unwrap_or_default(),
        ]),
        Report::RefusedRows => {
            let mut cells = row.cells?;
            cells.resize(columns.saturating_sub(1), String::new());
            cells.push(match row.column {
                Some(column) => format!("{column}: {}", row.message),
                None => row.message,
            });
            Some(cells)
        }
    }
}
