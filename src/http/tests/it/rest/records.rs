//! One record at a time.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{encoded, world};

#[tokio::test]
async fn a_record_lives_its_life() {
    let world = world().await;
    let body = world.post("/rest/companies", json!({"name": "Acme", "employees": 5})).await.expect(201);
    let made = &body["data"]["createCompany"];
    assert_eq!((&made["name"], &made["employees"]), (&json!("Acme"), &json!(5)));
    let path = format!("/rest/companies/{}", made["id"].as_str().unwrap());
    let read = world.get(&path).await.expect(200);
    assert_eq!(&read["data"]["company"], made);

    let changed = world.patch(&path, json!({"employees": 6})).await.expect(200);
    assert_eq!(changed["data"]["updateCompany"]["employees"], 6);
    assert_eq!(changed["data"]["updateCompany"]["updatedBy"]["name"], "Importer");
    let changed =
        world.server.send(&world.key, Method::PUT, &path, json!({"name": "Acme 2"})).await.expect(200);
    assert_eq!(changed["data"]["updateCompany"]["name"], "Acme 2");
    assert_eq!(changed["data"]["updateCompany"]["employees"], 6, "what is not named stays");

    let id = &made["id"];
    let deleted = world.delete(&format!("{path}?soft_delete=true")).await.expect(200);
    assert_eq!(deleted["data"]["deleteCompany"], json!({"id": id}));
    let gone = world.get(&path).await.expect(404);
    assert_eq!(gone["error"], "NotFoundException");
    assert_eq!(gone["messages"], json!(["Record not found"]));
    assert_eq!(gone["code"], "RECORD_NOT_FOUND");
    world.patch(&path, json!({"name": "x"})).await.expect(404);

    let restored = world.patch(&format!("{path}/restore"), Value::Null).await.expect(200);
    assert_eq!(restored["data"]["restoreCompany"]["name"], "Acme 2");
    assert_eq!(restored["data"]["restoreCompany"]["deletedAt"], Value::Null);
    world.delete(&format!("{path}?soft_delete=true")).await.expect(200);
    let old_path = format!("/rest/restore/companies/{}", id.as_str().unwrap());
    world.patch(&old_path, json!({})).await.expect(200);

    let destroyed = world.delete(&path).await.expect(200);
    assert_eq!(destroyed["data"]["deleteCompany"], json!({"id": id}));
    world.get(&path).await.expect(404);
    world.delete(&path).await.expect(404);
    world.patch(&old_path, json!({})).await.expect(404);
}

#[tokio::test]
async fn a_client_may_choose_the_id() {
    let world = world().await;
    let id = Uuid::new_v4();
    let body = world.post("/rest/companies", json!({"id": id, "name": "Acme"})).await.expect(201);
    assert_eq!(body["data"]["createCompany"]["id"], json!(id));
    let body = world.post("/rest/companies", json!({"id": id, "name": "Other"})).await.expect(400);
    assert_eq!(body["messages"][0], "A duplicate entry was detected");
    assert_eq!(body["code"], "DUPLICATE_ENTRY_DETECTED");
    let body = world.post("/rest/companies", json!({"id": "7"})).await.expect(400);
    assert_eq!(body["messages"], json!(["Invalid UUID value '7' for field \"id\""]));
}

#[tokio::test]
async fn values_in_use_are_refused_and_upserts_change_their_record() {
    let world = world().await;
    let acme = json!({"name": "Acme", "domainName": {"primaryLinkUrl": "https://www.acme.test/"}});
    let id = world.company(acme.clone()).await;
    let body = world.post("/rest/companies", acme).await.expect(400);
    assert_eq!(body["error"], "BadRequestException");
    assert_eq!(body["messages"][0], "A duplicate entry was detected");

    let again = json!({"name": "Acme Inc", "domainName": {"primaryLinkUrl": "acme.test"}});
    let body = world.post("/rest/companies?upsert=true", again.clone()).await.expect(201);
    assert_eq!(body["data"]["createCompany"]["id"], json!(id));
    assert_eq!(body["data"]["createCompany"]["name"], "Acme Inc");
    // A deleted one comes back.
    world.delete(&format!("/rest/companies/{id}?soft_delete=true")).await.expect(200);
    let body = world.post("/rest/companies?upsert=true", again).await.expect(201);
    assert_eq!(body["data"]["createCompany"]["id"], json!(id));
    assert_eq!(body["data"]["createCompany"]["deletedAt"], Value::Null);
    world.get(&format!("/rest/companies/{id}")).await.expect(200);
    // By id, and nothing there yet.
    let new = Uuid::new_v4();
    for name in ["New", "Newer"] {
        let body =
            world.post("/rest/companies?upsert=true", json!({"id": new, "name": name})).await.expect(201);
        assert_eq!(body["data"]["createCompany"]["id"], json!(new));
        assert_eq!(body["data"]["createCompany"]["name"], name);
    }
}

#[tokio::test]
async fn relations_are_set_by_key_and_by_unique_values() {
    let world = world().await;
    let acme = world.company(json!({"name": "Acme", "domainName": {"primaryLinkUrl": "acme.test"}})).await;
    let connect = |by: Value| json!({"name": {"firstName": "Ann"}, "company": {"connect": {"where": by}}});
    for by in [json!({"id": acme}), json!({"domainName": {"primaryLinkUrl": "https://ACME.test/x"}})] {
        let body = world.post("/rest/people", connect(by)).await.expect(201);
        let person = &body["data"]["createPerson"];
        assert_eq!((&person["companyId"], &person["company"]["name"]), (&json!(acme), &json!("Acme")));
        let path = format!("/rest/people/{}", person["id"].as_str().unwrap());
        let body = world.patch(&path, json!({"company": {"disconnect": true}})).await.expect(200);
        assert_eq!(body["data"]["updatePerson"]["company"], Value::Null);
        let body = world.patch(&path, json!({"companyId": acme})).await.expect(200);
        assert_eq!(body["data"]["updatePerson"]["companyId"], json!(acme));
    }
    let body = world.post("/rest/people", connect(json!({"id": Uuid::new_v4()}))).await.expect(400);
    assert_eq!(body["messages"], json!(["Expected 1 record to connect to company, but found 0."]));
    assert_eq!(body["code"], "CONNECT_RECORD_NOT_FOUND");
    for by in [
        json!({}),
        json!({"name": "Acme"}),
        json!({"id": "x"}),
        json!({"domainName": {"primaryLinkLabel": "x"}}),
    ] {
        let body = world.post("/rest/people", connect(by)).await.expect(400);
        assert_eq!(body["code"], "CONNECT_UNIQUE_CONSTRAINT_ERROR");
    }
    let body = world.post("/rest/people", json!({"companyId": Uuid::new_v4()})).await.expect(400);
    assert_eq!(body["code"], "RECORD_NOT_FOUND");
    world.post("/rest/companies", json!({"people": [acme]})).await.expect(400);
}

#[tokio::test]
async fn what_a_key_writes_is_seen_by_people_and_the_other_way_round() {
    let world = world().await;
    let access = world.server.access_token(&world.member).await;
    let body = world
        .server
        .send(&access, Method::POST, "/rest/companies", json!({"name": "By hand"}))
        .await
        .expect(201);
    let made = &body["data"]["createCompany"];
    assert_eq!(made["createdBy"]["source"], "MANUAL");
    assert_eq!(made["createdBy"]["workspaceMemberId"], json!(world.member.actor.member));
    assert_eq!(world.filtered("name[eq]:\"By hand\"").await, ["By hand"]);
    let cookie =
        world.server.request(Method::GET, "/rest/companies").header("cookie", world.member.cookie_header());
    crate::support::answer(cookie).await.expect(200);
}

#[tokio::test]
async fn workspaces_do_not_see_each_other() {
    let world = world().await;
    let id = world.company(json!({"name": "Secret"})).await;
    let eve = world.server.member("eve@evil.test").await;
    let key = world.server.api_key(&eve, "Eve's").await;
    let path = format!("/rest/companies/{id}");
    world.server.get(&key, &path).await.expect(404);
    world.server.send(&key, Method::PATCH, &path, json!({"name": "Mine"})).await.expect(404);
    world.server.send(&key, Method::DELETE, &path, Value::Null).await.expect(404);
    let list = format!("/rest/companies?filter={}", encoded("name[eq]:Secret"));
    assert_eq!(world.server.get(&key, &list).await.expect(200)["totalCount"], 0);
    world.get(&path).await.expect(200);
}

#[tokio::test]
async fn a_new_record_may_say_that_it_is_not_deleted() {
    let world = world().await;
    let values = json!({"name": "Acme", "createdAt": "2020-01-02T03:04:05.000Z", "deletedAt": null});
    let made = world.post("/rest/companies", values.clone()).await.expect(201);
    let made = &made["data"]["createCompany"];
    assert_eq!((&made["createdAt"], &made["deletedAt"]), (&values["createdAt"], &Value::Null));
    let batch = world.post("/rest/batch/companies", json!([values, values])).await.expect(201);
    assert_eq!(batch["data"]["createCompanies"].as_array().unwrap().len(), 2);
    let query = "mutation($d: CompanyCreateInput!, $u: Boolean) { createCompany(data: $d, upsert: $u) { id deletedAt } }";
    let id = made["id"].as_str().unwrap();
    world.delete(&format!("/rest/companies/{id}?soft_delete=true")).await.expect(200);
    let again = json!({"id": id, "name": "Acme", "deletedAt": null});
    for (data, upsert) in [(values, false), (again, true)] {
        let body = json!({"query": query, "variables": {"d": data, "u": upsert}});
        let body = world.post("/graphql", body).await.expect(200);
        assert_eq!(body["data"]["createCompany"]["deletedAt"], Value::Null, "{body:#}");
    }
    world.get(&format!("/rest/companies/{id}")).await.expect(200);
    // Records are deleted by deleting them.
    let deleted = json!({"name": "Gone", "deletedAt": "2020-01-02T03:04:05.000Z"});
    let told = world.post("/rest/companies", deleted).await.expect(400);
    assert_eq!(told["code"], "INVALID_ARGS_DATA", "{told:#}");
    assert_eq!(told["messages"], json!(["The field \"deletedAt\" is set by the server."]));
}
