//! Fields that become unique or required: only where the records allow it.

use icosa_contract::Code;
use serde_json::{Value, json};

use super::objects::make_rocket;
use crate::data_model::names::field;
use crate::data_model::workshop::{Workshop, workshop};

async fn with_fields() -> Workshop {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let create = |kind: &str, name: &str| json!({"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": kind, "name": name, "label": name}});
    shop.change(json!([create("TEXT", "code"), create("EMAILS", "mails"), create("NUMBER", "thrust")])).await;
    shop
}

fn set(name: &str, update: Value) -> Value {
    json!([{"change": "updateField", "with": {"id": {"field": name}, "update": update}}])
}

#[tokio::test]
async fn unique_is_refused_with_the_records_in_the_way() {
    let shop = with_fields().await;
    for (name, code) in [("a", "same"), ("b", "same"), ("c", "other"), ("d", "same")] {
        shop.tim.made("rocket", json!({"name": name, "code": code})).await;
    }
    let error = shop.try_change(&set("rocket.code", json!({"isUnique": true}))).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::Conflict, Some("code")));
    let details = error.details.unwrap();
    assert_eq!(details["rows"], 3);
    assert_eq!(details["sample"].as_array().unwrap().len(), 3);
    let metadata = shop.metadata().await;
    let code = field(&metadata, "rocket.code").id;
    assert!(!metadata.indexes.iter().any(|index| index.is_unique && index.fields[0].field_id == code));
}

#[tokio::test]
async fn unique_holds_from_then_on_and_can_be_lifted() {
    let shop = with_fields().await;
    let mail = |address: &str| json!({"primaryEmail": address});
    shop.tim.made("rocket", json!({"name": "a", "code": "1", "mails": mail("a@b.test")})).await;
    // Several records without a value do not collide.
    shop.tim.made("rocket", json!({"name": "b"})).await;
    shop.tim.made("rocket", json!({"name": "c"})).await;
    shop.change(set("rocket.code", json!({"isUnique": true}))).await;
    shop.change(set("rocket.mails", json!({"isUnique": true}))).await;
    for values in [json!({"code": "1"}), json!({"mails": mail("a@b.test")})] {
        let error = shop.tim.create("rocket", values).await.unwrap_err();
        assert_eq!(error.sub_code.as_deref(), Some("DUPLICATE_ENTRY"));
    }
    shop.change(set("rocket.code", json!({"isUnique": false}))).await;
    shop.tim.made("rocket", json!({"name": "d", "code": "1"})).await;
}

#[tokio::test]
async fn required_is_refused_with_the_records_in_the_way() {
    let shop = with_fields().await;
    shop.tim.made("rocket", json!({"name": "a", "thrust": 5})).await;
    let empty = shop.tim.made("rocket", json!({"name": "b"})).await;
    let required = set("rocket.thrust", json!({"isNullable": false, "defaultValue": 1}));
    let error = shop.try_change(&required).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::Conflict, Some("thrust")));
    assert_eq!(error.details.unwrap()["rows"], 1);
    shop.tim.update("rocket", empty, json!({"thrust": 7})).await.unwrap();
    shop.change(required).await;
    let record = shop.tim.made("rocket", json!({"name": "c"})).await;
    assert_eq!(shop.tim.value("rocket", record, "thrust").await, 1);
    assert!(shop.tim.update("rocket", record, json!({"thrust": null})).await.is_err());
}

#[tokio::test]
async fn a_new_field_gives_its_default_to_the_records_there_are() {
    let shop = with_fields().await;
    let record = shop.tim.made("rocket", json!({"name": "a"})).await;
    let create = |kind: &str, name: &str, more: Value| {
        let mut with = json!({"objectId": {"object": "rocket"}, "type": kind, "name": name, "label": name});
        with.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"change": "createField", "with": with})
    };
    let options = json!([{"value": "A", "label": "A", "position": 0}]);
    shop.change(json!([
        create("TEXT", "motto", json!({"defaultValue": "'ad astra'", "isNullable": false})),
        create("BOOLEAN", "crewed", json!({"defaultValue": true})),
        create(
            "CURRENCY",
            "price",
            json!({"defaultValue": {"amountMicros": "'5'", "currencyCode": "'EUR'"}})
        ),
        create("SELECT", "stage", json!({"options": options, "defaultValue": "'A'", "isNullable": false})),
        create("MULTI_SELECT", "tags", json!({"options": options, "defaultValue": ["'A'"]})),
        create("RATING", "stars", json!({"defaultValue": "'RATING_3'"})),
        create("UUID", "key", json!({"isUnique": true})),
        create("ACTOR", "author", json!({})),
    ]))
    .await;
    let names = ["motto", "crewed", "price", "stage", "tags", "stars", "key", "author"];
    let found = shop.tim.get("rocket", record, &names).await.unwrap();
    assert_eq!((&found["motto"], &found["crewed"]), (&json!("ad astra"), &json!(true)));
    assert_eq!((&found["stage"], &found["tags"]), (&json!("A"), &json!(["A"])));
    assert_eq!((&found["stars"], &found["key"]), (&json!("RATING_3"), &Value::Null));
    assert_eq!(found["price"]["currencyCode"], "EUR");
    assert_eq!(found["author"]["source"], "MANUAL");
}

#[tokio::test]
async fn a_custom_index_is_made_and_removed() {
    let shop = with_fields().await;
    shop.change(
        json!([{"change": "createIndex", "with": {"id": {"id": "i"}, "objectId": {"object": "rocket"},
        "indexType": "BTREE", "fields": [{"fieldId": {"field": "rocket.thrust"}},
            {"fieldId": {"field": "rocket.mails"}, "subFieldName": "primaryEmail"},
            {"fieldId": {"field": "rocket.createdAt"}}]}}]),
    )
    .await;
    assert!(shop.metadata().await.indexes.iter().any(|index| index.is_custom && index.fields.len() == 3));
    shop.change(json!([{"change": "deleteIndex", "with": {"id": "i"}}])).await;
    assert!(!shop.metadata().await.indexes.iter().any(|index| index.is_custom));
}
