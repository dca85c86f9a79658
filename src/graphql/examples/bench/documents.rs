//! What is asked over `/graphql`, and the SQL that it becomes.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use icosa_engine::Engine;
use icosa_engine::workspaces::system_actor;
use icosa_graphql::records::{RecordRequest, Records};
use icosa_model::Model;
use icosa_sqlgen::Statement;
use icosa_store::{Config, Db};
use serde_json::{Value, json};
use uuid::Uuid;

/// Rows before the deep page.
pub const DEEP: u32 = 50_000;
/// Rows of a page.
pub const PAGE: u32 = 60;

/// 60 companies by name, 8 fields, each with its first 5 people.
pub fn companies() -> Value {
    json!({ "query": "{ companies(first: 60, orderBy: [{ name: AscNullsFirst }]) { edges { node {
        id name createdAt accountOwnerId domainName { primaryLinkUrl primaryLinkLabel secondaryLinks }
        linkedinLink { primaryLinkUrl primaryLinkLabel } annualRevenue { amountMicros currencyCode }
        address { addressCity addressCountry } createdBy { source name workspaceMemberId }
        people(first: 5) { edges { node { id name { firstName lastName } emails { primaryEmail } } } }
        } cursor } pageInfo { hasNextPage endCursor } } }" })
}

/// The open opportunities of a stage, with their number.
pub fn filtered() -> Value {
    json!({ "query": "{ opportunities(first: 60, orderBy: [{ name: AscNullsFirst }], filter: { stage: { eq: MEETING } }) {
        totalCount edges { node { id name stage closeDate amount { amountMicros currencyCode } } } } }" })
}

/// The opportunities of every stage: their number and sum.
pub fn grouped() -> Value {
    json!({ "query": "{ opportunitiesGroupBy(groupBy: [{ stage: true }]) {
        groupByDimensionValues totalCount sumAmountAmountMicros } }" })
}

/// A person with their company.
pub fn one(id: Uuid) -> Value {
    let query = "query One($id: UUID!) { person(filter: { id: { eq: $id } }) { id jobTitle createdAt
        name { firstName lastName } emails { primaryEmail additionalEmails }
        company { id name domainName { primaryLinkUrl } } } }";
    json!({ "query": query, "variables": { "id": id } })
}

/// A page far down the list of people.
pub fn deep(after: Option<&str>, first: u32) -> Value {
    let query = "query Deep($after: String, $first: Int) {
        people(first: $first, after: $after, orderBy: [{ createdAt: AscNullsFirst }]) {
        pageInfo { endCursor } edges { node { id jobTitle createdAt name { firstName lastName }
        emails { primaryEmail additionalEmails } phones { primaryPhoneNumber } } } } }";
    json!({ "query": query, "variables": { "after": after, "first": first } })
}

/// A new company.
pub fn create(name: &str) -> Value {
    let query = "mutation Create($data: CompanyCreateInput!) { createCompany(data: $data) { id } }";
    json!({ "query": query, "variables": { "data": { "name": name } } })
}

/// Another link of a company.
pub fn update(id: Uuid, url: &str) -> Value {
    let query = "mutation Update($id: UUID!, $data: CompanyUpdateInput!) { updateCompany(id: $id, data: $data) { id } }";
    json!({ "query": query, "variables": { "id": id, "data": { "linkedinLink": { "primaryLinkUrl": url } } } })
}

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
