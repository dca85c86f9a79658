//! Names, labels and values that mean harm, or are merely as long as allowed.

use icosa_contract::Code;
use icosa_contract::data_model::DataModelApi;
use serde_json::{Value, json};

use super::names::{change, field, id, object};
use super::workshop::workshop;

const HOSTILE: [&str; 14] = [
    "rocket\"; DROP TABLE core.\"workspace\"; --",
    "rocket'; SELECT pg_sleep(10); --",
    "rocket\\",
    "$$; DROP SCHEMA core CASCADE; $$",
    "rocket\u{0}",
    "rocket\u{202e}tekcor",
    "rосket", // its o is Cyrillic
    "ｒｏｃｋｅｔ",
    "🚀",
    "../company",
    "__proto__",
    "rocket name",
    "<script>alert(1)</script>",
    "{{rocket}}",
];

#[tokio::test]
async fn hostile_names_are_refused_for_what_they_are() {
    let shop = workshop().await;
    let before = shop.metadata().await;
    for name in HOSTILE {
        let object = json!([{"change": "createObject", "with": {
            "nameSingular": name, "namePlural": format!("{name}s"), "labelSingular": "A", "labelPlural": "B",
        }}]);
        let field = json!([{"change": "createField", "with": {
            "objectId": {"object": "company"}, "type": "TEXT", "name": name, "label": "A",
        }}]);
        for (written, code) in [(object, "INVALID_OBJECT_INPUT"), (field, "INVALID_FIELD_INPUT")] {
            let error = shop.try_change(&written).await.unwrap_err();
            assert_eq!(error.code, Code::MetadataValidationFailed, "{name:?}: {error:?}");
            assert!(error.details.unwrap().to_string().contains(code), "{name:?}");
        }
    }
    assert_eq!(*shop.metadata().await, *before);
}

#[tokio::test]
async fn hostile_words_are_only_words() {
    let shop = workshop().await;
    for (number, word) in HOSTILE.into_iter().enumerate() {
        let (one, many) = (format!("thing{number}"), format!("things{number}"));
        let written = json!([
            {"change": "createObject", "with": {
                "id": {"id": word}, "nameSingular": one, "namePlural": many,
                "labelSingular": word, "labelPlural": format!("{word}s"), "description": word, "icon": word,
            }},
            {"change": "createField", "with": {
                "objectId": {"id": word}, "type": "SELECT", "name": "kind", "label": word,
                "options": [{"value": "A", "label": word, "color": "red", "position": 0}],
            }},
            {"change": "createField", "with": {
                "objectId": {"id": word}, "type": "TEXT", "name": "motto", "label": "Motto",
                "defaultValue": format!("'{word}'"),
            }},
            {"change": "createNavigationItem", "with": {"type": "FOLDER", "name": word}},
        ]);
        if word.contains('\0') {
            // What Postgres cannot store is the caller's mistake, not ours.
            for step in [&written[0], &written[3]] {
                let error = shop.try_change(&json!([step])).await.unwrap_err();
                assert_eq!(error.code, Code::MetadataValidationFailed, "{error:?}");
            }
            continue;
        }
        let outcome = shop.try_change(&written).await;
        outcome.unwrap_or_else(|error| panic!("{word:?}: {error:?}"));
        let record = shop.tim.made(&one, json!({"name": word, "kind": "A"})).await;
        assert_eq!(shop.tim.value(&one, record, "motto").await, word);
        let metadata = shop.metadata().await;
        assert_eq!(field(&metadata, &format!("{one}.kind")).label, word);
        assert_eq!(field(&metadata, &format!("{one}.kind")).options[0].label, word);
    }
    shop.assert_in_step().await;
    assert_eq!(shop.tim.total("company").await, 5, "the samples are still there");
}

#[tokio::test]
async fn names_as_long_as_allowed_work() {
    let shop = workshop().await;
    let (one, many) = ("a".repeat(63), format!("{}s", "a".repeat(62)));
    let long = |end: &str| format!("{}{end}", "b".repeat(63 - end.len()));
    let relation = json!({"type": "MANY_TO_ONE", "targetObjectId": {"object": "company"},
        "targetFieldLabel": "c".repeat(63), "targetFieldIcon": "IconLink"});
    let create = |kind: &str, name: String, more: Value| {
        let mut with = json!({"objectId": {"id": "long"}, "type": kind, "name": name, "label": "x"});
        with.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"change": "createField", "with": with})
    };
    let options = json!({"options": [{"value": "V".repeat(63), "label": "l".repeat(63), "position": 0}]});
    shop.change(json!([
        {"change": "createObject", "with": {
            "id": {"id": "long"}, "nameSingular": one, "namePlural": many,
            "labelSingular": "🚀".repeat(63), "labelPlural": "é".repeat(63),
        }},
        create("TEXT", long("1"), json!({"isUnique": true})),
        create("FULL_NAME", long("2"), json!({})),
        create("CURRENCY", long("3"), json!({})),
        create("SELECT", long("4"), options.clone()),
        create("MULTI_SELECT", long("5"), options),
        create("RELATION", long("6"), json!({"relation": relation})),
        create("PHONES", long("7"), json!({"isUnique": true})),
        create("ACTOR", long("8"), json!({})),
    ]))
    .await;
    let company = shop.tim.made("company", json!({"name": "Acme"})).await;
    let (full, amount) =
        (json!({"firstName": "Ada", "lastName": "L"}), json!({"amountMicros": 5, "currencyCode": "EUR"}));
    let record = shop
        .tim
        .made(
            &one,
            json!({"name": "x", long("1"): "text", long("2"): full, long("3"): amount, long("4"): "V".repeat(63),
                long("5"): ["V".repeat(63)], format!("{}Id", long("6")): company}),
        )
        .await;
    assert_eq!(shop.tim.value(&one, record, &long("2")).await["lastName"], "L");
    assert_eq!(shop.tim.value(&one, record, &long("3")).await["currencyCode"], "EUR");
    assert_eq!(shop.tim.value(&one, record, &long("5")).await, json!(["V".repeat(63)]));

    shop.change(json!([{"change": "updateObject", "with": {"id": {"id": "long"},
        "update": {"nameSingular": "z".repeat(63), "namePlural": "y".repeat(63)}}}]))
        .await;
    assert_eq!(shop.tim.value(&"z".repeat(63), record, &long("1")).await, "text");
    shop.change(json!([{"change": "deleteObject", "with": {"id": "long"}}])).await;
}

#[tokio::test]
async fn ids_of_another_workspace_are_neither_known_nor_taken_over() {
    let shop = workshop().await;
    let mallory = shop.world.member("mallory@evil.test").await;
    let theirs = DataModelApi::model(&mallory.engine, &mallory.actor).await.unwrap().metadata().clone();
    let company = object(&theirs, "company").clone();
    let view = theirs.views.iter().find(|view| view.object_id == company.id).unwrap().clone();
    let mine = shop.metadata().await;
    for (written, code) in [
        (
            json!({"change": "updateObject", "with": {"id": company.id, "update": {"labelSingular": "Mine"}}}),
            Code::NotFound,
        ),
        (json!({"change": "deleteObject", "with": company.id}), Code::NotFound),
        (
            json!({"change": "updateView", "with": {"id": view.id, "update": {"name": "Mine"}}}),
            Code::NotFound,
        ),
        (json!({"change": "deleteView", "with": view.id}), Code::NotFound),
        (json!({"change": "deleteViewField", "with": view.fields[0].id}), Code::NotFound),
        (json!({"change": "deleteNavigationItem", "with": theirs.navigation[0].id}), Code::NotFound),
        (
            json!({"change": "createView", "with": {"objectId": company.id, "name": "x", "icon": "y"}}),
            Code::MetadataValidationFailed,
        ),
    ] {
        let error = shop.engine().change(&shop.tim.actor, vec![change(&mine, &written)]).await.unwrap_err();
        assert_eq!(error.code, code, "{written}: {error:?}");
    }
    // An id that is in use elsewhere cannot be chosen; that is a refusal and no accident.
    for written in [
        json!({"change": "createView", "with": {"id": view.id, "objectId": {"object": "company"}, "name": "x", "icon": "y"}}),
        json!({"change": "createNavigationItem", "with": {"id": theirs.navigation[0].id, "type": "FOLDER", "name": "x"}}),
        json!({"change": "createField", "with": {"id": theirs.fields[0].id, "objectId": {"object": "company"},
            "type": "TEXT", "name": "x1", "label": "X"}}),
        json!({"change": "createObject", "with": {"id": company.id, "nameSingular": "moon", "namePlural": "moons",
            "labelSingular": "Moon", "labelPlural": "Moons"}}),
    ] {
        let error = shop.engine().change(&shop.tim.actor, vec![change(&mine, &written)]).await.unwrap_err();
        assert!(
            [Code::MetadataValidationFailed, Code::Conflict].contains(&error.code),
            "{written}: {error:?}"
        );
    }
    assert_eq!(*shop.metadata().await, *mine);
    assert_eq!(
        *DataModelApi::model(&mallory.engine, &mallory.actor).await.unwrap().metadata().clone(),
        *theirs
    );
}

#[tokio::test]
async fn defaults_are_values_and_never_statements() {
    let shop = workshop().await;
    let texts = ["it's", "'; DROP TABLE company; --", "\\'", "E'\\n'", "%s", "$1", "NULL", "now()"];
    let mut written = vec![json!({"change": "createObject", "with": {
        "id": {"id": "o"}, "nameSingular": "moon", "namePlural": "moons", "labelSingular": "Moon", "labelPlural": "Moons",
    }})];
    for (number, text) in texts.iter().enumerate() {
        let (name, default) = (format!("field{}", "x".repeat(number + 1)), format!("'{text}'"));
        written.push(json!({"change": "createField", "with": {
            "objectId": {"id": "o"}, "type": "TEXT", "name": name, "label": text, "defaultValue": default,
        }}));
    }
    written.push(json!({"change": "createField", "with": {"objectId": {"id": "o"}, "type": "RAW_JSON",
        "name": "json", "label": "Json", "defaultValue": {"it's": ["'; DROP TABLE company; --"]}}}));
    written.push(json!({"change": "createField", "with": {"objectId": {"id": "o"}, "type": "ARRAY",
        "name": "list", "label": "List", "defaultValue": ["'it's'", "'{,}'", "'\"'"]}}));
    shop.change(json!(written)).await;
    assert_eq!(object(&*shop.metadata().await, "moon").id.0, id("o"));
    let record = shop.tim.made("moon", json!({"name": "x"})).await;
    for (number, text) in texts.iter().enumerate() {
        let name = format!("field{}", "x".repeat(number + 1));
        assert_eq!(shop.tim.value("moon", record, &name).await, *text);
    }
    assert_eq!(shop.tim.value("moon", record, "json").await, json!({"it's": ["'; DROP TABLE company; --"]}));
    assert_eq!(shop.tim.value("moon", record, "list").await, json!(["it's", "{,}", "\""]));
}
