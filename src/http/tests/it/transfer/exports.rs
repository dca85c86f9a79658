//! Records going out, and coming in again.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Files, counts, files};
use crate::support::answer;

/// An object with a field of every type that people can make.
async fn every_type(files: &Files) {
    let choice = |value: &str, label: &str, position: u8| json!({"value": value, "label": label, "position": position, "color": "green"});
    let options = json!([choice("RED", "Warm red", 0), choice("BLUE", "Blue", 1), choice("ODD", "Red", 2)]);
    for (name, kind, options) in [
        ("aText", "TEXT", Value::Null),
        ("aNumber", "NUMBER", Value::Null),
        ("aBoolean", "BOOLEAN", Value::Null),
        ("aDate", "DATE", Value::Null),
        ("aMoment", "DATE_TIME", Value::Null),
        ("aChoice", "SELECT", options.clone()),
        ("choices", "MULTI_SELECT", options),
        ("aRating", "RATING", Value::Null),
        ("anArray", "ARRAY", Value::Null),
        ("someJson", "RAW_JSON", Value::Null),
        ("aUuid", "UUID", Value::Null),
        ("someMoney", "CURRENCY", Value::Null),
        ("somePhones", "PHONES", Value::Null),
        ("someEmails", "EMAILS", Value::Null),
        ("someLinks", "LINKS", Value::Null),
        ("aFullName", "FULL_NAME", Value::Null),
        ("anAddress", "ADDRESS", Value::Null),
        ("richText", "RICH_TEXT", Value::Null),
    ] {
        files.world.field("company", name, kind, options).await;
    }
}

fn full() -> Value {
    json!({
        "name": "Full", "aText": "=cmd|' /C calc'!A0", "aNumber": -12.5, "aBoolean": true, "aDate": "2026-02-28",
        "aMoment": "2026-02-28T23:59:59.123Z", "aChoice": "RED", "choices": ["RED", "ODD"], "aRating": "RATING_4",
        "anArray": ["one", "two, three", "+4"], "someJson": {"a": [1, "x"]},
        "aUuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "someMoney": {"amountMicros": -1_234_560_000_i64, "currencyCode": "EUR"},
        "somePhones": {
            "primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "FR", "primaryPhoneCallingCode": "+33",
            "additionalPhones": [{"number": "2079460958", "countryCode": "GB", "callingCode": "+44"}],
        },
        "someEmails": {"primaryEmail": "a@b.test", "additionalEmails": ["c@d.test", "e@f.test"]},
        "someLinks": {
            "primaryLinkUrl": "https://a.test/x?y=1", "primaryLinkLabel": "A",
            "secondaryLinks": [{"url": "https://b.test", "label": "B, too"}],
        },
        "aFullName": {"firstName": "Jean-Luc", "lastName": "de la Tour"},
        "anAddress": {
            "addressStreet1": "1, rue \"X\"", "addressCity": "Paris", "addressPostcode": "01234",
            "addressCountry": "France", "addressLat": 48.85, "addressLng": -2.35,
        },
        "richText": {"markdown": "# Title\n\n- one\n- **two**"},
    })
}

/// What has to be the same after a journey: everything but stamps, ids and the order.
fn essence(record: &Value) -> Value {
    let mut record = record.as_object().unwrap().clone();
    for stamp in
        ["id", "createdAt", "updatedAt", "createdBy", "updatedBy", "position", "deletedAt", "accountOwnerId"]
    {
        record.remove(stamp);
    }
    if let Some(text) = record.get_mut("richText").and_then(Value::as_object_mut) {
        text.remove("blocknote");
    }
    Value::Object(record)
}

#[tokio::test]
async fn every_type_survives_the_journey_out_and_in_as_csv_and_as_json_lines() {
    let files = files().await;
    every_type(&files).await;
    files.world.company(full()).await;
    files.world.company(json!({"name": "Empty"})).await;
    let before =
        [files.one("companies", "name[eq]:Full").await, files.one("companies", "name[eq]:Empty").await];
    for format in ["csv", "jsonl"] {
        let file = files.text(&format!("/rest/exports/companies?format={format}")).await;
        let all = format!("/rest/companies?filter={}", crate::rest::encoded("id[is]:NOT_NULL"));
        files.world.delete(&all).await.expect(200);
        let file = if format == "jsonl" { without_server_fields(&file) } else { file };
        let path = format!("/rest/imports/companies?format={format}&start=true");
        let import = answer(files.with(Method::POST, &path).body(file.clone())).await.expect(201);
        let import = files.settled(&import["data"]["import"]).await;
        assert_eq!(counts(&import), [2, 0, 0, 0, 0], "{format}: {:?}\n{file}", files.problems(&import).await);
        let after =
            [files.one("companies", "name[eq]:Full").await, files.one("companies", "name[eq]:Empty").await];
        assert_eq!(after.each_ref().map(essence), before.each_ref().map(essence), "{format}\n{file}");
    }
}

/// As a client would who keeps ids out of it.
fn without_server_fields(lines: &str) -> String {
    let line = |line: &str| {
        let mut record: Value = serde_json::from_str(line).unwrap();
        for name in ["id", "createdAt", "updatedAt", "createdBy", "updatedBy", "deletedAt"] {
            record.as_object_mut().unwrap().remove(name);
        }
        format!("{record}\n")
    };
    lines.lines().map(line).collect()
}

#[tokio::test]
async fn an_export_follows_filter_order_fields_and_view() {
    let files = files().await;
    for (name, employees) in [("Birch", 20), ("Apple", 100), ("Cedar", 3), ("=HYPERLINK(\"x\")", 1)] {
        files.world.company(json!({"name": name, "employees": employees})).await;
    }
    let csv = files
        .text("/rest/exports/companies?fields=name,employees&order_by=name&filter=employees%5Bgt%5D:1")
        .await;
    assert_eq!(csv, "Name,employees\r\nApple,100\r\nBirch,20\r\nCedar,3\r\n");
    let guarded = files.text("/rest/exports/companies?fields=name&filter=employees%5Beq%5D:1").await;
    assert_eq!(guarded, "Name\r\n\"\u{200D}=HYPERLINK(\"\"x\"\")\"\r\n");
    let lines = files.text("/rest/exports/companies?fields=name&sort=-employees&format=jsonl&limit=2").await;
    let names: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["name"].clone()).collect();
    assert_eq!(names, ["Apple", "Birch"]);
    let head = files.text("/rest/exports/companies?fields=name,domainName&limit=0").await;
    assert_eq!(
        head,
        "Name,Domain Name / Primary link URL,Domain Name / Primary link label,Domain Name / Secondary links\r\n"
    );
    let text = files.text("/rest/exports/companies?fields=name&q=edar").await;
    assert_eq!(text, "Name\r\nCedar\r\n");
    let model = icosa_contract::data_model::DataModelApi::model(
        &files.world.server.engine,
        &files.world.member.actor,
    )
    .await
    .unwrap();
    let view = model.object("company").unwrap().index_view().unwrap().row.id;
    let all = files.text(&format!("/rest/exports/companies?view={view}")).await;
    assert_eq!(all.lines().count(), 5);
    assert!(all.starts_with("Name,Domain Name / "), "{all}");
}

#[tokio::test]
async fn what_makes_no_sense_is_told_before_the_first_byte() {
    let files = files().await;
    for (path, word) in [
        ("/rest/exports/rockets", "object 'rockets' not found"),
        ("/rest/exports/companies?fields=nope", "Field 'nope'"),
        ("/rest/exports/companies?view=7", "'view' invalid"),
        ("/rest/exports/companies?view=3f2504e0-4f89-41d3-9a0c-0305e82c3301", "no such view"),
        ("/rest/exports/companies?format=xls", "'format' invalid"),
        ("/rest/exports/companies?delimiter=ab", "'delimiter' invalid"),
        ("/rest/exports/companies?limit=many", "'limit' invalid"),
        ("/rest/exports/companies?sort=nope", "nope"),
        ("/rest/exports/companies?filter=nope%5Beq%5D:1", "nope"),
        ("/rest/exports/companies?order_by=name%22;drop", "name"),
    ] {
        let body = files.world.get(path).await.expect(400);
        assert!(body["messages"][0].as_str().unwrap().contains(word), "{path}: {body}");
    }
    let unsigned = answer(files.world.server.request(Method::GET, "/rest/exports/companies")).await;
    unsigned.expect(401);
    let other = files.world.server.member("eve@other.test").await;
    let key = files.world.server.api_key(&other, "Other").await;
    files.world.company(json!({"name": "Secret"})).await;
    let theirs = files
        .world
        .server
        .with(&key, Method::GET, "/rest/exports/companies?fields=name")
        .send()
        .await
        .unwrap();
    assert!(!theirs.text().await.unwrap().contains("Secret"));
}
