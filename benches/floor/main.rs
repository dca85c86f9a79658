//! The floor of the design's budgets: what a hand-written axum + sqlx handler does with the same SQL.
//!
//! No sessions, no permissions, no validation, no model: the statements are text from the start, a request fills in
//! its values, and Postgres' JSON is passed on as it is. Its writes store what the product's do: it reads the place of a new
//! record, and the record that it changes, whose values go into the event. `benches/run` builds it as an example of `icosa-graphql` and
//! starts it beside the product.

#[path = "../../src/graphql/examples/bench/documents.rs"]
#[expect(dead_code, reason = "shared with the load driver")]
mod documents;
#[path = "../../src/graphql/examples/bench/planned.rs"]
mod planned;
#[path = "../../src/graphql/examples/bench/queries.rs"]
#[expect(dead_code, reason = "shared with the load driver")]
mod queries;
mod template;
#[path = "../../src/graphql/examples/bench/workspace.rs"]
#[expect(dead_code, reason = "shared with the load driver")]
mod workspace;
mod writes;

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::{PgTransaction, Row};
use uuid::Uuid;

use planned::Documents;
use template::{ID, NAME, NOW, Template, Values};
use workspace::Workspace;

/// Writes events of a workspace.
const APPEND: &str = "SELECT core.append_record_events($1::text::uuid, $2::text::jsonb)";

/// As many as the product has by default.
const CONNECTIONS: u32 = 10;

struct Floor {
    pool: PgPool,
    workspace: Uuid,
    one: Template,
    page: Template,
    graphql_one: Template,
    graphql_page: Template,
    rest_one: Template,
    create: Write,
    update: Write,
}

/// The statements of a write, in order.
struct Write {
    first: Template,
    row: Template,
    timeline: Template,
    event: Template,
}

impl Write {
    fn new(write: writes::Write) -> Self {
        Self {
            first: Template::new(write.first),
            row: Template::new(write.row),
            timeline: Template::new(write.timeline),
            event: Template::of_text(APPEND, &write.event.to_string()),
        }
    }
}

#[derive(Deserialize)]
struct One {
    id: Uuid,
}

#[derive(Deserialize)]
struct Create {
    name: String,
}

#[derive(Deserialize)]
struct Update {
    url: String,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, database, port] = args.as_slice() else { bail!("usage: floor <database url> <port>") };
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false).connect(database);
    let floor = Floor::prepare(pool.await?, database).await?;
    let router = axum::Router::new()
        .route("/one", post(one))
        .route("/page", post(page))
        .route("/graphql/one", post(graphql_one))
        .route("/graphql/page", post(graphql_page))
        .route("/rest/one", post(rest_one))
        .route("/create", post(create))
        .route("/update", post(update))
        .with_state(Arc::new(floor));
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    Ok(axum::serve(listener, router).await?)
}

impl Floor {
    async fn prepare(pool: PgPool, database: &str) -> Result<Self> {
        let workspace = Workspace::find(&pool).await?;
        let documents = Documents::new(database, Arc::clone(&workspace.model))?;
        let graphql_one = Template::new(documents.statement(&documents::one(ID)).await?);
        let rest_one = Template::new(documents.rest_one(ID, &documents::REST_FIELDS)?);
        let place = documents.place_of_deep_page(documents::DEEP).await?;
        let graphql_page = documents::deep(Some(&place), documents::PAGE);
        let graphql_page = Template::new(documents.statement(&graphql_page).await?);
        let one = Template::new(icosa_sqlgen::get(&workspace.model, "person", ID, &queries::one())?);
        let after = queries::place_of_deep_page(&pool, &workspace.model).await?;
        let page = Template::new(icosa_sqlgen::list(&workspace.model, &queries::deep(Some(after)))?);
        let create = Write::new(writes::create(&workspace, ID, NAME, NOW)?);
        let update = Write::new(writes::update(&workspace, NAME, NOW)?);
        let workspace = workspace.id.0;
        Ok(Self { pool, workspace, one, page, graphql_one, graphql_page, rest_one, create, update })
    }

    async fn read(&self, template: &Template, id: Option<Uuid>) -> Result<Response, Problem> {
        let mut values = Values::new("");
        values.id = id.unwrap_or(values.id);
        let row = template.query(&values).fetch_optional(&self.pool).await?.context("no such record")?;
        Ok(json_text(row.try_get(0)?))
    }

    async fn create(&self, values: &Values) -> Result<()> {
        let write = &self.create;
        let mut tx = self.pool.begin().await?;
        step(&mut tx, &write.first, values).await?;
        step(&mut tx, &write.row, values).await?;
        step(&mut tx, &write.timeline, values).await?;
        let event = write.event.query_with(self.workspace.to_string(), values);
        event.fetch_one(&mut *tx).await?;
        Ok(tx.commit().await?)
    }

    async fn update(&self, values: &Values) -> Result<()> {
        let write = &self.update;
        let mut tx = self.pool.begin().await?;
        let stored = step(&mut tx, &write.first, values).await?;
        step(&mut tx, &write.row, values).await?;
        step(&mut tx, &write.timeline, values).await?;
        let event: Value = serde_json::from_str(&write.event.filled(values))?;
        let event = writes::with_record(event, stored.try_get(1)?)?;
        let append = sqlx::query(APPEND).bind(self.workspace.to_string()).bind(event.to_string());
        append.fetch_one(&mut *tx).await?;
        Ok(tx.commit().await?)
    }
}

async fn step(tx: &mut PgTransaction<'static>, template: &Template, values: &Values) -> Result<PgRow> {
    Ok(template.query(values).fetch_one(&mut **tx).await?)
}

async fn one(State(floor): State<Arc<Floor>>, Json(request): Json<One>) -> Result<Response, Problem> {
    floor.read(&floor.one, Some(request.id)).await
}

async fn page(State(floor): State<Arc<Floor>>) -> Result<Response, Problem> {
    floor.read(&floor.page, None).await
}

async fn graphql_one(State(floor): State<Arc<Floor>>, Json(request): Json<One>) -> Result<Response, Problem> {
    floor.read(&floor.graphql_one, Some(request.id)).await
}

async fn graphql_page(State(floor): State<Arc<Floor>>) -> Result<Response, Problem> {
    floor.read(&floor.graphql_page, None).await
}

async fn rest_one(State(floor): State<Arc<Floor>>, Json(request): Json<One>) -> Result<Response, Problem> {
    floor.read(&floor.rest_one, Some(request.id)).await
}

async fn create(State(floor): State<Arc<Floor>>, Json(request): Json<Create>) -> Result<Response, Problem> {
    let values = Values::new(&request.name);
    floor.create(&values).await?;
    Ok(Json(json!({ "id": values.id })).into_response())
}

async fn update(State(floor): State<Arc<Floor>>, Json(request): Json<Update>) -> Result<Response, Problem> {
    floor.update(&Values::new(&request.url)).await?;
    Ok(Json(json!({})).into_response())
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// Any error: a 500 with its text.
struct Problem(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, format!("{:#}", self.0)).into_response()
    }
}
