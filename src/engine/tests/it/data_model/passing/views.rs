//! Views and their parts (metadata API, section 9).

use icosa_contract::data_model::DataModelApi;
use serde_json::{Value, json};

use super::objects::{columns, make_rocket};
use crate::data_model::names::{find_view, id, view};
use crate::data_model::workshop::{Workshop, workshop};

async fn with_board() -> Workshop {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let option = |value: &str, position: u32| json!({"value": value, "label": value, "position": position});
    let create = |kind: &str, name: &str, more: Value| {
        let mut with = json!({"objectId": {"object": "rocket"}, "type": kind, "name": name, "label": name});
        with.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"change": "createField", "with": with})
    };
    shop.change(json!([
        create("SELECT", "stage", json!({"options": [option("ONE", 0), option("TWO", 1)]})),
        create(
            "SELECT",
            "kind",
            json!({"options": [option("A", 0)], "isNullable": false, "defaultValue": "'A'"})
        ),
        create("NUMBER", "thrust", json!({})),
        create("DATE_TIME", "launch", json!({})),
        create("CURRENCY", "price", json!({})),
        create(
            "RELATION",
            "maker",
            json!({"relation": {"type": "MANY_TO_ONE", "targetObjectId": {"object": "company"},
            "targetFieldLabel": "Rockets", "targetFieldIcon": "IconRocket"}})
        ),
    ]))
    .await;
    shop.change(
        json!([{"change": "createView", "with": {"id": {"id": "board"}, "objectId": {"object": "rocket"},
        "name": " By   stage ", "icon": "IconLayoutKanban", "type": "KANBAN",
        "rest": {"mainGroupByFieldId": {"field": "rocket.stage"}, "position": 3}}}]),
    )
    .await;
    shop
}

async fn set(shop: &Workshop, update: Value) {
    shop.change(json!([{"change": "updateView", "with": {"id": {"id": "board"}, "update": update}}])).await;
}

async fn groups(shop: &Workshop) -> Vec<(String, f64)> {
    let metadata = shop.metadata().await;
    let board = metadata.views.iter().find(|view| view.id.0 == id("board")).unwrap();
    board.groups.iter().map(|group| (group.field_value.clone(), group.position)).collect()
}

fn column(name: &str, rest: Value) -> Value {
    json!({"change": "createViewField", "with": {"id": {"id": name}, "viewId": {"id": "board"},
        "fieldId": {"field": format!("rocket.{name}")}, "rest": rest}})
}

#[tokio::test]
async fn groups_follow_what_a_view_is_grouped_by() {
    let shop = with_board().await;
    let group = |value: &str, position: f64| (value.to_owned(), position);
    assert_eq!(groups(&shop).await, [group("ONE", 0.0), group("TWO", 1.0), group("", 2.0)]);
    let metadata = shop.metadata().await;
    let board = view(&metadata, "rocket/By stage");
    assert_eq!((board.position, board.is_custom, board.key.as_deref()), (3.0, true, None));
    assert_eq!(board.created_by_user_workspace_id, shop.tim.actor.user_workspace);
    set(&shop, json!({"mainGroupByFieldId": {"field": "rocket.kind"}})).await;
    assert_eq!(groups(&shop).await, [group("A", 0.0)], "a field that must have a value has no empty group");
    set(&shop, json!({"type": "TABLE", "mainGroupByFieldId": null})).await;
    assert_eq!(groups(&shop).await, []);
    set(&shop, json!({"mainGroupByFieldId": {"field": "rocket.stage"}, "shouldHideEmptyGroups": true})).await;
    assert_eq!(groups(&shop).await.len(), 3, "tables are grouped, too");
}

#[tokio::test]
async fn groups_are_hidden_moved_removed_and_added_again() {
    let shop = with_board().await;
    let metadata = shop.metadata().await;
    let two = view(&metadata, "rocket/By stage").groups[1].id;
    shop.change(json!([{"change": "updateViewGroup", "with": {"id": two, "update": {"isVisible": false, "position": -1}}}]))
        .await;
    let metadata = shop.metadata().await;
    let group = &view(&metadata, "rocket/By stage").groups[1];
    assert_eq!((group.is_visible, group.position), (false, -1.0));
    shop.change(json!([
        {"change": "deleteViewGroup", "with": two},
        {"change": "createViewGroup", "with": {"viewId": {"id": "board"}, "fieldValue": "TWO"}},
    ]))
    .await;
    assert_eq!(groups(&shop).await.last(), Some(&("TWO".to_owned(), 3.0)));
}

#[tokio::test]
async fn columns_take_their_places_and_the_label_stays_first() {
    let shop = with_board().await;
    shop.change(json!([
        column("thrust", json!({"size": 200.4, "aggregateOperation": "SUM"})),
        column("launch", json!({"position": 0.5, "isVisible": false})),
        column("name", json!({})),
        column("price", json!({})),
    ]))
    .await;
    let metadata = shop.metadata().await;
    assert_eq!(columns(&metadata, "rocket/By stage"), ["name", "thrust", "launch", "price"]);
    let by_id = |word: &str| {
        view(&metadata, "rocket/By stage").fields.iter().find(|column| column.id == id(word)).unwrap()
    };
    assert_eq!((by_id("thrust").size, by_id("thrust").aggregate_operation.as_deref()), (200, Some("SUM")));
    assert_eq!((by_id("launch").is_visible, by_id("launch").size), (false, 150));
    // At the place of the label, a column stands behind it.
    let first = by_id("name").position;
    shop.change(json!([{"change": "updateViewField", "with": {"id": {"id": "price"}, "update": {"position": first}}}]))
        .await;
    assert_eq!(columns(&*shop.metadata().await, "rocket/By stage"), ["name", "price", "thrust", "launch"]);
    shop.change(json!([
        {"change": "updateViewField", "with": {"id": {"id": "thrust"}, "update": {"aggregateOperation": null}}},
        {"change": "deleteViewField", "with": {"id": "launch"}},
    ]))
    .await;
    assert_eq!(columns(&*shop.metadata().await, "rocket/By stage"), ["name", "price", "thrust"]);
}

#[tokio::test]
async fn record_pages_have_sections() {
    let shop = with_board().await;
    shop.change(json!([
        {"change": "createViewFieldGroup", "with": {"id": {"id": "engine"}, "viewId": {"view": "rocket/FIELDS_WIDGET"}, "name": "Engine"}},
        {"change": "createViewFieldGroup", "with": {"id": {"id": "more"}, "viewId": {"view": "rocket/FIELDS_WIDGET"}, "name": "More"}},
        {"change": "updateViewField", "with": {"id": {"column": "rocket/FIELDS_WIDGET/thrust"},
            "update": {"viewFieldGroupId": {"id": "engine"}, "position": -5}}},
        {"change": "updateViewFieldGroup", "with": {"id": {"id": "more"}, "update": {"name": "Less", "isVisible": false}}},
    ]))
    .await;
    let metadata = shop.metadata().await;
    let page = view(&metadata, "rocket/FIELDS_WIDGET");
    let sections: Vec<_> =
        page.field_groups.iter().map(|group| (group.name.as_str(), group.position)).collect();
    assert_eq!(sections, [("Engine", 0.0), ("Less", 1.0)]);
    shop.change(json!([{"change": "deleteViewFieldGroup", "with": {"id": "engine"}}])).await;
    let metadata = shop.metadata().await;
    let page = view(&metadata, "rocket/FIELDS_WIDGET");
    assert!(page.fields.iter().all(|column| column.view_field_group_id.is_none()));
    assert_eq!(columns(&metadata, "rocket/FIELDS_WIDGET")[0], "thrust");
}

#[tokio::test]
async fn filters_and_orders_are_kept_as_they_are_sent() {
    let shop = with_board().await;
    let filter = |word: &str, field: &str, operand: &str, value: Value, rest: Value| {
        json!({"change": "createViewFilter", "with": {"id": {"id": word}, "viewId": {"id": "board"},
            "fieldId": {"field": format!("rocket.{field}")}, "operand": operand, "value": value, "rest": rest}})
    };
    shop.change(json!([
        {"change": "createViewFilterGroup", "with": {"id": {"id": "outer"}, "viewId": {"id": "board"}}},
        {"change": "createViewFilterGroup", "with": {"id": {"id": "inner"}, "viewId": {"id": "board"},
            "rest": {"parentViewFilterGroupId": {"id": "outer"}, "logicalOperator": "OR", "positionInViewFilterGroup": 1}}},
        filter("a", "name", "CONTAINS", json!(""), json!({"viewFilterGroupId": {"id": "inner"}})),
        filter("b", "stage", "IS", json!("[\"ONE\"]"), json!({"viewFilterGroupId": {"id": "outer"}})),
        filter("c", "launch", "IS_RELATIVE", json!("NEXT_30_DAY"), json!({})),
        filter("d", "price", "IS", json!("[\"EUR\"]"), json!({"subFieldName": "currencyCode"})),
        filter("e", "maker", "IS", json!({"isCurrentWorkspaceMemberSelected": true, "selectedRecordIds": []}), json!({})),
        filter("f", "maker", "CONTAINS", json!("Acme"), json!({"relationTargetFieldId": {"field": "company.name"}})),
        filter("g", "searchVector", "VECTOR_SEARCH", json!("moon"), json!({})),
        {"change": "createViewSort", "with": {"id": {"id": "s"}, "viewId": {"id": "board"}, "fieldId": {"field": "rocket.maker"}}},
        {"change": "createViewSort", "with": {"viewId": {"id": "board"}, "fieldId": {"field": "rocket.price"},
            "rest": {"direction": "DESC", "subFieldName": "amountMicros"}}},
    ]))
    .await;
    let metadata = shop.metadata().await;
    let board = view(&metadata, "rocket/By stage");
    assert_eq!(board.filters.len(), 7);
    assert_eq!(
        board.filters[4].value,
        json!({"isCurrentWorkspaceMemberSelected": true, "selectedRecordIds": []})
    );
    let directions: Vec<_> = board.sorts.iter().map(|sort| sort.direction.as_str()).collect();
    assert_eq!(directions, ["ASC", "DESC"]);
    shop.change(json!([
        {"change": "updateViewFilter", "with": {"id": {"id": "a"}, "update": {"value": "Saturn", "viewFilterGroupId": null}}},
        {"change": "updateViewSort", "with": {"id": {"id": "s"}, "update": {"direction": "DESC"}}},
        {"change": "deleteViewFilterGroup", "with": {"id": "outer"}},
    ]))
    .await;
    let metadata = shop.metadata().await;
    let board = view(&metadata, "rocket/By stage");
    assert!(board.filter_groups.is_empty(), "inner groups go with the outer one");
    assert_eq!((board.filters.len(), &board.filters[0].value), (6, &json!("Saturn")));
    shop.change(json!([
        {"change": "deleteViewFilter", "with": {"id": "a"}},
        {"change": "deleteViewSort", "with": {"id": "s"}},
    ]))
    .await;
}

#[tokio::test]
async fn deleted_views_come_back_and_destroyed_ones_do_not() {
    let shop = with_board().await;
    shop.change(
        json!([{"change": "createNavigationItem", "with": {"type": "VIEW", "viewId": {"id": "board"}}}]),
    )
    .await;
    shop.change(json!([{"change": "deleteView", "with": {"id": "board"}}])).await;
    assert!(view(&*shop.metadata().await, "rocket/By stage").deleted_at.is_some());
    shop.change(json!([{"change": "restoreView", "with": {"id": "board"}}])).await;
    let metadata = shop.metadata().await;
    assert!(view(&metadata, "rocket/By stage").deleted_at.is_none());
    assert_eq!(view(&metadata, "rocket/By stage").groups.len(), 3);
    shop.change(json!([
        {"change": "deleteView", "with": {"id": "board"}},
        {"change": "destroyView", "with": {"id": "board"}},
    ]))
    .await;
    let metadata = shop.metadata().await;
    assert!(find_view(&metadata, "rocket/By stage").is_none());
    assert!(!metadata.navigation.iter().any(|item| item.item_type == "VIEW"));
}

#[tokio::test]
async fn an_unlisted_view_is_its_makers_alone() {
    let shop = with_board().await;
    let set = |visibility: &str| json!([{"change": "updateView", "with": {"id": {"id": "board"}, "update": {"visibility": visibility}}}]);
    // Whoever hides it owns it from then on.
    shop.change_as(&shop.eve, &set("UNLISTED")).await.unwrap();
    let metadata = shop.metadata().await;
    assert_eq!(view(&metadata, "rocket/By stage").created_by_user_workspace_id, shop.eve.user_workspace);
    let error = shop.try_change(&set("WORKSPACE")).await.unwrap_err();
    assert_eq!(error.sub_code.as_deref(), Some("VIEW_NOT_FOUND"));
    shop.change_as(&shop.eve, &set("WORKSPACE")).await.unwrap();
    shop.change(set("UNLISTED")).await;
    let mut key = shop.tim.actor.clone();
    key.user_workspace = None;
    let error = shop.change_as(&key, &set("WORKSPACE")).await.unwrap_err();
    assert_eq!(error.sub_code.as_deref(), Some("VIEW_NOT_FOUND"));
    let own = json!([{"change": "createView", "with": {"objectId": {"object": "rocket"}, "name": "x", "icon": "x",
        "rest": {"visibility": "UNLISTED"}}}]);
    let error = shop.change_as(&key, &own).await.unwrap_err();
    assert_eq!(error.sub_code.as_deref(), Some("METADATA_VALIDATION_FAILED"), "nobody would see it");
}

#[tokio::test]
async fn a_change_without_effect_makes_no_new_version() {
    let shop = with_board().await;
    let version = shop.metadata().await.version;
    set(&shop, json!({"name": "By stage", "position": 3})).await;
    shop.change(json!([{"change": "updateViewField", "with": {"id": {"column": "rocket/INDEX/name"}, "update": {"size": 150}}}]))
        .await;
    assert_eq!(shop.metadata().await.version, version);
    let changed = shop.engine().change(&shop.tim.actor, Vec::new()).await.unwrap();
    assert_eq!((changed.version, changed.ids.len()), (version, 0));
}
