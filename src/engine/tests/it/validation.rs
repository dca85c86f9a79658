//! What is refused, and in which words.

use icosa_contract::{AppError, Code};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Member, world};

async fn refused(tim: &Member, object: &str, values: Value) -> AppError {
    let before = tim.total(object).await;
    let error = tim.create(object, values.clone()).await.expect_err(&values.to_string());
    assert_eq!(tim.total(object).await, before);
    error
}

#[tokio::test]
async fn names_that_are_not_in_the_model_are_named() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let error = refused(&tim, "company", json!({"shoeSize": 42})).await;
    assert_eq!(error.code, Code::BadUserInput);
    assert_eq!(error.message, "Object company doesn't have any \"shoeSize\" field.");
    assert_eq!(error.field.as_deref(), Some("shoeSize"));
    assert_eq!(error.sub_code.as_deref(), Some("INVALID_ARGS_DATA"));
    let error = tim.create("starship", json!({})).await.unwrap_err();
    assert_eq!((error.code, error.sub_code.as_deref()), (Code::BadUserInput, Some("OBJECT_NOT_FOUND")));
    let error = tim.get("company", Uuid::new_v4(), &["shoeSize"]).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("shoeSize")));
}

#[tokio::test]
async fn each_type_refuses_what_it_cannot_hold() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    for (object, values, field, message) in [
        ("company", json!({"name": 1}), "name", "Invalid string value 1 for text field \"name\""),
        ("opportunity", json!({"stage": "NOWHERE"}), "stage", "Invalid value 'NOWHERE' for field \"stage\""),
        ("opportunity", json!({"closeDate": "2026"}), "closeDate", "date-time field \"closeDate\""),
        (
            "opportunity",
            json!({"amount": "much"}),
            "amount",
            "Invalid object value 'much' for field \"amount\"",
        ),
        (
            "person",
            json!({"emails": {"primaryEmail": "x"}}),
            "emails",
            "Invalid string value 'x' for email field",
        ),
        ("person", json!({"name": {"middleName": "x"}}), "name", "middleName"),
        (
            "person",
            json!({"companyId": "acme"}),
            "companyId",
            "Invalid UUID value 'acme' for field \"companyId\"",
        ),
        ("note", json!({"bodyV2": {"blocknote": "{"}}), "bodyV2", "bodyV2"),
        ("note", json!({"position": "middle"}), "position", "Invalid position value"),
        (
            "company",
            json!({"people": []}),
            "people",
            "One-to-many relation people field does not support write",
        ),
    ] {
        let error = refused(&tim, object, values).await;
        assert_eq!(error.code, Code::BadUserInput, "{error:?}");
        assert_eq!(error.field.as_deref(), Some(field), "{error:?}");
        assert!(error.message.contains(message), "{error:?}");
    }
}

#[tokio::test]
async fn phones_are_checked_against_numbering_plans() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("person", json!({"phones": {"primaryPhoneNumber": "+33 6 12 34 56 78"}})).await;
    let phones = tim.value("person", id, "phones").await;
    assert_eq!(phones["primaryPhoneNumber"], "612345678");
    assert_eq!(
        (&phones["primaryPhoneCallingCode"], &phones["primaryPhoneCountryCode"]),
        (&json!("+33"), &json!("FR"))
    );
    for (phones, code) in [
        (json!({"primaryPhoneNumber": "abc", "primaryPhoneCountryCode": "FR"}), "INVALID_PHONE_NUMBER"),
        (
            json!({"primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "XX"}),
            "INVALID_PHONE_COUNTRY_CODE",
        ),
        (
            json!({"primaryPhoneNumber": "612345678", "primaryPhoneCallingCode": "+999"}),
            "INVALID_PHONE_CALLING_CODE",
        ),
        (
            json!({"primaryPhoneNumber": "+33612345678", "primaryPhoneCountryCode": "DE"}),
            "CONFLICTING_PHONE_COUNTRY_CODE",
        ),
    ] {
        let error = refused(&tim, "person", json!({ "phones": phones })).await;
        assert_eq!((error.sub_code.as_deref(), error.field.as_deref()), (Some(code), Some("phones")));
    }
}

#[tokio::test]
async fn values_are_stored_in_one_spelling() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let values = json!({
        "name": {"firstName": "Ada", "lastName": ""},
        "emails": {"primaryEmail": "Ada@MÜNCHEN.de", "additionalEmails": []},
        "linkedinLink": {"primaryLinkUrl": "HTTPS://LinkedIn.com/in/Ada/"},
    });
    let id = tim.made("person", values).await;
    let person = tim.get("person", id, &["name", "emails", "linkedinLink"]).await.unwrap();
    assert_eq!(person["name"], json!({"firstName": "Ada", "lastName": null}));
    assert_eq!(person["emails"], json!({"primaryEmail": "ada@xn--mnchen-3ya.de", "additionalEmails": null}));
    assert_eq!(person["linkedinLink"]["primaryLinkUrl"], "https://linkedin.com/in/Ada");
    let id = tim.made("company", json!({"domainName": {"primaryLinkUrl": "https://www.Acme.com/x"}})).await;
    assert_eq!(tim.value("company", id, "domainName").await["primaryLinkUrl"], "acme.com");
}

#[tokio::test]
async fn the_missing_half_of_a_rich_text_is_made() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("note", json!({"title": "x", "bodyV2": {"markdown": "# Plan\n\nTo **do**"}})).await;
    let body = tim.value("note", id, "bodyV2").await;
    let blocks: Value = serde_json::from_str(body["blocknote"].as_str().unwrap()).unwrap();
    assert_eq!(blocks[0]["type"], "heading");
    let id = tim.made("note", json!({"title": "y", "bodyV2": {"blocknote": blocks.to_string()}})).await;
    let markdown = tim.value("note", id, "bodyV2").await["markdown"].clone();
    assert!(markdown.as_str().unwrap().contains("**do**"), "{markdown}");
}

#[tokio::test]
async fn what_the_server_keeps_is_not_written_by_clients() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("company", json!({"name": "Acme", "createdAt": "2020-01-01T00:00:00Z"})).await;
    assert_eq!(tim.value("company", id, "createdAt").await, "2020-01-01T00:00:00.000Z");
    for (field, value) in [
        ("id", json!(Uuid::new_v4())),
        ("updatedAt", json!("2020-01-01T00:00:00Z")),
        ("updatedBy", json!({"source": "API"})),
        ("deletedAt", json!("2020-01-01T00:00:00Z")),
        ("searchVector", json!("x")),
        ("createdAt", json!("2020-01-01T00:00:00Z")),
        ("createdBy", json!({"source": "API"})),
    ] {
        let values = Value::Object([(field.to_owned(), value)].into_iter().collect());
        let error = tim.update("company", id, values).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some(field)));
    }
}

#[tokio::test]
async fn required_values_cannot_be_emptied() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let id = tim.made("opportunity", json!({"name": "Deal", "stage": null})).await;
    assert_eq!(tim.value("opportunity", id, "stage").await, "NEW", "the default takes the place of null");
    let error = tim.update("opportunity", id, json!({"stage": null})).await.unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (Code::BadUserInput, "Stage cannot be empty."));
}

#[tokio::test]
async fn texts_are_bounded_and_hold_no_nul() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let large = refused(&tim, "company", json!({"name": "x".repeat(1_100_000)})).await;
    assert_eq!((large.code, large.field.as_deref()), (Code::BadUserInput, Some("name")));
    let nul = refused(&tim, "company", json!({"address": {"addressCity": "a\u{0}b"}})).await;
    assert_eq!((nul.code, nul.field.as_deref()), (Code::BadUserInput, Some("address")));
    tim.made("company", json!({"name": "x".repeat(100_000)})).await;
}

#[tokio::test]
async fn relations_point_at_live_records_only() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    let person = tim.made("person", json!({"name": {"firstName": "Ada"}, "companyId": company})).await;
    let error = refused(&tim, "person", json!({"companyId": Uuid::new_v4()})).await;
    assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("companyId")));
    assert_eq!(error.message, "The record chosen as Company does not exist.");

    tim.delete("company", &[company]).await.unwrap();
    let error = refused(&tim, "person", json!({"companyId": company})).await;
    assert_eq!(error.field.as_deref(), Some("companyId"));
    // A link made before stays, and does not stand in the way of other changes.
    tim.update("person", person, json!({"companyId": company, "jobTitle": "Engineer"})).await.unwrap();
    tim.update("person", person, json!({"company": {"disconnect": true}})).await.unwrap();
    assert_eq!(tim.value("person", person, "companyId").await, Value::Null);
}

#[tokio::test]
async fn timelines_and_members_are_not_written_through_records() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let member = tim.actor.member.unwrap();
    for error in [
        tim.create("timelineActivity", json!({})).await.unwrap_err(),
        tim.create("workspaceMember", json!({"userEmail": "x@y.z"})).await.unwrap_err(),
        tim.delete("workspaceMember", &[member]).await.unwrap_err(),
        tim.destroy("workspaceMember", &[member]).await.unwrap_err(),
        tim.update("workspaceMember", Uuid::new_v4(), json!({"jobTitle": "x"})).await.unwrap_err(),
        tim.update("workspaceMember", member, json!({"userEmail": "x@y.z"})).await.unwrap_err(),
        tim.update("workspaceMember", member, json!({"userId": Uuid::new_v4()})).await.unwrap_err(),
    ] {
        assert_eq!(error.code, Code::Forbidden);
    }
    let preferences = json!({"jobTitle": "CEO", "timeZone": "Europe/Paris", "dateFormat": "DAY_FIRST"});
    tim.update("workspaceMember", member, preferences).await.unwrap();
    assert_eq!(world.enter(&tim.token).await.session.preferences.zone.name, "Europe/Paris");
    let error = tim.update("workspaceMember", member, json!({"timeZone": "Mars/Olympus"})).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("timeZone")));
}
