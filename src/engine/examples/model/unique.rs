//! A field of the table of 100,000 people becomes unique while somebody writes to it.

use std::time::Instant;

use anyhow::{Context, Result};
use icosa_contract::Actor;
use icosa_contract::data_model::{Change, DataModelApi, FieldPatch, UpdateField};
use icosa_engine::Engine;
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::{Times, new_field, writer};

const ROUNDS: u32 = 5;

/// Makes it unique and not, again and again.
pub async fn fields(engine: &Engine, actor: &Actor) -> Result<()> {
    let model = DataModelApi::model(engine, actor).await?;
    let person = model.object("person").context("person")?;
    let field = new_field(person.id, "benchKey", json!({}))?;
    let id = field.id.context("an id")?;
    engine.change(actor, vec![Change::CreateField(field)]).await?;
    let mut connection = engine.db().pool().acquire().await?;
    let fill = format!(
        r#"SET statement_timeout = 0; UPDATE "{}"."{}" SET "benchKey" = "id"::text; RESET statement_timeout"#,
        model.schema(),
        person.table
    );
    sqlx::raw_sql(AssertSqlSafe(fill)).execute(&mut *connection).await?;
    drop(connection);
    let set = |is_unique| {
        let update = FieldPatch { is_unique: Some(is_unique), ..FieldPatch::default() };
        vec![Change::UpdateField(UpdateField { id, update })]
    };
    let writer = writer::start(engine, &model)?;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        writer.measure(true);
        let start = Instant::now();
        engine.change(actor, set(true)).await?;
        times.push(start.elapsed());
        writer.measure(false);
        engine.change(actor, set(false)).await?;
    }
    Times::of(times).print("a field of 100,000 people becomes unique", "–");
    Times::of(writer.stop().await?).print("… a writer to that table waits meanwhile", "50 (worst)");
    engine.change(actor, vec![Change::DeleteField(id)]).await?;
    Ok(())
}
