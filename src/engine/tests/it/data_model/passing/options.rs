//! Choices that are renamed, removed and added, with records and views following (metadata API, section 6.4).

use serde_json::{Value, json};

use super::objects::make_rocket;
use crate::data_model::names::{field, view};
use crate::data_model::workshop::{Workshop, workshop};

fn option(value: &str, position: u32) -> Value {
    json!({"id": {"id": format!("option {value}")}, "value": value, "label": value, "color": "red", "position": position})
}

/// A rocket with a stage, tags, a board by stage and a filter on it.
async fn with_options() -> Workshop {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let options = json!([option("ONE", 0), option("TWO", 1), option("THREE", 2)]);
    shop.change(json!([
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "SELECT", "name": "stage",
            "label": "Stage", "options": options, "defaultValue": "'ONE'"}},
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "MULTI_SELECT", "name": "tags",
            "label": "Tags", "options": [option("RED", 0), option("BLUE", 1)]}},
    ]))
    .await;
    shop.change(json!([
        {"change": "createView", "with": {"id": {"id": "board"}, "objectId": {"object": "rocket"}, "name": "Board",
            "icon": "IconLayoutKanban", "type": "KANBAN", "rest": {"mainGroupByFieldId": {"field": "rocket.stage"}}}},
        {"change": "createViewFilter", "with": {"id": {"id": "two"}, "viewId": {"id": "board"},
            "fieldId": {"field": "rocket.stage"}, "operand": "IS", "value": "[\"TWO\",\"THREE\"]"}},
        {"change": "createViewFilter", "with": {"id": {"id": "three"}, "viewId": {"id": "board"},
            "fieldId": {"field": "rocket.stage"}, "operand": "IS_NOT", "value": ["THREE"]}},
    ]))
    .await;
    shop
}

async fn set(shop: &Workshop, name: &str, more: Value) {
    shop.change(json!([{"change": "updateField", "with": {"id": {"field": name}, "update": more}}])).await;
}

async fn groups(shop: &Workshop) -> Vec<String> {
    let metadata = shop.metadata().await;
    let mut groups = view(&metadata, "rocket/Board").groups.clone();
    groups.sort_by(|a, b| a.position.total_cmp(&b.position));
    groups.into_iter().map(|group| group.field_value).collect()
}

async fn filters(shop: &Workshop) -> Vec<Value> {
    let metadata = shop.metadata().await;
    view(&metadata, "rocket/Board").filters.iter().map(|filter| filter.value.clone()).collect()
}

#[tokio::test]
async fn a_renamed_option_takes_records_groups_and_filters_with_it() {
    let shop = with_options().await;
    let record = shop.tim.made("rocket", json!({"name": "x", "stage": "TWO", "tags": ["RED", "BLUE"]})).await;
    let mut second = option("TWO", 1);
    second["value"] = json!("SECOND");
    set(&shop, "rocket.stage", json!({"options": [option("ONE", 0), second, option("THREE", 2)]})).await;
    assert_eq!(shop.tim.value("rocket", record, "stage").await, "SECOND");
    assert_eq!(groups(&shop).await, ["ONE", "SECOND", "THREE", ""]);
    assert_eq!(filters(&shop).await, [json!("[\"SECOND\",\"THREE\"]"), json!(["THREE"])]);
    let mut scarlet = option("RED", 0);
    scarlet["value"] = json!("SCARLET");
    set(&shop, "rocket.tags", json!({"options": [scarlet, option("BLUE", 1)]})).await;
    assert_eq!(shop.tim.value("rocket", record, "tags").await, json!(["SCARLET", "BLUE"]));
}

#[tokio::test]
async fn records_of_a_removed_option_fall_back_to_the_default() {
    let shop = with_options().await;
    let record =
        shop.tim.made("rocket", json!({"name": "x", "stage": "THREE", "tags": ["RED", "BLUE"]})).await;
    set(&shop, "rocket.stage", json!({"options": [option("ONE", 0), option("TWO", 1)]})).await;
    assert_eq!(shop.tim.value("rocket", record, "stage").await, "ONE");
    assert_eq!(groups(&shop).await, ["ONE", "TWO", ""]);
    assert_eq!(filters(&shop).await, [json!("[\"TWO\"]")], "a filter without values is gone");
    set(&shop, "rocket.tags", json!({"options": [option("BLUE", 0)]})).await;
    assert_eq!(shop.tim.value("rocket", record, "tags").await, json!(["BLUE"]));
}

#[tokio::test]
async fn records_of_a_removed_option_have_none_without_a_default() {
    let shop = with_options().await;
    set(&shop, "rocket.stage", json!({"defaultValue": null})).await;
    let record = shop.tim.made("rocket", json!({"name": "x", "stage": "THREE"})).await;
    set(&shop, "rocket.stage", json!({"options": [option("ONE", 0), option("TWO", 1)]})).await;
    assert_eq!(shop.tim.value("rocket", record, "stage").await, Value::Null);
}

#[tokio::test]
async fn removed_options_are_mapped_to_others_or_to_none() {
    let shop = with_options().await;
    let two = shop.tim.made("rocket", json!({"name": "x", "stage": "TWO", "tags": ["RED"]})).await;
    let three =
        shop.tim.made("rocket", json!({"name": "y", "stage": "THREE", "tags": ["RED", "BLUE"]})).await;
    let mapping = json!({"TWO": "FOUR", "THREE": null});
    set(
        &shop,
        "rocket.stage",
        json!({"options": [option("ONE", 0), option("FOUR", 1)], "optionMapping": mapping}),
    )
    .await;
    assert_eq!(shop.tim.value("rocket", two, "stage").await, "FOUR");
    assert_eq!(shop.tim.value("rocket", three, "stage").await, Value::Null);
    set(&shop, "rocket.tags", json!({"options": [option("BLUE", 0)], "optionMapping": {"RED": "BLUE"}}))
        .await;
    assert_eq!(shop.tim.value("rocket", two, "tags").await, json!(["BLUE"]));
    assert_eq!(shop.tim.value("rocket", three, "tags").await, json!(["BLUE"]));
}

#[tokio::test]
async fn two_options_swap_their_values() {
    let shop = with_options().await;
    let record = shop.tim.made("rocket", json!({"name": "x", "stage": "TWO"})).await;
    let (mut one, mut two) = (option("ONE", 0), option("TWO", 1));
    (one["value"], two["value"]) = (json!("TWO"), json!("ONE"));
    set(&shop, "rocket.stage", json!({"options": [one, two, option("THREE", 2)]})).await;
    assert_eq!(shop.tim.value("rocket", record, "stage").await, "ONE");
    assert_eq!(groups(&shop).await, ["TWO", "ONE", "THREE", ""]);
}

#[tokio::test]
async fn new_options_get_groups_at_the_end_and_order_and_colour_change_nothing() {
    let shop = with_options().await;
    let record = shop.tim.made("rocket", json!({"name": "x", "stage": "TWO"})).await;
    let options = json!([option("ZERO", 0), option("TWO", 1), option("ONE", 2), option("THREE", 3)]);
    set(&shop, "rocket.stage", json!({"options": options})).await;
    assert_eq!(groups(&shop).await, ["ONE", "TWO", "THREE", "", "ZERO"]);
    assert_eq!(shop.tim.value("rocket", record, "stage").await, "TWO");
    let metadata = shop.metadata().await;
    let values: Vec<_> = field(&metadata, "rocket.stage").options.iter().map(|o| o.value.as_str()).collect();
    assert_eq!(values, ["ZERO", "TWO", "ONE", "THREE"]);
}

#[tokio::test]
async fn the_group_without_value_follows_whether_there_must_be_one() {
    let shop = with_options().await;
    set(&shop, "rocket.stage", json!({"isNullable": false})).await;
    assert_eq!(groups(&shop).await, ["ONE", "TWO", "THREE"]);
    set(&shop, "rocket.stage", json!({"isNullable": true})).await;
    assert_eq!(groups(&shop).await, ["ONE", "TWO", "THREE", ""]);
}
