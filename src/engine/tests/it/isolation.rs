//! Two workspaces on one database know nothing of each other.

use icosa_contract::Code;
use icosa_contract::records::{RecordsApi, SearchRecords, TimelineQuery};
use serde_json::json;

use crate::support::{equals, list_query, world};

#[tokio::test]
async fn records_of_another_workspace_do_not_exist() {
    let world = world().await;
    let (tim, eve) = (world.member("tim@apple.test").await, world.member("eve@evil.test").await);
    assert_ne!(tim.actor.workspace, eve.actor.workspace);
    let id = tim.made("company", json!({"name": "Secretly"})).await;

    let timeline = TimelineQuery { object: "company".to_owned(), id, before: None, limit: 10 };
    for error in [
        eve.get("company", id, &["name"]).await.unwrap_err(),
        eve.update("company", id, json!({"name": "Taken"})).await.unwrap_err(),
        eve.delete("company", &[id]).await.unwrap_err(),
        eve.restore("company", &[id]).await.unwrap_err(),
        eve.destroy("company", &[id]).await.unwrap_err(),
        eve.engine.timeline(&eve.actor, timeline).await.unwrap_err(),
    ] {
        assert_eq!((error.code, error.sub_code.as_deref()), (Code::NotFound, Some("RECORD_NOT_FOUND")));
    }
    let mut query = list_query("company", &["name"]);
    query.filter = Some(equals("id", json!(id)));
    assert!(eve.list(query).await.records.is_empty());
    let search =
        SearchRecords { objects: vec!["company".to_owned()], text: "Secretly".to_owned(), limit: 10 };
    assert!(eve.engine.search(&eve.actor, search.clone()).await.unwrap().is_empty());
    assert_eq!(tim.engine.search(&tim.actor, search).await.unwrap().len(), 1);
    assert_eq!(tim.value("company", id, "name").await, "Secretly");
}

#[tokio::test]
async fn relations_cannot_cross_workspaces() {
    let world = world().await;
    let (tim, eve) = (world.member("tim@apple.test").await, world.member("eve@evil.test").await);
    let company = tim.made("company", json!({"name": "Acme"})).await;
    let error = eve.create("person", json!({"companyId": company})).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("companyId")));
    let note = eve.made("note", json!({"title": "x"})).await;
    let error =
        eve.create("noteTarget", json!({"noteId": note, "targetCompanyId": company})).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("targetCompanyId"));
    let owner = json!({"name": "x", "ownerId": tim.actor.member});
    assert_eq!(eve.create("opportunity", owner).await.unwrap_err().field.as_deref(), Some("ownerId"));
}

#[tokio::test]
async fn the_same_values_and_ids_may_exist_in_both() {
    let world = world().await;
    let (tim, eve) = (world.member("tim@apple.test").await, world.member("eve@evil.test").await);
    let id = uuid::Uuid::new_v4();
    for member in [&tim, &eve] {
        let values = json!({"name": "Acme", "domainName": {"primaryLinkUrl": "acme.com"}});
        member.create_with("company", Some(id), values, &[]).await.unwrap();
    }
    eve.destroy("company", &[id]).await.unwrap();
    assert_eq!(tim.value("company", id, "name").await, "Acme");
}
