//! Defaults of every type: what may be sent, what records get, what is refused (section 1.3 of the data model).

use serde_json::{Value, json};

use super::{CREATE_FIELD, World, world};

fn field(object: &str, kind: &str, name: &str, default: Value) -> Value {
    let mut input = json!({ "objectMetadataId": object, "type": kind, "name": name, "label": name,
        "defaultValue": default });
    match kind {
        "SELECT" | "MULTI_SELECT" => {
            input["options"] = json!([
                { "value": "A", "label": "A", "color": "red", "position": 0 },
                { "value": "B", "label": "B", "color": "red", "position": 1 },
            ]);
        }
        "FILES" => input["settings"] = json!({ "maxNumberOfValues": 2 }),
        _ => {}
    }
    input
}

/// Type, default, what of a new record is asked for, and what comes.
fn defaults() -> Vec<(&'static str, Value, &'static str, Value)> {
    let uuid = "20202020-1c25-4d02-bf25-6aeccf7ea419";
    vec![
        ("UUID", json!(format!("'{uuid}'")), "", json!(uuid)),
        ("TEXT", json!("'It''s'"), "", json!("It's")),
        ("NUMBER", json!(1.5), "", json!(1.5)),
        ("BOOLEAN", json!(true), "", json!(true)),
        ("DATE", json!("'2026-01-31'"), "", json!("2026-01-31")),
        ("DATE_TIME", json!("'2026-01-31T10:00:00Z'"), "", json!("2026-01-31T10:00:00.000Z")),
        ("SELECT", json!("'B'"), "", json!("B")),
        ("MULTI_SELECT", json!(["'B'", "'A'"]), "", json!(["B", "A"])),
        ("RATING", json!("'RATING_4'"), "", json!("RATING_4")),
        ("ARRAY", json!(["'x'", "'y'"]), "", json!(["x", "y"])),
        ("RAW_JSON", json!({ "a": [1, null] }), "", json!({ "a": [1, null] })),
        (
            "CURRENCY",
            json!({ "amountMicros": "'1500000'", "currencyCode": "'EUR'" }),
            "{ amountMicros currencyCode }",
            json!({ "amountMicros": 1_500_000, "currencyCode": "EUR" }),
        ),
        (
            "FULL_NAME",
            json!({ "firstName": "'Ada'", "lastName": "'Lovelace'" }),
            "{ firstName lastName }",
            json!({ "firstName": "Ada", "lastName": "Lovelace" }),
        ),
        (
            "ADDRESS",
            json!({ "addressCity": "'Paris'", "addressLat": 48.5, "addressLng": null }),
            "{ addressCity addressLat }",
            json!({ "addressCity": "Paris", "addressLat": 48.5 }),
        ),
        (
            "LINKS",
            json!({ "primaryLinkLabel": "'Icosa'", "primaryLinkUrl": "'https://icosa.test'", "secondaryLinks": null }),
            "{ primaryLinkLabel primaryLinkUrl }",
            json!({ "primaryLinkLabel": "Icosa", "primaryLinkUrl": "https://icosa.test" }),
        ),
        (
            "EMAILS",
            json!({ "primaryEmail": "'a@b.test'", "additionalEmails": null }),
            "{ primaryEmail }",
            json!({ "primaryEmail": "a@b.test" }),
        ),
        (
            "PHONES",
            json!({ "primaryPhoneNumber": "''", "primaryPhoneCountryCode": "'FR'", "primaryPhoneCallingCode": "'+33'",
                "additionalPhones": null }),
            "{ primaryPhoneCountryCode primaryPhoneCallingCode }",
            json!({ "primaryPhoneCountryCode": "FR", "primaryPhoneCallingCode": "+33" }),
        ),
        (
            "RICH_TEXT",
            json!({ "blocknote": null, "markdown": "'Hello'" }),
            "{ markdown }",
            json!({ "markdown": "Hello" }),
        ),
        (
            "ACTOR",
            json!({ "source": "'IMPORT'", "name": "'Robot'", "workspaceMemberId": null }),
            "{ source name }",
            json!({ "source": "IMPORT", "name": "Robot" }),
        ),
    ]
}

#[tokio::test]
async fn records_that_are_there_and_new_ones_get_the_default_of_each_type() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    World::data(world.records("mutation { createRocket(data: { name: \"before\" }) { id } }").await);
    let mut asked = String::new();
    let mut wanted = serde_json::Map::new();
    for (i, (kind, default, parts, value)) in defaults().into_iter().enumerate() {
        let name = format!("field{}", char::from(b'A' + u8::try_from(i).unwrap()));
        let made = world.create_field(field(&rocket, kind, &name, default.clone())).await;
        assert_eq!(made["defaultValue"], default, "{kind}: told as it was sent");
        asked += &format!("{name} {parts} ");
        wanted.insert(name, value);
    }
    World::data(world.records("mutation { createRocket(data: { name: \"after\" }) { id } }").await);
    let answer = world.records(&format!("{{ rockets {{ edges {{ node {{ {asked} }} }} }} }}")).await;
    for edge in World::data(answer)["rockets"]["edges"].as_array().unwrap() {
        assert_eq!(edge["node"], Value::Object(wanted.clone()));
    }
}

#[tokio::test]
async fn moments_and_ids_are_made_for_each_record() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    for (kind, name, default) in
        [("DATE", "day", "now"), ("DATE_TIME", "moment", "now"), ("UUID", "key", "uuid")]
    {
        world.create_field(field(&rocket, kind, name, json!(default))).await;
    }
    for _ in 0..2 {
        World::data(world.records("mutation { createRocket(data: {}) { id } }").await);
    }
    let answer = World::data(world.records("{ rockets { edges { node { day moment key } } } }").await);
    let edges = answer["rockets"]["edges"].as_array().unwrap();
    assert!(edges.iter().all(|edge| edge["node"]["day"].is_string() && edge["node"]["moment"].is_string()));
    assert_ne!(edges[0]["node"]["key"], edges[1]["node"]["key"]);
}

#[tokio::test]
async fn without_a_default_there_is_none_but_for_actors() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    for (i, (kind, ..)) in defaults().into_iter().enumerate() {
        let name = format!("field{}", char::from(b'A' + u8::try_from(i).unwrap()));
        let made = world.create_field(field(&rocket, kind, &name, Value::Null)).await;
        let usual = json!({ "source": "'MANUAL'", "name": "'System'", "workspaceMemberId": null });
        let wanted = if kind == "ACTOR" { usual } else { Value::Null };
        assert_eq!((&made["defaultValue"], &made["isNullable"]), (&wanted, &json!(true)), "{kind}");
    }
}

#[tokio::test]
async fn what_no_record_could_hold_is_no_default() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    for (kind, default) in [
        ("TEXT", json!("plain")),
        ("TEXT", json!("'open")),
        ("TEXT", json!("'zero \u{0} inside'")),
        ("TEXT", json!(5)),
        ("UUID", json!("'nonsense'")),
        ("UUID", json!("now")),
        ("NUMBER", json!("'5'")),
        ("NUMBER", json!("now")),
        ("BOOLEAN", json!("'true'")),
        ("DATE", json!("'31.01.2026'")),
        ("DATE", json!("'2026-02-30'")),
        ("DATE", json!("'-0001-01-01'")),
        ("DATE", json!("'+99999-01-01'")),
        ("DATE_TIME", json!("'yesterday'")),
        ("DATE_TIME", json!("2026-01-31T10:00:00Z")),
        ("SELECT", json!("'C'")),
        ("SELECT", json!("A")),
        ("SELECT", json!(["'A'"])),
        ("MULTI_SELECT", json!("'A'")),
        ("MULTI_SELECT", json!([])),
        ("MULTI_SELECT", json!(["'A'", "'A'"])),
        ("RATING", json!("'RATING_6'")),
        ("ARRAY", json!("'x'")),
        ("ARRAY", json!(["x"])),
        ("ARRAY", json!(["'zero \u{0} inside'"])),
        ("RAW_JSON", json!(5)),
        ("RAW_JSON", json!({ "a": "zero \u{0} inside" })),
        ("CURRENCY", json!({ "amountMicros": "'much'" })),
        ("CURRENCY", json!({ "amountMicros": "'NaN'" })),
        ("CURRENCY", json!({ "amountMicros": "'1e999999'" })),
        ("CURRENCY", json!({ "currencyCode": "EUR" })),
        ("CURRENCY", json!({ "currency": "'EUR'" })),
        ("CURRENCY", json!("'EUR'")),
        ("FULL_NAME", json!({ "firstName": 5 })),
        ("ADDRESS", json!({ "addressLat": "'north'" })),
        ("LINKS", json!({ "secondaryLinks": "'none'" })),
        ("EMAILS", json!({ "additionalEmails": true })),
        ("ACTOR", json!({ "source": "'NOBODY'", "name": "'X'" })),
        ("ACTOR", json!({ "source": "'API'", "workspaceMemberId": "'nonsense'" })),
        ("RICH_TEXT", json!({ "html": "'x'" })),
        ("FILES", json!([])),
    ] {
        let input = field(&rocket, kind, "thing", default.clone());
        let codes = world.report(CREATE_FIELD, json!({ "f": input })).await;
        let wrong = ("fieldMetadata".to_owned(), "INVALID_FIELD_INPUT".to_owned());
        assert!(codes.iter().all(|code| *code == wrong), "{kind} {default}: {codes:?}");
    }
    let none = world.object(&rocket).await;
    assert!(none["fieldsList"].as_array().unwrap().iter().all(|field| field["name"] != "thing"));
}
