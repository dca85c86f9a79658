//! The record API: GraphQL at `/graphql`.

mod errors;
mod groups;
mod hostile;
mod merges;
mod mutations;
mod pages;
mod reads;
mod related;
mod schema;
mod search;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Member, Server, server_with};

/// A workspace and the API key of a program that works in it.
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
    let key = server.api_key(&member, "Script").await;
    World { server, member, key }
}

impl World {
    /// The whole answer to an operation.
    pub async fn send(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        self.server.send(&self.key, Method::POST, "/graphql", body).await.expect(200)
    }

    /// What an operation answers that goes well.
    #[track_caller]
    pub fn ask<'w>(&'w self, query: &'w str, variables: Value) -> impl Future<Output = Value> + 'w {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.send(query, variables).await;
            assert!(answer.get("errors").is_none(), "{caller}\n{query}\n{answer:#}");
            answer["data"].clone()
        }
    }

    /// The only error of an operation: its message, code and sub-code.
    #[track_caller]
    pub fn refused<'w>(
        &'w self,
        query: &'w str,
        variables: Value,
    ) -> impl Future<Output = (String, String, Value)> + 'w {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.send(query, variables).await;
            let errors =
                answer["errors"].as_array().unwrap_or_else(|| panic!("{caller}\n{query}\n{answer:#}"));
            assert_eq!(errors.len(), 1, "{caller}\n{query}\n{answer:#}");
            let (error, text) = (&errors[0], |value: &Value| value.as_str().unwrap_or_default().to_owned());
            let extensions = &error["extensions"];
            assert!(extensions["userFriendlyMessage"].is_string(), "{answer:#}");
            (text(&error["message"]), text(&extensions["code"]), extensions["subCode"].clone())
        }
    }

    /// Defines a field of a standard object; `more` is merged into its definition.
    pub async fn field(&self, object: &str, name: &str, kind: &str, more: Value) {
        let context = self.server.engine.session_context(&self.member.cookie, None).await.unwrap().unwrap();
        let object = context.2.object(object).unwrap().id;
        let mut field =
            json!({"objectMetadataId": object, "name": name, "label": name, "type": kind, "icon": "IconBox"});
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let query = "mutation($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }";
        let body = json!({"query": query, "variables": {"input": {"field": field}}});
        let token = self.server.access_token(&self.member).await;
        let made = self.server.send(&token, Method::POST, "/metadata", body).await.expect(200);
        assert!(made.get("errors").is_none(), "{name}: {made:#}");
    }

    /// Makes companies and people of theirs, in a known order.
    pub async fn people(&self) {
        self.field("company", "employees", "NUMBER", json!({})).await;
        let companies = json!([
            {"name": "Acme", "employees": 10, "position": 1, "domainName": {"primaryLinkUrl": "https://acme.com"}},
            {"name": "Beta", "employees": 20, "position": 2},
            {"name": "Gamma", "position": 3},
        ]);
        self.ask(
            "mutation($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }",
            json!({"data": companies}),
        )
        .await;
        let by = |url: &str| json!({"connect": {"where": {"domainName": {"primaryLinkUrl": url}}}});
        let people: Vec<Value> = (1..=5)
            .map(|i| {
                json!({
                    "name": {"firstName": format!("P{i}"), "lastName": "Doe"}, "position": i,
                    "emails": {"primaryEmail": format!("p{i}@acme.com")},
                    "company": by("https://acme.com"),
                })
            })
            .collect();
        self.ask(
            "mutation($data: [PersonCreateInput!]!) { createPeople(data: $data) { id } }",
            json!({"data": people}),
        )
        .await;
    }

    /// Takes away the records that every workspace begins with.
    pub async fn empty(&self) {
        for (name, input) in
            [("People", "Person"), ("Companies", "Company"), ("Opportunities", "Opportunity")]
        {
            let query = format!("mutation($f: {input}FilterInput!) {{ destroy{name}(filter: $f) {{ id }} }}");
            self.ask(
                &query,
                json!({"f": {"or": [{"id": {"is": "NOT_NULL"}}, {"deletedAt": {"is": "NOT_NULL"}}]}}),
            )
            .await;
        }
    }
}
