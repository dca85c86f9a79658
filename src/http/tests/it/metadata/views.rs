//! Views and their parts.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, text, world};

const CREATE: &str = "mutation($i: CreateViewInput!) { createView(input: $i) { id name type position visibility isCustom \
    mainGroupByFieldMetadataId createdByUserWorkspaceId viewGroups { id fieldValue isVisible position } } }";
const UPDATE: &str = "mutation($id: String!, $i: UpdateViewInput!) { updateView(id: $id, input: $i) { id name \
    visibility anyFieldFilterValue kanbanColumnWidth calendarLayout createdByUserWorkspaceId } }";

async fn view(world: &World, more: Value) -> Value {
    let object = world.object_id("company").await;
    let mut input = json!({ "name": "Mine", "icon": "IconList", "objectMetadataId": object });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.ask(CREATE, json!({ "i": input })).await["createView"].clone()
}

#[tokio::test]
async fn a_view_is_made_changed_and_removed() {
    let world = world().await;
    let chosen = Uuid::new_v4();
    let view = view(&world, json!({ "id": chosen, "position": 7 })).await;
    assert_eq!((&view["id"], &view["type"]), (&json!(chosen), &json!("TABLE")));
    assert_eq!((&view["visibility"], &view["isCustom"]), (&json!("WORKSPACE"), &json!(true)));
    let update = json!({ "name": "Ours", "anyFieldFilterValue": "acme", "kanbanColumnWidth": 300 });
    let updated = world.ask(UPDATE, json!({ "id": chosen, "i": update })).await["updateView"].clone();
    assert_eq!((&updated["name"], &updated["kanbanColumnWidth"]), (&json!("Ours"), &json!(300)));
    let update = json!({ "anyFieldFilterValue": null, "kanbanColumnWidth": null });
    let updated = world.ask(UPDATE, json!({ "id": chosen, "i": update })).await["updateView"].clone();
    assert_eq!(
        (&updated["anyFieldFilterValue"], &updated["kanbanColumnWidth"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(updated["name"], "Ours");

    let get = "query($id: String!) { getView(id: $id) { name deletedAt } }";
    assert_eq!(world.ask(get, json!({ "id": chosen })).await["getView"]["name"], "Ours");
    let gone = world.ask("mutation($id: String!) { deleteView(id: $id) }", json!({ "id": chosen })).await;
    assert_eq!(gone["deleteView"], true);
    assert_eq!(world.ask(get, json!({ "id": chosen })).await["getView"], Value::Null, "soft-deleted");
    let gone = world.ask("mutation($id: String!) { destroyView(id: $id) }", json!({ "id": chosen })).await;
    assert_eq!(gone["destroyView"], true);
    let error = world.error(UPDATE, json!({ "id": chosen, "i": { "name": "X" } })).await;
    assert_eq!(error["extensions"]["subCode"], "VIEW_NOT_FOUND", "{error:#}");
    let error = world.error(get, json!({ "id": "nonsense" })).await;
    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn views_are_listed_by_object_and_type() {
    let world = world().await;
    let object = world.object_id("opportunity").await;
    let query = "query($o: String, $t: [ViewType!]) { getViews(objectMetadataId: $o, viewTypes: $t) { name type position \
        objectMetadataId } }";
    let data = world.ask(query, json!({ "o": object })).await;
    let views = data["getViews"].as_array().unwrap();
    assert!(views.iter().all(|view| view["objectMetadataId"] == object));
    assert!(views.iter().any(|view| view["name"] == "All Opportunities"), "{views:#?}");
    let positions: Vec<f64> = views.iter().map(|view| view["position"].as_f64().unwrap()).collect();
    assert!(positions.is_sorted());
    let data = world.ask(query, json!({ "o": object, "t": ["KANBAN"] })).await;
    assert!(data["getViews"].as_array().unwrap().iter().all(|view| view["type"] == "KANBAN"));
}

#[tokio::test]
async fn unlisted_views_are_seen_by_their_makers_only() {
    let world = world().await;
    let key = world.server.api_key(&world.member, "tests").await;
    let view = view(&world, json!({ "visibility": "UNLISTED" })).await;
    assert_eq!(view["createdByUserWorkspaceId"], json!(world.member.actor.user_workspace));
    let get = "query($id: String!) { getView(id: $id) { id } }";
    assert_eq!(world.ask(get, json!({ "id": view["id"] })).await["getView"]["id"], view["id"]);
    let answer = world.ask_as(&key, get, json!({ "id": view["id"] })).await;
    assert_eq!(answer["data"]["getView"], Value::Null);
    let update = json!({ "id": view["id"], "i": { "name": "Theirs" } });
    let answer = world.ask_as(&key, UPDATE, update).await;
    assert_eq!(answer["errors"][0]["extensions"]["subCode"], "VIEW_NOT_FOUND", "{answer:#}");
    let minimal = "{ minimalMetadata { views { id } } }";
    let answer = world.ask_as(&key, minimal, json!({})).await;
    let seen = |answer: &Value| {
        answer["minimalMetadata"]["views"].as_array().unwrap().contains(&json!({ "id": view["id"] }))
    };
    assert!(!seen(&answer["data"]));
    assert!(seen(&world.ask(minimal, json!({})).await));
}

#[tokio::test]
async fn columns_come_and_go() {
    let world = world().await;
    let view = text(&view(&world, json!({})).await["id"]);
    let object = world.object_id("company").await;
    let mut inputs = Vec::new();
    for (position, name) in ["name", "annualRevenue", "createdAt"].iter().enumerate() {
        let field = world.field_id(&object, name).await;
        inputs.push(json!({ "viewId": view, "fieldMetadataId": field, "position": position, "isVisible": true, "size": 180 }));
    }
    let existing =
        world.ask("query($v: String!) { getViewFields(viewId: $v) { id } }", json!({ "v": view })).await;
    assert_eq!(existing["getViewFields"], json!([]), "the client adds the columns of its views");
    let query = "mutation($i: [CreateViewFieldInput!]!) { createManyViewFields(inputs: $i) { id fieldMetadataId position \
        size isVisible viewId } }";
    let made = world.ask(query, json!({ "i": inputs })).await["createManyViewFields"].clone();
    assert_eq!((&made[1]["size"], &made[1]["viewId"]), (&json!(180.0), &json!(view)));
    let query = "mutation($i: CreateViewFieldInput!) { createViewField(input: $i) { id } }";
    let twice = world.report(query, json!({ "i": inputs[1] })).await;
    assert_eq!(twice, [("viewField".to_owned(), "INVALID_VIEW_DATA".to_owned())]);

    let query = "mutation($i: UpdateViewFieldInput!) { updateViewField(input: $i) { isVisible size aggregateOperation } }";
    let update =
        json!({ "id": made[1]["id"], "update": { "isVisible": false, "aggregateOperation": "SUM" } });
    let updated = world.ask(query, json!({ "i": update })).await["updateViewField"].clone();
    assert_eq!(updated, json!({ "isVisible": false, "size": 180.0, "aggregateOperation": "SUM" }));
    let update = json!({ "id": made[1]["id"], "update": { "aggregateOperation": null } });
    let updated = world.ask(query, json!({ "i": update })).await["updateViewField"].clone();
    assert_eq!(updated["aggregateOperation"], Value::Null);
    let hidden = json!({ "id": made[0]["id"], "update": { "isVisible": false } });
    let codes = world.report(query, json!({ "i": hidden })).await;
    assert_eq!(codes, [("viewField".to_owned(), "INVALID_VIEW_DATA".to_owned())], "the label stays visible");

    let one = "query($i: String!) { getViewField(id: $i) { id } }";
    assert_eq!(world.ask(one, json!({ "i": made[1]["id"] })).await["getViewField"]["id"], made[1]["id"]);
    let delete = "mutation($i: UUID!) { deleteViewField(input: { id: $i }) { id } }";
    assert_eq!(
        world.ask(delete, json!({ "i": made[1]["id"] })).await["deleteViewField"]["id"],
        made[1]["id"]
    );
    assert_eq!(world.ask(one, json!({ "i": made[1]["id"] })).await["getViewField"], Value::Null);
    let destroy = "mutation($i: UUID!) { destroyViewField(input: { id: $i }) { id } }";
    world.ask(destroy, json!({ "i": made[2]["id"] })).await;
    let error = world.error(destroy, json!({ "i": made[2]["id"] })).await;
    assert_eq!(error["extensions"]["subCode"], "INVALID_VIEW_DATA", "{error:#}");
}

#[tokio::test]
async fn filters_stand_in_groups() {
    let world = world().await;
    let view = text(&view(&world, json!({})).await["id"]);
    let name = world.field_id(&world.object_id("company").await, "name").await;
    let group = "mutation($i: CreateViewFilterGroupInput!) { createViewFilterGroup(input: $i) { id logicalOperator \
        parentViewFilterGroupId } }";
    let outer = world.ask(group, json!({ "i": { "viewId": view } })).await["createViewFilterGroup"].clone();
    assert_eq!(outer["logicalOperator"], "AND");
    let inner = json!({ "viewId": view, "parentViewFilterGroupId": outer["id"], "logicalOperator": "OR" });
    let inner = world.ask(group, json!({ "i": inner })).await["createViewFilterGroup"].clone();
    assert_eq!(inner["parentViewFilterGroupId"], outer["id"]);
    let filter = "mutation($i: CreateViewFilterInput!) { createViewFilter(input: $i) { id operand value \
        viewFilterGroupId positionInViewFilterGroup } }";
    let input = json!({ "viewId": view, "fieldMetadataId": name, "operand": "CONTAINS", "value": "acme",
        "viewFilterGroupId": inner["id"], "positionInViewFilterGroup": 0 });
    let made = world.ask(filter, json!({ "i": input })).await["createViewFilter"].clone();
    assert_eq!((&made["value"], &made["viewFilterGroupId"]), (&json!("acme"), &inner["id"]));

    let query = "mutation($i: UpdateViewFilterInput!) { updateViewFilter(input: $i) { operand value } }";
    let update = json!({ "id": made["id"], "update": { "operand": "DOES_NOT_CONTAIN" } });
    let updated = world.ask(query, json!({ "i": update })).await["updateViewFilter"].clone();
    assert_eq!(updated, json!({ "operand": "DOES_NOT_CONTAIN", "value": "acme" }));
    let query = "mutation($id: String!, $i: UpdateViewFilterGroupInput!) { updateViewFilterGroup(id: $id, input: $i) { \
        logicalOperator } }";
    let changed = world.ask(query, json!({ "id": inner["id"], "i": { "logicalOperator": "AND" } })).await;
    assert_eq!(changed["updateViewFilterGroup"]["logicalOperator"], "AND");

    let lists =
        "query($v: String) { getViewFilters(viewId: $v) { id } getViewFilterGroups(viewId: $v) { id } }";
    let data = world.ask(lists, json!({ "v": view })).await;
    assert_eq!(data["getViewFilters"].as_array().unwrap().len(), 1);
    assert_eq!(data["getViewFilterGroups"].as_array().unwrap().len(), 2);
    assert!(
        world.ask(lists, json!({})).await["getViewFilters"]
            .as_array()
            .unwrap()
            .contains(&json!({ "id": made["id"] }))
    );

    let delete = "mutation($i: UUID!) { deleteViewFilter(input: { id: $i }) { id } }";
    world.ask(delete, json!({ "i": made["id"] })).await;
    let one =
        "query($f: String!, $g: String!) { getViewFilter(id: $f) { id } getViewFilterGroup(id: $g) { id } }";
    let data = world.ask(one, json!({ "f": made["id"], "g": inner["id"] })).await;
    assert_eq!(data, json!({ "getViewFilter": null, "getViewFilterGroup": { "id": inner["id"] } }));
    let delete = "mutation($i: String!) { destroyViewFilterGroup(id: $i) }";
    assert_eq!(world.ask(delete, json!({ "i": outer["id"] })).await["destroyViewFilterGroup"], true);
}

#[tokio::test]
async fn orders_have_keys() {
    let world = world().await;
    let view = text(&view(&world, json!({})).await["id"]);
    let name = world.field_id(&world.object_id("company").await, "name").await;
    let query = "mutation($i: CreateViewSortInput!) { createViewSort(input: $i) { id direction } }";
    let made = world.ask(query, json!({ "i": { "viewId": view, "fieldMetadataId": name } })).await;
    assert_eq!(made["createViewSort"]["direction"], "ASC");
    let id = made["createViewSort"]["id"].clone();
    let query = "mutation($i: UpdateViewSortInput!) { updateViewSort(input: $i) { direction } }";
    let updated = world.ask(query, json!({ "i": { "id": id, "update": { "direction": "DESC" } } })).await;
    assert_eq!(updated["updateViewSort"]["direction"], "DESC");
    let lists =
        "query($v: String, $i: String!) { getViewSorts(viewId: $v) { id } getViewSort(id: $i) { id } }";
    let data = world.ask(lists, json!({ "v": view, "i": id })).await;
    assert_eq!(data, json!({ "getViewSorts": [{ "id": id }], "getViewSort": { "id": id } }));
    let query = "mutation($i: UUID!) { deleteViewSort(input: { id: $i }) }";
    assert_eq!(world.ask(query, json!({ "i": id })).await["deleteViewSort"], true);
    assert_eq!(world.ask(lists, json!({ "v": view, "i": id })).await["getViewSorts"], json!([]));
}

#[tokio::test]
async fn a_board_has_a_group_for_each_choice() {
    let world = world().await;
    let object = world.object_id("opportunity").await;
    let stage = world.field_id(&object, "stage").await;
    let input = json!({ "name": "Board", "icon": "IconList", "objectMetadataId": object, "type": "KANBAN",
        "mainGroupByFieldMetadataId": stage });
    let view = world.ask(CREATE, json!({ "i": input })).await["createView"].clone();
    let groups = view["viewGroups"].as_array().unwrap();
    assert!(groups.len() > 3, "{groups:?}");
    let query = "mutation($i: [UpdateViewGroupInput!]!) { updateManyViewGroups(inputs: $i) { id isVisible position } }";
    let updates = json!([
        { "id": groups[0]["id"], "update": { "isVisible": false } },
        { "id": groups[1]["id"], "update": { "position": 9.5 } },
    ]);
    let updated = world.ask(query, json!({ "i": updates })).await["updateManyViewGroups"].clone();
    assert_eq!((&updated[0]["isVisible"], &updated[1]["position"]), (&json!(false), &json!(9.5)));
    let query = "mutation($i: UpdateViewGroupInput!) { updateViewGroup(input: $i) { isVisible } }";
    let updated =
        world.ask(query, json!({ "i": { "id": groups[0]["id"], "update": { "isVisible": true } } })).await;
    assert_eq!(updated["updateViewGroup"]["isVisible"], true);

    let query = "mutation($i: UUID!) { destroyViewGroup(input: { id: $i }) { fieldValue } }";
    let gone = world.ask(query, json!({ "i": groups[0]["id"] })).await["destroyViewGroup"].clone();
    assert_eq!(gone["fieldValue"], groups[0]["fieldValue"]);
    let query = "mutation($i: CreateViewGroupInput!) { createViewGroup(input: $i) { id fieldValue } }";
    let again = json!({ "viewId": view["id"], "fieldValue": groups[0]["fieldValue"] });
    let again = world.ask(query, json!({ "i": again })).await["createViewGroup"].clone();
    assert_eq!(again["fieldValue"], groups[0]["fieldValue"]);
    let lists =
        "query($v: String, $i: String!) { getViewGroups(viewId: $v) { id } getViewGroup(id: $i) { id } }";
    let data = world.ask(lists, json!({ "v": view["id"], "i": again["id"] })).await;
    assert_eq!(data["getViewGroups"].as_array().unwrap().len(), groups.len());
    assert_eq!(data["getViewGroup"]["id"], again["id"]);

    let ungrouped = json!({ "name": "B", "icon": "I", "objectMetadataId": object, "type": "KANBAN" });
    let codes = world.report(CREATE, json!({ "i": ungrouped })).await;
    assert_eq!(codes, [("view".to_owned(), "INVALID_VIEW_DATA".to_owned())]);
}

#[tokio::test]
async fn record_pages_have_sections() {
    let world = world().await;
    let object = world.object_id("company").await;
    let query = "query($o: String) { getViews(objectMetadataId: $o, viewTypes: [FIELDS_WIDGET]) { id } }";
    let views = world.ask(query, json!({ "o": object })).await;
    let view = text(&views["getViews"][0]["id"]);
    let query = "mutation($i: [CreateViewFieldGroupInput!]!) { createManyViewFieldGroups(inputs: $i) { id name isVisible } }";
    let sections = json!([{ "viewId": view, "name": "Money", "position": 10 }, { "viewId": view, "name": "Rest", "position": 11 }]);
    let made = world.ask(query, json!({ "i": sections })).await["createManyViewFieldGroups"].clone();
    assert_eq!((&made[0]["name"], &made[0]["isVisible"]), (&json!("Money"), &json!(true)));
    let column =
        world.ask("query($v: String!) { getViewFields(viewId: $v) { id } }", json!({ "v": view })).await;
    let column = column["getViewFields"][0]["id"].clone();
    let query = "mutation($i: UpdateViewFieldInput!) { updateViewField(input: $i) { viewFieldGroupId } }";
    let moved = json!({ "id": column, "update": { "viewFieldGroupId": made[0]["id"] } });
    assert_eq!(
        world.ask(query, json!({ "i": moved })).await["updateViewField"]["viewFieldGroupId"],
        made[0]["id"]
    );
    let query = "query($v: String!, $i: String!) { getViewFieldGroups(viewId: $v) { id name viewFields { id } } \
        getViewFieldGroup(id: $i) { name } }";
    let data = world.ask(query, json!({ "v": view, "i": made[0]["id"] })).await;
    let groups = data["getViewFieldGroups"].as_array().unwrap();
    assert!(
        groups.contains(&json!({ "id": made[0]["id"], "name": "Money", "viewFields": [{ "id": column }] })),
        "{groups:?}"
    );
    let query =
        "mutation($i: UpdateViewFieldGroupInput!) { updateViewFieldGroup(input: $i) { name position } }";
    let renamed = json!({ "id": made[0]["id"], "update": { "name": "Finance" } });
    let renamed = world.ask(query, json!({ "i": renamed })).await["updateViewFieldGroup"].clone();
    assert_eq!(renamed, json!({ "name": "Finance", "position": 10.0 }));
    let query = "mutation($i: UUID!) { deleteViewFieldGroup(input: { id: $i }) { name } }";
    assert_eq!(
        world.ask(query, json!({ "i": made[0]["id"] })).await["deleteViewFieldGroup"]["name"],
        "Finance"
    );
    let column = world
        .ask("query($i: String!) { getViewField(id: $i) { viewFieldGroupId } }", json!({ "i": column }))
        .await;
    assert_eq!(column["getViewField"]["viewFieldGroupId"], Value::Null, "the field stays");
}
