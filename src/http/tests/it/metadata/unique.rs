//! Which types may be unique, and what that means for records (section 1.7 of the data model).

use serde_json::{Value, json};

use super::{CREATE_FIELD, World, world};

fn field(object: &str, kind: &str, name: &str) -> Value {
    let mut input =
        json!({ "objectMetadataId": object, "type": kind, "name": name, "label": name, "isUnique": true });
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

/// Types that may be unique, and a value of each.
fn values() -> Vec<(&'static str, Value)> {
    vec![
        ("TEXT", json!("same")),
        ("UUID", json!("20202020-1c25-4d02-bf25-6aeccf7ea419")),
        ("NUMBER", json!(5)),
        ("BOOLEAN", json!(true)),
        ("DATE", json!("2026-01-31")),
        ("DATE_TIME", json!("2026-01-31T10:00:00.000Z")),
        ("SELECT", json!("A")),
        ("MULTI_SELECT", json!(["A", "B"])),
        ("RATING", json!("RATING_2")),
        ("ARRAY", json!(["x", "y"])),
        ("EMAILS", json!({ "primaryEmail": "a@b.test" })),
        (
            "PHONES",
            json!({ "primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "FR",
            "primaryPhoneCallingCode": "+33" }),
        ),
        ("LINKS", json!({ "primaryLinkUrl": "https://icosa.test" })),
    ]
}

impl World {
    async fn create_rocket(&self, data: Value, upsert: bool) -> Value {
        let query = "mutation($d: [RocketCreateInput!]!, $u: Boolean) { createRockets(data: $d, upsert: $u) { id name } }";
        let body = json!({ "query": query, "variables": { "d": [data], "u": upsert } });
        self.server.send(&self.token, reqwest::Method::POST, "/graphql", body).await.expect(200)
    }
}

#[tokio::test]
async fn equal_values_are_refused_and_recognised_none_do_not_collide() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    for (i, (kind, value)) in values().into_iter().enumerate() {
        let name = format!("field{}", char::from(b'A' + u8::try_from(i).unwrap()));
        let made = world.create_field(field(&rocket, kind, &name)).await;
        assert_eq!(made["isUnique"], true, "{kind}");
        let data = |title: &str| json!({ "name": title, &name: value });
        let first = World::data(world.create_rocket(data("first"), false).await);
        let refused = world.create_rocket(data("second"), false).await;
        let extensions = &refused["errors"][0]["extensions"];
        assert_eq!(extensions["subCode"], "DUPLICATE_ENTRY_DETECTED", "{kind}: {refused:#}");
        let again = World::data(world.create_rocket(data("again"), true).await);
        let same = json!([{ "id": first["createRockets"][0]["id"], "name": "again" }]);
        assert_eq!(again["createRockets"], same, "{kind}: it is the same record");
        for title in ["none", "none either"] {
            World::data(world.create_rocket(json!({ "name": title }), false).await);
        }
    }
    let object = world.object(&rocket).await;
    let fields = object["fieldsList"].as_array().unwrap();
    let unique = fields.iter().filter(|field| field["isUnique"] == true && field["name"] != "id");
    assert_eq!(unique.count(), values().len());
}

#[tokio::test]
async fn types_without_anything_to_compare_are_refused() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    for kind in ["FULL_NAME", "ADDRESS", "CURRENCY", "ACTOR", "RICH_TEXT", "FILES", "TS_VECTOR"] {
        let codes = world.report(CREATE_FIELD, json!({ "f": field(&rocket, kind, "thing") })).await;
        let code = match kind {
            "FILES" | "TS_VECTOR" => "INVALID_FIELD_INPUT",
            _ => "INDEX_FIELD_INVALID_TYPE_FOR_UNIQUE",
        };
        assert!(codes.contains(&("fieldMetadata".to_owned(), code.to_owned())), "{kind}: {codes:?}");
    }
    // The country of a phone number says nothing alone, so it may be a default of a unique field.
    let mut phones = field(&rocket, "PHONES", "phones");
    phones["defaultValue"] = json!({ "primaryPhoneNumber": null, "primaryPhoneCountryCode": "'FR'",
        "primaryPhoneCallingCode": "'+33'", "additionalPhones": null });
    assert_eq!(world.create_field(phones).await["isUnique"], true);
    for _ in 0..2 {
        World::data(world.create_rocket(json!({ "name": "without a number" }), false).await);
    }
}
