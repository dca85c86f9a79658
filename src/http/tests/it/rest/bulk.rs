//! What is done to all records that pass a filter.

use serde_json::{Value, json};

use super::{companies, encoded, names};

#[tokio::test]
async fn all_that_pass_are_changed() {
    let world = companies().await;
    let path = format!("/rest/companies?depth=0&filter={}", encoded("employees[gte]:20"));
    let body = world.patch(&path, json!({"employees": 7})).await.expect(200);
    let changed = &body["data"]["updateCompanies"];
    assert_eq!(changed.as_array().unwrap().len(), 2);
    assert!(changed.as_array().unwrap().iter().all(|company| company["employees"] == 7));
    assert_eq!(world.filtered("employees[eq]:7").await, ["Apple", "Birch"]);
    let body = world.patch(&path, json!({"employees": 8})).await.expect(200);
    assert_eq!(body["data"]["updateCompanies"], json!([]), "nothing passes any more");
    world.patch(&path, json!({"employees": "x"})).await.expect(400);
}

#[tokio::test]
async fn all_that_pass_are_deleted_restored_and_destroyed() {
    let world = companies().await;
    let filter = encoded("name[in]:[Apple,Birch]");
    let body = world.delete(&format!("/rest/companies?soft_delete=true&filter={filter}")).await.expect(200);
    let deleted = body["data"]["deleteCompanies"].as_array().unwrap();
    assert_eq!(deleted.len(), 2);
    assert!(deleted.iter().all(|record| record.as_object().unwrap().keys().eq(["id"])));
    assert_eq!(world.filtered("").await, ["Cedar"]);
    for path in ["/rest/companies/restore", "/rest/restore/companies"] {
        let body = world.patch(&format!("{path}?depth=0&filter={filter}"), Value::Null).await.expect(200);
        let mut restored = names(&body["data"]["restoreCompanies"]);
        restored.sort();
        assert_eq!(restored, ["Apple", "Birch"]);
        let again = world.patch(&format!("{path}?filter={filter}"), Value::Null).await.expect(200);
        assert_eq!(again["data"]["restoreCompanies"], json!([]));
        world.delete(&format!("/rest/companies?soft_delete=true&filter={filter}")).await.expect(200);
    }
    let body = world.delete(&format!("/rest/companies?filter={filter}")).await.expect(200);
    assert_eq!(body["data"]["deleteCompanies"].as_array().unwrap().len(), 2, "deleted ones, too");
    assert_eq!(world.filtered("or(deletedAt[is]:NULL,deletedAt[is]:NOT_NULL)").await, ["Cedar"]);
}

#[tokio::test]
async fn nothing_is_done_to_everything_by_mistake() {
    let world = companies().await;
    for (verb, answer) in [
        ("update", world.patch("/rest/companies", json!({"employees": 1})).await),
        ("destroy", world.delete("/rest/companies").await),
        ("delete", world.delete("/rest/companies?soft_delete=true").await),
        ("restore", world.patch("/rest/companies/restore", Value::Null).await),
    ] {
        let body = answer.expect(400);
        assert_eq!(body["messages"], json!([format!("Filters are mandatory for bulk {verb} operations")]));
    }
    let body = world.delete("/rest/companies?filter=and()").await.expect(400);
    assert_eq!(body["messages"], json!(["A non-empty filter is required"]));
    assert_eq!(body["code"], "INVALID_QUERY_INPUT");
    assert_eq!(world.filtered("").await.len(), 3);
}

#[tokio::test]
async fn more_than_two_hundred_are_not_touched() {
    let world = companies().await;
    let batch: Vec<Value> = (0..199).map(|_| json!({"name": "Same"})).collect();
    world.post("/rest/batch/companies?depth=0", json!(batch)).await.expect(201);
    let all = encoded("id[is]:NOT_NULL");
    for answer in [
        world.patch(&format!("/rest/companies?filter={all}"), json!({"employees": 1})).await,
        world.delete(&format!("/rest/companies?filter={all}")).await,
    ] {
        let body = answer.expect(400);
        assert_eq!(body["messages"], json!(["Cannot update more than 200 records at once"]));
        assert_eq!(body["code"], "TOO_MANY_RECORDS_TO_UPDATE");
    }
    let same = encoded("name[eq]:Same");
    let path = format!("/rest/companies?depth=0&fields=employees&filter={same}");
    let body = world.patch(&path, json!({"employees": 1})).await.expect(200);
    assert_eq!(body["data"]["updateCompanies"].as_array().unwrap().len(), 199);
}
