//! The SQL that documents and calls become.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use icosa_engine::Engine;
use icosa_engine::record_api::{PreparedReads, Wanted, plain_record, selection};
use icosa_engine::workspaces::system_actor;
use icosa_graphql::records::{RecordRequest, Records};
use icosa_model::Model;
use icosa_sqlgen::Statement;
use icosa_store::{Config, Db};
use serde_json::Value;
use uuid::Uuid;

use crate::documents::deep;

/// Our record API in this process, which says what SQL a document becomes.
pub struct Documents {
    engine: Engine,
    records: Records,
    model: Arc<Model>,
}

impl Documents {
    /// On the benchmark's database.
    pub fn new(database: &str, model: Arc<Model>) -> Result<Self> {
        let config = Config::from_env().map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
        let db = Db::new(database.parse()?, config.db.clone());
        Ok(Self { engine: Engine::new(config, db)?, records: Records::default(), model })
    }

    /// The one statement of a query.
    pub async fn statement(&self, document: &Value) -> Result<Statement> {
        self.execute(document).await?;
        let kept = self.records.kept_statement(&self.model, &request(document)?);
        kept.context("the query is not planned as one statement")
    }

    /// The one statement of a call of `/rest/people/<id>` with relations and these fields.
    pub fn rest_one(&self, id: Uuid, fields: &[&str]) -> Result<Statement> {
        let fields: Vec<String> = fields.iter().map(|name| (*name).to_owned()).collect();
        let person = self.model.object("person").context("people")?;
        let wanted = Wanted { with_relations: true, fields: Some(&fields) };
        let select = selection(&self.model, person, wanted)?;
        Ok(PreparedReads::new(&self.model, &[plain_record(&self.model, person, id, &select)])?.sql())
    }

    /// The cursor of the row so many rows down the list of people.
    pub async fn place_of_deep_page(&self, rows: u32) -> Result<String> {
        const STEP: u32 = 10_000;
        let mut after = None;
        for _ in 0..(rows / STEP).max(1) {
            let answer = self.answer(&deep(after.as_deref(), STEP.min(rows))).await?;
            let cursor = answer.pointer("/data/people/pageInfo/endCursor").and_then(Value::as_str);
            after = Some(cursor.context("no cursor")?.to_owned());
        }
        after.context("no people")
    }

    async fn answer(&self, document: &Value) -> Result<Value> {
        let answer = self.execute(document).await?;
        if answer.get("errors").is_some() {
            bail!("{answer}");
        }
        Ok(answer)
    }

    async fn execute(&self, document: &Value) -> Result<Value> {
        let actor = system_actor(self.model.workspace());
        let text = self.records.execute(&self.engine, &actor, &self.model, &request(document)?).await;
        Ok(serde_json::from_str(&text)?)
    }
}

fn request(document: &Value) -> Result<RecordRequest> {
    Ok(serde_json::from_value(document.clone())?)
}
