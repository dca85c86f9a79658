//! Unique values and repeated requests.

use icosa_contract::Code;
use icosa_contract::records::{RecordsApi, UpdateRecord};
use icosa_engine::Engine;
use icosa_engine::record_api::{Condition, Removal, RemoveMany, UpdateMany};
use icosa_model::query::DeletedRows;
use serde_json::json;
use uuid::Uuid;

use crate::support::{World, engine_over, equals, fields, id_of, object, world};

#[tokio::test]
async fn a_unique_value_in_use_is_a_conflict_that_names_the_field() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let acme =
        tim.made("company", json!({"name": "Acme", "domainName": {"primaryLinkUrl": "acme.com"}})).await;
    let other = json!({"name": "Other", "domainName": {"primaryLinkUrl": "https://www.ACME.com/about"}});
    let error = tim.create("company", other).await.unwrap_err();
    assert_eq!((error.code, error.sub_code.as_deref()), (Code::Conflict, Some("DUPLICATE_ENTRY")));
    assert_eq!(error.field.as_deref(), Some("domainName"));
    assert!(error.message.contains("Domain Name value is already in use"), "{}", error.message);

    let free = tim.made("company", json!({"name": "Free"})).await;
    let error =
        tim.update("company", free, json!({"domainName": {"primaryLinkUrl": "acme.com"}})).await.unwrap_err();
    assert_eq!(error.code, Code::Conflict);

    // Deleted records keep their values.
    tim.delete("company", &[acme]).await.unwrap();
    let error =
        tim.update("company", free, json!({"domainName": {"primaryLinkUrl": "acme.com"}})).await.unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    tim.destroy("company", &[acme]).await.unwrap();
    tim.update("company", free, json!({"domainName": {"primaryLinkUrl": "acme.com"}})).await.unwrap();
}

#[tokio::test]
async fn empty_unique_values_do_not_collide() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    for _ in 0..2 {
        tim.made("person", json!({"name": {"firstName": "No"}, "emails": {"primaryEmail": ""}})).await;
    }
}

#[tokio::test]
async fn linking_a_note_to_the_same_record_twice_is_refused() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    let note = tim.made("note", json!({"title": "About"})).await;
    let link = json!({"noteId": note, "targetCompanyId": company});
    tim.made("noteTarget", link.clone()).await;
    let error = tim.create("noteTarget", link).await.unwrap_err();
    assert_eq!((error.code, error.sub_code.as_deref()), (Code::Conflict, Some("DUPLICATE_ENTRY")));
}

#[tokio::test]
async fn a_repeated_create_answers_the_record_that_is_there() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = Uuid::new_v4();
    let values = json!({"name": "Once", "domainName": {"primaryLinkUrl": "once.com"}});
    let before = tim.total("company").await;
    for _ in 0..2 {
        let record = tim.create_with("company", Some(id), values.clone(), &["name"]).await.unwrap();
        assert_eq!((id_of(&record), &record["name"]), (id, &json!("Once")));
    }
    assert_eq!(tim.total("company").await, before + 1);
    assert_eq!(tim.events(&world, id).await, ["created"]);
    assert_eq!(tim.timeline("company", id).await.len(), 1);

    let error = tim.create_with("company", Some(id), json!({"name": "Twice"}), &[]).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::Conflict, Some("id")));
}

#[tokio::test]
async fn concurrent_updates_all_arrive() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("person", json!({"name": {"firstName": "Ada"}})).await;
    let changes = [
        json!({"jobTitle": "Engineer"}),
        json!({"emails": {"primaryEmail": "ada@example.com"}}),
        json!({"name": {"firstName": "Ada", "lastName": "Lovelace"}}),
        json!({"linkedinLink": {"primaryLinkUrl": "https://linkedin.com/in/ada"}}),
    ];
    let outcomes =
        futures::future::join_all(changes.into_iter().map(|values| tim.update("person", id, values))).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let person = tim.get("person", id, &["name", "emails", "jobTitle", "linkedinLink"]).await.unwrap();
    assert_eq!(person["name"]["lastName"], "Lovelace");
    assert_eq!(person["emails"]["primaryEmail"], "ada@example.com");
    assert_eq!(person["jobTitle"], "Engineer");
    assert_eq!(person["linkedinLink"]["primaryLinkUrl"], "https://linkedin.com/in/ada");
    assert_eq!(tim.events(&world, id).await.len(), 5);
    // All by one person within minutes: created, and one row for the four updates.
    let names: Vec<String> = tim.timeline("person", id).await.into_iter().map(|item| item.name).collect();
    assert_eq!(names, ["person.updated", "person.created"]);
}

/// Nobody holds a record between reading and changing it, and instances take no turns with each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changes_through_several_instances_each_begin_where_the_last_one_ended() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("company", json!({"name": "0"})).await;
    let instances: Vec<Engine> = (0..3).map(|_| engine_over(world.db.another())).collect();
    let changes = (1..=30_usize).map(|number| {
        let (instance, actor) = (instances[number % 3].clone(), tim.actor.clone());
        let values = object(json!({"name": number.to_string()}));
        let request = UpdateRecord { object: "company".to_owned(), id, values, select: Vec::new() };
        tokio::spawn(async move { instance.update(&actor, request).await })
    });
    for outcome in futures::future::join_all(changes.collect::<Vec<_>>()).await {
        outcome.unwrap().unwrap();
    }
    let events: Vec<(serde_json::Value, serde_json::Value)> = sqlx::query_as(
        r#"SELECT "payload" #> '{diff,name}', "payload" #> '{after,name}' FROM core."recordEvent"
           WHERE "workspaceId" = $1 AND "recordId" = $2 AND "action" = 'updated' ORDER BY "id""#,
    )
    .bind(tim.actor.workspace.0)
    .bind(id)
    .fetch_all(world.db.db().pool())
    .await
    .unwrap();
    assert_eq!(events.len(), 30);
    let mut last = json!("0");
    for (change, after) in events {
        assert_eq!((&change["before"], &change["after"]), (&last, &after));
        last = after;
    }
    assert_eq!(tim.value("company", id, "name").await, last);
    let lines = tim.timeline("company", id).await;
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["company.updated", "company.created"], "all by one person within minutes");
    assert_eq!(lines[0].diff["name"], json!({"before": "0", "after": last}));
}

#[tokio::test]
async fn opposite_orders_of_ids_do_not_deadlock() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.push(tim.made("task", json!({"title": format!("{number}")})).await);
    }
    let reversed: Vec<Uuid> = ids.iter().rev().copied().collect();
    for _ in 0..5 {
        let (one, two) = tokio::join!(tim.delete("task", &ids), tim.delete("task", &reversed));
        assert_eq!(one.unwrap().len() + two.unwrap().len(), 20);
        let (one, two) = tokio::join!(tim.restore("task", &reversed), tim.restore("task", &ids));
        assert_eq!(one.unwrap().len() + two.unwrap().len(), 20);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_longer_passes_when_it_can_be_held_is_left_alone() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let mut ids = Vec::new();
    for name in ["Acme", "Acme", "Other"] {
        ids.push(ada.made("company", json!({"name": name})).await);
    }
    let schema = icosa_model::SchemaName::from(ada.actor.workspace);
    let mut holder = world.db.db().begin().await.unwrap();
    let rename = format!(r#"UPDATE "{schema}"."company" SET "name" = 'Saved' WHERE "id" = $1"#);
    sqlx::query(sqlx::AssertSqlSafe(rename)).bind(ids[0]).execute(&mut *holder).await.unwrap();
    let (engine, actor) = (ada.engine.clone(), ada.actor.clone());
    let removal = tokio::spawn(async move {
        let request = RemoveMany {
            object: "company".to_owned(),
            condition: Condition::Own(equals("name", json!("Acme"))),
            deleted: DeletedRows::Included,
            removal: Removal::Destroy,
        };
        engine.remove_many(&actor, request).await
    });
    // It waits for the record that is being renamed.
    until_somebody_waits(&world).await;
    holder.commit().await.unwrap();
    assert_eq!(removal.await.unwrap().unwrap(), [ids[1]]);
    assert_eq!(ada.value("company", ids[0], "name").await, json!("Saved"));
    assert!(ada.get("company", ids[1], &[]).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_take_what_is_free_only_one_gets_it() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(ada.made("task", json!({"title": "Free", "status": "TODO"})).await);
    }
    let schema = icosa_model::SchemaName::from(ada.actor.workspace);
    let mut holder = world.db.db().begin().await.unwrap();
    let take = format!(r#"UPDATE "{schema}"."task" SET "status" = 'IN_PROGRESS' WHERE "id" = $1"#);
    sqlx::query(sqlx::AssertSqlSafe(take)).bind(ids[0]).execute(&mut *holder).await.unwrap();
    let (engine, actor) = (ada.engine.clone(), ada.actor.clone());
    let taking = tokio::spawn(async move {
        let request = UpdateMany {
            object: "task".to_owned(),
            condition: Condition::Own(equals("status", json!("TODO"))),
            deleted: DeletedRows::Hidden,
            values: object(json!({"status": "IN_PROGRESS", "title": "Mine"})),
            select: fields(&["title"]),
        };
        engine.update_many(&actor, request).await
    });
    until_somebody_waits(&world).await;
    holder.commit().await.unwrap();
    let taken = taking.await.unwrap().unwrap();
    assert_eq!(taken.iter().map(id_of).collect::<Vec<_>>(), [ids[1]]);
    assert_eq!(taken[0]["title"], json!("Mine"));
    assert_eq!(ada.value("task", ids[0], "title").await, json!("Free"));
    assert_eq!(ada.events(&world, ids[0]).await, ["created"]);
}

/// Until a statement waits for what a transaction holds.
async fn until_somebody_waits(world: &World) {
    while world.number("SELECT count(*) FROM pg_locks WHERE NOT granted").await == 0 {
        tokio::task::yield_now().await;
    }
}
