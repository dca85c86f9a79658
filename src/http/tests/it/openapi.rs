//! OpenAPI documents.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::rest::{World, world};
use crate::support::answer;

/// The JSON schema of OpenAPI 3.1 documents, as published (Apache-2.0).
const OPENAPI: &str = include_str!("openapi/schema-3.1.json");

/// Every rule of the specification that its schema holds, every reference, and every schema by itself.
fn check(document: &Value) {
    let rules: Value = serde_json::from_str(OPENAPI).unwrap();
    let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&rules).unwrap();
    let problems: Vec<String> = validator
        .iter_errors(document)
        .take(5)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    each(document, &mut |value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("a reference inside the document");
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
    });
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{name}");
    }
    let mut ids = BTreeSet::new();
    each(document, &mut |value| {
        if let Some(id) = value.get("operationId").and_then(Value::as_str) {
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
        }
    });
}

fn each(value: &Value, look: &mut impl FnMut(&Value)) {
    look(value);
    match value {
        Value::Object(entries) => entries.values().for_each(|inner| each(inner, look)),
        Value::Array(items) => items.iter().for_each(|inner| each(inner, look)),
        _ => {}
    }
}

/// Whether a value is what the document says under that name.
fn conforms(document: &Value, name: &str, value: &Value) {
    let mut schema = document.clone();
    schema["$ref"] = json!(format!("#/components/schemas/{name}"));
    let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema).unwrap();
    let problems: Vec<String> = validator
        .iter_errors(value)
        .take(5)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{name}: {problems:#?}\n{value:#}");
}

async fn documents(world: &World) -> [Value; 2] {
    [
        world.get("/rest/open-api/core").await.expect(200),
        world.get("/rest/open-api/metadata").await.expect(200),
    ]
}

#[tokio::test]
async fn documents_keep_the_rules_of_the_specification() {
    let world = world().await;
    for (name, kind, options) in [
        ("score", "RATING", Value::Null),
        ("labels", "ARRAY", Value::Null),
        ("raw", "RAW_JSON", Value::Null),
        ("born", "DATE", Value::Null),
    ] {
        world.field("person", name, kind, options).await;
    }
    for document in documents(&world).await {
        assert_eq!(document["openapi"], "3.1.1");
        check(&document);
    }
    let other = world.get("/open-api/core").await.expect(200);
    assert_eq!(other, documents(&world).await[0]);
    world.get("/rest/open-api/nothing").await.expect(404);
}

#[tokio::test]
async fn operations_have_the_names_that_clients_know() {
    let world = world().await;
    let [core, metadata] = documents(&world).await;
    for (path, method, id) in [
        ("/batch/companies", "post", "createManyCompanies"),
        ("/companies", "get", "findManyCompanies"),
        ("/companies", "post", "createOneCompany"),
        ("/companies", "patch", "updateManyCompanies"),
        ("/companies", "delete", "deleteManyCompanies"),
        ("/companies/{id}", "get", "findOneCompany"),
        ("/companies/{id}", "patch", "UpdateOneCompany"),
        ("/companies/{id}", "delete", "deleteOneCompany"),
        ("/companies/duplicates", "post", "findCompanyDuplicates"),
        ("/companies/{id}/restore", "patch", "restoreOneCompany"),
        ("/companies/restore", "patch", "restoreManyCompanies"),
        ("/companies/merge", "patch", "mergeManyCompanies"),
        ("/companies/groupBy", "get", "groupByCompanies"),
        ("/open-api/core", "get", "GetOpenApiSchema"),
    ] {
        assert_eq!(core["paths"][path][method]["operationId"], id);
    }
    assert_eq!(core["paths"]["/people"]["get"]["tags"], json!(["people"]));
    assert!(core["webhooks"]["company.*"]["post"].is_object());
    assert!(
        core["components"]["schemas"]["Company"]["properties"]["employees"].is_object(),
        "a field that was added"
    );
    assert_eq!(metadata["paths"]["/objects"]["post"]["operationId"], "createOneObject");
    let input = &metadata["components"]["schemas"]["CreateFieldInput"];
    assert!(input["required"].as_array().unwrap().contains(&json!("name")), "{input:#}");
}

#[tokio::test]
async fn answers_are_what_the_documents_say() {
    let world = world().await;
    let company = json!({
        "name": "Acme", "employees": 7, "domainName": {"primaryLinkUrl": "acme.test"},
        "annualRevenue": {"amountMicros": "900719925474099300", "currencyCode": "EUR"},
    });
    let made = world.post("/rest/companies", company.clone()).await.expect(201);
    let person = json!({"name": {"firstName": "Ann"}, "emails": {"primaryEmail": "a@b.co"},
        "companyId": made["data"]["createCompany"]["id"]});
    world.post("/rest/people", person).await.expect(201);
    let [core, metadata] = documents(&world).await;
    conforms(&core, "Company", &company);
    conforms(&core, "CompanyForUpdate", &json!({"employees": null}));
    for depth in [0, 1] {
        for (plural, name) in [
            ("companies", "Company"),
            ("people", "Person"),
            ("notes", "Note"),
            ("tasks", "Task"),
            ("opportunities", "Opportunity"),
            ("workspaceMembers", "WorkspaceMember"),
        ] {
            let body = world.get(&format!("/rest/{plural}?depth={depth}")).await.expect(200);
            conforms(&core, "PageInfo", &body["pageInfo"]);
            for record in body["data"][plural].as_array().unwrap() {
                conforms(&core, &format!("{name}ForResponse"), record);
            }
        }
    }
    conforms(&core, "Error", &world.get("/rest/nothings").await.expect(400));
    let token = world.server.access_token(&world.member).await;
    for (path, name) in [
        ("objects", "ObjectForResponse"),
        ("fields", "FieldForResponse"),
        ("views", "ViewForResponse"),
        ("pageLayouts", "PageLayoutForResponse"),
    ] {
        let body = world.server.get(&token, &format!("/rest/metadata/{path}")).await.expect(200);
        let list = body.get("data").unwrap_or(&body).as_array().unwrap().clone();
        assert!(!list.is_empty());
        for entry in list {
            conforms(&metadata, name, &entry);
        }
    }
}

#[tokio::test]
async fn strangers_see_the_frame_only() {
    let world = world().await;
    for path in ["/rest/open-api/core", "/open-api/metadata"] {
        let document = answer(world.server.request(Method::GET, path)).await.expect(200);
        assert_eq!(document["paths"], json!({}));
        check(&document);
        world.server.get("x", path).await.expect(401);
    }
}
