//! Measures a running server against the floors of the design in one run, and prints a Markdown table: pgbench with
//! the same SQL for reads of lists, the hand-written handlers of `benches/floor` for single records and writes.
//!
//! `benches/run` starts server, floor and data, and calls this with their addresses and the database's; `bench soak`
//! asks a server a great number of times and says what memory it takes meanwhile.

#![expect(clippy::print_stdout, reason = "the table is what it is run for")]

mod documents;
mod load;
mod pgbench;
#[expect(dead_code, reason = "shared with the floor")]
mod planned;
mod queries;
mod soak;
mod wire;
#[expect(dead_code, reason = "shared with the floor")]
mod workspace;

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use icosa_sqlgen::Statement;
use reqwest::Client;
use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

use load::Load;
use planned::Documents;
use wire::Request;
use workspace::{EMAIL, Workspace};

const CONNECTIONS: [usize; 2] = [1, 16];

struct Bench {
    /// Header lines of a program.
    token: String,
    /// Header lines of a window.
    session: String,
    url: String,
    floor: String,
    database: String,
    seconds: u64,
}

/// What a figure is compared with, and the least share of it that the design asks for.
enum Floor<'f> {
    Pgbench(&'f Statement, f64),
    Handler(&'f (dyn Fn() -> Request + Sync), f64),
    None,
}

// One thread: the driver, the server and Postgres have two cores in all.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let token = std::env::var("ICOSA_TOKEN").context("ICOSA_TOKEN: a key of the workspace")?;
    if let [_, mode, url, database, process, requests] = args.as_slice()
        && mode == "soak"
    {
        return soak::run(&token, url, database, process, requests.parse()?).await;
    }
    let [_, url, floor, database, seconds] = args.as_slice() else {
        bail!(
            "usage: bench <server url> <floor url> <database url> <seconds>\n       \
             bench soak <server url> <database url> <server's process> <requests>"
        )
    };
    let bench = Bench::sign_in(token, url, floor, database, seconds.parse()?).await?;
    let pool = PgPoolOptions::new().max_connections(1).connect(database).await?;
    let workspace = Workspace::find(&pool).await?;
    let after = queries::place_of_deep_page(&pool, &workspace.model).await?;
    pool.close().await;
    println!(
        "| Operation | Connections | Icosa req/s | p50 ms | p99 ms | floor | floor/s | ratio | budget |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    bench.graphql(&workspace, database).await?;
    bench.rest(workspace.person).await?;
    for (title, query, budget) in [
        ("window: 60 companies by name, 8 fields, first 5 people", queries::companies(), 0.8),
        ("window: opportunities of a stage with total count", queries::filtered(), 0.9),
    ] {
        let statement = icosa_sqlgen::list(&workspace.model, &query)?;
        let request = || bench.rpc("records_list", &json!({ "query": query }));
        bench.row(title, &request, Floor::Pgbench(&statement, budget)).await?;
    }
    bench.deep_page(&json!({ "query": queries::deep(Some(after)) })).await?;
    bench.one(workspace.person).await?;
    bench.create().await?;
    bench.update(workspace.company).await?;
    let page = || Request::get(&bench.url, "/objects/companies", &bench.session);
    bench.row("SSR page of a table, 60 rows", &page, Floor::None).await
}

fn new_name() -> String {
    format!("Bench {}", Uuid::new_v4())
}

fn new_link() -> String {
    format!("https://linkedin.com/{}", Uuid::new_v4())
}

impl Bench {
    async fn sign_in(token: String, url: &str, floor: &str, database: &str, seconds: u64) -> Result<Self> {
        let none = reqwest::redirect::Policy::none();
        let client = Client::builder().redirect(none).build()?;
        let form = [("email", EMAIL), ("password", "bench-password")];
        let answer = client.post(format!("{url}/forms/sign-in")).form(&form).send().await?;
        let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let cookies: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
        if cookies.is_empty() {
            bail!("{EMAIL} could not sign in; run icosa seed --bench first");
        }
        let session = format!("cookie: {}\r\n", cookies.join("; "));
        let token = format!("authorization: Bearer {token}\r\n");
        let (url, floor, database) = (url.to_owned(), floor.to_owned(), database.to_owned());
        Ok(Self { token, session, url, floor, database, seconds })
    }

    fn rpc(&self, name: &str, body: &Value) -> Request {
        Request::post(&self.url, &format!("/rpc/{name}"), &self.session, body)
    }

    fn handler(&self, name: &str, body: &Value) -> Request {
        Request::post(&self.floor, &format!("/{name}"), "", body)
    }

    fn ask(&self, document: &Value) -> Request {
        Request::post(&self.url, "/graphql", &self.token, document)
    }

    /// What programs ask over `/graphql`.
    async fn graphql(&self, workspace: &Workspace, database: &str) -> Result<()> {
        let planned = Documents::new(database, Arc::clone(&workspace.model))?;
        for (title, document, budget) in [
            ("GraphQL: 60 companies by name, 8 fields, first 5 people", documents::companies(), 0.8),
            ("GraphQL: opportunities of a stage with total count", documents::filtered(), 0.9),
            ("GraphQL: opportunities grouped by stage", documents::grouped(), 0.9),
        ] {
            let statement = planned.statement(&document).await?;
            self.row(title, &|| self.ask(&document), Floor::Pgbench(&statement, budget)).await?;
        }
        let place = planned.place_of_deep_page(documents::DEEP).await?;
        let deep = documents::deep(Some(&place), documents::PAGE);
        let floor = || self.handler("graphql/page", &json!({}));
        let title = "GraphQL: 60 people from row 50,000 on, by cursor";
        self.row(title, &|| self.ask(&deep), Floor::Handler(&floor, 0.7)).await?;
        let (one, id) = (documents::one(workspace.person), json!({ "id": workspace.person }));
        let floor = || self.handler("graphql/one", &id);
        let title = "GraphQL: one person with their company";
        self.row(title, &|| self.ask(&one), Floor::Handler(&floor, 0.7)).await?;
        self.graphql_writes(workspace.program_company).await
    }

    async fn graphql_writes(&self, company: Uuid) -> Result<()> {
        let ours = || self.ask(&documents::create(&new_name()));
        let floor = || self.handler("create", &json!({ "name": new_name() }));
        self.row("GraphQL: create (row, timeline, event)", &ours, Floor::Handler(&floor, 0.7)).await?;
        let ours = || self.ask(&documents::update(company, &new_link()));
        let floor = || self.handler("update", &json!({ "url": new_link() }));
        self.row("GraphQL: update (row, timeline, event)", &ours, Floor::Handler(&floor, 0.7)).await
    }

    /// The same record over `/rest`.
    async fn rest(&self, person: Uuid) -> Result<()> {
        let fields = documents::REST_FIELDS.join(",");
        let path = format!("/rest/people/{person}?depth=1&fields={fields}");
        let ours = || Request::get(&self.url, &path, &self.token);
        let id = json!({ "id": person });
        let floor = || self.handler("rest/one", &id);
        self.row("REST: one person with their company", &ours, Floor::Handler(&floor, 0.7)).await
    }

    async fn deep_page(&self, body: &Value) -> Result<()> {
        let (ours, floor) = (|| self.rpc("records_list", body), || self.handler("page", &json!({})));
        self.row("window: 60 people from row 50,000 on, by cursor", &ours, Floor::Handler(&floor, 0.7)).await
    }

    async fn one(&self, person: Uuid) -> Result<()> {
        let body = json!({ "query": { "object": "person", "id": person, "select": queries::one() } });
        let floor_body = json!({ "id": person });
        let (ours, floor) = (|| self.rpc("record_get", &body), || self.handler("one", &floor_body));
        self.row("window: one person with their company", &ours, Floor::Handler(&floor, 0.7)).await
    }

    async fn create(&self) -> Result<()> {
        let ours = || {
            let request = json!({ "object": "company", "values": { "name": new_name() } });
            self.rpc("record_create", &json!({ "request": request }))
        };
        let floor = || self.handler("create", &json!({ "name": new_name() }));
        self.row("window: create (row, timeline, event)", &ours, Floor::Handler(&floor, 0.7)).await
    }

    async fn update(&self, company: Uuid) -> Result<()> {
        let ours = || {
            let values = json!({ "linkedinLink": { "primaryLinkUrl": new_link() } });
            let request = json!({ "object": "company", "id": company, "values": values });
            self.rpc("record_update", &json!({ "request": request }))
        };
        let floor = || self.handler("update", &json!({ "url": new_link() }));
        self.row("window: update (row, timeline, event)", &ours, Floor::Handler(&floor, 0.7)).await
    }

    async fn row(&self, title: &str, request: &(dyn Fn() -> Request + Sync), floor: Floor<'_>) -> Result<()> {
        if std::env::var("ONLY").is_ok_and(|part| !title.contains(&part)) {
            return Ok(());
        }
        for connections in CONNECTIONS {
            let ours =
                Load::run(self.seconds, connections, request).await.with_context(|| title.to_owned())?;
            let compared = match &floor {
                Floor::None => "– | – | – | –".to_owned(),
                Floor::Pgbench(statement, budget) => {
                    let tps = pgbench::run(&self.database, self.seconds, connections, statement)?;
                    format!("pgbench | {tps:.0} | {:.2} | {budget}", ours.per_second / tps)
                }
                Floor::Handler(request, budget) => {
                    let floor = Load::run(self.seconds, connections, request).await?;
                    let ratio = ours.per_second / floor.per_second;
                    format!("handler | {:.0} | {ratio:.2} | {budget}", floor.per_second)
                }
            };
            let Load { per_second, p50, p99 } = ours;
            println!("| {title} | {connections} | {per_second:.0} | {p50:.2} | {p99:.2} | {compared} |");
        }
        Ok(())
    }
}
