//! The REST twins.

use reqwest::Method;
use serde_json::{Value, json};

use super::{World, text, world};
use crate::support::{Answer, server_with};

impl World {
    async fn rest(&self, method: Method, path: &str, body: Value) -> Answer {
        let path = format!("/rest/metadata/{path}");
        if body.is_null() {
            return crate::support::answer(self.server.with(&self.token, method, &path)).await;
        }
        self.server.send(&self.token, method, &path, body).await
    }

    async fn rest_get(&self, path: &str) -> Answer {
        self.rest(Method::GET, path, Value::Null).await
    }
}

const UNKNOWN: &str = "20202020-1c25-4d02-bf25-6aeccf7ea400";

#[tokio::test]
async fn objects_are_made_read_changed_and_removed() {
    let world = world().await;
    let input = json!({ "nameSingular": "rocket", "namePlural": "rockets", "labelSingular": "Rocket",
        "labelPlural": "Rockets", "icon": "IconRocket" });
    let made = world.rest(Method::POST, "objects", input.clone()).await.expect(201)["data"].clone();
    assert_eq!((&made["nameSingular"], &made["isCustom"]), (&json!("rocket"), &json!(true)));
    assert!(made["fields"].as_array().unwrap().iter().any(|field| field["name"] == "name"));
    let path = format!("objects/{}", text(&made["id"]));
    let one = world.rest_get(&path).await.expect(200)["data"].clone();
    assert_eq!(one, made);
    for method in [Method::PATCH, Method::PUT] {
        let changed = world.rest(method.clone(), &path, json!({ "description": method.as_str() })).await;
        assert_eq!(changed.expect(200)["data"]["description"], method.as_str());
    }
    let refused = world.rest(Method::POST, "objects", input).await.expect(400);
    assert_eq!(refused["code"], "METADATA_VALIDATION_FAILED", "{refused:#}");
    let refused = world.rest(Method::PATCH, &path, json!({ "colour": "red", "size": 1 })).await.expect(400);
    let message = text(&refused["messages"][0]);
    assert!(message.contains("colour") && message.contains("size"), "{message}");
    world.rest(Method::PATCH, &path, json!([1])).await.expect(400);
    let gone = world.rest(Method::DELETE, &path, Value::Null).await.expect(200);
    assert_eq!(gone["data"]["nameSingular"], "rocket");
    world.rest_get(&path).await.expect(404);
    world.rest(Method::DELETE, &path, Value::Null).await.expect(404);
    world.rest_get("objects/nonsense").await.expect(400);
    world.rest_get(&format!("objects/{UNKNOWN}")).await.expect(404);
}

#[tokio::test]
async fn lists_come_by_the_page() {
    let world = world().await;
    let all = world.rest_get("objects").await.expect(200);
    let total = all["data"].as_array().unwrap().len();
    assert_eq!(all["totalCount"], total);
    assert_eq!(all["pageInfo"]["hasNextPage"], false);
    let page = world.rest_get("objects?limit=2").await.expect(200);
    assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(total), &json!(true)));
    let after = text(&page["pageInfo"]["endCursor"]);
    let next = world.rest_get(&format!("objects?limit=2&starting_after={after}")).await.expect(200);
    assert_eq!(next["data"][0]["id"], all["data"][2]["id"]);
    let before = text(&next["pageInfo"]["startCursor"]);
    let back = world.rest_get(&format!("objects?limit=2&ending_before={before}")).await.expect(200);
    assert_eq!(back["data"], page["data"]);
    world.rest_get(&format!("objects?starting_after={after}&ending_before={before}")).await.expect(400);
    world.rest_get("objects?limit=nonsense").await.expect(400);
    let twice = world.rest_get("views?objectMetadataId=a&objectMetadataId=b").await.expect(400);
    assert_eq!(twice["error"], "BadRequestException", "not a bare text");
    let fields = world.rest_get("fields").await.expect(200);
    assert!(fields["totalCount"].as_u64().unwrap() > 100);
    assert!(fields["data"][0]["objectMetadataId"].is_string());
}

#[tokio::test]
async fn fields_are_made_read_changed_and_removed() {
    let world = world().await;
    let object = world.create_object("rocket", "rockets").await;
    let input = json!({ "objectMetadataId": object, "name": "fuel", "label": "Fuel", "type": "TEXT" });
    let made = world.rest(Method::POST, "fields", input.clone()).await.expect(201)["data"].clone();
    let path = format!("fields/{}", text(&made["id"]));
    let changed = world.rest(Method::PATCH, &path, json!({ "label": "Propellant" })).await.expect(200);
    assert_eq!((&changed["data"]["label"], &changed["data"]["name"]), (&json!("Propellant"), &json!("fuel")));
    assert_eq!(world.rest_get(&path).await.expect(200)["data"]["label"], "Propellant");
    world.rest(Method::POST, "fields", input).await.expect(400);
    let gone = world.rest(Method::DELETE, &path, Value::Null).await.expect(200);
    assert_eq!(gone["data"]["name"], "fuel");
    world.rest_get(&path).await.expect(404);
    world.rest(Method::DELETE, &path, Value::Null).await.expect(404);
    let unknown = world.rest(Method::PATCH, &path, json!({ "label": "X" })).await.expect(400);
    assert_eq!(unknown["code"], "FIELD_METADATA_NOT_FOUND");
}

#[tokio::test]
async fn views_and_their_parts_answer_bare() {
    let world = world().await;
    let object = world.object_id("company").await;
    let name = world.field_id(&object, "name").await;
    let revenue = world.field_id(&object, "annualRevenue").await;
    let input = json!({ "name": "Mine", "icon": "IconList", "objectMetadataId": object });
    let view = world.rest(Method::POST, "views", input).await.expect(201);
    let id = text(&view["id"]);
    let list = world.rest_get(&format!("views?objectMetadataId={object}")).await.expect(200);
    assert!(list.as_array().unwrap().iter().any(|one| one["id"] == view["id"]));
    let changed =
        world.rest(Method::PATCH, &format!("views/{id}"), json!({ "name": "Ours" })).await.expect(200);
    assert_eq!(changed["name"], "Ours");
    for (path, input, update) in [
        ("viewFields", json!({ "fieldMetadataId": revenue }), json!({ "size": 222 })),
        ("viewFilterGroups", json!({}), json!({ "logicalOperator": "OR" })),
        (
            "viewFilters",
            json!({ "fieldMetadataId": name, "operand": "CONTAINS", "value": "a" }),
            json!({ "value": "b" }),
        ),
        ("viewSorts", json!({ "fieldMetadataId": name }), json!({ "direction": "DESC" })),
    ] {
        let mut input = input;
        input["viewId"] = json!(id);
        let made = world.rest(Method::POST, path, input).await.expect(201);
        let one = format!("{path}/{}", text(&made["id"]));
        assert_eq!(world.rest_get(&one).await.expect(200), made, "{path}");
        let changed = world.rest(Method::PATCH, &one, update.clone()).await.expect(200);
        let (key, value) = update.as_object().unwrap().iter().next().unwrap();
        assert!(changed[key] == *value || changed[key].as_f64() == value.as_f64(), "{path}: {changed:#}");
        let list = world.rest_get(&format!("{path}?viewId={id}")).await.expect(200);
        assert_eq!(list.as_array().unwrap().len(), 1, "{path}");
        let gone = world.rest(Method::DELETE, &one, Value::Null).await.expect(200);
        assert_eq!(gone, json!({ "success": true }), "{path}");
        world.rest_get(&one).await.expect(404);
    }
    let gone = world.rest(Method::DELETE, &format!("views/{id}"), Value::Null).await.expect(200);
    assert_eq!(gone, json!({ "success": true }));
    world.rest_get(&format!("views/{id}")).await.expect(404);
}

#[tokio::test]
async fn groups_of_a_board_are_reached_too() {
    let world = world().await;
    let object = world.object_id("opportunity").await;
    let stage = world.field_id(&object, "stage").await;
    let input = json!({ "name": "Board", "icon": "IconList", "objectMetadataId": object, "type": "KANBAN",
        "mainGroupByFieldMetadataId": stage });
    let view = world.rest(Method::POST, "views", input).await.expect(201);
    let list = world.rest_get(&format!("viewGroups?viewId={}", text(&view["id"]))).await.expect(200);
    let one = format!("viewGroups/{}", text(&list[0]["id"]));
    let changed = world.rest(Method::PATCH, &one, json!({ "isVisible": false })).await.expect(200);
    assert_eq!(changed["isVisible"], false);
    world.rest(Method::DELETE, &one, Value::Null).await.expect(200);
    let again = json!({ "viewId": view["id"], "fieldValue": list[0]["fieldValue"] });
    let again = world.rest(Method::POST, "viewGroups", again).await.expect(201);
    assert_eq!(again["fieldValue"], list[0]["fieldValue"]);
}

#[tokio::test]
async fn strangers_and_unknown_paths_are_refused() {
    let world = world().await;
    let request = world.server.request(Method::GET, "/rest/metadata/objects");
    let refused = crate::support::answer(request).await.expect(401);
    assert_eq!(refused["messages"], json!(["Missing authentication token"]));
    world.rest_get("nonsense").await.expect(404);
    world.rest_get("objects/a/b").await.expect(404);
}

#[tokio::test]
async fn clients_of_the_older_format_find_what_they_look_for() {
    let server = server_with(&[("IS_REST_METADATA_API_NEW_FORMAT_DIRECT", "false")]).await;
    let member = server.member("ada@example.com").await;
    let token = server.access_token(&member).await;
    let world = World { server, member, token };
    let all = world.rest_get("objects?limit=3").await.expect(200);
    assert_eq!(all["data"]["objects"].as_array().map(Vec::len), Some(3), "{all:#}");
    assert!(all["pageInfo"]["endCursor"].is_string() && all["totalCount"].is_number());
    assert!(world.rest_get("fields").await.expect(200)["data"]["fields"].as_array().unwrap().len() > 100);
    let input = json!({ "nameSingular": "rocket", "namePlural": "rockets", "labelSingular": "Rocket",
        "labelPlural": "Rockets" });
    let made =
        world.rest(Method::POST, "objects", input).await.expect(201)["data"]["createOneObject"].clone();
    let path = format!("objects/{}", text(&made["id"]));
    assert_eq!(world.rest_get(&path).await.expect(200)["data"]["object"]["nameSingular"], "rocket");
    let input = json!({ "objectMetadataId": made["id"], "type": "TEXT", "name": "motto", "label": "Motto" });
    let field = world.rest(Method::POST, "fields", input).await.expect(201)["data"]["createOneField"].clone();
    let field = format!("fields/{}", text(&field["id"]));
    let changed = world.rest(Method::PATCH, &field, json!({ "label": "Words" })).await.expect(200);
    assert_eq!(changed["data"]["updateOneField"]["label"], "Words");
    let gone = world.rest(Method::DELETE, &field, Value::Null).await.expect(200);
    assert_eq!(gone["data"]["deleteOneField"]["name"], "motto");
    let changed = world.rest(Method::PATCH, &path, json!({ "icon": "IconMoon" })).await.expect(200);
    assert_eq!(changed["data"]["updateOneObject"]["icon"], "IconMoon");
    let gone = world.rest(Method::DELETE, &path, Value::Null).await.expect(200);
    assert_eq!(gone["data"]["deleteOneObject"]["nameSingular"], "rocket");
    // Views are told the same in both.
    assert!(world.rest_get("views").await.expect(200).is_array());
}
