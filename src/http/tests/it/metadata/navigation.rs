//! Navigation items.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, text, world};

const CREATE: &str = "mutation($i: CreateNavigationMenuItemInput!) { createNavigationMenuItem(input: $i) { id type name \
    position userWorkspaceId folderId targetRecordIdentifier { id labelIdentifier imageIdentifier } } }";
const LIST: &str = "{ navigationMenuItems { id type name position userWorkspaceId targetObjectMetadataId } }";

async fn ids(world: &World, token: &str) -> Vec<Value> {
    let answer = world.ask_as(token, LIST, json!({})).await;
    let items = answer["data"]["navigationMenuItems"].as_array().unwrap();
    items.iter().map(|item| item["id"].clone()).collect()
}

#[tokio::test]
async fn folders_and_links_are_made_moved_and_removed() {
    let world = world().await;
    let folder = json!({ "id": Uuid::new_v4(), "type": "FOLDER", "name": "Reading" });
    let made = world.ask(CREATE, json!({ "i": folder })).await["createNavigationMenuItem"].clone();
    assert_eq!(made["id"], folder["id"], "the client's id is kept");
    let links = json!([
        { "type": "LINK", "name": "One", "link": "https://one.example" },
        { "type": "LINK", "name": "Two", "link": "https://two.example" },
    ]);
    let query = "mutation($i: [CreateNavigationMenuItemInput!]!) { createManyNavigationMenuItems(inputs: $i) { id name } }";
    let links = world.ask(query, json!({ "i": links })).await["createManyNavigationMenuItems"].clone();
    let query = "mutation($i: [UpdateOneNavigationMenuItemInput!]!) { updateManyNavigationMenuItems(inputs: $i) { id \
        folderId position } }";
    let moved = json!([
        { "id": links[0]["id"], "update": { "folderId": made["id"], "position": 1 } },
        { "id": links[1]["id"], "update": { "folderId": made["id"], "position": 0.5 } },
    ]);
    let moved = world.ask(query, json!({ "i": moved })).await["updateManyNavigationMenuItems"].clone();
    assert_eq!((&moved[0]["folderId"], &moved[1]["position"]), (&made["id"], &json!(0.5)));
    let query = "mutation($i: UpdateOneNavigationMenuItemInput!) { updateNavigationMenuItem(input: $i) { folderId name } }";
    let out = json!({ "id": links[0]["id"], "update": { "folderId": null } });
    let out = world.ask(query, json!({ "i": out })).await["updateNavigationMenuItem"].clone();
    assert_eq!(out, json!({ "folderId": null, "name": "One" }));

    let query = "mutation($i: [UUID!]!) { deleteManyNavigationMenuItems(ids: $i) { name } }";
    let gone = world.ask(query, json!({ "i": [links[0]["id"], links[1]["id"]] })).await;
    assert_eq!(gone["deleteManyNavigationMenuItems"], json!([{ "name": "One" }, { "name": "Two" }]));
    let query = "mutation($i: UUID!) { deleteNavigationMenuItem(id: $i) { name } }";
    world.ask(query, json!({ "i": made["id"] })).await;
    let error = world.error(query, json!({ "i": made["id"] })).await;
    assert_eq!(error["extensions"]["subCode"], "NAVIGATION_MENU_ITEM_NOT_FOUND");
}

#[tokio::test]
async fn personal_items_are_ones_own() {
    let world = world().await;
    let key = world.server.api_key(&world.member, "tests").await;
    let mine = world.member.actor.user_workspace.unwrap();
    let object = world.object_id("workspaceMember").await;
    let favourite = json!({ "type": "RECORD", "userWorkspaceId": mine, "targetObjectMetadataId": object,
        "targetRecordId": world.member.session.member_id });
    let made = world.ask(CREATE, json!({ "i": favourite })).await["createNavigationMenuItem"].clone();
    assert_eq!(made["userWorkspaceId"], json!(mine));
    assert_eq!(made["targetRecordIdentifier"]["id"], json!(world.member.session.member_id));
    assert!(made["targetRecordIdentifier"]["labelIdentifier"].is_string(), "{made:#}");

    assert!(ids(&world, &world.token).await.contains(&made["id"]));
    assert!(!ids(&world, &key).await.contains(&made["id"]), "a key is nobody's");
    let one = "query($i: UUID!) { navigationMenuItem(id: $i) { id } }";
    let hidden = world.ask_as(&key, one, json!({ "i": made["id"] })).await;
    assert_eq!(hidden["data"]["navigationMenuItem"], Value::Null);
    let delete = "mutation($i: UUID!) { deleteNavigationMenuItem(id: $i) { id } }";
    let answer = world.ask_as(&key, delete, json!({ "i": made["id"] })).await;
    assert_eq!(answer["errors"][0]["extensions"]["subCode"], "NAVIGATION_MENU_ITEM_NOT_FOUND", "{answer:#}");
    let others = json!({ "type": "LINK", "name": "X", "link": "https://x.example", "userWorkspaceId": Uuid::new_v4() });
    let error = world.error(CREATE, json!({ "i": others })).await;
    assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{error:#}");
}

#[tokio::test]
async fn bad_items_are_reported() {
    let world = world().await;
    for (input, code) in [
        (json!({ "type": "FOLDER", "name": " " }), "INVALID_NAVIGATION_MENU_ITEM_INPUT"),
        (json!({ "type": "LINK" }), "INVALID_NAVIGATION_MENU_ITEM_INPUT"),
        (
            json!({ "type": "LINK", "link": "https://x.example", "folderId": Uuid::new_v4() }),
            "NAVIGATION_MENU_ITEM_NOT_FOUND",
        ),
    ] {
        let codes = world.report(CREATE, json!({ "i": input })).await;
        assert!(codes.contains(&("navigationMenuItem".to_owned(), code.to_owned())), "{input}: {codes:?}");
    }
    let items = world.ask(LIST, json!({})).await;
    let items = items["navigationMenuItems"].as_array().unwrap();
    let positions: Vec<f64> = items.iter().map(|item| item["position"].as_f64().unwrap()).collect();
    assert!(positions.is_sorted() && text(&items[0]["type"]) == "OBJECT", "{items:#?}");
}
