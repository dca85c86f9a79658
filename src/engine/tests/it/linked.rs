//! Notes and tasks made together with their tie to a record.

use icosa_contract::records::{CreateLinked, CreateRecord, RecordsApi};
use icosa_contract::{AppError, Code};
use icosa_model::Record;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Member, World, equals, fields, list_query, object, world};

fn request(kind: &str, id: Option<Uuid>, values: Value, target: (&str, Uuid)) -> CreateLinked {
    let select = fields(&["title"]);
    let create = CreateRecord { object: kind.to_owned(), id, values: object(values), select };
    CreateLinked { create, target_object: target.0.to_owned(), target: target.1 }
}

async fn make(tim: &Member, request: CreateLinked) -> Result<Record, AppError> {
    tim.engine.create_linked(&tim.actor, request).await
}

async fn everything(world: &World) -> i64 {
    world.number(r#"SELECT count(*) FROM core."recordEvent""#).await
}

#[tokio::test]
async fn the_record_its_tie_both_timelines_and_both_events_are_there() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    for (kind, junction) in [("note", "noteTarget"), ("task", "taskTarget")] {
        let id = Uuid::new_v4();
        let before = everything(&world).await;
        let target = ("company", company);
        let made = make(&tim, request(kind, Some(id), json!({"title": "Call"}), target)).await.unwrap();
        assert_eq!((made["id"].clone(), made["title"].clone()), (json!(id), json!("Call")));
        assert_eq!(everything(&world).await, before + 2);
        assert_eq!(tim.events(&world, id).await, ["created"]);

        let mut ties = list_query(junction, &["targetCompanyId", "createdBy"]);
        ties.filter = Some(equals(&format!("{kind}Id"), json!(id)));
        let ties = tim.list(ties).await.records;
        assert_eq!(ties.len(), 1);
        assert_eq!(ties[0]["targetCompanyId"], json!(company));
        assert_eq!(ties[0]["createdBy"]["workspaceMemberId"], json!(tim.actor.member));
        let tie: Uuid = ties[0]["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(tim.events(&world, tie).await, ["created"]);

        let line = tim.timeline("company", company).await.remove(0);
        assert_eq!(line.name, format!("linked-{kind}.created"));
        let linked = line.linked.unwrap();
        assert_eq!((linked.id, linked.label.as_str()), (id, "Call"));
        assert_eq!(tim.timeline(kind, id).await[0].name, format!("{kind}.created"));
    }
}

#[tokio::test]
async fn a_refused_tie_leaves_nothing() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let eve = world.member("eve@evil.test").await;
    let foreign = eve.made("company", json!({"name": "Not Tim's"})).await;
    let deleted = tim.made("company", json!({"name": "Gone"})).await;
    tim.delete("company", &[deleted]).await.unwrap();
    let (notes, events) = (tim.total("note").await, everything(&world).await);
    for target in [Uuid::new_v4(), deleted, foreign] {
        let asked = request("note", None, json!({"title": "Never"}), ("company", target));
        let error = make(&tim, asked).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("targetCompanyId")));
    }
    let member = tim.session.member_id;
    for (kind, target) in
        [("note", ("workspaceMember", member)), ("company", ("person", member)), ("note", ("rocket", member))]
    {
        let error = make(&tim, request(kind, None, json!({}), target)).await.unwrap_err();
        assert_eq!(error.code, Code::BadUserInput, "{kind} {target:?}");
    }
    assert_eq!((tim.total("note").await, everything(&world).await), (notes, events));
    assert_eq!(tim.total("noteTarget").await, eve.total("noteTarget").await, "what the samples hold");
}

#[tokio::test]
async fn a_repeated_request_makes_nothing_twice() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    let asked = request("task", Some(Uuid::new_v4()), json!({"title": "Once"}), ("company", company));
    let first = make(&tim, asked.clone()).await.unwrap();
    let (ties, events) = (tim.total("taskTarget").await, everything(&world).await);
    assert_eq!(make(&tim, asked).await.unwrap()["id"], first["id"]);
    assert_eq!((tim.total("taskTarget").await, everything(&world).await), (ties, events));
}
