//! What changes leave on timelines.

use icosa_contract::Code;
use icosa_contract::account::AccountApi;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::world;

#[tokio::test]
async fn a_timeline_tells_who_did_what() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("company", json!({"name": "Acme"})).await;
    tim.update("company", id, json!({"name": "Acme Ltd"})).await.unwrap();
    tim.delete("company", &[id]).await.unwrap();
    tim.restore("company", &[id]).await.unwrap();
    let timeline = tim.timeline("company", id).await;
    let names: Vec<&str> = timeline.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["company.restored", "company.deleted", "company.updated", "company.created"]);
    assert!(timeline.iter().all(|item| item.author_id == tim.actor.member));
    assert_eq!(timeline[2].diff["name"], json!({"before": "Acme", "after": "Acme Ltd"}));
    assert_eq!(timeline[2].diff.len(), 1, "stamps are no news");
}

#[tokio::test]
async fn quick_edits_of_one_person_are_one_line() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("company", json!({"name": "A"})).await;
    for name in ["B", "C"] {
        tim.update("company", id, json!({ "name": name })).await.unwrap();
    }
    tim.update("company", id, json!({"address": {"addressCity": "Paris"}})).await.unwrap();
    let timeline = tim.timeline("company", id).await;
    assert_eq!(timeline.len(), 2);
    assert_eq!(timeline[0].diff["name"], json!({"before": "A", "after": "C"}));
    assert_eq!(timeline[0].diff["address"]["after"]["addressCity"], "Paris");

    // What is taken back disappears.
    tim.update("company", id, json!({"name": "A", "address": null})).await.unwrap();
    assert_eq!(tim.timeline("company", id).await.len(), 1);
    assert_eq!(tim.events(&world, id).await.len(), 5, "every change is an event all the same");
}

#[tokio::test]
async fn what_another_line_says_in_between_does_not_end_a_line() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "A"})).await;
    let note = tim.made("note", json!({"title": "One"})).await;
    tim.made("noteTarget", json!({"noteId": note, "targetCompanyId": company})).await;
    for (name, title) in [("B", "Two"), ("C", "Three")] {
        tim.update("company", company, json!({ "name": name })).await.unwrap();
        tim.update("note", note, json!({ "title": title })).await.unwrap();
    }
    let timeline = tim.timeline("company", company).await;
    let of = |name: &str| timeline.iter().filter(|item| item.name == name).collect::<Vec<_>>();
    let (own, linked) = (of("company.updated"), of("linked-note.updated"));
    assert_eq!((own.len(), linked.len()), (1, 1));
    assert_eq!(own[0].diff["name"], json!({"before": "A", "after": "C"}));
    assert_eq!(linked[0].diff["title"], json!({"before": "One", "after": "Three"}));
}

#[tokio::test]
async fn moving_a_record_is_an_event_but_no_news() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("company", json!({"name": "A"})).await;
    tim.update("company", id, json!({"position": "last"})).await.unwrap();
    assert_eq!(tim.timeline("company", id).await.len(), 1);
    assert_eq!(tim.events(&world, id).await, ["created", "updated"]);
}

#[tokio::test]
async fn notes_and_tasks_show_on_the_timeline_of_what_they_are_about() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    for (object, junction, key) in [("note", "noteTarget", "noteId"), ("task", "taskTarget", "taskId")] {
        let id = tim.made(object, json!({"title": "Call them"})).await;
        tim.made(junction, json!({key: id, "targetCompanyId": company})).await;
        tim.update(object, id, json!({"title": "Call them back"})).await.unwrap();
        let timeline = tim.timeline("company", company).await;
        assert_eq!(timeline[0].name, format!("linked-{object}.updated"));
        assert_eq!(timeline[1].name, format!("linked-{object}.created"));
        let linked = timeline[0].linked.as_ref().unwrap();
        assert_eq!(
            (linked.object.as_str(), linked.id, linked.label.as_str()),
            (object, id, "Call them back")
        );
        assert_eq!(timeline[1].linked.as_ref().unwrap().label, "Call them");
        let own: Vec<String> = tim.timeline(object, id).await.into_iter().map(|item| item.name).collect();
        assert_eq!(own, [format!("{object}.updated"), format!("{object}.created")]);
    }
}

#[tokio::test]
async fn an_event_carries_what_listeners_need() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("company", json!({"name": "A"})).await;
    tim.update("company", id, json!({"name": "B"})).await.unwrap();
    let (fields, payload): (Vec<String>, Value) = sqlx::query_as(
        r#"SELECT "updatedFields", "payload" FROM core."recordEvent" WHERE "recordId" = $1 ORDER BY "id" DESC LIMIT 1"#,
    )
    .bind(id)
    .fetch_one(world.db.db().pool())
    .await
    .unwrap();
    assert!(fields.contains(&"name".to_owned()), "{fields:?}");
    assert_eq!(payload["after"]["name"], "B");
    assert_eq!(payload["diff"]["name"], json!({"before": "A", "after": "B"}));
    assert_eq!(payload["workspaceMemberId"], json!(tim.actor.member));
}

#[tokio::test]
async fn changed_relations_carry_the_names_of_both_records() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let (one, two) = (
        tim.made("company", json!({"name": "One"})).await,
        tim.made("company", json!({"name": "Two"})).await,
    );
    let person = tim.made("person", json!({"name": {"firstName": "Ada"}, "companyId": one})).await;
    // The record that is left may be gone by then, and names change later.
    tim.delete("company", &[one]).await.unwrap();
    tim.update("person", person, json!({"companyId": two})).await.unwrap();
    tim.update("company", two, json!({"name": "Renamed"})).await.unwrap();
    let change = json!({"before": one, "beforeLabel": "One", "after": two, "afterLabel": "Two"});
    assert_eq!(tim.timeline("person", person).await[0].diff["companyId"], change);

    // A second edit continues the line: the first name before, none after.
    tim.update("person", person, json!({"companyId": null})).await.unwrap();
    let timeline = tim.timeline("person", person).await;
    assert_eq!(timeline.len(), 2);
    let change = json!({"before": one, "beforeLabel": "One", "after": null});
    assert_eq!(timeline[0].diff["companyId"], change);
}

#[tokio::test]
async fn relations_to_several_objects_are_named_on_linked_timelines_too() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let member = tim.session.member_id;
    tim.engine.set_profile(&tim.actor, "Tim", "Cook").await.unwrap();
    let company = tim.made("company", json!({"name": "Acme"})).await;
    let person = tim.made("person", json!({"name": {"firstName": "Ada", "lastName": "Lovelace"}})).await;
    let deal = tim.made("opportunity", json!({"name": "Deal"})).await;
    let values = json!({"companyId": company, "pointOfContactId": person, "ownerId": member});
    tim.update("opportunity", deal, values).await.unwrap();
    let diff = tim.timeline("opportunity", deal).await.remove(0).diff;
    let labels = ["companyId", "pointOfContactId", "ownerId"].map(|key| diff[key]["afterLabel"].clone());
    assert_eq!(labels, ["Acme", "Ada Lovelace", "Tim Cook"]);

    let task = tim.made("task", json!({"title": "Call"})).await;
    tim.made("taskTarget", json!({"taskId": task, "targetCompanyId": company})).await;
    tim.update("task", task, json!({"assigneeId": member})).await.unwrap();
    let timeline = tim.timeline("company", company).await;
    assert_eq!(
        timeline[0].diff["assigneeId"],
        json!({"before": null, "after": member, "afterLabel": "Tim Cook"})
    );
}

#[tokio::test]
async fn a_relation_to_nothing_is_still_refused() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let gone = tim.made("company", json!({"name": "Gone"})).await;
    tim.delete("company", &[gone]).await.unwrap();
    let person = tim.made("person", json!({"name": {"firstName": "Ada"}})).await;
    for target in [gone, Uuid::new_v4()] {
        let error = tim.update("person", person, json!({"companyId": target})).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("companyId")));
    }
    assert_eq!(tim.timeline("person", person).await.len(), 1);
}
