//! Deleting objects and fields, and bringing them back (metadata API, sections 5.5 and 6.5).

use icosa_contract::data_model::DataModelApi;
use serde_json::json;

use super::objects::make_rocket;
use crate::data_model::names::{field, find_field, id, view};
use crate::data_model::workshop::{Workshop, workshop};

async fn with_relation() -> Workshop {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    shop.change(json!([
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "RELATION", "name": "maker",
            "label": "Maker", "relation": {"type": "MANY_TO_ONE", "targetObjectId": {"object": "company"},
            "targetFieldLabel": "Rockets", "targetFieldIcon": "IconRocket"}}},
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "SELECT", "name": "stage",
            "label": "Stage", "options": [{"value": "A", "label": "A", "position": 0}]}},
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "DATE", "name": "launch",
            "label": "Launch"}},
    ]))
    .await;
    shop
}

#[tokio::test]
async fn a_deleted_object_takes_everything_with_it() {
    let shop = with_relation().await;
    let before = shop.metadata().await;
    let rocket = field(&before, "rocket.name").object_id;
    shop.tim.made("rocket", json!({"name": "Saturn V"})).await;
    shop.change(json!([
        {"change": "createViewField", "with": {"viewId": {"view": "company/INDEX"}, "fieldId": {"field": "company.rockets"}}},
        {"change": "createNavigationItem", "with": {"type": "VIEW", "viewId": {"view": "rocket/INDEX"}}},
    ]))
    .await;
    shop.change(json!([{"change": "deleteObject", "with": {"object": "rocket"}}])).await;
    let metadata = shop.metadata().await;
    assert!(!metadata.objects.iter().any(|object| object.id == rocket));
    assert!(
        !metadata.fields.iter().any(|f| f.object_id == rocket || f.relation_target_object_id == Some(rocket))
    );
    assert!(!metadata.views.iter().any(|view| view.object_id == rocket));
    assert!(!metadata.indexes.iter().any(|index| index.object_id == rocket));
    assert!(
        !metadata
            .navigation
            .iter()
            .any(|item| item.target_object_id == Some(rocket) || item.item_type == "VIEW")
    );
    let fields: std::collections::HashSet<_> = metadata.fields.iter().map(|field| field.id).collect();
    assert!(
        metadata.indexes.iter().flat_map(|index| &index.fields).all(|entry| fields.contains(&entry.field_id))
    );
    assert!(
        metadata.views.iter().flat_map(|view| &view.fields).all(|column| fields.contains(&column.field_id))
    );
    assert!(find_field(&metadata, "noteTarget.targetRocket").is_none());
    assert!(shop.tim.create("rocket", json!({"name": "x"})).await.is_err());
    // The name is free again.
    make_rocket(&shop, json!({"id": {"id": "another"}})).await;
}

#[tokio::test]
async fn a_deleted_object_comes_back_with_its_records() {
    let shop = with_relation().await;
    let company = shop.tim.made("company", json!({"name": "Acme"})).await;
    let record = shop.tim.made("rocket", json!({"name": "Saturn V", "makerId": company, "stage": "A"})).await;
    let changed = shop.change(json!([{"change": "deleteObject", "with": {"object": "rocket"}}])).await;
    shop.engine().restore(&shop.tim.actor, changed.undo.unwrap()).await.unwrap();
    shop.assert_in_step().await;
    let found = shop.tim.get("rocket", record, &["name", "makerId", "stage"]).await.unwrap();
    assert_eq!(
        (&found["name"], &found["makerId"], &found["stage"]),
        (&json!("Saturn V"), &json!(company), &json!("A"))
    );
}

#[tokio::test]
async fn a_deleted_field_takes_what_refers_to_it_with_it() {
    let shop = with_relation().await;
    shop.change(json!([
        {"change": "createView", "with": {"id": {"id": "board"}, "objectId": {"object": "rocket"}, "name": "Board",
            "icon": "x", "type": "KANBAN", "rest": {"mainGroupByFieldId": {"field": "rocket.stage"},
            "kanbanAggregateOperation": "MIN", "kanbanAggregateOperationFieldId": {"field": "rocket.launch"}}}},
        {"change": "createView", "with": {"id": {"id": "calendar"}, "objectId": {"object": "rocket"}, "name": "Calendar",
            "icon": "x", "type": "CALENDAR", "rest": {"calendarFieldId": {"field": "rocket.launch"}, "calendarLayout": "MONTH"}}},
        {"change": "createViewField", "with": {"viewId": {"id": "board"}, "fieldId": {"field": "rocket.stage"}}},
        {"change": "createViewFilter", "with": {"viewId": {"id": "board"}, "fieldId": {"field": "rocket.launch"},
            "operand": "IS_TODAY", "value": ""}},
        {"change": "createViewSort", "with": {"viewId": {"id": "board"}, "fieldId": {"field": "rocket.launch"}}},
    ]))
    .await;
    shop.change(json!([
        {"change": "deleteField", "with": {"field": "rocket.stage"}},
        {"change": "deleteField", "with": {"field": "rocket.launch"}},
    ]))
    .await;
    let metadata = shop.metadata().await;
    let (board, calendar) = (view(&metadata, "rocket/Board"), view(&metadata, "rocket/Calendar"));
    assert_eq!((board.view_type.as_str(), calendar.view_type.as_str()), ("TABLE", "TABLE"));
    assert!(
        board.groups.is_empty()
            && board.fields.is_empty()
            && board.filters.is_empty()
            && board.sorts.is_empty()
    );
    assert_eq!((board.main_group_by_field_id, &board.kanban_aggregate_operation), (None, &None));
    assert_eq!(calendar.calendar_field_id, None);
}

#[tokio::test]
async fn a_deleted_field_comes_back_with_its_values() {
    let shop = with_relation().await;
    let record = shop.tim.made("rocket", json!({"name": "x", "stage": "A", "launch": "2026-01-31"})).await;
    for name in ["stage", "launch"] {
        let path = format!("rocket.{name}");
        let changed = shop.change(json!([{"change": "deleteField", "with": {"field": path}}])).await;
        assert!(shop.tim.get("rocket", record, &[name]).await.is_err());
        shop.engine().restore(&shop.tim.actor, changed.undo.unwrap()).await.unwrap();
        shop.assert_in_step().await;
    }
    let found = shop.tim.get("rocket", record, &["stage", "launch"]).await.unwrap();
    assert_eq!((&found["stage"], &found["launch"]), (&json!("A"), &json!("2026-01-31")));
}

#[tokio::test]
async fn a_change_that_fails_in_the_middle_leaves_nothing_behind() {
    let shop = with_relation().await;
    let before = shop.metadata().await;
    let written = json!([
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "TEXT", "name": "good", "label": "Good"}},
        {"change": "deleteField", "with": {"field": "rocket.launch"}},
        {"change": "createView", "with": {"objectId": {"id": "nowhere"}, "name": "x", "icon": "x"}},
    ]);
    shop.try_change(&written).await.unwrap_err();
    assert_eq!(*shop.metadata().await, *before);
    shop.assert_in_step().await;
    assert_ne!(id("rocket"), id("nowhere"));
}
