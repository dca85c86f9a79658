//! Choices of SELECT, MULTI_SELECT and RATING, with records and views following (sections 1.4 of the data model, 6.4).

use serde_json::{Value, json};

use super::{CREATE_FIELD, World, text, world};

const UPDATE: &str = "mutation($id: UUID!, $u: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $u }) \
    { id options defaultValue } }";

fn option(value: &str, position: u32) -> Value {
    json!({ "value": value, "label": value, "color": "red", "position": position })
}

/// A rocket with a field of two choices, and a board by it.
async fn with_board(kind: &str, more: Value) -> (World, Value, String) {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let mut input = json!({ "objectMetadataId": rocket, "type": kind, "name": "stage", "label": "Stage",
        "options": [option("NEW", 0), option("OLD", 1)] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let field = world.create_field(input).await;
    let view = json!({ "name": "Board", "icon": "IconList", "objectMetadataId": rocket,
        "type": if kind == "SELECT" { "KANBAN" } else { "TABLE" },
        "mainGroupByFieldMetadataId": if kind == "SELECT" { field["id"].clone() } else { Value::Null } });
    let query = "mutation($i: CreateViewInput!) { createView(input: $i) { id } }";
    let view = text(&world.ask(query, json!({ "i": view })).await["createView"]["id"]);
    (world, field, view)
}

impl World {
    async fn set_options(&self, field: &Value, update: Value) -> Value {
        self.ask(UPDATE, json!({ "id": field["id"], "u": update })).await["updateOneField"].clone()
    }

    /// Values of the groups of a view, by position.
    async fn groups(&self, view: &str) -> Vec<(String, bool)> {
        let query = "query($v: String) { getViewGroups(viewId: $v) { fieldValue isVisible } }";
        let groups = self.ask(query, json!({ "v": view })).await["getViewGroups"].clone();
        let group = |group: &Value| (text(&group["fieldValue"]), group["isVisible"] == true);
        groups.as_array().unwrap().iter().map(group).collect()
    }

    async fn stage(&self) -> Value {
        let answer = self.records("{ rockets { edges { node { stage } } } }").await;
        World::data(answer)["rockets"]["edges"][0]["node"]["stage"].clone()
    }
}

fn values(groups: &[(String, bool)]) -> Vec<&str> {
    groups.iter().map(|(value, _)| value.as_str()).collect()
}

#[tokio::test]
async fn records_groups_and_filters_follow_renamed_and_removed_choices() {
    let (world, field, view) = with_board("SELECT", json!({ "defaultValue": "'NEW'" })).await;
    World::data(world.records("mutation { createRocket(data: { stage: OLD }) { id } }").await);
    let filter =
        json!({ "viewId": view, "fieldMetadataId": field["id"], "operand": "IS", "value": "[\"OLD\"]" });
    let query = "mutation($i: CreateViewFilterInput!) { createViewFilter(input: $i) { id } }";
    world.ask(query, json!({ "i": filter })).await;
    let filters = "query($v: String) { getViewFilters(viewId: $v) { value } }";

    let mut options = field["options"].as_array().unwrap().clone();
    options[1]["value"] = json!("RETIRED");
    options.push(option("LOST", 2));
    world.set_options(&field, json!({ "options": options })).await;
    assert_eq!(world.stage().await, "RETIRED");
    assert_eq!(
        values(&world.groups(&view).await),
        ["NEW", "RETIRED", "", "LOST"],
        "a new one stands at the end"
    );
    let told = world.ask(filters, json!({ "v": view })).await;
    assert_eq!(told["getViewFilters"], json!([{ "value": "[\"RETIRED\"]" }]));

    options.remove(1);
    options[1]["position"] = json!(1);
    world.set_options(&field, json!({ "options": options })).await;
    assert_eq!(world.stage().await, "NEW", "the default");
    assert_eq!(values(&world.groups(&view).await), ["NEW", "", "LOST"]);
    assert_eq!(world.ask(filters, json!({ "v": view })).await["getViewFilters"], json!([]));

    let codes =
        world.report(UPDATE, json!({ "id": field["id"], "u": { "options": [option("LOST", 0)] } })).await;
    assert_eq!(
        codes,
        [("fieldMetadata".to_owned(), "INVALID_FIELD_INPUT".to_owned())],
        "the default is gone"
    );
    let lost =
        world.set_options(&field, json!({ "options": [option("LOST", 0)], "defaultValue": "'LOST'" })).await;
    assert_eq!(lost["defaultValue"], "'LOST'", "with another default in the same call it may go");
    assert_eq!(world.stage().await, "LOST");
}

#[tokio::test]
async fn a_choice_sent_without_its_id_is_the_one_of_its_value() {
    let (world, field, view) = with_board("SELECT", json!({ "defaultValue": "'NEW'" })).await;
    World::data(world.records("mutation { createRocket(data: { stage: OLD }) { id } }").await);
    let hidden = "query($v: String) { getViewGroups(viewId: $v) { id fieldValue } }";
    let groups = world.ask(hidden, json!({ "v": view })).await["getViewGroups"].clone();
    let renamed = json!([
        { "value": "OLD", "label": "Very old", "color": "blue", "position": 0 },
        option("NEW", 1),
        option("LOST", 2),
    ]);
    let told = world.set_options(&field, json!({ "options": renamed })).await["options"].clone();
    assert_eq!(told[0]["id"], field["options"][1]["id"]);
    assert_eq!(told[1]["id"], field["options"][0]["id"]);
    assert_eq!((&told[0]["label"], &told[0]["color"]), (&json!("Very old"), &json!("blue")));
    assert_eq!(world.stage().await, "OLD", "no record has lost its value");
    let after = world.ask(hidden, json!({ "v": view })).await["getViewGroups"].clone();
    assert_eq!(after[0], groups[0], "nor a view its groups");
    assert_eq!(after[1], groups[1]);
}

#[tokio::test]
async fn values_leave_lists_with_their_choice() {
    let (world, field, _) = with_board("MULTI_SELECT", json!({})).await;
    World::data(world.records("mutation { createRocket(data: { stage: [NEW, OLD] }) { id } }").await);
    let mut options = field["options"].as_array().unwrap().clone();
    options[0]["value"] = json!("FRESH");
    world.set_options(&field, json!({ "options": options })).await;
    assert_eq!(world.stage().await, json!(["FRESH", "OLD"]));
    world.set_options(&field, json!({ "options": [options[0]] })).await;
    assert_eq!(world.stage().await, json!(["FRESH"]));
}

#[tokio::test]
async fn groups_beyond_a_hundred_are_there_and_hidden() {
    let (world, field, view) = with_board("SELECT", json!({})).await;
    let mut options = field["options"].as_array().unwrap().clone();
    options.extend((2..102).map(|i| option(&format!("O{i}"), i)));
    world.set_options(&field, json!({ "options": options })).await;
    let groups = world.groups(&view).await;
    assert_eq!(groups.len(), 103, "with the one for none");
    assert_eq!(groups.iter().filter(|(_, is_visible)| *is_visible).count(), 100);
    assert!(groups[..100].iter().all(|(_, is_visible)| *is_visible));
}

#[tokio::test]
async fn the_group_for_none_follows_whether_there_must_be_a_value() {
    let (world, field, view) = with_board("SELECT", json!({ "defaultValue": "'NEW'" })).await;
    assert_eq!(values(&world.groups(&view).await), ["NEW", "OLD", ""]);
    world.set_options(&field, json!({ "isNullable": false })).await;
    assert_eq!(values(&world.groups(&view).await), ["NEW", "OLD"]);
    world.set_options(&field, json!({ "isNullable": true })).await;
    assert_eq!(values(&world.groups(&view).await), ["NEW", "OLD", ""]);
}

#[tokio::test]
async fn a_rating_has_its_five_values_and_no_colours() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let rating = |name: &str, options: Value| json!({ "objectMetadataId": rocket, "type": "RATING", "name": name, "label": name, "options": options });
    let five = |label: &str| -> Value {
        (1..=5)
            .map(|i| {
                json!({ "value": format!("RATING_{i}"), "label": format!("{label}{i}"), "color": "red",
                "position": i - 1 })
            })
            .collect()
    };
    for (name, options) in [("stars", Value::Null), ("points", five(""))] {
        let made = world.create_field(rating(name, options)).await;
        let options = made["options"].as_array().unwrap();
        for (i, option) in (1..).zip(options) {
            assert_eq!(option["value"], format!("RATING_{i}"));
            assert_eq!((&option["label"], option.get("color")), (&json!(i.to_string()), None), "{option}");
            assert!(option["id"].is_string());
        }
        assert_eq!(options.len(), 5);
    }
    let mut four = five("");
    four.as_array_mut().unwrap().pop();
    let mut other = five("");
    other[4]["value"] = json!("RATING_6");
    for options in [four, other] {
        let codes = world.report(CREATE_FIELD, json!({ "f": rating("marks", options.clone()) })).await;
        assert!(codes.iter().all(|(_, code)| code == "INVALID_FIELD_INPUT"), "{options}: {codes:?}");
        let stars = world.field_id(&rocket, "stars").await;
        let codes = world.report(UPDATE, json!({ "id": stars, "u": { "options": options } })).await;
        assert!(codes.iter().all(|(_, code)| code == "INVALID_FIELD_INPUT"), "{codes:?}");
    }
    World::data(world.records("mutation { createRocket(data: { stars: RATING_3 }) { id } }").await);
}
