//! The data model through the client.

use icosa_sdk::metadata::{NewField, NewObject};
use icosa_sdk::{ErrorKind, FieldType, Fields, Record};
use serde_json::json;

use crate::support::{company, record, world};

/// The schema that the client's operations are checked against is the server's.
#[test]
fn the_schema_is_that_of_the_server() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/metadata.graphql");
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(
        kept == icosa_graphql::metadata::sdl(),
        "schemas/metadata.graphql is out of date; write it anew with: icosa schema > src/sdk/schemas/metadata.graphql"
    );
}

#[tokio::test]
async fn objects_are_told_with_their_fields() {
    let world = world().await;
    let person = world.client.metadata().object("people").await.unwrap().expect("there are people");
    assert_eq!((person.names.singular(), person.is_custom, person.is_active), ("person", false, true));
    assert_eq!(person.label().unwrap().name, "name");
    let emails = person.field("emails").unwrap();
    assert_eq!(emails.kind, Some(FieldType::Emails));
    assert_eq!(emails.paths(), ["emails.primaryEmail", "emails.additionalEmails"]);
    let company = person.field("company").unwrap();
    assert_eq!(company.paths(), ["companyId"]);
    let end = &company.relations[0];
    assert_eq!((end.object.plural(), end.field.as_str(), end.is_to_one), ("companies", "people", true));
    let opportunity = world.client.metadata().object("opportunity").await.unwrap().unwrap();
    let stages: Vec<_> =
        opportunity.field("stage").unwrap().choices.iter().map(|one| one.value.as_str()).collect();
    assert_eq!(stages.first(), Some(&"NEW"));
    assert!(world.client.metadata().object("nothings").await.unwrap().is_none());
    let counts = world.client.metadata().record_counts().await.unwrap();
    assert!(counts.iter().any(|(plural, count)| plural == "people" && *count > 0), "{counts:?}");
}

#[tokio::test]
async fn an_object_is_made_used_and_removed() {
    let world = world().await;
    let metadata = world.member.metadata();
    let object = NewObject::new("rocket", "rockets")
        .labels("Rocket", "Rockets")
        .description("Flies.")
        .icon("IconRocket");
    let rocket = metadata.create_object(&object).await.unwrap();
    let companies = metadata.object("company").await.unwrap().unwrap();
    for field in [
        NewField::new(rocket.id, FieldType::Number, "thrust").label("Thrust"),
        NewField::new(rocket.id, FieldType::Select, "state")
            .choices([("NEW", "New"), ("FLOWN", "Flown")])
            .default_value("'NEW'"),
        NewField::to_one(rocket.id, "builder", companies.id, "Rockets"),
    ] {
        metadata.create_field(&field).await.unwrap();
    }
    let rocket = metadata.object("rocket").await.unwrap().unwrap();
    assert_eq!(rocket.field("builder").unwrap().paths(), ["builderId"]);
    let acme = company(&world, "Acme").await;
    let fields = Fields::of(["name", "thrust", "state", "builder.name"]).unwrap();
    let rockets = world.client.records(rocket.names.clone()).fields(fields);
    let made: Record =
        rockets.create(&json!({"name": "R1", "thrust": 7.5, "builderId": acme})).await.unwrap();
    let expected = json!({"name": "R1", "thrust": 7.5, "state": "NEW", "builder": {"name": "Acme"}});
    assert_eq!(made, record(expected));
    metadata.delete_field(rocket.field("thrust").unwrap().id).await.unwrap();
    let error = rockets.list().first::<Record>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadInput, "there is no thrust any more: {error:?}");
    metadata.delete_object(rocket.id).await.unwrap();
    assert!(metadata.object("rocket").await.unwrap().is_none());
}

#[tokio::test]
async fn everything_that_a_record_holds_can_be_asked_for() {
    let world = world().await;
    for object in world.client.metadata().objects().await.unwrap() {
        if object.is_active {
            let records = world.client.records(object.names.clone()).fields(Fields::all(&object));
            let page = records.list().page_size(5).first::<Record>().await;
            assert!(page.is_ok(), "{}: {:?}", object.names.plural(), page.unwrap_err());
        }
    }
}

#[tokio::test]
async fn broken_rules_are_told() {
    let world = world().await;
    let error =
        world.member.metadata().create_object(&NewObject::new("person", "persons")).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::BadInput, Some("METADATA_VALIDATION_FAILED")));
    let details = error.refusal().unwrap().problems[0].details.clone();
    assert!(details.is_some_and(|details| details["objectMetadata"].is_array()), "{error:?}");
}
