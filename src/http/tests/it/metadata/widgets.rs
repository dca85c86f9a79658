//! The views of widgets.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, text, world};

const ANSWER: &str = "id type objectMetadataId mainGroupByFieldMetadataId kanbanColumnWidth \
    viewFields { id fieldMetadataId isVisible position size viewFieldGroupId } viewGroups { fieldValue } \
    viewFilters { id fieldMetadataId value viewFilterGroupId } viewFilterGroups { id parentViewFilterGroupId } \
    viewSorts { id fieldMetadataId direction } viewFieldGroups { id name viewFields { fieldMetadataId } }";

fn records() -> String {
    format!("mutation($i: UpsertViewWidgetInput!) {{ upsertViewWidget(input: $i) {{ {ANSWER} }} }}")
}

fn fields() -> String {
    format!("mutation($i: UpsertFieldsWidgetInput!) {{ upsertFieldsWidget(input: $i) {{ {ANSWER} }} }}")
}

async fn upsert(world: &World, input: Value) -> Value {
    world.ask(&records(), json!({ "i": input })).await["upsertViewWidget"].clone()
}

async fn upsert_fields(world: &World, input: Value) -> Value {
    world.ask(&fields(), json!({ "i": input })).await["upsertFieldsWidget"].clone()
}

fn shown(field: &str, position: u32) -> Value {
    json!({ "fieldMetadataId": field, "isVisible": true, "position": position })
}

fn each(list: &Value, key: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|one| one[key].clone()).collect()
}

#[tokio::test]
async fn the_first_use_makes_a_view_and_later_ones_replace_what_they_name() {
    let world = world().await;
    let object = world.object_id("opportunity").await;
    let name = world.field_id(&object, "name").await;
    let stage = world.field_id(&object, "stage").await;
    let amount = world.field_id(&object, "amount").await;
    let (widget, outer, inner) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let view = upsert(
        &world,
        json!({
            "widgetId": widget,
            "view": { "type": "KANBAN_WIDGET", "mainGroupByFieldMetadataId": stage, "kanbanColumnWidth": 240 },
            "viewFields": [shown(&amount, 1), shown(&stage, 2)],
            // A child stands before its parent.
            "viewFilterGroups": [{ "id": inner, "parentViewFilterGroupId": outer, "logicalOperator": "OR" }, { "id": outer }],
            "viewFilters": [{ "fieldMetadataId": name, "value": "x", "viewFilterGroupId": inner }],
            "viewSorts": [{ "fieldMetadataId": amount }],
        }),
    )
    .await;
    assert_eq!((&view["type"], &view["objectMetadataId"]), (&json!("KANBAN_WIDGET"), &json!(object)));
    assert_eq!(view["kanbanColumnWidth"], 240);
    assert_eq!(
        each(&view["viewFields"], "fieldMetadataId"),
        [json!(name), json!(amount), json!(stage)],
        "the label comes first"
    );
    assert!(view["viewGroups"].as_array().unwrap().len() > 1, "one for each stage");
    let groups = view["viewFilterGroups"].as_array().unwrap();
    assert!(groups.contains(&json!({ "id": inner, "parentViewFilterGroupId": outer })), "{groups:?}");
    assert_eq!(view["viewSorts"][0]["direction"], "ASC");

    // What is named is replaced; a column that stays keeps its id.
    let column = text(&view["viewFields"][1]["id"]);
    let update = json!({
        "widgetId": widget,
        "viewFields": [{ "viewFieldId": column, "isVisible": false, "position": 5, "size": 120 }],
        "viewFilterGroups": [{ "id": outer }],
    });
    let again = upsert(&world, update).await;
    assert_eq!(again["id"], view["id"]);
    assert_eq!(again["type"], "KANBAN_WIDGET", "what is not named stays");
    assert_eq!(each(&again["viewFields"], "fieldMetadataId"), [json!(name), json!(amount)]);
    let changed = &again["viewFields"][1];
    assert_eq!(
        (&changed["id"], &changed["isVisible"], &changed["size"]),
        (&json!(column), &json!(false), &json!(120.0))
    );
    assert_eq!(again["viewFilters"], json!([]), "they stood in the group that is gone");
    assert_eq!(again["viewSorts"], view["viewSorts"]);

    let views = "query($o: String, $t: [ViewType!]) { getViews(objectMetadataId: $o, viewTypes: $t) { id } }";
    let listed = world.ask(views, json!({ "o": object })).await;
    assert!(!each(&listed["getViews"], "id").contains(&view["id"]), "nobody picks it");
    let asked = world.ask(views, json!({ "o": object, "t": ["KANBAN_WIDGET"] })).await;
    assert_eq!(each(&asked["getViews"], "id"), [view["id"].clone()]);
}

#[tokio::test]
async fn fields_are_listed_in_sections_or_without() {
    let world = world().await;
    let object = world.object_id("company").await;
    let name = world.field_id(&object, "name").await;
    let domain = world.field_id(&object, "domainName").await;
    let address = world.field_id(&object, "address").await;
    let (widget, main, more) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let group = |id: Uuid, name: &str, position: u32, fields: Vec<Value>| json!({ "id": id, "name": name, "position": position, "isVisible": true, "fields": fields });
    let groups = json!([
        group(main, "Main", 0, vec![shown(&name, 0), shown(&domain, 1)]),
        group(more, "More", 1, vec![shown(&address, 0)])
    ]);
    let view = upsert_fields(&world, json!({ "widgetId": widget, "groups": groups })).await;
    assert_eq!((&view["type"], &view["objectMetadataId"]), (&json!("FIELDS_WIDGET"), &json!(object)));
    assert_eq!(each(&view["viewFieldGroups"], "name"), ["Main", "More"]);
    assert_eq!(
        each(&view["viewFieldGroups"][0]["viewFields"], "fieldMetadataId"),
        [json!(name), json!(domain)]
    );

    let groups = json!([group(more, "Other", 0, vec![shown(&domain, 0), shown(&address, 1)])]);
    let view = upsert_fields(&world, json!({ "widgetId": widget, "groups": groups })).await;
    assert_eq!(each(&view["viewFieldGroups"], "name"), ["Other"]);
    assert_eq!(
        each(&view["viewFieldGroups"][0]["viewFields"], "fieldMetadataId"),
        [json!(domain), json!(address)]
    );
    let column = view["viewFields"].as_array().unwrap().iter().find(|one| one["fieldMetadataId"] == name);
    assert_eq!(column.unwrap()["viewFieldGroupId"], Value::Null, "its section is gone");

    let view = upsert_fields(&world, json!({ "widgetId": widget, "fields": [shown(&address, 0)] })).await;
    assert_eq!(view["viewFieldGroups"], json!([]));
    assert!(each(&view["viewFields"], "viewFieldGroupId").iter().all(Value::is_null));

    // The record page of the object is another view, and the only one of its kind that has to stay.
    let gone =
        world.ask("mutation($id: String!) { destroyView(id: $id) }", json!({ "id": view["id"] })).await;
    assert_eq!(gone["destroyView"], true);
}

#[tokio::test]
async fn what_a_widget_cannot_show_is_refused_as_a_whole() {
    let world = world().await;
    let object = world.object_id("company").await;
    let name = world.field_id(&object, "name").await;
    let foreign = world.field_id(&world.object_id("person").await, "jobTitle").await;
    let (widget, listing) = (Uuid::new_v4(), Uuid::new_v4());
    upsert(&world, json!({ "widgetId": widget, "viewFields": [shown(&name, 0)] })).await;
    upsert_fields(&world, json!({ "widgetId": listing, "fields": [shown(&name, 0)] })).await;
    let views = "{ getViews(viewTypes: [TABLE_WIDGET, FIELDS_WIDGET]) { id type viewFields { id fieldMetadataId position } } }";
    let before = world.ask(views, json!({})).await;
    let group = json!({ "id": Uuid::new_v4(), "name": "A", "position": 0, "isVisible": true, "fields": [] });
    let nobody = Uuid::new_v4();
    let of_view = |input: Value| (records(), input, "view");
    let of_column = |input: Value| (records(), input, "viewField");
    let cases = [
        of_view(json!({ "widgetId": nobody })),
        of_view(json!({ "widgetId": nobody, "viewFields": [shown(&nobody.to_string(), 0)] })),
        of_view(json!({ "widgetId": nobody, "view": { "type": "TABLE" }, "viewFields": [shown(&name, 0)] })),
        of_view(
            json!({ "widgetId": nobody, "view": { "type": "FIELDS_WIDGET" }, "viewFields": [shown(&name, 0)] }),
        ),
        of_view(
            json!({ "widgetId": nobody, "view": { "type": "KANBAN_WIDGET" }, "viewFields": [shown(&name, 0)] }),
        ),
        of_view(json!({ "widgetId": widget, "view": { "type": "TABLE" } })),
        of_view(json!({ "widgetId": listing, "viewFields": [shown(&name, 0)] })),
        of_view(
            json!({ "widgetId": widget, "viewFields": [{ "viewFieldId": nobody, "isVisible": true, "position": 0 }] }),
        ),
        of_column(json!({ "widgetId": widget, "viewFields": [shown(&foreign, 1)] })),
        of_column(json!({ "widgetId": widget, "viewFields": [shown(&name, 0), shown(&name, 1)] })),
        of_column(
            json!({ "widgetId": widget, "viewFields": [{ "fieldMetadataId": name, "isVisible": false, "position": 0 }] }),
        ),
        (
            records(),
            json!({ "widgetId": widget, "viewFilters": [{ "fieldMetadataId": foreign, "value": "" }] }),
            "viewFilter",
        ),
        (records(), json!({ "widgetId": widget, "viewSorts": [{ "fieldMetadataId": foreign }] }), "viewSort"),
        (fields(), json!({ "widgetId": listing, "groups": [group], "fields": [] }), "view"),
        (fields(), json!({ "widgetId": widget, "fields": [shown(&name, 0)] }), "view"),
        (fields(), json!({ "widgetId": nobody, "groups": [] }), "view"),
    ];
    for (query, input, kind) in cases {
        let report = world.report(&query, json!({ "i": input })).await;
        assert!(
            report.iter().any(|(about, code)| about == kind && code == "INVALID_VIEW_DATA"),
            "{input}: {report:?}"
        );
    }
    let view =
        before["getViews"].as_array().unwrap().iter().find(|view| view["type"] == "TABLE_WIDGET").unwrap();
    let update = "mutation($id: String!) { updateView(id: $id, input: { type: TABLE }) { id } }";
    let report = world.report(update, json!({ "id": view["id"] })).await;
    assert_eq!(report, [("view".to_owned(), "INVALID_VIEW_DATA".to_owned())]);
    assert_eq!(world.ask(views, json!({})).await, before, "nothing was changed");
}
