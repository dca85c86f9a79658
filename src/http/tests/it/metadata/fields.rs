//! Fields and indexes.

use serde_json::{Value, json};

use super::{CREATE_FIELD, text, world};

const UPDATE: &str = "mutation($id: UUID!, $u: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $u }) \
    { id name label description isActive isUnique options defaultValue } }";
const DELETE: &str =
    "mutation($id: UUID!) { deleteOneField(input: { id: $id }) { id name object { nameSingular } } }";

#[tokio::test]
async fn a_field_is_made_changed_and_removed() {
    let world = world().await;
    let object = world.create_object("rocket", "rockets").await;
    let input = json!({ "objectMetadataId": object, "name": "serial", "label": "Serial", "type": "TEXT",
        "isUnique": true, "description": "On the plate." });
    let field = world.create_field(input).await;
    assert_eq!(
        (&field["isUnique"], &field["isCustom"], &field["type"]),
        (&json!(true), &json!(true), &json!("TEXT"))
    );
    let id = text(&field["id"]);
    let update = json!({ "label": "Serial number", "description": null, "isUnique": false });
    let updated = world.ask(UPDATE, json!({ "id": id, "u": update })).await["updateOneField"].clone();
    assert_eq!((&updated["label"], &updated["description"]), (&json!("Serial number"), &Value::Null));
    assert_eq!((&updated["isUnique"], &updated["name"]), (&json!(false), &json!("serial")));
    let off = world.ask(UPDATE, json!({ "id": id, "u": { "isActive": false } })).await;
    assert_eq!(off["updateOneField"]["isActive"], false);
    let one = world.ask("query($id: UUID!) { field(id: $id) { isActive } }", json!({ "id": id })).await;
    assert_eq!(one["field"]["isActive"], false, "inactive fields are still told");
    let gone = world.ask(DELETE, json!({ "id": id })).await["deleteOneField"].clone();
    assert_eq!(gone, json!({ "id": id, "name": "serial", "object": { "nameSingular": "rocket" } }));
    let error = world.error(DELETE, json!({ "id": id })).await;
    assert_eq!(error["extensions"]["subCode"], "FIELD_METADATA_NOT_FOUND", "{error:#}");
}

#[tokio::test]
async fn choices_keep_their_ids() {
    let world = world().await;
    let object = world.create_object("rocket", "rockets").await;
    let options = json!([
        { "value": "NEW", "label": "New", "color": "green", "position": 0 },
        { "value": "OLD", "label": "Old", "color": "gray", "position": 1 },
    ]);
    let input = json!({ "objectMetadataId": object, "name": "state", "label": "State", "type": "SELECT",
        "options": options, "defaultValue": "'NEW'" });
    let field = world.create_field(input).await;
    let mut options = field["options"].as_array().unwrap().clone();
    assert!(options.iter().all(|option| option["id"].is_string()), "{options:?}");
    assert_eq!(field["defaultValue"], "'NEW'");
    options[1]["label"] = json!("Very old");
    let kept = options[1]["id"].clone();
    let updated = world.ask(UPDATE, json!({ "id": field["id"], "u": { "options": options } })).await;
    let option = &updated["updateOneField"]["options"][1];
    assert_eq!((&option["label"], &option["id"]), (&json!("Very old"), &kept));
    assert_eq!(updated["updateOneField"]["defaultValue"], "'NEW'", "what is absent stays");

    let bad = json!([{ "value": "not upper", "label": "a,b", "color": "green", "position": 0 }]);
    let codes = world.report(UPDATE, json!({ "id": field["id"], "u": { "options": bad } })).await;
    assert!(codes.iter().all(|code| code == &("fieldMetadata".to_owned(), "INVALID_FIELD_INPUT".to_owned())));
    assert!(codes.len() > 1, "all problems are told: {codes:?}");
}

#[tokio::test]
async fn bad_fields_are_reported() {
    let world = world().await;
    let object = world.create_object("rocket", "rockets").await;
    for (more, code) in [
        (json!({ "type": "NUMERIC" }), "INVALID_FIELD_INPUT"),
        (json!({ "type": "SELECT" }), "INVALID_FIELD_INPUT"),
        (json!({ "type": "TEXT", "name": "Not Camel" }), "INVALID_FIELD_INPUT"),
        (json!({ "type": "TEXT", "name": "name" }), "NOT_AVAILABLE"),
        (json!({ "type": "TEXT", "defaultValue": "without quotes" }), "INVALID_FIELD_INPUT"),
        (json!({ "type": "RELATION" }), "FIELD_METADATA_RELATION_MALFORMED"),
        (
            json!({ "type": "MORPH_RELATION", "morphRelationsCreationPayload": [{}] }),
            "FIELD_METADATA_RELATION_MALFORMED",
        ),
    ] {
        let mut input = json!({ "objectMetadataId": object, "name": "thing", "label": "Thing" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let codes = world.report(CREATE_FIELD, json!({ "f": input })).await;
        assert!(codes.contains(&("fieldMetadata".to_owned(), code.to_owned())), "{input}: {codes:?}");
    }
    let input = json!({ "objectMetadataId": object, "name": "thing", "label": "Thing", "type": "TEXT",
        "settings": { "displayedMaxRows": "many" } });
    let error = world.error(CREATE_FIELD, json!({ "f": input })).await;
    assert_eq!(error["extensions"]["subCode"], "INVALID_FIELD_INPUT", "{error:#}");
    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn fields_come_by_the_page_and_by_object() {
    let world = world().await;
    let object = world.object_id("person").await;
    let query = "query($o: UUID!) { fields(paging: { first: 1000 }, filter: { objectMetadataId: { eq: $o }, isActive: \
        { is: true } }) { edges { node { name objectMetadataId } } pageInfo { hasNextPage } } }";
    let data = world.ask(query, json!({ "o": object })).await;
    let edges = data["fields"]["edges"].as_array().unwrap();
    assert!(edges.iter().all(|edge| edge["node"]["objectMetadataId"] == object));
    assert!(edges.iter().any(|edge| edge["node"]["name"] == "emails"), "{edges:?}");
    let nested = "query($o: UUID!) { object(id: $o) { fields(paging: { first: 2 }) { edges { node { name } } pageInfo \
        { hasNextPage } } indexMetadatas { edges { node { name } } } searchFieldMetadataList { position } } }";
    let data = world.ask(nested, json!({ "o": object })).await["object"].clone();
    assert_eq!(data["fields"]["edges"].as_array().unwrap().len(), 2);
    assert_eq!(data["fields"]["pageInfo"]["hasNextPage"], true);
    assert!(!data["indexMetadatas"]["edges"].as_array().unwrap().is_empty());
    let search = data["searchFieldMetadataList"].as_array().unwrap();
    assert_eq!(search.first().map(|field| &field["position"]), Some(&json!(0.0)), "{search:?}");
}

#[tokio::test]
async fn an_index_is_made_and_removed() {
    let world = world().await;
    let object = world.create_object("rocket", "rockets").await;
    let field = world.field_id(&object, "name").await;
    let query = "mutation($i: CreateIndexInput!) { createOneIndex(input: { index: $i }) { id name isCustom isUnique \
        indexType indexFieldMetadataList { fieldMetadataId order } } }";
    let input =
        json!({ "objectMetadataId": object, "indexType": "BTREE", "fields": [{ "fieldMetadataId": field }] });
    let index = world.ask(query, json!({ "i": input })).await["createOneIndex"].clone();
    assert_eq!((&index["isCustom"], &index["indexType"]), (&json!(true), &json!("BTREE")));
    assert_eq!(index["indexFieldMetadataList"], json!([{ "fieldMetadataId": field, "order": 0.0 }]));
    let empty = json!({ "objectMetadataId": object, "indexType": "BTREE", "fields": [] });
    let codes = world.report(query, json!({ "i": empty })).await;
    assert_eq!(codes, [("index".to_owned(), "INDEX_EMPTY_FIELDS".to_owned())]);
    let delete = "mutation($id: UUID!) { deleteOneIndex(input: { id: $id }) { id name } }";
    let gone = world.ask(delete, json!({ "id": index["id"] })).await;
    assert_eq!(gone["deleteOneIndex"]["name"], index["name"]);
    let error = world.error(delete, json!({ "id": index["id"] })).await;
    assert_eq!(error["extensions"]["subCode"], "ENTITY_NOT_FOUND", "{error:#}");
}

#[tokio::test]
async fn indexes_of_both_kinds_stand_on_one_column() {
    let world = world().await;
    let object = world.create_object("rocket", "rockets").await;
    let field = json!({ "objectMetadataId": object, "type": "ARRAY", "name": "aliases", "label": "Aliases" });
    let field = world.create_field(field).await["id"].clone();
    let query =
        "mutation($i: CreateIndexInput!) { createOneIndex(input: { index: $i }) { id name indexType } }";
    let mut names = Vec::new();
    for kind in ["BTREE", "GIN"] {
        let input = json!({ "objectMetadataId": object, "indexType": kind, "fields": [{ "fieldMetadataId": field }] });
        let index = world.ask(query, json!({ "i": input })).await["createOneIndex"].clone();
        assert_eq!(index["indexType"], kind);
        names.push(text(&index["name"]));
        let codes = world.report(query, json!({ "i": input })).await;
        assert_eq!(codes, [("index".to_owned(), "INDEX_ALREADY_EXISTS".to_owned())], "one of each");
    }
    let methods = "SELECT string_agg(a.amname, ',' ORDER BY a.amname) FROM pg_class i JOIN pg_am a ON a.oid = i.relam \
        WHERE i.relname = ANY($1)";
    let pool = world.server.db.db().pool();
    let found: Option<String> = sqlx::query_scalar(methods).bind(&names).fetch_one(pool).await.unwrap();
    assert_eq!(found.as_deref(), Some("btree,gin"), "{names:?}");
    let differences = world.server.engine.compare_workspace(world.member.actor.workspace).await.unwrap();
    assert_eq!(differences, vec![]);
    // They follow a new name of the column, each as what it is.
    let rename =
        "mutation($id: UUID!) { updateOneField(input: { id: $id, update: { name: \"names\" } }) { id } }";
    world.ask(rename, json!({ "id": field })).await;
    let differences = world.server.engine.compare_workspace(world.member.actor.workspace).await.unwrap();
    assert_eq!(differences, vec![]);
}

#[tokio::test]
async fn a_new_field_stands_last_on_record_pages_and_in_no_table() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let company = world.object_id("company").await;
    let views = "query($o: String) { getViews(objectMetadataId: $o) { key type viewFields { fieldMetadataId isVisible } } }";
    let shown = async |object: &str, is_page: bool| -> Vec<Value> {
        let data = world.ask(views, json!({ "o": object })).await;
        let views = data["getViews"].as_array().unwrap();
        let wanted =
            |view: &&Value| if is_page { view["type"] == "FIELDS_WIDGET" } else { view["key"] == "INDEX" };
        let fields = views.iter().find(wanted).unwrap()["viewFields"].as_array().unwrap().clone();
        fields
            .iter()
            .filter(|field| field["isVisible"] == true)
            .map(|field| field["fieldMetadataId"].clone())
            .collect()
    };
    let (page, table) = (shown(&rocket, true).await, shown(&rocket, false).await);
    let input = json!({ "objectMetadataId": rocket, "name": "motto", "label": "Motto", "type": "TEXT" });
    let motto = world.create_field(input).await["id"].clone();
    let relation = |kind: &str, label: &str| {
        json!({ "type": kind, "targetObjectMetadataId": company, "targetFieldLabel": label,
            "targetFieldIcon": "IconRocket" })
    };
    let input = json!({ "objectMetadataId": rocket, "name": "maker", "label": "Maker", "type": "RELATION",
        "relationCreationPayload": relation("MANY_TO_ONE", "Rockets made") });
    let maker = world.create_field(input).await["id"].clone();
    let input = json!({ "objectMetadataId": rocket, "name": "fans", "label": "Fans", "type": "RELATION",
        "relationCreationPayload": relation("ONE_TO_MANY", "Favourite rocket") });
    let favourite = world.create_field(input).await["relation"]["targetFieldMetadata"]["id"].clone();
    assert_eq!(
        shown(&rocket, true).await,
        [page, vec![motto, maker]].concat(),
        "lists have cards of their own"
    );
    assert_eq!(shown(&rocket, false).await, table);
    assert_eq!(shown(&company, true).await.last(), Some(&favourite), "the other side, too");
}

#[tokio::test]
async fn standard_fields_keep_their_uniqueness_and_lose_only_what_people_gave_them() {
    let world = world().await;
    let person = world.object_id("person").await;
    let job = world.field_id(&person, "jobTitle").await;
    for unique in [true, false] {
        let told = world.ask(UPDATE, json!({ "id": job, "u": { "isUnique": unique } })).await;
        assert_eq!(told["updateOneField"]["isUnique"], unique);
    }
    let emails = world.field_id(&person, "emails").await;
    let codes = world.report(UPDATE, json!({ "id": emails, "u": { "isUnique": false } })).await;
    assert_eq!(codes, [("fieldMetadata".to_owned(), "INVALID_FIELD_INPUT".to_owned())]);
}

#[tokio::test]
async fn words_of_fields_are_tidied_and_may_be_long() {
    let world = world().await;
    let company = world.object_id("company").await;
    let long = "l".repeat(255);
    let input = json!({ "objectMetadataId": company, "type": "TEXT", "name": "  motto ", "label": "  Our \n  motto ",
        "description": " What   we say. ", "icon": " IconQuote " });
    let id = world.create_field(input).await["id"].clone();
    let words = "query($id: UUID!) { field(id: $id) { name label description icon } }";
    let told = world.ask(words, json!({ "id": id })).await;
    let wanted =
        json!({ "name": "motto", "label": "Our motto", "description": "What we say.", "icon": "IconQuote" });
    assert_eq!(told["field"], wanted);
    let update = json!({ "label": format!(" {long} "), "description": "  ", "icon": "" });
    world.ask(UPDATE, json!({ "id": id, "u": update })).await;
    let told = world.ask(words, json!({ "id": id })).await;
    assert_eq!(told["field"], json!({ "name": "motto", "label": long, "description": null, "icon": null }));
}

#[tokio::test]
async fn what_is_not_for_clients_to_change_stays() {
    let world = world().await;
    let (rocket, company) =
        (world.create_object("rocket", "rockets").await, world.object_id("company").await);
    let input = json!({ "objectMetadataId": rocket, "type": "TEXT", "name": "motto", "label": "Motto", "isSystem": true });
    let id = world.create_field(input).await["id"].clone();
    let told =
        "query($id: UUID!) { field(id: $id) { isSystem isUIEditable objectMetadataId universalIdentifier } }";
    let before = world.ask(told, json!({ "id": id })).await["field"].clone();
    assert_eq!((&before["isSystem"], &before["isUIEditable"]), (&json!(false), &json!(true)));
    let update = json!({ "isSystem": true, "isUIEditable": false, "objectMetadataId": company,
        "universalIdentifier": "20202020-1c25-4d02-bf25-6aeccf7ea400" });
    world.ask(UPDATE, json!({ "id": id, "u": update })).await;
    assert_eq!(world.ask(told, json!({ "id": id })).await["field"], before);
}

#[tokio::test]
async fn values_that_no_index_can_hold_are_refused() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let input = json!({ "objectMetadataId": rocket, "type": "TEXT", "name": "serial", "label": "Serial", "isUnique": true });
    let serial = world.create_field(input).await["id"].clone();
    // Random, so that Postgres cannot make it shorter.
    let long: String = (0..400).map(|_| uuid::Uuid::new_v4().simple().to_string()).collect();
    let create = json!({ "query": "mutation($d: RocketCreateInput!) { createRocket(data: $d) { id } }",
        "variables": { "d": { "serial": long } } });
    let send = async || {
        let path = "/graphql";
        world.server.send(&world.token, reqwest::Method::POST, path, create.clone()).await.expect(200)
    };
    let refused = send().await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{refused:#}");
    assert!(text(&refused["errors"][0]["message"]).contains("too long"), "{refused:#}");
    world.ask(UPDATE, json!({ "id": serial, "u": { "isUnique": false } })).await;
    assert!(send().await.get("errors").is_none());
    let error = world.error(UPDATE, json!({ "id": serial, "u": { "isUnique": true } })).await;
    let codes = (&error["extensions"]["code"], &error["extensions"]["subCode"]);
    assert_eq!(codes, (&json!("CONFLICT"), &json!("VALUES_TOO_LONG")), "{error:#}");
}
