//! What changes of the data model cost, on the benchmark's workspace (`icosa seed --bench`): how long writers wait for
//! a new field, a field that becomes unique, a new object, resolving a model, many workspaces in one cache, a very large model.
//!
//! Usage: `model [database url]`; without one, only what needs no database. Called by `benches/run`; prints lines for
//! docs/benchmarks.md.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod large;
mod unique;
mod writer;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use icosa_contract::Actor;
use icosa_contract::data_model::{Change, CreateField, CreateObject, DataModelApi};
use icosa_engine::Engine;
use icosa_engine::seeding::BENCH_WORKSPACE;
use icosa_engine::standard;
use icosa_engine::workspaces::system_actor;
use icosa_model::{FieldId, Metadata, ObjectId, resolve};
use icosa_store::metadata::Loaded;
use icosa_store::{Config, Db, metadata};
use serde_json::json;

const ROUNDS: u32 = 10;

#[tokio::main]
async fn main() -> Result<()> {
    println!("| Change of the data model | p50 ms | worst ms | budget |\n|---|---|---|---|");
    resolving()?;
    let Some(url) = std::env::args().nth(1) else { return Ok(()) };
    let config = Config::from_env().map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    let db = Db::new(url.parse()?, config.db.clone());
    let engine = Engine::new(config, db)?;
    let actor = system_actor(BENCH_WORKSPACE);
    fields(&engine, &actor).await?;
    unique::fields(&engine, &actor).await?;
    objects(&engine, &actor).await?;
    large::workspaces(&engine).await?;
    large::model(&engine, &actor).await?;
    Ok(())
}

/// Milliseconds, in order.
pub struct Times(Vec<f64>);

impl Times {
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort();
        Self(times.iter().map(|time| time.as_secs_f64() * 1_000.0).collect())
    }

    pub fn print(&self, what: &str, budget: &str) {
        let middle = self.0.get(self.0.len() / 2).copied().unwrap_or_default();
        let worst = self.0.last().copied().unwrap_or_default();
        println!("| {what} | {middle:.1} | {worst:.1} | {budget} |");
    }
}

pub fn new_field(object: ObjectId, name: &str, more: serde_json::Value) -> Result<CreateField> {
    let mut field = json!({
        "objectId": object, "id": FieldId::random(), "type": "TEXT", "name": name, "label": name
    });
    if let (Some(field), serde_json::Value::Object(more)) = (field.as_object_mut(), more) {
        field.extend(more);
    }
    Ok(serde_json::from_value(field)?)
}

/// A name as it is told apart by a number: a letter after a number would begin a word.
pub fn new_object(name: &str, number: u32) -> CreateObject {
    let (one, many) = (format!("{name}{number}"), format!("{name}s{number}"));
    CreateObject {
        id: Some(ObjectId::random()),
        name_singular: one.clone(),
        name_plural: many.clone(),
        label_singular: one,
        label_plural: many,
        ..CreateObject::default()
    }
}

/// New fields on the table of 100,000 people, while somebody writes to it.
async fn fields(engine: &Engine, actor: &Actor) -> Result<()> {
    let model = DataModelApi::model(engine, actor).await?;
    let (person, company) =
        (model.object("person").context("person")?.id, model.object("company").context("company")?.id);
    let kinds = [
        ("a text field", json!({})),
        (
            "a select field with a default",
            json!({"type": "SELECT", "defaultValue": "'A'", "options": [
                {"value": "A", "label": "a", "color": "red", "position": 0},
                {"value": "B", "label": "b", "color": "blue", "position": 1}]}),
        ),
        (
            "a relation",
            json!({"type": "RELATION", "relation": {"type": "MANY_TO_ONE", "targetObjectId": company,
                "targetFieldLabel": "Bench people", "targetFieldIcon": "IconUser"}}),
        ),
    ];
    for (what, more) in kinds {
        let writer = writer::start(engine, &model)?;
        let mut times = Vec::new();
        for round in 0..ROUNDS {
            let name = format!("bench{round}");
            let field = new_field(person, &name, more.clone())?;
            let id = field.id.context("an id")?;
            writer.measure(true);
            let start = Instant::now();
            engine.change(actor, vec![Change::CreateField(field)]).await?;
            times.push(start.elapsed());
            writer.measure(false);
            engine.change(actor, vec![Change::DeleteField(id)]).await?;
        }
        Times::of(times).print(&format!("{what} on 100,000 people"), "–");
        Times::of(writer.stop().await?).print("… a writer to that table waits meanwhile", "50 (worst)");
    }
    Ok(())
}

async fn objects(engine: &Engine, actor: &Actor) -> Result<()> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let object = new_object("benchThing", round);
        let id = object.id.context("an id")?;
        let start = Instant::now();
        engine.change(actor, vec![Change::CreateObject(object)]).await?;
        times.push(start.elapsed());
        engine.change(actor, vec![Change::DeleteObject(id)]).await?;
    }
    Times::of(times).print("an object", "300");
    Ok(())
}

/// A model of 40 objects with 25 fields each, from rows and from the second tier's bytes.
fn resolving() -> Result<()> {
    let metadata = Arc::new(large::of_size(&standard::metadata(BENCH_WORKSPACE), 40, 25));
    let stored = metadata::to_bytes(&Loaded { metadata: metadata.as_ref().clone(), json_bytes: 0 })?;
    let json = serde_json::to_vec(metadata.as_ref())?;
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..50 {
        let start = Instant::now();
        drop(resolve(Arc::clone(&metadata)).map_err(|issues| anyhow::anyhow!("{issues:?}"))?);
        times[0].push(start.elapsed());
        let start = Instant::now();
        drop(std::hint::black_box(metadata::from_bytes(&stored)?));
        times[1].push(start.elapsed());
        let start = Instant::now();
        drop(std::hint::black_box::<Metadata>(serde_json::from_slice(&json)?));
        times[2].push(start.elapsed());
    }
    let [rows, bytes, texts] = times.map(Times::of);
    rows.print("resolving a model of 40 objects with 25 fields", "5");
    bytes.print(&format!("reading it from the second tier ({} kB)", stored.len() / 1_000), "2");
    texts.print(&format!("the same from JSON ({} kB)", json.len() / 1_000), "–");
    Ok(())
}
