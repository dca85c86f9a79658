//! Any number of records as a stream: one snapshot of the database, a portion at a time.

mod cells;
mod columns;
mod turns;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use icosa_contract::transfer::FileFormat;
use icosa_contract::{Actor, AppError, Code};
use icosa_model::query::{Criterion, DeletedRows, Direction, FieldPath, Filter, Op, Order};
use icosa_model::{Object, Record, View, ViewId};
use icosa_sqlgen::Statement;
use icosa_sqlgen::connection::{Condition, OrderKey};
use icosa_sqlgen::stream::{self, StreamOrder};
use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use self::columns::Column;
use self::turns::Turn;
use crate::Engine;
use crate::error::Failure;
use crate::record_api::{Filtered, check_complexity, selected_relations, view_filters};
use crate::records::run;
use crate::records::scope::Scope;

/// Records of one read.
const PORTION: usize = 1_000;
/// Nobody reads one file for longer: its snapshot keeps Postgres from cleaning up, its turn is wanted by others.
const LONGEST: Duration = Duration::from_secs(3_600);

/// What is exported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExportRequest {
    /// API name, singular.
    pub object: String,
    /// Names of fields, in order; those of the view without, or all.
    pub fields: Option<Vec<String>>,
    /// A view, whose filters, order and visible fields are taken.
    pub view: Option<ViewId>,
    /// Added to those of the view.
    pub filter: Filtered,
    /// In the form views store them; added, too.
    pub criteria: Vec<Criterion>,
    /// Any text of the record contains this; added, too.
    pub text: Option<String>,
    /// Only these records.
    pub ids: Option<Vec<Uuid>>,
    /// In place of the view's.
    pub order: Option<StreamOrder>,
    /// What comes out.
    pub format: FileFormat,
    /// Between values of CSV; a comma without.
    pub delimiter: Option<u8>,
    /// At most so many records.
    pub limit: Option<u64>,
}

/// An export under way.
pub struct ExportStream {
    /// Its bytes; an error ends it, so that a broken file is not taken for a whole one.
    pub bytes: BoxStream<'static, Result<Vec<u8>, AppError>>,
    /// What to call the file.
    pub file_name: String,
}

impl Engine {
    /// Reads records for a file. What cannot be read is told before the first byte.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for unknown names and (`TOO_COMPLEX_QUERY`) too many relations, `RATE_LIMITED` while the
    /// workspace has enough exports under way, `UNAVAILABLE` while the process has.
    pub async fn export(&self, actor: &Actor, request: ExportRequest) -> Result<ExportStream, AppError> {
        export(self, actor, request).await.map_err(|failure| failure.into_app_error(None))
    }
}

async fn export(engine: &Engine, actor: &Actor, request: ExportRequest) -> Result<ExportStream, Failure> {
    let scope = Scope::new(engine, actor, &request.object).await?;
    let object = Arc::clone(&scope.object);
    let view = view(&object, request.view)?;
    let names = fields(&object, view, request.fields.as_deref())?;
    let columns = columns::of(&scope.model, &object, &names);
    let filtered = filtered(&scope, view, &request)?;
    let order = request
        .order
        .clone()
        .unwrap_or_else(|| StreamOrder::Lists(view.map(|view| orders(&object, view)).unwrap_or_default()));
    let ordered: usize = match &order {
        StreamOrder::Connections(keys) => keys.iter().map(OrderKey::relation_count).sum(),
        StreamOrder::Lists(_) => 0,
    };
    let relations = selected_relations(&columns::select(&columns)) + filtered.relation_count() + ordered;
    check_complexity(1 + relations, engine.config().api.complexity)?;
    let deleted = filtered.deleted(DeletedRows::Hidden);
    let condition = filtered.or_everything();
    let ids = stream::ids(&scope.model, &object.name_singular, &condition, &order, deleted)?;
    let turn = Turn::take(actor.workspace).await?;
    // The first portion is read before anything is answered: what is wrong with the request shows now.
    let mut reader = Reader::open(&scope, columns, &request, ids, turn).await?;
    let first = reader.portion().await?;
    let (sender, receiver) = mpsc::channel(2);
    let is_whole = Arc::new(AtomicBool::new(false));
    let outlet = Outlet { sender, patience: engine.config().idle_timeout, is_whole: Arc::clone(&is_whole) };
    tokio::spawn(send(reader, first, outlet));
    let ending = if request.format == FileFormat::Csv { "csv" } else { "jsonl" };
    Ok(ExportStream {
        bytes: ReceiverStream::new(receiver).chain(broken_off(is_whole)).boxed(),
        file_name: format!("{}.{ending}", object.name_plural),
    })
}

fn view(object: &Object, id: Option<ViewId>) -> Result<Option<&View>, AppError> {
    let Some(id) = id else { return Ok(None) };
    let missing = || AppError::bad_input("There is no such view.").with_sub_code("VIEW_NOT_FOUND");
    object.view(id).map(Some).ok_or_else(missing)
}

fn fields(object: &Object, view: Option<&View>, named: Option<&[String]>) -> Result<Vec<String>, AppError> {
    match (named, view) {
        (Some(names), _) => {
            for name in names {
                let known = object.field(name).is_some() || object.field_by_join_column(name).is_some();
                if !known {
                    let shown: String = name.chars().take(64).collect();
                    let message =
                        format!("Field '{shown}' does not exist on object '{}'", object.name_singular);
                    return Err(AppError::bad_input(message).with_field(name.clone()));
                }
            }
            Ok(names.to_vec())
        }
        (None, Some(view)) => {
            let visible = view.columns.iter().filter(|column| column.row.is_visible);
            Ok(visible.map(|column| column.field.clone()).collect())
        }
        (None, None) => {
            let readable = object.fields.iter().filter(|field| !field.columns.is_empty());
            Ok(readable.map(|field| field.name.clone()).collect())
        }
    }
}

fn filtered(scope: &Scope<'_>, view: Option<&View>, request: &ExportRequest) -> Result<Filtered, AppError> {
    let mut all = match view {
        Some(view) => view_filters::of_view(scope.actor, &scope.model, &scope.object, view.row.id)?,
        None => Filtered::default(),
    };
    all = all.and(request.filter.clone());
    all = all.and(view_filters::of_criteria(scope.actor, &scope.model, &scope.object, &request.criteria)?);
    let own = |filter: Filter| Filtered { condition: Some(Condition::Own(filter)), mentions_deleted: false };
    let text = request.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if let Some(text) = text {
        all = all.and(own(Filter::AnyText(text.to_owned())));
    }
    if let Some(ids) = &request.ids {
        let among =
            Filter::Compare { path: FieldPath::field("id"), op: Op::In, value: serde_json::json!(ids) };
        all = all.and(own(among));
    }
    Ok(all)
}

fn orders(object: &Object, view: &View) -> Vec<Order> {
    let order = |row: &icosa_model::definition::ViewSortRow| {
        let field = object.field_by_id(row.field_id)?;
        let path = FieldPath { field: field.name.clone(), sub_field: row.sub_field_name.clone() };
        let direction = if row.direction == "DESC" { Direction::Descending } else { Direction::Ascending };
        Some(Order { path, direction })
    };
    view.row.sorts.iter().filter_map(order).collect()
}

/// Records in their order, from one snapshot.
struct Reader {
    tx: sqlx::PgTransaction<'static>,
    model: Arc<icosa_model::Model>,
    object: Arc<Object>,
    columns: Vec<Column>,
    format: FileFormat,
    delimiter: u8,
    left: u64,
    has_begun: bool,
    _turn: Turn,
}

impl Reader {
    async fn open(
        scope: &Scope<'_>,
        columns: Vec<Column>,
        request: &ExportRequest,
        ids: Statement,
        turn: Turn,
    ) -> Result<Self, Failure> {
        let mut tx = scope.engine.db().begin().await?;
        sqlx::raw_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *tx).await?;
        let declare =
            Statement { sql: format!("DECLARE export NO SCROLL CURSOR FOR {}", ids.sql), binds: ids.binds };
        run::rows(&mut tx, Ok(declare)).await?;
        Ok(Self {
            tx,
            model: Arc::clone(&scope.model),
            object: Arc::clone(&scope.object),
            columns,
            format: request.format,
            delimiter: request.delimiter.unwrap_or(b','),
            left: request.limit.unwrap_or(u64::MAX),
            has_begun: false,
            _turn: turn,
        })
    }

    /// The text of the next records; none after the last ones.
    async fn portion(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let most = PORTION.min(usize::try_from(self.left).unwrap_or(PORTION));
        let records = if most == 0 { Vec::new() } else { self.records(most).await? };
        self.left -= records.len() as u64;
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        if records.is_empty() && !is_first {
            return Ok(None);
        }
        let text = match self.format {
            FileFormat::Csv => {
                let head = is_first.then(|| {
                    self.columns.iter().map(|column| cells::guarded(column.header.clone())).collect()
                });
                let rows = records.iter().map(|record| {
                    self.columns.iter().map(|column| cells::text(&self.object, column, record)).collect()
                });
                csv_with(self.delimiter, head.into_iter().chain(rows))?
            }
            FileFormat::Jsonl => {
                let mut text = Vec::new();
                for record in &records {
                    serde_json::to_writer(&mut text, &columns::line(&self.object, &self.columns, record))
                        .map_err(|error| Failure::Broken(error.to_string()))?;
                    text.push(b'\n');
                }
                text
            }
        };
        Ok(Some(text))
    }

    async fn records(&mut self, most: usize) -> Result<Vec<Record>, Failure> {
        let ids = fetch(&mut self.tx, most).await?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let select = columns::select(&self.columns);
        let planned = stream::records(&self.model, &self.object.name_singular, &ids, &select);
        let mut found: HashMap<Uuid, Record> = HashMap::with_capacity(ids.len());
        for row in run::rows(&mut self.tx, planned).await? {
            found.insert(row.try_get(0)?, run::json(&row, 1)?);
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

async fn fetch(tx: &mut PgConnection, most: usize) -> Result<Vec<Uuid>, Failure> {
    // The number is ours; a bind cannot stand here.
    let sql = format!("FETCH {most} FROM export");
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(tx).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Where portions go.
struct Outlet {
    sender: mpsc::Sender<Result<Vec<u8>, AppError>>,
    /// A reader who takes nothing for so long is given up.
    patience: Duration,
    /// The last portion has been sent.
    is_whole: Arc<AtomicBool>,
}

/// What follows the last portion that was sent: an error, if it was not the last one of the file. Who has been given up
/// may still come for what waits.
fn broken_off(is_whole: Arc<AtomicBool>) -> impl Stream<Item = Result<Vec<u8>, AppError>> {
    let told = async move {
        let message = "The export was given up: nothing of it was taken for too long.";
        (!is_whole.load(Ordering::Acquire)).then(|| Err(AppError::new(Code::Unavailable, message)))
    };
    futures::stream::once(told).filter_map(|told| async move { told })
}

/// Sends portions until the last one, or until nobody takes them.
async fn send(mut reader: Reader, first: Option<Vec<u8>>, outlet: Outlet) {
    let mut next = Ok(first);
    let began = Instant::now();
    loop {
        if began.elapsed() >= LONGEST {
            // Told as an error: a file that just ends would look whole.
            next = Err(AppError::bad_input("The export took more than an hour to be read.").into());
        }
        let item = match next {
            Ok(Some(text)) => Ok(text),
            Ok(None) => {
                outlet.is_whole.store(true, Ordering::Release);
                break;
            }
            Err(failure) => Err(Failure::into_app_error(failure, None)),
        };
        let is_broken = item.is_err();
        let sent = tokio::time::timeout(outlet.patience, outlet.sender.send(item)).await;
        if is_broken || !matches!(sent, Ok(Ok(()))) {
            break;
        }
        next = reader.portion().await;
    }
    // Nothing was written; what matters is that the connection is free again.
    if let Err(error) = reader.tx.rollback().await {
        tracing::debug!(%error, "the transaction of an export did not end");
    }
}

/// Rows as CSV with commas; cells that a spreadsheet would run are guarded.
pub(crate) fn csv_text(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, AppError> {
    let guarded = rows.into_iter().map(|row| row.into_iter().map(cells::guarded).collect());
    csv_with(b',', guarded).map_err(|failure| failure.into_app_error(None))
}

fn csv_with(delimiter: u8, rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    let broken = |error: csv::Error| Failure::Broken(error.to_string());
    for row in rows {
        writer.write_record(&row).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| Failure::Broken(error.to_string()))
}
