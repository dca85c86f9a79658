//! Every object of the model, and objects that people make.

use serde_json::{Value, json};

use super::world;

#[tokio::test]
async fn every_object_is_listed() {
    let world = world().await;
    let path = format!("/model/{}/1", world.member.actor.workspace.0);
    let model = world.get(&path).await.expect(200);
    let objects = model["objects"].as_array().unwrap().iter();
    let objects: Vec<&Value> = objects.filter(|object| object["isActive"] == true).collect();
    assert!(objects.len() > 8, "{}", objects.len());
    for object in objects {
        let plural = object["namePlural"].as_str().unwrap();
        for depth in [0, 1] {
            let body = world.get(&format!("/rest/{plural}?depth={depth}&limit=5")).await.expect(200);
            assert!(body["data"][plural].is_array(), "{plural}");
            assert!(body["totalCount"].is_number(), "{plural}");
        }
    }
}

#[tokio::test]
async fn objects_that_people_make_have_the_same_api() {
    let world = world().await;
    let rocket = json!({
        "nameSingular": "rocket", "namePlural": "rockets", "labelSingular": "Rocket", "labelPlural": "Rockets",
        "icon": "IconRocket",
    });
    let query = "mutation M($input: CreateOneObjectInput!) { createOneObject(input: $input) { id } }";
    world.change_model(query, json!({ "object": rocket })).await;
    for (name, kind, options) in [
        ("thrust", "NUMBER", Value::Null),
        ("reusable", "BOOLEAN", Value::Null),
        ("launchedAt", "DATE_TIME", Value::Null),
        ("tags", "ARRAY", Value::Null),
        ("stages", "MULTI_SELECT", options(&["ONE", "TWO", "THREE"])),
        ("state", "SELECT", options(&["READY", "FLOWN"])),
        ("price", "CURRENCY", Value::Null),
    ] {
        world.field("rocket", name, kind, options).await;
    }
    let rocket = json!({"name": "Saturn", "thrust": 35.1, "reusable": false, "launchedAt": "1969-07-16T13:32:00Z",
        "tags": ["moon", "nasa"], "stages": ["ONE", "TWO"], "state": "FLOWN",
        "price": {"amountMicros": "185000000000000", "currencyCode": "USD"}});
    let batch = json!([rocket, {"name": "Falcon", "reusable": true, "stages": ["ONE"], "state": "READY"}]);
    let made = world.post("/rest/batch/rockets", batch).await.expect(201);
    let saturn = &made["data"]["createRockets"][0];
    assert_eq!(saturn["stages"], json!(["ONE", "TWO"]));
    assert_eq!(saturn["price"]["amountMicros"], 185_000_000_000_000_i64);
    for (filter, expected) in [
        ("stages[containsAny]:[TWO,THREE]", vec!["Saturn"]),
        ("stages[containsExactly]:[ONE]", vec!["Falcon"]),
        ("state[in]:[READY]", vec!["Falcon"]),
        ("reusable[eq]:true", vec!["Falcon"]),
        ("tags[containsIlike]:%NASA%", vec!["Saturn"]),
        ("tags[isEmptyArray]:true", vec!["Falcon"]),
        ("thrust[gt]:35", vec!["Saturn"]),
        ("launchedAt[lt]:1970-01-01", vec!["Saturn"]),
        ("price.currencyCode[eq]:USD", vec!["Saturn"]),
    ] {
        let path = format!("/rest/rockets?order_by=name&filter={}", super::encoded(filter));
        let body = world.get(&path).await.expect(200);
        assert_eq!(super::names(&body["data"]["rockets"]), expected, "{filter}");
    }
    let path = format!("/rest/rockets?filter={}", super::encoded("state[eq]:LOST"));
    assert_eq!(
        world.get(&path).await.expect(400)["messages"],
        json!(["Invalid value 'LOST' for field \"state\""])
    );
}

fn options(values: &[&str]) -> Value {
    let option =
        |(i, value): (usize, &&str)| json!({"value": value, "label": value, "position": i, "color": "red"});
    values.iter().enumerate().map(option).collect()
}
