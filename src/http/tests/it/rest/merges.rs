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

/// How many connections to the test's database wait for a lock.
async fn waiting(db: &icosa_store::Db) -> i64 {
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    sqlx::query_scalar(waiting).fetch_one(db.pool()).await.unwrap()
}

#[tokio::test]
async fn nothing_is_made_to_point_at_a_record_that_is_just_being_merged() {
    let world = world().await;
    let [kept, lost] =
        [world.company(json!({"name": "Kept"})).await, world.company(json!({"name": "Lost"})).await];
    let person = async |values: Value| -> Uuid {
        let made = world.post("/rest/people?depth=0", values).await.expect(201);
        made["data"]["createPerson"]["id"].as_str().unwrap().parse().unwrap()
    };
    let (pointing, free) = (person(json!({"companyId": lost})).await, person(json!({})).await);
    let outside = world.server.db.another();
    let schema = icosa_model::SchemaName::from(world.member.actor.workspace);
    // The merge stops half-way: it cannot move this one.
    let mut holder = outside.begin().await.unwrap();
    let hold = format!(r#"SELECT FROM "{schema}"."person" WHERE "id" = $1 FOR UPDATE"#);
    sqlx::query(sqlx::AssertSqlSafe(hold)).bind(pointing).execute(&mut *holder).await.unwrap();
    let wait_for = async |connections: i64| {
        while waiting(&outside).await < connections {
            tokio::task::yield_now().await;
        }
    };
    let merge = async {
        let body = json!({"ids": [kept, lost], "conflictPriorityIndex": 0});
        world.patch("/rest/companies/merge", body).await.expect(200);
    };
    let point = async {
        wait_for(1).await;
        let to_lost = json!({"companyId": lost});
        let change = format!("/rest/people/{free}");
        let batch = json!([to_lost, {"companyId": kept}]);
        let release = async {
            wait_for(4).await;
            holder.commit().await.unwrap();
        };
        let (one, many, changed, ()) = tokio::join!(
            world.post("/rest/people", to_lost.clone()),
            world.post("/rest/batch/people", batch),
            world.patch(&change, to_lost.clone()),
            release,
        );
        for answer in [one, many, changed] {
            let refused = answer.expect(400);
            assert_eq!(refused["code"], "RECORD_NOT_FOUND", "{refused:#}");
        }
    };
    tokio::join!(merge, point);
    let to_lost = world.get(&format!("/rest/people?depth=0&filter=companyId[eq]:{lost}")).await.expect(200);
    assert_eq!(to_lost["data"]["people"], json!([]));
    let to_kept = world.get(&format!("/rest/people?depth=0&filter=companyId[eq]:{kept}")).await.expect(200);
    assert_eq!(to_kept["data"]["people"].as_array().unwrap().len(), 1, "the one that was moved");
}
