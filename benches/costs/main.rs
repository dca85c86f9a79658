//! What one request of the record API costs: statements and round trips to Postgres, counted on the wire between, and
//! allocations, counted by the allocator of this program. The routes and layers are the product's own, called in this
//! process on the benchmark's database.
//!
//! Usage: `costs <database url>`, with a key of the benchmark's workspace in `ICOSA_TOKEN`. `benches/run` builds it as
//! an example of `icosa-http`; nothing of it is in the product.
#![expect(clippy::print_stdout, reason = "the table is what it is run for")]

mod allocations;
#[path = "../../src/graphql/examples/bench/documents.rs"]
#[expect(dead_code, reason = "shared with the load driver")]
mod documents;
mod wire;
#[path = "../../src/graphql/examples/bench/workspace.rs"]
#[expect(dead_code, reason = "shared with the load driver")]
mod workspace;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use icosa_engine::Engine;
use icosa_files::Files;
use icosa_http::HttpState;
use icosa_store::{Config, Db};
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tower::ServiceExt;
use uuid::Uuid;

use wire::{Counts, Wire};
use workspace::Workspace;

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// Requests before it counts, so that connections, statements and plans are there.
const WARM_UP: u32 = 20;
/// Requests of a figure.
const REQUESTS: u32 = 200;

struct Costs {
    router: Router,
    token: String,
    wire: Wire,
}

fn main() -> Result<()> {
    // One thread, so that its allocations are those of the requests.
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<()> {
    let url = std::env::args().nth(1).context("usage: costs <database url>")?;
    let token = std::env::var("ICOSA_TOKEN").context("ICOSA_TOKEN: a key of the workspace")?;
    let database: PgConnectOptions = url.parse()?;
    let pool = PgPoolOptions::new().max_connections(1).connect_with(database.clone()).await?;
    let workspace = Workspace::find(&pool).await?;
    pool.close().await;
    let wire = Wire::to(&database)?;
    let config = Config::from_env().map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    let db = Db::new(wire.instead_of(database), config.db.clone());
    let engine = Engine::new(config, db)?;
    let state = HttpState::new(engine.clone(), Files::new(engine)?);
    let router = icosa_http::with_layers(icosa_http::routes(), &state);
    Costs { router, token, wire }.all(&workspace).await
}

impl Costs {
    async fn all(&self, workspace: &Workspace) -> Result<()> {
        println!(
            "| Operation | statements | round trips | allocations | allocated kB |\n|---|---|---|---|---|"
        );
        for (title, document) in [
            ("GraphQL: 60 companies, 8 fields, first 5 people", documents::companies()),
            ("GraphQL: opportunities of a stage with total count", documents::filtered()),
            ("GraphQL: opportunities grouped by stage", documents::grouped()),
            ("GraphQL: 60 people by cursor", documents::deep(None, documents::PAGE)),
            ("GraphQL: one person with their company", documents::one(workspace.person)),
        ] {
            self.row(title, || self.graphql(&document)).await?;
        }
        let person = workspace.person;
        let fields = documents::REST_FIELDS.join(",");
        let one = format!("/rest/people/{person}?depth=1&fields={fields}");
        self.row("REST: one person with their company", || self.get(&one)).await?;
        self.row("REST: 60 people", || self.get("/rest/people?depth=0")).await?;
        let name = || format!("Bench {}", Uuid::new_v4());
        self.row("GraphQL: create", || self.graphql(&documents::create(&name()))).await?;
        let (company, url) =
            (workspace.program_company, || format!("https://linkedin.com/{}", Uuid::new_v4()));
        self.row("GraphQL: update", || self.graphql(&documents::update(company, &url()))).await
    }

    async fn row(&self, title: &str, request: impl Fn() -> Result<Request<Body>>) -> Result<()> {
        for _ in 0..WARM_UP {
            self.send(request()?).await.with_context(|| title.to_owned())?;
        }
        let (wire, mut spent) = (self.wire.counts(), allocations::Spent::default());
        for _ in 0..REQUESTS {
            let request = request()?;
            let before = allocations::spent();
            self.send(request).await?;
            spent += allocations::spent() - before;
        }
        let Counts { statements, round_trips } = self.wire.counts() - wire;
        let each = |sum: u64| sum as f64 / f64::from(REQUESTS);
        println!(
            "| {title} | {:.2} | {:.2} | {:.0} | {:.1} |",
            each(statements),
            each(round_trips),
            each(spent.times),
            each(spent.bytes) / 1_024.0
        );
        Ok(())
    }

    async fn send(&self, request: Request<Body>) -> Result<()> {
        let answer = self.router.clone().oneshot(request).await?;
        let status = answer.status();
        let body = to_bytes(answer.into_body(), usize::MAX).await?;
        let refused = body.windows(9).any(|part| part == b"\"errors\":");
        if !status.is_success() || refused {
            bail!("{status}: {}", String::from_utf8_lossy(&body).chars().take(300).collect::<String>());
        }
        Ok(())
    }

    fn graphql(&self, document: &Value) -> Result<Request<Body>> {
        let request = self.request(Method::POST, "/graphql").header(header::CONTENT_TYPE, "application/json");
        Ok(request.body(Body::from(document.to_string()))?)
    }

    fn get(&self, path: &str) -> Result<Request<Body>> {
        Ok(self.request(Method::GET, path).body(Body::empty())?)
    }

    fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let bearer = format!("Bearer {}", self.token);
        Request::builder().method(method).uri(path).header(header::AUTHORIZATION, bearer)
    }
}
