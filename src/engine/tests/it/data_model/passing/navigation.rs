//! Items of the navigation drawer (metadata API, section 10).

use icosa_model::Metadata;
use icosa_model::definition::NavigationRow;
use serde_json::json;

use crate::data_model::names::id;
use crate::data_model::workshop::workshop;

fn item<'m>(metadata: &'m Metadata, word: &str) -> &'m NavigationRow {
    metadata.navigation.iter().find(|item| item.id == id(word)).unwrap_or_else(|| panic!("no item {word}"))
}

#[tokio::test]
async fn items_of_every_type_are_made_changed_and_removed() {
    let shop = workshop().await;
    let record = shop.tim.made("company", json!({"name": "Acme"})).await;
    shop.change(json!([
        {"change": "createNavigationItem", "with": {"id": {"id": "folder"}, "type": "FOLDER", "name": "  Big   ones ", "color": "red"}},
        {"change": "createNavigationItem", "with": {"id": {"id": "object"}, "type": "OBJECT", "targetObjectId": {"object": "person"},
            "folderId": {"id": "folder"}, "link": "https://left.out"}},
        {"change": "createNavigationItem", "with": {"id": {"id": "view"}, "type": "VIEW", "viewId": {"view": "company/INDEX"}}},
        {"change": "createNavigationItem", "with": {"id": {"id": "record"}, "type": "RECORD", "targetRecordId": record,
            "targetObjectId": {"object": "company"}}},
        {"change": "createNavigationItem", "with": {"id": {"id": "link"}, "type": "LINK", "link": " https://icosa.test ", "position": 0.5}},
        {"change": "createNavigationItem", "with": {"id": {"id": "page"}, "type": "PAGE_LAYOUT", "pageLayoutId": {"page": "company"}}},
    ]))
    .await;
    let metadata = shop.metadata().await;
    assert_eq!(item(&metadata, "folder").name.as_deref(), Some("Big ones"));
    assert_eq!(
        (item(&metadata, "object").folder_id, &item(&metadata, "object").link),
        (Some(id("folder")), &None)
    );
    assert_eq!(item(&metadata, "record").target_record_id, Some(record));
    assert_eq!(
        (item(&metadata, "link").link.as_deref(), item(&metadata, "link").position),
        (Some("https://icosa.test"), 0.5)
    );
    assert!(item(&metadata, "view").position > item(&metadata, "object").position);

    // What leaves a folder in the change that removes it stays.
    shop.change(json!([
        {"change": "updateNavigationItem", "with": {"id": {"id": "object"}, "update": {"folderId": null, "icon": "IconUser"}}},
        {"change": "updateNavigationItem", "with": {"id": {"id": "view"}, "update": {"folderId": {"id": "folder"}, "name": "Firms"}}},
        {"change": "updateNavigationItem", "with": {"id": {"id": "link"}, "update": {"link": "/settings", "position": 9}}},
        {"change": "deleteNavigationItem", "with": {"id": "folder"}},
    ]))
    .await;
    let metadata = shop.metadata().await;
    assert!(!metadata.navigation.iter().any(|item| [id("folder"), id("view")].contains(&item.id)));
    let object = item(&metadata, "object");
    assert_eq!((object.folder_id, object.icon.as_deref()), (None, Some("IconUser")));
    assert_eq!(item(&metadata, "link").link.as_deref(), Some("/settings"));
}

#[tokio::test]
async fn favourites_are_for_oneself() {
    let shop = workshop().await;
    let own = shop.eve.user_workspace;
    let favourite = json!([
        {"change": "createNavigationItem", "with": {"id": {"id": "mine"}, "type": "FOLDER", "name": "Mine", "userWorkspaceId": own}},
        {"change": "createNavigationItem", "with": {"id": {"id": "view"}, "type": "VIEW", "viewId": {"view": "company/INDEX"},
            "userWorkspaceId": own, "folderId": {"id": "mine"}}},
    ]);
    shop.change_as(&shop.eve, &favourite).await.unwrap();
    assert_eq!(item(&*shop.metadata().await, "view").user_workspace_id, own);
    let rename = json!([{"change": "updateNavigationItem", "with": {"id": {"id": "mine"}, "update": {"name": "Taken"}}}]);
    let error = shop.try_change(&rename).await.unwrap_err();
    assert_eq!(error.sub_code.as_deref(), Some("NAVIGATION_MENU_ITEM_NOT_FOUND"));
    let error = shop.try_change(&favourite).await.unwrap_err();
    assert_eq!(error.sub_code.as_deref(), Some("METADATA_VALIDATION_FAILED"));
    // A personal item does not push those of the workspace down.
    shop.change(
        json!([{"change": "createNavigationItem", "with": {"id": {"id": "own"}, "type": "FOLDER", "name": "x",
        "userWorkspaceId": shop.tim.actor.user_workspace}}]),
    )
    .await;
    assert_eq!(item(&*shop.metadata().await, "own").position, 0.0);
}
