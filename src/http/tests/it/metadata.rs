//! The metadata API: GraphQL at `/metadata` and its REST twins.

mod activity;
mod choices;
mod defaults;
mod errors;
mod events;
mod failing;
mod fields;
mod forms;
mod hostile;
mod navigation;
mod numbers;
mod objects;
mod pages;
mod relations;
mod rest;
mod together;
mod translations;
mod unique;
mod views;
mod widgets;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Member, Server, server};

/// A workspace with a member and their access token.
pub struct World {
    pub server: Server,
    pub member: Member,
    pub token: String,
}

pub async fn world() -> World {
    let server = server().await;
    let member = server.member("ada@example.com").await;
    let token = server.access_token(&member).await;
    World { server, member, token }
}

impl World {
    /// The whole answer to an operation.
    pub async fn ask_as(&self, token: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        self.server.send(token, Method::POST, "/metadata", body).await.expect(200)
    }

    /// What an operation answers that goes well.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.ask_as(&self.token, query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].clone()
    }

    /// The only error of an operation.
    pub async fn error(&self, query: &str, variables: Value) -> Value {
        let answer = self.ask_as(&self.token, query, variables).await;
        let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("{query}\n{answer:#}"));
        assert_eq!(errors.len(), 1, "{answer:#}");
        errors[0].clone()
    }

    /// The codes of a report on a change, by the kind of entity.
    pub async fn report(&self, query: &str, variables: Value) -> Vec<(String, String)> {
        let error = self.error(query, variables).await;
        assert_eq!(error["extensions"]["code"], "METADATA_VALIDATION_FAILED", "{error:#}");
        let kinds = error["extensions"]["errors"].as_object().unwrap().iter();
        let entities =
            kinds.flat_map(|(kind, list)| list.as_array().unwrap().iter().map(move |one| (kind, one)));
        let problems = entities.flat_map(|(kind, one)| {
            one["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(move |problem| (kind.clone(), text(&problem["code"])))
        });
        problems.collect()
    }

    /// The id of an object.
    pub async fn object_id(&self, name: &str) -> String {
        let data = self
            .ask("{ objects(paging: { first: 1000 }) { edges { node { id nameSingular } } } }", json!({}))
            .await;
        let edges = data["objects"]["edges"].as_array().unwrap();
        let edge = edges.iter().find(|edge| edge["node"]["nameSingular"] == name);
        text(&edge.unwrap_or_else(|| panic!("no object {name}"))["node"]["id"])
    }

    /// An object with its fields and indexes.
    pub async fn object(&self, id: &str) -> Value {
        let query = "query($id: UUID!) { object(id: $id) { id nameSingular isActive isCustom applicationId \
            labelSingular description labelIdentifierFieldMetadataId fieldsList { id name type isSystem isUnique \
            options defaultValue settings morphId applicationId } indexMetadataList { id name isUnique isCustom \
            indexType indexFieldMetadataList { fieldMetadataId order } } } }";
        self.ask(query, json!({ "id": id })).await["object"].clone()
    }

    /// The id of a field.
    pub async fn field_id(&self, object: &str, name: &str) -> String {
        let object = self.object(object).await;
        let fields = object["fieldsList"].as_array().unwrap();
        let field = fields.iter().find(|field| field["name"] == name);
        text(&field.unwrap_or_else(|| panic!("no field {name}"))["id"])
    }

    /// The metadata version at the start.
    pub fn version(&self) -> u64 {
        self.member.session.model_version
    }

    /// A new object.
    pub async fn create_object(&self, singular: &str, plural: &str) -> String {
        let label = |name: &str| name[..1].to_uppercase() + &name[1..];
        let input = json!({ "nameSingular": singular, "namePlural": plural, "labelSingular": label(singular),
            "labelPlural": label(plural), "icon": "IconRocket" });
        let query = "mutation($o: CreateObjectInput!) { createOneObject(input: { object: $o }) { id } }";
        text(&self.ask(query, json!({ "o": input })).await["createOneObject"]["id"])
    }

    /// A new field.
    pub async fn create_field(&self, input: Value) -> Value {
        self.ask(CREATE_FIELD, json!({ "f": input })).await["createOneField"].clone()
    }
}

pub const CREATE_FIELD: &str = "mutation($f: CreateFieldInput!) { createOneField(input: { field: $f }) { id name \
    label type isCustom isActive isUnique isNullable defaultValue options settings objectMetadataId morphId \
    relation { type targetObjectMetadata { id nameSingular } targetFieldMetadata { id name } } \
    morphRelations { type targetObjectMetadata { nameSingular } sourceFieldMetadata { name morphId } } } }";

/// A JSON text.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
