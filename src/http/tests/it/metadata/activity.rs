//! What is switched off: gone from the record API, kept in the tables (sections 5.3 and 6.3).

use reqwest::Method;
use serde_json::{Value, json};

use super::{World, text, world};

const UPDATE_OBJECT: &str = "mutation($id: UUID!, $u: UpdateObjectPayload!) { updateOneObject(input: { id: $id, update: $u }) \
    { id isActive } }";
const UPDATE_FIELD: &str = "mutation($id: UUID!, $u: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $u }) \
    { id isActive } }";

impl World {
    /// The whole answer of the record API.
    pub async fn records(&self, query: &str) -> Value {
        self.server.send(&self.token, Method::POST, "/graphql", json!({ "query": query })).await.expect(200)
    }

    /// What the record API answers when it goes well.
    #[track_caller]
    pub fn data(answer: Value) -> Value {
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }

    async fn set_object(&self, id: &str, update: Value) {
        self.ask(UPDATE_OBJECT, json!({ "id": id, "u": update })).await;
    }

    async fn set_field(&self, id: &Value, update: Value) -> Value {
        self.ask(UPDATE_FIELD, json!({ "id": id, "u": update })).await["updateOneField"].clone()
    }
}

fn relation(object: &str, target: &str, name: &str, inverse: &str) -> Value {
    json!({ "objectMetadataId": object, "type": "RELATION", "name": name, "label": name,
        "relationCreationPayload": { "type": "MANY_TO_ONE", "targetObjectMetadataId": target,
            "targetFieldLabel": inverse, "targetFieldIcon": "IconRocket" } })
}

#[tokio::test]
async fn an_inactive_object_and_the_fields_that_lead_to_it_are_unknown_to_the_record_api() {
    let world = world().await;
    let (rocket, company) =
        (world.create_object("rocket", "rockets").await, world.object_id("company").await);
    world.create_field(relation(&rocket, &company, "maker", "Rockets made")).await;
    let made = world.records("mutation { createCompany(data: { name: \"Acme\" }) { id } }").await;
    let maker = text(&World::data(made)["createCompany"]["id"]);
    let query = format!("mutation {{ createRocket(data: {{ name: \"V\", makerId: {maker:?} }}) {{ id }} }}");
    World::data(world.records(&query).await);
    let rockets = "{ rockets { totalCount edges { node { name maker { name } } } } }";
    let of_company = "{ companies { edges { node { rocketsMade { totalCount } } } } }";
    World::data(world.records(rockets).await);
    World::data(world.records(of_company).await);

    world.set_object(&rocket, json!({ "isActive": false })).await;
    for query in [rockets, of_company, "{ noteTargets { edges { node { targetRocketId } } } }"] {
        let answer = world.records(query).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{query}: {answer:#}");
    }
    let rest = world.server.get(&world.token, "/rest/rockets").await;
    assert_eq!(rest.status.as_u16(), 400, "{:#}", rest.body);
    assert!(world.object(&rocket).await["fieldsList"].as_array().unwrap().len() > 10, "still told here");

    world.set_object(&rocket, json!({ "isActive": true })).await;
    let back = World::data(world.records(rockets).await);
    let node = json!({ "name": "V", "maker": { "name": "Acme" } });
    assert_eq!(back["rockets"], json!({ "totalCount": 1, "edges": [{ "node": node }] }));
    World::data(world.records(of_company).await);
}

#[tokio::test]
async fn an_inactive_field_is_unknown_to_the_record_api_and_keeps_its_values_and_columns() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let options = json!([{ "value": "A", "label": "A", "color": "red", "position": 0 }]);
    let field = world
        .create_field(json!({ "objectMetadataId": rocket, "type": "SELECT", "name": "kind", "label": "Kind",
            "options": options }))
        .await;
    let date = world
        .create_field(
            json!({ "objectMetadataId": rocket, "type": "DATE", "name": "launch", "label": "Launch" }),
        )
        .await;
    World::data(world.records("mutation { createRocket(data: { name: \"V\", kind: A }) { id } }").await);
    // Everything of a view that a field may be in.
    let view = "mutation($i: CreateViewInput!) { createView(input: $i) { id } }";
    let kanban = json!({ "name": "Board", "icon": "IconList", "objectMetadataId": rocket, "type": "KANBAN",
        "mainGroupByFieldMetadataId": field["id"], "kanbanAggregateOperation": "COUNT_EMPTY",
        "kanbanAggregateOperationFieldMetadataId": field["id"] });
    let kanban = world.ask(view, json!({ "i": kanban })).await["createView"]["id"].clone();
    let calendar = json!({ "name": "Calendar", "icon": "IconList", "objectMetadataId": rocket, "type": "CALENDAR",
        "calendarFieldMetadataId": date["id"], "calendarLayout": "MONTH" });
    world.ask(view, json!({ "i": calendar })).await;
    for (query, input) in [
        ("mutation($i: CreateViewFieldInput!) { createViewField(input: $i) { id } }", json!({})),
        ("mutation($i: CreateViewSortInput!) { createViewSort(input: $i) { id } }", json!({})),
        (
            "mutation($i: CreateViewFilterInput!) { createViewFilter(input: $i) { id } }",
            json!({ "operand": "IS", "value": "[\"A\"]" }),
        ),
    ] {
        let mut input = input;
        (input["viewId"], input["fieldMetadataId"]) = (kanban.clone(), field["id"].clone());
        world.ask(query, json!({ "i": input })).await;
    }
    let views = "query($o: String) { getViews(objectMetadataId: $o) { id name type mainGroupByFieldMetadataId \
        calendarFieldMetadataId viewFields { fieldMetadataId } viewSorts { fieldMetadataId } \
        viewFilters { fieldMetadataId value } viewGroups { fieldValue } } }";
    let before = world.ask(views, json!({ "o": rocket })).await;

    for id in [&field["id"], &date["id"]] {
        assert_eq!(world.set_field(id, json!({ "isActive": false })).await["isActive"], false);
    }
    let answer = world.records("{ rockets { edges { node { kind } } } }").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{answer:#}");
    let answer = world.records("mutation { createRocket(data: { kind: A }) { id } }").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer:#}");
    World::data(world.records("mutation { createRocket(data: { name: \"W\" }) { id } }").await);
    assert_eq!(world.ask(views, json!({ "o": rocket })).await, before, "views keep what they have of it");

    for id in [&field["id"], &date["id"]] {
        world.set_field(id, json!({ "isActive": true })).await;
    }
    let back = World::data(
        world.records("{ rockets(orderBy: { name: AscNullsLast }) { edges { node { name kind } } } }").await,
    );
    let nodes = json!([{ "node": { "name": "V", "kind": "A" } }, { "node": { "name": "W", "kind": null } }]);
    assert_eq!(back["rockets"]["edges"], nodes);
}

#[tokio::test]
async fn both_sides_of_a_relation_are_on_or_off() {
    let world = world().await;
    let (rocket, company) =
        (world.create_object("rocket", "rockets").await, world.object_id("company").await);
    let mut input = relation(&rocket, &company, "maker", "Rockets made");
    input["isActive"] = json!(false);
    let made = world.create_field(input).await;
    let other = made["relation"]["targetFieldMetadata"]["id"].clone();
    let active =
        "query($a: UUID!, $b: UUID!) { a: field(id: $a) { isActive } b: field(id: $b) { isActive } }";
    let both = |on: bool| json!({ "a": { "isActive": on }, "b": { "isActive": on } });
    let ids = json!({ "a": made["id"], "b": other });
    assert_eq!(world.ask(active, ids.clone()).await, both(false), "made inactive");
    world.set_field(&other, json!({ "isActive": true })).await;
    assert_eq!(world.ask(active, ids.clone()).await, both(true));
    world.set_field(&made["id"], json!({ "isActive": false })).await;
    assert_eq!(world.ask(active, ids).await, both(false));
}

#[tokio::test]
async fn a_relation_to_several_objects_is_looked_at_and_switched_off_as_one() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let mut payloads = Vec::new();
    for target in ["company", "person"] {
        payloads
            .push(json!({ "type": "MANY_TO_ONE", "targetObjectMetadataId": world.object_id(target).await,
            "targetFieldLabel": "Rockets owned", "targetFieldIcon": "IconRocket" }));
    }
    let input = json!({ "objectMetadataId": rocket, "name": "owner", "label": "Owner", "type": "MORPH_RELATION",
        "morphRelationsCreationPayload": payloads });
    let made = world.create_field(input).await;
    let told = "query($i: UUID!) { field(id: $i) { morphRelations { sourceFieldMetadata { label icon description isActive } \
        targetFieldMetadata { label isActive } } } }";
    let update =
        json!({ "label": "Proprietor", "icon": "IconKey", "description": "Whose it is.", "isActive": false });
    world.set_field(&made["id"], update).await;
    let sides = world.ask(told, json!({ "i": made["id"] })).await["field"]["morphRelations"].clone();
    for side in sides.as_array().unwrap() {
        let source = json!({ "label": "Proprietor", "icon": "IconKey", "description": "Whose it is.",
            "isActive": false });
        assert_eq!(side["sourceFieldMetadata"], source);
        let target = json!({ "label": "Rockets owned", "isActive": false });
        assert_eq!(side["targetFieldMetadata"], target, "the other sides keep their own words");
    }
    assert_eq!(sides.as_array().map(Vec::len), Some(2), "{sides:#}");
}
