//! The REST API over records.

mod batches;
mod bulk;
mod capped;
mod duplicates;
mod errors;
mod groups;
mod hostile;
mod lists;
mod merges;
mod numbers;
mod objects;
mod records;
mod relations;
mod rows;
mod statements;
mod unread;

use icosa_contract::data_model::DataModelApi;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Member, Server, server_with};

/// A workspace with a member and an API key in it.
pub struct World {
    pub server: Server,
    pub member: Member,
    pub key: String,
}

pub async fn world() -> World {
    world_with(&[]).await
}

/// The same with these variables set.
pub async fn world_with(variables: &[(&str, &str)]) -> World {
    let server = server_with(variables).await;
    let member = server.member("tim@apple.test").await;
    let key = server.api_key(&member, "Importer").await;
    let world = World { server, member, key };
    world.field("company", "employees", "NUMBER", Value::Null).await;
    world.field("company", "idealCustomerProfile", "BOOLEAN", Value::Null).await;
    world
}

impl World {
    /// What a mutation of the metadata API answers.
    pub async fn change_model(&self, query: &str, input: Value) -> Value {
        let token = self.server.access_token(&self.member).await;
        let body = json!({"query": query, "variables": {"input": input}});
        let body = self.server.send(&token, Method::POST, "/metadata", body).await.expect(200);
        assert!(body.get("errors").is_none(), "{body:#}");
        body["data"].clone()
    }

    /// Adds a field to an object.
    pub async fn field(&self, object: &str, name: &str, kind: &str, options: Value) {
        let model = DataModelApi::model(&self.server.engine, &self.member.actor).await.expect("a model");
        let object = model.object(object).expect("an object").id;
        let field = json!({
            "objectMetadataId": object, "name": name, "label": name, "type": kind, "options": options,
        });
        let query =
            "mutation M($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }";
        self.change_model(query, json!({ "field": field })).await;
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.server.get(&self.key, path).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.server.send(&self.key, Method::POST, path, body).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.server.send(&self.key, Method::PATCH, path, body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        crate::support::answer(self.server.with(&self.key, Method::DELETE, path)).await
    }

    /// Removes the samples that a new workspace comes with.
    pub async fn emptied(self, plural: &str) -> Self {
        self.delete(&format!("/rest/{plural}?filter={}", encoded("id[is]:NOT_NULL"))).await.expect(200);
        self
    }

    /// Makes a company of that name; answers its id.
    pub async fn company(&self, values: Value) -> String {
        let body = self.post("/rest/companies?depth=0", values).await.expect(201);
        body["data"]["createCompany"]["id"].as_str().expect("an id").to_owned()
    }

    /// The names that a list of companies answers.
    pub async fn names(&self, query: &str) -> Vec<String> {
        let body = self.get(&format!("/rest/companies?{query}")).await.expect(200);
        names(&body["data"]["companies"])
    }

    /// The names of the companies that pass a filter, in order of name.
    pub async fn filtered(&self, filter: &str) -> Vec<String> {
        self.names(&format!("order_by=name&depth=0&filter={}", encoded(filter))).await
    }

    /// The message of a list of companies that is refused.
    pub async fn refused(&self, query: &str) -> String {
        let body = self.get(&format!("/rest/companies?{query}")).await.expect(400);
        assert_eq!(body["error"], "BadRequestException");
        assert_eq!(body["statusCode"], 400);
        body["messages"][0].as_str().expect("a message").to_owned()
    }
}

pub fn names(records: &Value) -> Vec<String> {
    let name = |record: &Value| record["name"].as_str().unwrap_or("?").to_owned();
    records.as_array().expect("records").iter().map(name).collect()
}

/// For a query string.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Three companies: Apple (100 people), Birch (20), Cedar (no number, no link).
pub async fn companies() -> World {
    let world = world().await.emptied("companies").await;
    world
        .company(json!({
            "name": "Apple", "employees": 100, "domainName": {"primaryLinkUrl": "https://apple.test"},
            "address": {"addressCity": "Cupertino"}, "idealCustomerProfile": true,
        }))
        .await;
    world
        .company(json!({
            "name": "Birch", "employees": 20, "domainName": {"primaryLinkUrl": "https://birch.test"},
            "annualRevenue": {"amountMicros": 5_000_000, "currencyCode": "EUR"},
        }))
        .await;
    world.company(json!({"name": "Cedar"})).await;
    world
}
