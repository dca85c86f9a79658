//! Measures a running server against pgbench on the same SQL, in one run, and prints a Markdown table.
//!
//! `benches/run` starts server and data and calls this with the server's address and the database's.

#![expect(clippy::print_stdout, reason = "the table is what it is run for")]

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use icosa_model::query::{DeletedRows, Direction, FieldPath, ListQuery, Order, Select};
use icosa_model::{Model, WorkspaceId};
use icosa_sqlgen::{Bind, Statement};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use sqlx::Row;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

const CONNECTIONS: [usize; 2] = [1, 16];

struct Bench {
    url: String,
    database: String,
    seconds: u64,
    client: Client,
    model: Arc<Model>,
    company: Uuid,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, url, database, seconds] = args.as_slice() else {
        bail!("usage: bench <server url> <database url> <seconds>")
    };
    let bench = Bench::new(url.clone(), database.clone(), seconds.parse()?).await?;
    println!("| Operation | Connections | Icosa req/s | p50 ms | p99 ms | pgbench tps, same SQL | ratio |");
    println!("|---|---|---|---|---|---|---|");
    let list = bench.list_query();
    let statement = icosa_sqlgen::list(&bench.model, &list)?;
    bench
        .row("60 companies by name, 8 fields, first 5 people", Some(&statement), |bench| {
            bench.rpc("records_list", &json!({ "query": list }))
        })
        .await?;
    let select = vec![
        Select::Field("name".into()),
        Select::Field("domainName".into()),
        Select::Field("address".into()),
    ];
    let statement = icosa_sqlgen::get(&bench.model, "company", bench.company, &select)?;
    let get = json!({ "query": { "object": "company", "id": bench.company, "select": select } });
    bench.row("one record", Some(&statement), |bench| bench.rpc("record_get", &get)).await?;
    let record = |value: Value| value.as_object().cloned().unwrap_or_default();
    let insert = icosa_sqlgen::insert(&bench.model, "company", &[record(json!({ "name": "Floor" }))])?;
    let link = json!({ "linkedinLink": { "primaryLinkUrl": "https://linkedin.com/floor", "primaryLinkLabel": null, "secondaryLinks": null } });
    let update = icosa_sqlgen::update(&bench.model, "company", bench.company, &record(link))?;
    bench
        .row("create a record (row, timeline, event; floor: the row)", Some(&insert), |bench| {
            let values = json!({ "name": format!("Bench {}", Uuid::new_v4()) });
            bench.rpc("record_create", &json!({ "request": { "object": "company", "values": values } }))
        })
        .await?;
    bench.row("update a record (row, timeline, event; floor: the row)", Some(&update), |bench| {
        let values = json!({ "linkedinLink": { "primaryLinkUrl": format!("https://linkedin.com/{}", Uuid::new_v4()) } });
        bench.rpc("record_update", &json!({ "request": { "object": "company", "id": bench.company, "values": values } }))
    }).await?;
    bench
        .row("SSR page of a table, 60 rows", None, |bench| {
            bench.client.get(format!("{}/objects/companies", bench.url))
        })
        .await?;
    Ok(())
}

impl Bench {
    async fn new(url: String, database: String, seconds: u64) -> Result<Self> {
        let client =
            Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none()).build()?;
        let form = [("email", "bench@icosa.test"), ("password", "bench-password")];
        let answer = client.post(format!("{url}/forms/sign-in")).form(&form).send().await?;
        if answer.headers().get("set-cookie").is_none() {
            bail!("bench@icosa.test could not sign in; run icosa seed --bench first");
        }
        let pool = PgPoolOptions::new().max_connections(1).connect(&database).await?;
        let row = sqlx::query(
            r#"SELECT w."id" FROM core."workspace" w JOIN core."userWorkspace" uw ON uw."workspaceId" = w."id"
               JOIN core."user" u ON u."id" = uw."userId" WHERE u."email" = 'bench@icosa.test'"#,
        )
        .fetch_one(&pool)
        .await?;
        let workspace = WorkspaceId(row.get::<Uuid, _>(0));
        let mut connection = pool.acquire().await?;
        let loaded =
            icosa_store::metadata::load(&mut *connection, workspace).await?.context("no metadata")?;
        let model = icosa_model::resolve(Arc::new(loaded.metadata))
            .map_err(|issues| anyhow::anyhow!("{issues:?}"))?;
        let sql = format!(r#"SELECT "id" FROM "{}"."company" ORDER BY "position" LIMIT 1"#, model.schema());
        let company =
            sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *connection).await?.get::<Uuid, _>(0);
        Ok(Self { url, database, seconds, client, model: Arc::new(model), company })
    }

    fn list_query(&self) -> ListQuery {
        let field = |name: &str| Select::Field(name.to_owned());
        let mut select: Vec<Select> = [
            "name",
            "domainName",
            "address",
            "linkedinLink",
            "annualRevenue",
            "createdAt",
            "createdBy",
            "accountOwnerId",
        ]
        .map(field)
        .into();
        select.push(Select::Relation {
            field: "people".into(),
            select: vec![field("id"), field("name"), field("emails")],
            limit: 5,
        });
        ListQuery {
            object: "company".into(),
            select,
            filter: None,
            order: vec![Order { path: FieldPath::field("name"), direction: Direction::Ascending }],
            after: None,
            skip: 0,
            limit: 60,
            with_total: false,
            deleted: DeletedRows::Hidden,
        }
    }

    fn rpc(&self, name: &str, body: &Value) -> RequestBuilder {
        self.client.post(format!("{}/rpc/{name}", self.url)).json(body)
    }

    async fn row(
        &self,
        title: &str,
        floor: Option<&Statement>,
        request: impl Fn(&Self) -> RequestBuilder + Sync,
    ) -> Result<()> {
        for connections in CONNECTIONS {
            let load = self.load(connections, &request).await.with_context(|| title.to_owned())?;
            let floor = floor.map(|statement| self.pgbench(statement, connections)).transpose()?;
            let (tps, ratio) = match floor {
                Some(tps) => (format!("{tps:.0}"), format!("{:.2}", load.per_second / tps)),
                None => ("–".to_owned(), "–".to_owned()),
            };
            println!(
                "| {title} | {connections} | {:.0} | {:.2} | {:.2} | {tps} | {ratio} |",
                load.per_second, load.p50, load.p99
            );
        }
        Ok(())
    }

    async fn load(
        &self,
        connections: usize,
        request: &(impl Fn(&Self) -> RequestBuilder + Sync),
    ) -> Result<Load> {
        self.until(Duration::from_secs(1), connections, request).await?;
        let (times, elapsed) = self.until(Duration::from_secs(self.seconds), connections, request).await?;
        Ok(Load::of(times, elapsed))
    }

    async fn until(
        &self,
        time: Duration,
        connections: usize,
        request: &(impl Fn(&Self) -> RequestBuilder + Sync),
    ) -> Result<(Vec<f64>, f64)> {
        let started = Instant::now();
        let workers = (0..connections).map(|_| async {
            let mut times = Vec::new();
            while started.elapsed() < time {
                let at = Instant::now();
                let answer = request(self).send().await?;
                let status = answer.status();
                let body = answer.bytes().await?;
                if !status.is_success() {
                    bail!(
                        "{status}: {}",
                        String::from_utf8_lossy(&body).chars().take(300).collect::<String>()
                    );
                }
                times.push(at.elapsed().as_secs_f64() * 1000.0);
            }
            Ok(times)
        });
        let times = futures::future::try_join_all(workers).await?.concat();
        Ok((times, started.elapsed().as_secs_f64()))
    }

    /// Transactions per second of the statement alone, prepared, by as many connections.
    fn pgbench(&self, statement: &Statement, connections: usize) -> Result<f64> {
        let file = tempfile::NamedTempFile::new()?;
        // pgbench takes `:MI` of a time format for a variable; a quoted colon means the same to Postgres.
        let sql = literal(statement).replace("HH24:MI:SS", "HH24\":\"MI\":\"SS").replace('\n', " ");
        std::fs::write(file.path(), format!("{sql};\n"))?;
        let threads = connections.min(2).to_string();
        let output = Command::new("pgbench")
            .args([
                "-n",
                "-M",
                "prepared",
                "-c",
                &connections.to_string(),
                "-j",
                &threads,
                "-T",
                &self.seconds.to_string(),
                "-f",
            ])
            .arg(file.path())
            .arg(&self.database)
            .output()
            .context("pgbench")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().find_map(|line| line.strip_prefix("tps = ")).map(str::to_owned);
        let tps = line.and_then(|line| line.split_whitespace().next().and_then(|number| number.parse().ok()));
        tps.with_context(|| format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

struct Load {
    per_second: f64,
    p50: f64,
    p99: f64,
}

impl Load {
    fn of(mut times: Vec<f64>, elapsed: f64) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            times.get(((times.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default()
        };
        Self { per_second: times.len() as f64 / elapsed, p50: at(0.5), p99: at(0.99) }
    }
}

/// The statement with its binds written in.
fn literal(statement: &Statement) -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut sql = statement.sql.clone();
    for (place, bind) in statement.binds.iter().enumerate().rev() {
        let text = match bind {
            Bind::Text(None) => "NULL".to_owned(),
            Bind::Text(Some(text)) => quote(text),
            Bind::TextArray(items) => {
                let items: Vec<String> =
                    items.iter().map(|item| item.as_deref().map_or("NULL".to_owned(), quote)).collect();
                format!("ARRAY[{}]::text[]", items.join(","))
            }
            Bind::Json(value) => format!("{}::jsonb", quote(&value.to_string())),
        };
        sql = sql.replace(&format!("${}", place + 1), &text);
    }
    sql
}
