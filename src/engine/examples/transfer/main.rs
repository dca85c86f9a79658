//! What an import and an export cost: 100,000 people from CSV with validation and de-duplication into the benchmark's
//! workspace, every one of them once more (nothing changes), out again, and taken back; the memory this process needs.
//!
//! Usage: `transfer <database url> [<rows>]`. Called by `benches/run`; prints lines for docs/benchmarks.md.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use futures::StreamExt;
use icosa_contract::Actor;
use icosa_contract::transfer::{ColumnMatch, FileFormat, Import, ImportPlan, ImportStatus, ImportsApi};
use icosa_engine::Engine;
use icosa_engine::record_api::read_filter;
use icosa_engine::seeding::BENCH_WORKSPACE;
use icosa_engine::transfer::ExportRequest;
use icosa_engine::workspaces::system_actor;
use icosa_store::{Config, Db};
use serde_json::json;

const TARGETS: [(&str, &str); 5] = [
    ("First name", "name.firstName"),
    ("Last name", "name.lastName"),
    ("E-mail", "emails.primaryEmail"),
    ("Phone", "phones.primaryPhoneNumber"),
    ("Job title", "jobTitle"),
];

#[tokio::main]
async fn main() -> Result<()> {
    let usage = "usage: transfer <database url> [<rows>]";
    let url = std::env::args().nth(1).context(usage)?;
    let rows: u64 = std::env::args().nth(2).map_or(Ok(100_000), |rows| rows.parse()).context(usage)?;
    let config = Config::from_env().map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    let db = Db::new(url.parse()?, config.db.clone());
    let engine = Engine::new(config, db)?;
    let actor = system_actor(BENCH_WORKSPACE);
    let worker = tokio::spawn(engine.clone().work());
    println!("| Import and export | rows | s | rows/s | memory MB | budget |\n|---|---|---|---|---|---|");
    let import = imported(&engine, &actor, rows, "new records").await?;
    imported(&engine, &actor, rows, "the same file again").await?;
    exported(&engine, &actor).await?;
    let start = Instant::now();
    ImportsApi::undo(&engine, &actor, import.id).await?;
    settled(&engine, &actor, &import).await?;
    line("taking the import back", rows, start.elapsed(), "")?;
    worker.abort();
    Ok(())
}

async fn imported(engine: &Engine, actor: &Actor, rows: u64, what: &str) -> Result<Import> {
    let start = Instant::now();
    let mut upload = engine.begin_upload(actor, "person", "people.csv", FileFormat::Csv).await?;
    upload.push(b"First name,Last name,E-mail,Phone,Job title\n").await?;
    for number in 0..rows {
        let phone = 200_000_000 + number % 99_999_999;
        let text = format!(
            "First{number},Last{number},import{number}@bench.example,+336{:08},Clerk {}\n",
            phone % 100_000_000,
            number % 50
        );
        upload.push(text.as_bytes()).await?;
    }
    let import = upload.finish().await?;
    line(&format!("upload, {what}"), rows, start.elapsed(), "")?;
    let columns = TARGETS.iter().map(|(column, target)| ColumnMatch {
        column: (*column).to_owned(),
        target: Some((*target).to_owned()),
        ..ColumnMatch::default()
    });
    let plan = ImportPlan { columns: columns.collect(), ..ImportPlan::default() };
    let start = Instant::now();
    let import = ImportsApi::start(engine, actor, import.id, plan).await?;
    let import = settled(engine, actor, &import).await?;
    line(&format!("import, {what}"), rows, start.elapsed(), if rows == 100_000 { "20 s" } else { "" })?;
    let counts = import.counts;
    if import.status != ImportStatus::Done || counts.created + counts.unchanged != rows {
        bail!("the import went wrong: {import:?}");
    }
    Ok(import)
}

async fn settled(engine: &Engine, actor: &Actor, import: &Import) -> Result<Import> {
    loop {
        let now = ImportsApi::get(engine, actor, import.id).await?;
        if !now.status.is_busy() {
            return Ok(now);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn exported(engine: &Engine, actor: &Actor) -> Result<()> {
    let start = Instant::now();
    let model = icosa_contract::data_model::DataModelApi::model(engine, actor).await?;
    let person = model.object("person").context("person")?;
    let filter = read_filter(&model, person, Some(&json!({})))?;
    let request = ExportRequest { object: "person".to_owned(), filter, ..ExportRequest::default() };
    let mut stream = engine.export(actor, request).await?.bytes;
    let mut lines = 0_u64;
    while let Some(piece) = stream.next().await {
        lines += piece?.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    line("export of everybody, all fields", lines, start.elapsed(), "")
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn line(what: &str, rows: u64, took: Duration, budget: &str) -> Result<()> {
    let seconds = took.as_secs_f64();
    println!("| {what} | {rows} | {seconds:.1} | {:.0} | {} | {budget} |", rows as f64 / seconds, memory()?);
    Ok(())
}

/// Most memory this process has had, MB.
fn memory() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).context("VmHWM")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kilobytes / 1_024)
}
