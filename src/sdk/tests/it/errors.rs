//! Errors of the real server as callers get them.

use icosa_sdk::{ErrorKind, Record, field};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{client, company, world};

#[tokio::test]
async fn errors_carry_the_servers_codes() {
    let world = world().await;
    let unknown = field("nothing").eq(1);
    let graphql = world.people().count(&unknown).await.unwrap_err();
    let rest = world.client.rest().list("people").filter(&unknown).first::<Record>().await.unwrap_err();
    for error in [graphql, rest] {
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::BadInput, Some("INVALID_ARGS_FILTER")),
            "{error:?}"
        );
        assert!(error.to_string().contains(r#"doesn't have any "nothing" field"#), "{error}");
    }
    let missing =
        world.people().update::<Record>(Uuid::nil(), &json!({"jobTitle": "CTO"})).await.unwrap_err();
    assert!(missing.is_not_found());
    assert_eq!(missing.code(), Some("RECORD_NOT_FOUND"));
    assert_eq!(missing.refusal().unwrap().problems[0].path, [json!("updatePerson")]);
    assert!(world.people().get::<Record>(Uuid::nil()).await.unwrap().is_none());
    assert!(world.client.rest().get::<Record>("people", Uuid::nil()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_value_in_use_is_recognised() {
    let world = world().await;
    let data = json!({"name": "Acme", "domainName": {"primaryLinkUrl": "https://acme.test"}});
    world.companies().create::<Record>(&data).await.unwrap();
    let graphql = world.companies().create::<Record>(&data).await.unwrap_err();
    let rest = world.client.rest().create::<Record>("companies", &data, false).await.unwrap_err();
    for error in [graphql, rest] {
        assert!(error.is_duplicate(), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Conflict);
    }
}

#[tokio::test]
async fn a_token_that_is_none_is_refused_by_every_api() {
    let world = world().await;
    let stranger = client(&world.base, "no.such.token");
    let people = icosa_sdk::Names::new("person", "people");
    let graphql = stranger.records(people).count(&icosa_sdk::Filter::everything()).await.map(drop);
    let rest = stranger.rest().list("people").first::<Record>().await.map(drop);
    let metadata = stranger.metadata().objects().await.map(drop);
    for outcome in [graphql, rest, metadata] {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    }
}

#[tokio::test]
async fn parts_of_an_answer_may_fail_alone() {
    let world = world().await;
    let id = company(&world, "Acme").await;
    let document = "query ($id: UUID!, $no: UUID!) {
        company(filter: {id: {eq: $id}}) { name }
        person(filter: {id: {eq: $no}}) { id }
    }";
    let variables = json!({"id": id, "no": Uuid::nil()});
    let answer = world.client.execute(document, &variables).await.unwrap();
    assert_eq!(answer.data.unwrap()["company"], json!({"name": "Acme"}));
    assert_eq!(answer.errors.len(), 1);
    assert_eq!(answer.errors[0].sub_code.as_deref(), Some("RECORD_NOT_FOUND"));
    let error = world.client.query::<Value>(document, &variables).await.unwrap_err();
    assert!(error.is_not_found(), "an error of a part is one of the whole: {error:?}");
}

#[tokio::test]
async fn names_are_checked_before_they_get_into_a_document() {
    let world = world().await;
    let strange = world.client.records(icosa_sdk::Names::new("person", "people { edges { node { id } } } #"));
    let error = strange.list().first::<Record>().await.unwrap_err();
    assert!(matches!(error, icosa_sdk::Error::Invalid(_)), "{error:?}");
    let error = world.client.rest().list("../metadata").first::<Record>().await.unwrap_err();
    assert!(matches!(error, icosa_sdk::Error::Invalid(_)), "{error:?}");
}
