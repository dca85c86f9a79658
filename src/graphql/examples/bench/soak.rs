//! A great number of requests, and what memory the server takes meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use icosa_model::Model;
use reqwest::{Client, RequestBuilder};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use crate::documents;
use crate::workspace::Workspace;

const CONNECTIONS: u64 = 16;
/// People who are asked for in turn: more than plans are kept.
const PEOPLE: i64 = 50_000;
/// How often memory is looked at.
const LOOKS: u64 = 10;

/// Asks for one person after the other, over GraphQL and REST, and prints what the server takes.
pub async fn run(token: &str, url: &str, database: &str, process: &str, requests: u64) -> Result<()> {
    let pool = PgPoolOptions::new().max_connections(1).connect(database).await?;
    let workspace = Workspace::find(&pool).await?;
    let people = people(&pool, &workspace.model).await?;
    pool.close().await;
    let client = Client::new();
    let request = |number: u64| {
        let person = usize::try_from(number / 2).ok().and_then(|number| people.get(number % people.len()));
        ask(&client, token, url, person.copied().unwrap_or_default(), number.is_multiple_of(2))
    };
    println!("| Requests | resident memory MB |\n|---|---|\n| 0 | {} |", resident(process)?);
    let next = AtomicU64::new(0);
    for look in 1..=LOOKS {
        let until = requests * look / LOOKS;
        let workers = (0..CONNECTIONS).map(|_| async {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= until {
                    return Ok(());
                }
                let answer = request(number).send().await?;
                let status = answer.status();
                let body = answer.bytes().await?;
                if !status.is_success() {
                    bail!("{status}: {}", String::from_utf8_lossy(&body));
                }
            }
        });
        futures::future::try_join_all(workers).await?;
        next.store(until, Ordering::Relaxed);
        println!("| {until} | {} |", resident(process)?);
    }
    Ok(())
}

fn ask(client: &Client, token: &str, url: &str, person: Uuid, is_graphql: bool) -> RequestBuilder {
    let request = if is_graphql {
        client.post(format!("{url}/graphql")).json(&documents::one(person))
    } else {
        let fields = documents::REST_FIELDS.join(",");
        client.get(format!("{url}/rest/people/{person}?depth=1&fields={fields}"))
    };
    request.bearer_auth(token)
}

async fn people(pool: &PgPool, model: &Model) -> Result<Vec<Uuid>> {
    let sql = format!(r#"SELECT "id" FROM "{}"."person" ORDER BY "id" LIMIT $1"#, model.schema());
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(PEOPLE).fetch_all(pool).await?;
    if rows.is_empty() {
        bail!("no people");
    }
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Resident memory of a process, MB.
fn resident(process: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS")).context("VmRSS")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kilobytes / 1_024)
}
