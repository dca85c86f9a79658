//! A record from creation to destruction.

use icosa_contract::Code;
use icosa_contract::records::{CountQuery, RecordsApi};
use icosa_model::query::DeletedRows;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{list_query, world};

#[tokio::test]
async fn a_created_record_carries_stamps_defaults_and_the_first_position() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let first = tim.made("opportunity", json!({"name": "First"})).await;
    let second = tim.made("opportunity", json!({"name": "Second"})).await;
    let last = tim.made("opportunity", json!({"name": "Last", "position": "last"})).await;
    let names = ["stage", "createdBy", "updatedBy", "createdAt", "position", "amount"];
    let record = tim.get("opportunity", second, &names).await.unwrap();
    assert_eq!(record["stage"], "NEW");
    for stamp in ["createdBy", "updatedBy"] {
        assert_eq!(record[stamp]["source"], "MANUAL");
        assert_eq!(record[stamp]["name"], tim.name());
        assert_eq!(record[stamp]["workspaceMemberId"], json!(tim.actor.member));
    }
    let position = async |id| tim.value("opportunity", id, "position").await.as_f64().unwrap();
    assert!(position(second).await < position(first).await);
    assert!(position(first).await < position(last).await);
    assert_eq!(tim.events(&world, second).await, ["created"]);
}

#[tokio::test]
async fn the_source_of_an_import_is_kept_but_its_author_is_the_caller() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("company", json!({"name": "Imported", "createdBy": {"source": "IMPORT"}})).await;
    let by = tim.value("company", id, "createdBy").await;
    assert_eq!(by["source"], "IMPORT");
    assert_eq!(by["workspaceMemberId"], json!(tim.actor.member));
    for values in [
        json!({"name": "X", "createdBy": {"source": "IMPORT", "name": "Somebody else"}}),
        json!({"name": "X", "createdBy": {"source": "IMPORT", "workspaceMemberId": Uuid::new_v4()}}),
        json!({"name": "X", "createdBy": {"source": "MADE UP"}}),
    ] {
        let error = tim.create("company", values).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("createdBy")));
    }
}

#[tokio::test]
async fn an_update_writes_only_what_changed() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let values = json!({"name": "Acme", "address": {"addressCity": "Paris", "addressCountry": "France"}});
    let id = tim.made("company", values).await;
    tim.update("company", id, json!({"name": "Acme Ltd"})).await.unwrap();
    assert_eq!(tim.value("company", id, "name").await, "Acme Ltd");
    assert_eq!(tim.value("company", id, "address").await["addressCity"], "Paris");
    assert_eq!(tim.events(&world, id).await, ["created", "updated"]);

    // A composite replaces the whole value.
    tim.update("company", id, json!({"address": {"addressCity": "Lyon"}})).await.unwrap();
    let address = tim.value("company", id, "address").await;
    assert_eq!((&address["addressCity"], &address["addressCountry"]), (&json!("Lyon"), &Value::Null));
}

#[tokio::test]
async fn an_update_without_effect_leaves_no_trace() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let values = json!({
        "name": "Deal", "closeDate": "2026-01-31T16:25:00Z",
        "amount": {"amountMicros": 60_000_000_000_i64, "currencyCode": "USD"},
    });
    let id = tim.made("opportunity", values).await;
    let before = tim.value("opportunity", id, "updatedAt").await;
    let same = json!({
        "name": "Deal", "closeDate": "2026-01-31T17:25:00+01:00",
        "amount": {"amountMicros": "60000000000", "currencyCode": "USD"}, "companyId": null,
    });
    tim.update("opportunity", id, same).await.unwrap();
    assert_eq!(tim.value("opportunity", id, "updatedAt").await, before);
    assert_eq!(tim.events(&world, id).await, ["created"]);
    assert_eq!(tim.timeline("opportunity", id).await.len(), 1);
}

#[tokio::test]
async fn deleted_records_are_hidden_restored_ones_are_back_and_destroyed_ones_are_gone() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let (one, two) =
        (tim.made("note", json!({"title": "1"})).await, tim.made("note", json!({"title": "2"})).await);
    let total = tim.total("note").await;
    assert_eq!(tim.delete("note", &[one, two, one]).await.unwrap(), [one, two]);
    assert_eq!(tim.total("note").await, total - 2);
    assert_eq!(tim.delete("note", &[one]).await.unwrap(), Vec::<Uuid>::new(), "deleted already");
    assert!(tim.value("note", one, "deletedAt").await.is_string(), "still readable by id");
    assert_eq!(tim.update("note", one, json!({"title": "x"})).await.unwrap_err().code, Code::NotFound);

    assert_eq!(tim.restore("note", &[one]).await.unwrap(), [one]);
    assert_eq!(tim.total("note").await, total - 1);
    assert_eq!(tim.events(&world, one).await, ["created", "deleted", "restored"]);

    assert_eq!(tim.destroy("note", &[one, two]).await.unwrap(), [one, two]);
    assert_eq!(tim.get("note", one, &[]).await.unwrap_err().code, Code::NotFound);
    assert_eq!(tim.events(&world, two).await, ["created", "deleted", "destroyed"]);
}

#[tokio::test]
async fn a_removal_is_all_or_nothing() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("note", json!({"title": "stays"})).await;
    for outcome in
        [tim.delete("note", &[id, Uuid::new_v4()]).await, tim.destroy("note", &[id, Uuid::new_v4()]).await]
    {
        assert_eq!(outcome.unwrap_err().code, Code::NotFound);
    }
    assert_eq!(tim.value("note", id, "deletedAt").await, Value::Null);
    let many: Vec<Uuid> = (0..201).map(|_| Uuid::new_v4()).collect();
    let error = tim.delete("note", &many).await.unwrap_err();
    assert_eq!(error.sub_code.as_deref(), Some("TOO_MANY_RECORDS_TO_UPDATE"));
}

#[tokio::test]
async fn destroying_a_company_follows_the_relations() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    let person = tim.made("person", json!({"name": {"firstName": "Ada"}, "companyId": company})).await;
    let note = tim.made("note", json!({"title": "About Acme"})).await;
    let target = tim.made("noteTarget", json!({"noteId": note, "targetCompanyId": company})).await;
    tim.destroy("company", &[company]).await.unwrap();
    assert_eq!(tim.value("person", person, "companyId").await, Value::Null);
    assert_eq!(tim.get("noteTarget", target, &[]).await.unwrap_err().code, Code::NotFound);
    assert!(tim.get("note", note, &[]).await.is_ok());
}

#[tokio::test]
async fn counts_follow_filters_and_deletion() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("note", json!({"title": "counted"})).await;
    tim.made("note", json!({"title": "other"})).await;
    let count = async |deleted| {
        let filter = Some(crate::support::equals("title", json!("counted")));
        tim.engine.count(&tim.actor, CountQuery { object: "note".to_owned(), filter, deleted }).await.unwrap()
    };
    assert_eq!((count(DeletedRows::Hidden).await, count(DeletedRows::Only).await), (1, 0));
    tim.delete("note", &[id]).await.unwrap();
    assert_eq!((count(DeletedRows::Hidden).await, count(DeletedRows::Only).await), (0, 1));
    assert_eq!(count(DeletedRows::Included).await, 1);
    let mut query = list_query("note", &["title"]);
    query.deleted = DeletedRows::Only;
    assert_eq!(tim.list(query).await.records.len(), 1);
}
