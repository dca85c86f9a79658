//! What goes wrong, and how it is told.

use reqwest::Method;
use serde_json::{Value, json};

use super::{World, world};
use crate::support::answer;

#[tokio::test]
async fn a_report_names_everything_that_is_wrong() {
    let world = world().await;
    let query = "mutation($o: CreateObjectInput!) { createOneObject(input: { object: $o }) { id } }";
    let input = json!({ "nameSingular": "Bad Name", "namePlural": "badNames", "labelSingular": "  ", "labelPlural": "Bad" });
    let before = world.ask("{ objects(paging: { first: 1000 }) { edges { node { id } } } }", json!({})).await;
    let error = world.error(query, json!({ "o": input })).await;
    assert_eq!(error["message"], "Multiple validation errors occurred while creating object");
    let extensions = &error["extensions"];
    assert_eq!(extensions["code"], "METADATA_VALIDATION_FAILED");
    assert_eq!(extensions["message"], "Validation failed for 1 objectMetadata");
    assert_eq!(extensions["userFriendlyMessage"], "Metadata validation failed");
    assert_eq!(extensions["summary"], json!({ "objectMetadata": 1, "totalErrors": 1 }));
    let entity = &extensions["errors"]["objectMetadata"][0];
    assert_eq!((&entity["metadataName"], &entity["type"]), (&json!("objectMetadata"), &json!("create")));
    assert_eq!(entity["status"], "fail");
    assert_eq!(entity["flatEntityMinimalInformation"]["nameSingular"], "Bad Name");
    let problems = entity["errors"].as_array().unwrap();
    assert!(problems.len() > 1, "{problems:#?}");
    for problem in problems {
        assert_eq!(problem["code"], "INVALID_OBJECT_INPUT", "{problem}");
        assert!(problem["message"].is_string() && problem["userFriendlyMessage"].is_string());
    }
    let after = world.ask("{ objects(paging: { first: 1000 }) { edges { node { id } } } }", json!({})).await;
    assert_eq!(before, after, "nothing was changed");
}

#[tokio::test]
async fn a_refusal_names_its_rule() {
    let world = world().await;
    let object = world.object_id("company").await;
    let field = world.field_id(&object, "name").await;
    let query =
        "mutation($id: UUID!) { updateOneField(input: { id: $id, update: { name: \"firma\" } }) { id } }";
    let error = world.error(query, json!({ "id": field })).await;
    assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{error:#}");
    assert_eq!(error["extensions"]["subCode"], "FIELD_MUTATION_NOT_ALLOWED");
    assert!(error["extensions"]["userFriendlyMessage"].is_string());
    assert!(error["message"].as_str().unwrap().contains("name"), "{error:#}");
    let unknown = "{ object(id: \"20202020-1c25-4d02-bf25-6aeccf7ea400\") { id } }";
    let error = world.error(unknown, json!({})).await;
    assert_eq!(error["extensions"]["code"], "NOT_FOUND");
    assert_eq!(error["extensions"]["subCode"], "OBJECT_METADATA_NOT_FOUND");
}

#[tokio::test]
async fn callers_without_a_session_are_told_so() {
    let world = world().await;
    let ask = |query: &str| {
        let body = json!({ "query": query });
        world.server.request(Method::POST, "/metadata").json(&body)
    };
    for query in ["{ objects { edges { node { id } } } }", "{ __schema { types { name } } }", "{ nonsense }"]
    {
        let body = answer(ask(query)).await.expect(200);
        assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{body:#}");
        assert_eq!(body["data"], Value::Null);
    }
    let by_cookie = ask("{ __typename }").header("cookie", world.member.cookie_header());
    assert_eq!(answer(by_cookie).await.expect(200)["data"]["__typename"], "Query", "a session does as well");
    let types = world.ask("{ __schema { queryType { name } } }", json!({})).await;
    assert_eq!(types["__schema"]["queryType"]["name"], "Query");
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let world = world().await;
    for body in ["", "nonsense", "[]", "{}", "{\"query\": 1}"] {
        let request = world.server.with(&world.token, Method::POST, "/metadata");
        let answer = answer(request.header("content-type", "application/json").body(body)).await;
        let told = answer.expect(400);
        assert_eq!(told["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{body}");
    }
    let error = world.error("{ objects(", json!({})).await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_PARSE_FAILED", "{error:#}");
    let error = world.error("{ nonsense }", json!({})).await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{error:#}");
    let error =
        world.error("query($id: UUID!) { object(id: $id) { id } }", json!({ "id": "nonsense" })).await;
    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{error:#}");
}

async fn versioned(world: &World, query: &str, headers: &[(&str, &str)]) -> Value {
    let mut request = world.server.with(&world.token, Method::POST, "/metadata");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.json(&json!({ "query": query }))).await.expect(200)
}

#[tokio::test]
async fn clients_built_on_another_version_are_told_so_when_they_fail() {
    let world = world().await;
    let version = |offset: i64| (i64::try_from(world.version()).unwrap() + offset).to_string();
    let stale = version(-1);
    let answer = versioned(&world, "{ nonsense }", &[("x-schema-version", &stale)]).await;
    assert_eq!(answer["errors"][0]["message"], "Schema version mismatch.");
    assert_eq!(answer["errors"][0]["extensions"].get("code"), None);
    assert!(answer["errors"][0]["extensions"]["userFriendlyMessage"].is_string());
    let answer = versioned(&world, "{ __typename }", &[("x-schema-version", &stale)]).await;
    assert_eq!(answer["data"]["__typename"], "Query", "what is valid works on");
    let answer = versioned(&world, "{ nonsense }", &[("x-schema-version", &version(0))]).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    let answer = versioned(&world, "{ nonsense }", &[("x-app-version", "1.9.0")]).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "APP_VERSION_MISMATCH");
    let answer = versioned(&world, "{ nonsense }", &[("x-app-version", "2.43.0")]).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn operations_without_end_are_refused() {
    let world = world().await;
    let nested = |levels: usize| {
        let open = "fieldsList { object { ".repeat(levels);
        format!("{{ objects {{ edges {{ node {{ {open} id {} }} }} }} }}", "} }".repeat(levels))
    };
    let error = world.error(&nested(4), json!({})).await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "too much: {error:#}");
    let error = world.error(&nested(9), json!({})).await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "too deep: {error:#}");
    assert!(world.ask(&nested(1), json!({})).await["objects"].is_object());
}

#[tokio::test]
async fn the_message_above_all_says_what_was_being_done() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let name = world.field_id(&rocket, "name").await;
    let field = json!({ "objectMetadataId": rocket, "type": "TEXT", "name": "Not Camel", "label": "X" });
    for (query, variables, doing) in [
        (super::CREATE_FIELD, json!({ "f": field }), "creating fields"),
        (
            "mutation($id: UUID!) { updateOneField(input: { id: $id, update: { name: \"\" } }) { id } }",
            json!({ "id": name }),
            "updating field",
        ),
        (
            "mutation($id: UUID!) { updateOneObject(input: { id: $id, update: { nameSingular: \"\" } }) { id } }",
            json!({ "id": rocket }),
            "updating object",
        ),
        (
            "mutation($id: UUID!) { deleteOneObject(input: { id: $id }) { id } }",
            json!({ "id": world.object_id("company").await }),
            "deleting object",
        ),
    ] {
        let error = world.error(query, variables).await;
        assert_eq!(error["message"], format!("Multiple validation errors occurred while {doing}"));
    }
}
