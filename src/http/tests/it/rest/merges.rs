//! `merge`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, world};

async fn two(world: &World) -> [String; 2] {
    let ann = json!({"name": {"firstName": "Ann"}, "emails": {"primaryEmail": "ann@x.org"}});
    let double =
        json!({"name": {"firstName": "A."}, "emails": {"primaryEmail": "a@x.org"}, "jobTitle": "Poet"});
    let mut ids = Vec::new();
    for person in [ann, double] {
        let made = world.post("/rest/people?depth=0", person).await.expect(201);
        ids.push(made["data"]["createPerson"]["id"].as_str().unwrap().to_owned());
    }
    ids.try_into().unwrap()
}

#[tokio::test]
async fn one_survives_with_what_both_know() {
    let world = world().await;
    let ids = two(&world).await;
    let body = json!({"ids": ids, "conflictPriorityIndex": 0, "dryRun": true});
    let trial =
        world.patch("/rest/people/merge?depth=0", body).await.expect(200)["data"]["mergePeople"].clone();
    assert_eq!((&trial["jobTitle"], &trial["name"]["firstName"]), (&json!("Poet"), &json!("Ann")));
    assert!(!ids.contains(&trial["id"].as_str().unwrap().to_owned()) && trial["deletedAt"].is_string());
    for id in &ids {
        world.get(&format!("/rest/people/{id}")).await.expect(200);
    }

    let body = json!({"ids": ids, "conflictPriorityIndex": 0});
    let merged =
        world.patch("/rest/people/merge", body.clone()).await.expect(200)["data"]["mergePeople"].clone();
    assert_eq!((&merged["id"], &merged["deletedAt"]), (&json!(ids[0]), &Value::Null));
    assert_eq!(merged["emails"], json!({"primaryEmail": "ann@x.org", "additionalEmails": ["a@x.org"]}));
    assert_eq!(merged["company"], Value::Null, "depth 1 is the default");
    world.get(&format!("/rest/people/{}", ids[1])).await.expect(404);
    let gone = world.patch("/rest/people/merge", body).await.expect(404);
    assert_eq!(
        (&gone["messages"][0], &gone["code"]),
        (&json!("One or more records not found"), &json!("RECORD_NOT_FOUND"))
    );
}

#[tokio::test]
async fn merges_that_make_no_sense_are_refused() {
    let world = world().await;
    let [one, other] = two(&world).await;
    let stranger = Uuid::new_v4();
    for body in [
        json!({}),
        json!({"ids": [one, other]}),
        json!({"ids": one, "conflictPriorityIndex": 0}),
        json!({"ids": [one], "conflictPriorityIndex": 0}),
        json!({"ids": [one, one], "conflictPriorityIndex": 0}),
        json!({"ids": [one, other], "conflictPriorityIndex": 2}),
        json!({"ids": [one, other], "conflictPriorityIndex": -1}),
        json!({"ids": [one, other], "conflictPriorityIndex": 0.5}),
        json!({"ids": [one, other], "conflictPriorityIndex": 0, "dryRun": "yes"}),
        json!({"ids": [one, "x"], "conflictPriorityIndex": 0}),
        json!([]),
    ] {
        world.patch("/rest/people/merge", body).await.expect(400);
    }
    let body = json!({"ids": [one, stranger], "conflictPriorityIndex": 0});
    world.patch("/rest/people/merge", body).await.expect(404);
    for id in [one, other] {
        world.get(&format!("/rest/people/{id}")).await.expect(200);
    }
}
