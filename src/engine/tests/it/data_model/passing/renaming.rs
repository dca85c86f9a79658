//! Objects and fields under other names (metadata API, sections 5.3 and 6.3).

use serde_json::json;

use super::objects::make_rocket;
use crate::data_model::names::{field, find_field};
use crate::data_model::workshop::workshop;

#[tokio::test]
async fn a_renamed_object_keeps_records_and_ties() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    shop.change(json!([{"change": "createField", "with": {
        "objectId": {"object": "rocket"}, "type": "SELECT", "name": "stage", "label": "Stage",
        "options": [{"value": "DRAFT", "label": "Draft", "color": "gray", "position": 0}],
    }}]))
    .await;
    let rocket = shop.tim.made("rocket", json!({"name": "Saturn V", "stage": "DRAFT"})).await;
    let note = shop.tim.made("note", json!({"title": "Checked"})).await;
    let target = shop.tim.made("noteTarget", json!({"noteId": note, "targetRocketId": rocket})).await;
    shop.change(json!([{"change": "updateObject", "with": {"id": {"object": "rocket"}, "update": {
        "nameSingular": "spaceShip", "namePlural": "spaceShips", "labelSingular": "Space ship", "labelPlural": "Space ships",
    }}}]))
    .await;
    assert_eq!(shop.tim.value("spaceShip", rocket, "stage").await, "DRAFT");
    assert_eq!(shop.tim.value("noteTarget", target, "targetSpaceShipId").await, json!(rocket));
    assert!(shop.tim.get("rocket", rocket, &[]).await.is_err());
    let metadata = shop.metadata().await;
    for target in ["timelineActivity", "attachment", "noteTarget", "taskTarget"] {
        assert!(find_field(&metadata, &format!("{target}.targetRocket")).is_none());
        let field = field(&metadata, &format!("{target}.targetSpaceShip"));
        assert_eq!(field.settings.join_column_name.as_deref(), Some("targetSpaceShipId"));
    }
    // The old name is free again.
    make_rocket(&shop, json!({"id": {"id": "another"}})).await;
    assert_eq!(shop.tim.total("rocket").await, 0);
}

#[tokio::test]
async fn two_objects_swap_their_names() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    make_rocket(
        &shop,
        json!({"id": {"id": "moon"}, "nameSingular": "moon", "namePlural": "moons", "labelSingular": "Moon",
            "labelPlural": "Moons"}),
    )
    .await;
    let (rocket, moon) = (
        shop.tim.made("rocket", json!({"name": "Saturn V"})).await,
        shop.tim.made("moon", json!({"name": "Io"})).await,
    );
    let rename = |word: &str, one: &str, many: &str| json!({"change": "updateObject", "with": {"id": {"id": word}, "update": {"nameSingular": one, "namePlural": many}}});
    shop.change(json!([
        rename("rocket", "between", "betweens"),
        rename("moon", "rocket", "rockets"),
        rename("rocket", "moon", "moons"),
    ]))
    .await;
    assert_eq!(shop.tim.value("moon", rocket, "name").await, "Saturn V");
    assert_eq!(shop.tim.value("rocket", moon, "name").await, "Io");
}

#[tokio::test]
async fn renamed_fields_keep_their_values() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let create = |kind: &str, name: &str, more: serde_json::Value| {
        let mut with = json!({"objectId": {"object": "rocket"}, "type": kind, "name": name, "label": name});
        with.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"change": "createField", "with": with})
    };
    let options = json!({"options": [{"value": "A", "label": "A", "position": 0}]});
    shop.change(json!([
        create("TEXT", "code", json!({"isUnique": true, "isSearchable": true})),
        create("CURRENCY", "price", json!({})),
        create("SELECT", "kind", options.clone()),
        create("MULTI_SELECT", "tags", options),
        create(
            "RELATION",
            "maker",
            json!({"relation": {"type": "MANY_TO_ONE", "targetObjectId": {"object": "company"},
            "targetFieldLabel": "Rockets", "targetFieldIcon": "IconRocket"}})
        ),
    ]))
    .await;
    let company = shop.tim.made("company", json!({"name": "Acme"})).await;
    let values = json!({"name": "x", "code": "s5", "price": {"amountMicros": 5, "currencyCode": "EUR"}, "kind": "A",
        "tags": ["A"], "makerId": company});
    let record = shop.tim.made("rocket", values).await;
    let rename = |old: &str, new: &str| json!({"change": "updateField", "with": {"id": {"field": format!("rocket.{old}")}, "update": {"name": new}}});
    shop.change(json!([
        rename("code", "serial"),
        rename("price", "cost"),
        rename("kind", "sort"),
        rename("tags", "labels"),
        rename("maker", "builder"),
    ]))
    .await;
    let names = ["serial", "cost", "sort", "labels", "builderId"];
    let found = shop.tim.get("rocket", record, &names).await.unwrap();
    assert_eq!((&found["serial"], &found["cost"]["currencyCode"]), (&json!("s5"), &json!("EUR")));
    assert_eq!((&found["sort"], &found["labels"]), (&json!("A"), &json!(["A"])));
    assert_eq!(found["builderId"], json!(company));
    let metadata = shop.metadata().await;
    assert_eq!(field(&metadata, "rocket.builder").settings.join_column_name.as_deref(), Some("builderId"));
    assert!(find_field(&metadata, "rocket.maker").is_none());
}
