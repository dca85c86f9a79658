//! Many records in one call.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{encoded, names, world};

#[tokio::test]
async fn a_batch_is_made_whole_or_not_at_all() {
    let world = world().await.emptied("companies").await;
    let batch: Vec<Value> = (0..200).map(|i| json!({"name": format!("C{i:03}")})).collect();
    let body = world.post("/rest/batch/companies?depth=0", json!(batch)).await.expect(201);
    let made = names(&body["data"]["createCompanies"]);
    assert_eq!(made.len(), 200);
    assert!(made.is_sorted(), "in the order given");
    assert_eq!(world.get("/rest/companies?limit=0").await.expect(200)["totalCount"], 200);

    let mixed = json!([{"name": "Good"}, {"name": "Bad", "employees": "many"}]);
    let body = world.post("/rest/batch/companies", mixed).await.expect(400);
    assert_eq!(body["messages"], json!(["Invalid number value 'many' for field \"employees\""]));
    let twice = json!({"name": "Twice", "domainName": {"primaryLinkUrl": "twice.test"}});
    let body = world.post("/rest/batch/companies", json!([{"name": "Good"}, twice, twice])).await.expect(400);
    assert_eq!(body["code"], "DUPLICATE_ENTRY_DETECTED");
    assert_eq!(world.get("/rest/companies?limit=0").await.expect(200)["totalCount"], 200);
}

#[tokio::test]
async fn a_batch_has_its_limits() {
    let world = world().await;
    let batch: Vec<Value> = (0..201).map(|_| json!({"name": "x"})).collect();
    let body = world.post("/rest/batch/companies", json!(batch)).await.expect(400);
    assert_eq!(body["messages"], json!(["Maximum number of records to upsert is 200."]));
    assert_eq!(body["code"], "TOO_MANY_RECORDS_TO_UPDATE");
    for body in [json!({"name": "x"}), json!(["x"]), json!("x"), Value::Null] {
        world.post("/rest/batch/companies", body).await.expect(400);
    }
    let body = world.post("/rest/batch/companies", json!([])).await.expect(201);
    assert_eq!(body["data"]["createCompanies"], json!([]));
}

#[tokio::test]
async fn positions_of_a_batch_do_not_collide() {
    let world = world().await.emptied("companies").await;
    world.company(json!({"name": "Old"})).await;
    let batch = json!([
        {"name": "Seven", "position": 7},
        {"name": "Last", "position": "last"},
        {"name": "First"},
        {"name": "Firster", "position": "first"},
        {"name": "Laster", "position": "last"},
    ]);
    let body = world.post("/rest/batch/companies?depth=0", batch).await.expect(201);
    assert_eq!(names(&body["data"]["createCompanies"]), ["First", "Firster", "Last", "Laster", "Seven"]);
    let order = ["Firster", "First", "Old", "Seven", "Last", "Laster"];
    assert_eq!(world.names("order_by=position&depth=0").await, order);
    let body = world.post("/rest/batch/companies", json!([{"position": "middle"}])).await.expect(400);
    assert!(body["messages"][0].as_str().unwrap().contains("position"));
}

#[tokio::test]
async fn an_upserted_batch_answers_changed_records_before_new_ones() {
    let world = world().await.emptied("companies").await;
    let link = |host: &str| json!({"primaryLinkUrl": host});
    let a = world.company(json!({"name": "A", "domainName": link("a.test"), "employees": 1})).await;
    let b = world.company(json!({"name": "B", "domainName": link("b.test")})).await;
    let batch = json!([
        {"name": "New", "domainName": link("new.test")},
        {"name": "A2", "domainName": link("https://a.test")},
        {"id": b, "name": "B2"},
        {"domainName": link("a.test"), "address": {"addressCity": "Paris"}},
    ]);
    let body = world.post("/rest/batch/companies?upsert=true&depth=0", batch).await.expect(201);
    let made = &body["data"]["createCompanies"];
    assert_eq!(names(made), ["A2", "B2", "New"]);
    assert_eq!((&made[0]["id"], &made[1]["id"]), (&json!(a), &json!(b)));
    assert_eq!(made[0]["employees"], 1, "what is not named stays");
    assert_eq!(made[0]["address"]["addressCity"], "Paris", "two records may mean the same row");
    assert_eq!(world.get("/rest/companies?limit=0").await.expect(200)["totalCount"], 3);

    let both = json!([{"id": b, "name": "?", "domainName": link("a.test")}]);
    let body = world.post("/rest/batch/companies?upsert=true", both).await.expect(400);
    assert_eq!(body["code"], "UPSERT_MULTIPLE_MATCHING_RECORDS_CONFLICT");
    assert_eq!(world.filtered("name[eq]:\"?\"").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_batch_leaves_timelines_and_events() {
    let world = world().await;
    let (one, two) = (Uuid::new_v4(), Uuid::new_v4());
    let batch = json!([{"id": one, "name": "One"}, {"id": two, "name": "Two"}]);
    world.post("/rest/batch/companies", batch).await.expect(201);
    let events: i64 = sqlx::query_scalar(
        r#"SELECT count(*) FROM core."recordEvent" WHERE "action" = 'created' AND "recordId" IN ($1, $2)"#,
    )
    .bind(one)
    .bind(two)
    .fetch_one(world.server.db.db().pool())
    .await
    .unwrap();
    assert_eq!(events, 2);
    let filter = encoded(&format!("targetCompanyId[in]:[{one},{two}]"));
    let body = world.get(&format!("/rest/timelineActivities?filter={filter}&depth=0")).await.expect(200);
    assert_eq!(body["totalCount"], 2);
}
