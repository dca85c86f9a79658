//! Words of objects and fields in other languages.

use reqwest::Method;
use serde_json::{Value, json};

use super::{World, world};
use crate::support::answer;

const UPDATE: &str = "mutation($id: UUID!, $u: UpdateObjectPayload!) { updateOneObject(input: { id: $id, update: $u }) \
    { labelSingular } }";
const UPDATE_FIELD: &str = "mutation($id: UUID!, $u: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $u }) \
    { label } }";

/// The answer in a language.
async fn ask_in(world: &World, locale: &str, query: &str) -> Value {
    let request = world.server.with(&world.token, Method::POST, "/metadata").header("x-locale", locale);
    answer(request.json(&json!({ "query": query }))).await.expect(200)["data"].clone()
}

fn word(locale: &str, property: &str, value: Value) -> Value {
    json!({ "locale": locale, "property": property, "value": value })
}

#[tokio::test]
async fn callers_are_told_the_words_of_their_language() {
    let world = world().await;
    let object = world.object_id("company").await;
    let field = world.field_id(&object, "domainName").await;
    let words = json!({ "labelPlural": "Firms", "translations": [
        word("de-DE", "labelSingular", json!(" Firma ")), word("de-DE", "labelPlural", json!("Firmen")),
        word("fr", "labelPlural", json!("Entreprises")), word("en", "description", json!("Firms and such.")),
        word("de-DE", "description", json!("Firmen und dergleichen.")),
    ] });
    world.ask(UPDATE, json!({ "id": object, "u": words })).await;
    let label = json!({ "translations": [word("de-DE", "label", json!("Netzadresse"))] });
    world.ask(UPDATE_FIELD, json!({ "id": field, "u": label })).await;

    let query = format!(
        "{{ object(id: \"{object}\") {{ labelSingular labelPlural description }} field(id: \"{field}\") {{ label }} \
         minimalMetadata {{ objectMetadataItems {{ id labelPlural }} }} \
         getViews(objectMetadataId: \"{object}\", viewTypes: [TABLE]) {{ key name }} }}"
    );
    for (locale, singular, plural, description, label) in [
        ("de-DE", "Firma", "Firmen", "Firmen und dergleichen.", "Netzadresse"),
        // A region that has none of its own; a word that a language lacks.
        ("fr-CA", "Company", "Entreprises", "Firms and such.", "Domain Name"),
        ("en", "Company", "Firms", "Firms and such.", "Domain Name"),
        ("xx", "Company", "Firms", "Firms and such.", "Domain Name"),
    ] {
        let data = ask_in(&world, locale, &query).await;
        let told = json!({ "labelSingular": singular, "labelPlural": plural, "description": description });
        assert_eq!(data["object"], told, "{locale}");
        assert_eq!(data["field"]["label"], label, "{locale}");
        let items = data["minimalMetadata"]["objectMetadataItems"].as_array().unwrap();
        assert!(items.contains(&json!({ "id": object, "labelPlural": plural })), "{locale}");
        let views = data["getViews"].as_array().unwrap();
        assert!(
            views.contains(&json!({ "key": "INDEX", "name": format!("All {plural}") })),
            "{locale}: {views:?}"
        );
    }
    let rest = format!("/rest/metadata/objects/{object}");
    let request = world.server.with(&world.token, Method::GET, &rest).header("x-locale", "de-DE");
    assert_eq!(answer(request).await.expect(200)["data"]["labelPlural"], "Firmen");

    let query = format!(
        "{{ metadataTranslations(input: {{ objectMetadataId: \"{object}\", locale: \"fr\" }}) {{ property locale \
         sourceValue canonicalValue value provenance }} }}"
    );
    let told = world.ask(&query, json!({})).await["metadataTranslations"].clone();
    assert_eq!(
        told.as_array().unwrap()[..2],
        [
            json!({ "property": "labelSingular", "locale": "fr", "sourceValue": "Company", "canonicalValue": "Company",
                "value": "Company", "provenance": "INHERITED" }),
            json!({ "property": "labelPlural", "locale": "fr", "sourceValue": "Companies", "canonicalValue": "Firms",
                "value": "Entreprises", "provenance": "WORKSPACE" }),
        ]
    );

    // Null takes a word back.
    let back = json!({ "translations": [word("fr", "labelPlural", Value::Null)] });
    world.ask(UPDATE, json!({ "id": object, "u": back })).await;
    let data = ask_in(&world, "fr", &format!("{{ object(id: \"{object}\") {{ labelPlural }} }}")).await;
    assert_eq!(data["object"]["labelPlural"], "Firms");
}

#[tokio::test]
async fn what_is_no_word_is_refused() {
    let world = world().await;
    let object = world.object_id("company").await;
    let field = world.field_id(&object, "domainName").await;
    for wrong in [
        word("german", "labelSingular", json!("x".repeat(256))),
        word("de_DE", "labelSingular", json!("Firma")),
        word("'; DROP TABLE core.workspace; --", "labelSingular", json!("Firma")),
        word("de-DE", "nameSingular", json!("firma")),
        word("de-DE", "labelSingular", json!("a\u{0}b")),
        word("de-DE", "description", json!("x".repeat(2_001))),
    ] {
        let codes = world.report(UPDATE, json!({ "id": object, "u": { "translations": [wrong] } })).await;
        assert_eq!(codes, [("objectMetadata".to_owned(), "INVALID_OBJECT_INPUT".to_owned())]);
        let mut wrong = wrong;
        if wrong["property"] == "labelSingular" {
            wrong["property"] = json!("label");
        }
        let codes =
            world.report(UPDATE_FIELD, json!({ "id": field, "u": { "translations": [wrong] } })).await;
        assert_eq!(codes, [("fieldMetadata".to_owned(), "INVALID_FIELD_INPUT".to_owned())]);
    }
    let system = world.field_id(&object, "createdAt").await;
    let words = json!({ "translations": [word("de-DE", "label", json!("Angelegt"))] });
    let error = world.error(UPDATE_FIELD, json!({ "id": system, "u": words })).await;
    assert_eq!(error["extensions"]["subCode"], "FIELD_MUTATION_NOT_ALLOWED");
}
