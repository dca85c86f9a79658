//! Whole numbers with a fraction of zero are whole numbers, in both APIs and in every form.

use reqwest::Method;
use serde_json::{Value, json};

use super::{CREATE_FIELD, World, text, world};

const CREATE_VIEW: &str =
    "mutation($i: CreateViewInput!) { createView(input: $i) { id kanbanColumnWidth groupLoadLimit } }";

#[tokio::test]
async fn settings_widths_and_pages_may_be_written_with_a_point() {
    let world = world().await;
    let company = world.object_id("company").await;
    let view = json!({ "name": "Mine", "icon": "IconList", "objectMetadataId": company, "kanbanColumnWidth": 300.0,
        "groupLoadLimit": 5.0 });
    let made = world.ask(CREATE_VIEW, json!({ "i": view })).await["createView"].clone();
    assert_eq!((&made["kanbanColumnWidth"], &made["groupLoadLimit"]), (&json!(300), &json!(5)));
    let page = "query($f: Int) { objects(paging: { first: $f }) { edges { node { id } } } }";
    let objects = world.ask(page, json!({ "f": 2.0 })).await;
    assert_eq!(objects["objects"]["edges"].as_array().map(Vec::len), Some(2));
    let field = json!({ "objectMetadataId": company, "type": "NUMBER", "name": "weight", "label": "Weight",
        "settings": { "decimals": 2.0, "dataType": "float" } });
    assert_eq!(world.create_field(field).await["settings"]["decimals"], 2);

    let path = format!("/rest/metadata/views/{}", text(&made["id"]));
    let body = json!({ "kanbanColumnWidth": 250.0 });
    let changed = world.server.send(&world.token, Method::PATCH, &path, body).await.expect(200);
    assert_eq!(changed["kanbanColumnWidth"], 250);
    let body = json!({ "kanbanColumnWidth": 250.5 });
    world.server.send(&world.token, Method::PATCH, &path, body).await.expect(400);
    let error = world.error(page, json!({ "f": 2.5 })).await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{error:#}");
    let field = json!({ "objectMetadataId": company, "type": "NUMBER", "name": "height", "label": "Height",
        "settings": { "decimals": 2.5 } });
    let error = world.error(CREATE_FIELD, json!({ "f": field })).await;
    assert_eq!(error["extensions"]["subCode"], "INVALID_FIELD_INPUT", "{error:#}");
}

#[tokio::test]
async fn records_and_their_pages_too() {
    let world = world().await;
    let company = world.object_id("company").await;
    let field = json!({ "objectMetadataId": company, "type": "NUMBER", "name": "floors", "label": "Floors",
        "settings": { "dataType": "int" } });
    world.create_field(field).await;
    let send =
        async |path: &str, body: Value| world.server.send(&world.token, Method::POST, path, body).await;
    let made = send("/rest/companies", json!({ "name": "Acme", "floors": 53.0 })).await.expect(201);
    assert_eq!(made["data"]["createCompany"]["floors"], 53);
    send("/rest/companies", json!({ "name": "Acme", "floors": 53.5 })).await.expect(400);
    let page = |first: f64| {
        let query = "query($f: Int) { companies(first: $f) { edges { node { id } } } }";
        json!({ "query": query, "variables": { "f": first } })
    };
    let answer = send("/graphql", page(1.0)).await.expect(200);
    assert_eq!(World::data(answer)["companies"]["edges"].as_array().map(Vec::len), Some(1));
    let answer = send("/graphql", page(1.5)).await.expect(200);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer:#}");

    let two = send("/rest/companies", json!({ "name": "Other" })).await.expect(201);
    let ids = json!([made["data"]["createCompany"]["id"], two["data"]["createCompany"]["id"]]);
    let merge = |priority: f64| json!({ "ids": ids, "conflictPriorityIndex": priority, "dryRun": true });
    let path = "/rest/companies/merge";
    let merged = world.server.send(&world.token, Method::PATCH, path, merge(1.0)).await.expect(200);
    assert_eq!(merged["data"]["mergeCompanies"]["name"], "Other");
    world.server.send(&world.token, Method::PATCH, path, merge(0.5)).await.expect(400);
}
