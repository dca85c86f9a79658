//! Objects.

use serde_json::{Value, json};

use super::{World, text, world};

const UPDATE: &str = "mutation($id: UUID!, $u: UpdateObjectPayload!) { updateOneObject(input: { id: $id, update: $u }) \
    { id labelSingular labelPlural description icon isActive } }";
const DELETE: &str =
    "mutation($id: UUID!) { deleteOneObject(input: { id: $id }) { id nameSingular fieldsList { name } } }";

async fn names(world: &World, arguments: &str) -> (Vec<String>, Value) {
    let query = format!(
        "{{ objects({arguments}) {{ edges {{ cursor node {{ nameSingular }} }} pageInfo {{ hasNextPage hasPreviousPage \
         startCursor endCursor }} }} }}"
    );
    let data = world.ask(&query, json!({})).await;
    let edges = data["objects"]["edges"].as_array().unwrap();
    let names = edges.iter().map(|edge| text(&edge["node"]["nameSingular"])).collect();
    (names, data["objects"]["pageInfo"].clone())
}

#[tokio::test]
async fn objects_come_by_the_page_and_by_filters() {
    let world = world().await;
    let (all, info) = names(&world, "paging: { first: 1000 }").await;
    assert!(all.len() >= 10 && all.contains(&"company".to_owned()), "{all:?}");
    assert_eq!(info["hasNextPage"], false);
    let default = world.ask("{ objects { edges { cursor node { id } } } }", json!({})).await;
    assert_eq!(default["objects"]["edges"].as_array().unwrap().len(), 10, "the page when none is asked for");
    assert_eq!(default["objects"]["edges"][0]["cursor"], "YXJyYXljb25uZWN0aW9uOjA=");

    let (first, info) = names(&world, "paging: { first: 3 }").await;
    let after = text(&info["endCursor"]);
    let (second, info) = names(&world, &format!("paging: {{ first: 3, after: {after:?} }}")).await;
    assert_eq!([first.clone(), second].concat(), all[..6]);
    let before = text(&info["startCursor"]);
    let (back, _) = names(&world, &format!("paging: {{ last: 3, before: {before:?} }}")).await;
    assert_eq!(back, first);

    let id = world.object_id("person").await;
    let (one, _) = names(&world, &format!("filter: {{ id: {{ eq: {id:?} }} }}")).await;
    assert_eq!(one, ["person"]);
    let (plain, _) = names(&world, "paging: { first: 1000 }, filter: { isSystem: { is: false } }").await;
    assert!(
        plain.contains(&"person".to_owned()) && !plain.contains(&"workspaceMember".to_owned()),
        "{plain:?}"
    );
    let either = format!("filter: {{ or: [{{ id: {{ eq: {id:?} }} }}, {{ id: {{ in: [] }} }}] }}");
    assert_eq!(names(&world, &either).await.0, ["person"]);
}

#[tokio::test]
async fn a_new_object_has_all_that_belongs_to_it() {
    let world = world().await;
    let id = world.create_object("rocket", "rockets").await;
    let object = world.object(&id).await;
    assert_eq!((&object["isCustom"], &object["isActive"]), (&json!(true), &json!(true)));
    let fields = object["fieldsList"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
    for name in ["name", "id", "createdAt", "createdBy", "deletedAt", "position", "updatedAt", "searchVector"]
    {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    for name in ["timelineActivities", "attachments", "noteTargets", "taskTargets"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let name = fields.iter().find(|field| field["name"] == "name").unwrap();
    assert_eq!(object["labelIdentifierFieldMetadataId"], name["id"]);
    assert_eq!(name["applicationId"], object["applicationId"]);
    let company = world.object(&world.object_id("company").await).await;
    assert_ne!(company["applicationId"], object["applicationId"]);
    assert_eq!(company["isCustom"], false);

    let views =
        "query($o: String) { getViews(objectMetadataId: $o) { name key type viewFields { isVisible } } }";
    let views = world.ask(views, json!({ "o": id })).await;
    let index = views["getViews"].as_array().unwrap().iter().find(|view| view["key"] == "INDEX").unwrap();
    assert_eq!((&index["name"], &index["type"]), (&json!("All Rockets"), &json!("TABLE")));
    assert!(!index["viewFields"].as_array().unwrap().is_empty());

    let counts = world.ask("{ objectRecordCounts { objectNamePlural totalCount } }", json!({})).await;
    let count = json!({ "objectNamePlural": "rockets", "totalCount": 0 });
    assert!(counts["objectRecordCounts"].as_array().unwrap().contains(&count), "it has a table");
}

#[tokio::test]
async fn objects_change_and_go() {
    let world = world().await;
    let id = world.create_object("rocket", "rockets").await;
    let said = json!({ "labelSingular": "Launcher", "labelPlural": "Launchers", "description": "Flies.", "isActive": false });
    let updated = world.ask(UPDATE, json!({ "id": id, "u": said })).await["updateOneObject"].clone();
    assert_eq!((&updated["labelSingular"], &updated["isActive"]), (&json!("Launcher"), &json!(false)));
    assert_eq!(updated["description"], "Flies.");
    let cleared = world.ask(UPDATE, json!({ "id": id, "u": { "description": null } })).await;
    assert_eq!(cleared["updateOneObject"]["description"], Value::Null);
    assert_eq!(cleared["updateOneObject"]["labelPlural"], "Launchers", "what is absent stays");
    assert_eq!(world.object(&id).await["isActive"], false, "inactive objects are still told");

    let gone = world.ask(DELETE, json!({ "id": id })).await["deleteOneObject"].clone();
    assert_eq!(gone["nameSingular"], "rocket");
    assert!(gone["fieldsList"].as_array().unwrap().iter().any(|field| field["name"] == "noteTargets"));
    let error = world.error(DELETE, json!({ "id": id })).await;
    assert_eq!(error["extensions"]["subCode"], "OBJECT_METADATA_NOT_FOUND", "{error:#}");
}

#[tokio::test]
async fn several_objects_change_together_or_not_at_all() {
    let world = world().await;
    let (a, b) = (world.create_object("alpha", "alphas").await, world.create_object("beta", "betas").await);
    let query = "mutation($i: [UpdateOneObjectInput!]!) { updateManyObjects(inputs: $i) { id icon } }";
    let icons =
        json!([{ "id": a, "update": { "icon": "IconA" } }, { "id": b, "update": { "icon": "IconB" } }]);
    let data = world.ask(query, json!({ "i": icons })).await;
    assert_eq!(
        data["updateManyObjects"],
        json!([{ "id": a, "icon": "IconA" }, { "id": b, "icon": "IconB" }])
    );
    let clash = json!([
        { "id": a, "update": { "description": "Changed." } },
        { "id": b, "update": { "nameSingular": "alpha" } },
    ]);
    let codes = world.report(query, json!({ "i": clash })).await;
    assert!(codes.contains(&("objectMetadata".to_owned(), "OBJECT_ALREADY_EXISTS".to_owned())), "{codes:?}");
    assert_eq!(world.object(&a).await["description"], Value::Null);
}

#[tokio::test]
async fn words_of_standard_objects_are_replaced_and_told_apart() {
    let world = world().await;
    let id = world.object_id("company").await;
    world.ask(UPDATE, json!({ "id": id, "u": { "labelSingular": "Firm", "labelPlural": "Firms" } })).await;
    let query = "query($id: UUID) { metadataTranslations(input: { objectMetadataId: $id, locale: \"en\" }) { property \
        sourceValue canonicalValue value provenance } }";
    let words = world.ask(query, json!({ "id": id })).await["metadataTranslations"].clone();
    let word = words.as_array().unwrap().iter().find(|word| word["property"] == "labelSingular").unwrap();
    assert_eq!(
        word,
        &json!({ "property": "labelSingular", "sourceValue": "Company", "canonicalValue": "Firm", "value": "Firm",
            "provenance": "WORKSPACE" })
    );
}

#[tokio::test]
async fn minimal_metadata_tells_which_copies_are_stale() {
    let world = world().await;
    let query = "{ minimalMetadata { objectMetadataItems { id nameSingular isActive } views { id type key \
        objectMetadataId } collectionHashes { collectionName hash } } }";
    let before = world.ask(query, json!({})).await["minimalMetadata"].clone();
    assert_eq!(world.ask(query, json!({})).await["minimalMetadata"], before);
    let id = world.create_object("rocket", "rockets").await;
    let input = json!({ "objectMetadataId": id, "name": "fuel", "label": "Fuel", "type": "TEXT" });
    world.create_field(input).await;
    let after = world.ask(query, json!({})).await["minimalMetadata"].clone();
    let known = after["objectMetadataItems"].as_array().unwrap();
    assert!(known.iter().any(|object| object["nameSingular"] == "rocket"));
    let hash = |side: &Value, name: &str| {
        let hashes = side["collectionHashes"].as_array().unwrap();
        text(&hashes.iter().find(|hash| hash["collectionName"] == name).unwrap()["hash"])
    };
    for name in ["objectMetadata", "fieldMetadata", "index", "view", "viewField", "navigationMenuItem"] {
        assert_ne!(hash(&before, name), hash(&after, name), "{name}");
    }
    for name in ["viewFilter", "viewSort", "viewFilterGroup"] {
        assert_eq!(hash(&before, name), hash(&after, name), "{name}");
    }
    world.ask(UPDATE, json!({ "id": id, "u": { "isActive": false } })).await;
    let gone = world.ask(query, json!({})).await["minimalMetadata"].clone();
    let known = gone["objectMetadataItems"].as_array().unwrap();
    assert!(!known.iter().any(|object| object["nameSingular"] == "rocket"), "active objects only");
}

#[tokio::test]
async fn records_are_counted() {
    let world = world().await;
    let counts = world.ask("{ objectRecordCounts { objectNamePlural totalCount } }", json!({})).await;
    let counts = counts["objectRecordCounts"].as_array().unwrap();
    let members = counts.iter().find(|count| count["objectNamePlural"] == "workspaceMembers").unwrap();
    assert_eq!(members["totalCount"], 1);
    let query = "query($o: UUID!) { mostlyEmptyFieldMetadataIds(objectMetadataId: $o) }";
    let id = world.object_id("company").await;
    let data = world.ask(query, json!({ "o": id })).await;
    assert_eq!(data["mostlyEmptyFieldMetadataIds"], json!([]), "too few records to tell");
}

#[tokio::test]
async fn words_of_objects_are_tidied() {
    let world = world().await;
    let query = "mutation($o: CreateObjectInput!) { createOneObject(input: { object: $o }) { id nameSingular namePlural \
        labelSingular labelPlural description icon shortcut color } }";
    let input = json!({ "nameSingular": " moon ", "namePlural": "moons", "labelSingular": " new   moon ",
        "labelPlural": "éclipses", "description": " Up \n there. ", "icon": " IconMoon ", "shortcut": " M ", "color": "red" });
    let made = world.ask(query, json!({ "o": input })).await["createOneObject"].clone();
    let wanted = json!({ "id": made["id"], "nameSingular": "moon", "namePlural": "moons", "labelSingular": "New moon",
        "labelPlural": "Éclipses", "description": "Up there.", "icon": "IconMoon", "shortcut": "M", "color": "red" });
    assert_eq!(made, wanted);
    let query = "mutation($id: UUID!, $u: UpdateObjectPayload!) { updateOneObject(input: { id: $id, update: $u }) \
        { nameSingular labelPlural description icon shortcut color } }";
    let update = json!({ "nameSingular": " satellite ", "labelPlural": "  satellites  of\tsomething ", "description": " ",
        "icon": "  ", "shortcut": "  S ", "color": "" });
    let told = world.ask(query, json!({ "id": made["id"], "u": update })).await["updateOneObject"].clone();
    let wanted = json!({ "nameSingular": "satellite", "labelPlural": "Satellites of something", "description": null,
        "icon": null, "shortcut": "S", "color": null });
    assert_eq!(told, wanted);
}

#[tokio::test]
async fn a_standard_object_takes_what_is_the_workspaces_and_a_system_one_its_looks() {
    let world = world().await;
    let query = "mutation($id: UUID!, $u: UpdateObjectPayload!) { updateOneObject(input: { id: $id, update: $u }) \
        { labelSingular icon color shortcut openRecordIn isSearchable imageIdentifierFieldMetadataId } }";
    let company = world.object_id("company").await;
    let link = world.field_id(&company, "linkedinLink").await;
    let update = json!({ "labelSingular": "Firm", "icon": "IconHome", "color": "red", "shortcut": "F",
        "openRecordIn": "RECORD_PAGE", "isSearchable": false, "imageIdentifierFieldMetadataId": link });
    let told = world.ask(query, json!({ "id": company, "u": update })).await;
    assert_eq!(told["updateOneObject"], update);
    let member = world.object_id("workspaceMember").await;
    let looks = json!({ "labelSingular": "Colleague", "icon": "IconHome", "color": "red" });
    let told = world.ask(query, json!({ "id": member, "u": looks })).await["updateOneObject"].clone();
    assert_eq!(told["labelSingular"], "Colleague");
    for update in [
        json!({ "openRecordIn": "SIDE_PANEL" }),
        json!({ "isSearchable": false }),
        json!({ "imageIdentifierFieldMetadataId": null }),
        json!({ "shortcut": "M" }),
        json!({ "nameSingular": "colleague" }),
        json!({ "readability": "OPEN" }),
    ] {
        let error = world.error(query, json!({ "id": member, "u": update })).await;
        assert_eq!(error["extensions"]["subCode"], "INVALID_OBJECT_INPUT", "{update}: {error:#}");
    }
    let error = world
        .error(query, json!({ "id": company, "u": { "nameSingular": "firm", "namePlural": "firms" } }))
        .await;
    let message = text(&error["message"]);
    assert!(message.contains("nameSingular") && message.contains("namePlural"), "{message}");
}

#[tokio::test]
async fn a_renamed_object_is_found_under_its_new_names_with_all_that_is_tied_to_it() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let made = World::data(world.records("mutation { createRocket(data: { name: \"V\" }) { id } }").await);
    let record = text(&made["createRocket"]["id"]);
    let note = World::data(world.records("mutation { createNote(data: { title: \"Seen\" }) { id } }").await);
    let note = text(&note["createNote"]["id"]);
    let query = format!(
        "mutation {{ createNoteTarget(data: {{ noteId: {note:?}, targetRocketId: {record:?} }}) {{ id }} }}"
    );
    World::data(world.records(&query).await);
    let update = json!({ "nameSingular": "ship", "namePlural": "ships", "labelSingular": "Ship", "labelPlural": "Ships" });
    world.ask(UPDATE, json!({ "id": rocket, "u": update })).await;
    let told = "{ ships { edges { node { name noteTargets { edges { node { targetShipId targetShip { name } \
        note { title } } } } } } } }";
    let answer = World::data(world.records(told).await);
    let target =
        json!({ "targetShipId": record, "targetShip": { "name": "V" }, "note": { "title": "Seen" } });
    let node = json!({ "name": "V", "noteTargets": { "edges": [{ "node": target }] } });
    assert_eq!(answer["ships"]["edges"], json!([{ "node": node }]));
    let gone = world.records("{ noteTargets { edges { node { targetRocketId } } } }").await;
    assert_eq!(gone["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(world.server.engine.compare_workspace(world.member.actor.workspace).await.unwrap(), vec![]);
}
