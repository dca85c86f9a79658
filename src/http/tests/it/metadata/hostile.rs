//! Names and words that mean harm, or are merely as long as allowed, through the API.

use serde_json::{Value, json};

use super::{World, text, world};

pub const HOSTILE: [&str; 15] = [
    "rocket\"; DROP TABLE core.\"workspace\"; --",
    "rocket'; SELECT pg_sleep(10); --",
    "rocket\\",
    "$$; DROP SCHEMA core CASCADE; $$",
    "rocket\u{202e}tekcor",
    "rосket", // its o is Cyrillic
    "ｒｏｃｋｅｔ",
    "🚀",
    "👩‍👩‍👧‍👦",
    "../company",
    "__proto__",
    "rocket name",
    "<script>alert(1)</script>",
    "{{rocket}}",
    "%s%n$1{0}",
];

const CREATE_OBJECT: &str = "mutation($o: CreateObjectInput!) { createOneObject(input: { object: $o }) { id labelSingular \
    description } }";
const CREATE_FIELD: &str =
    "mutation($f: CreateFieldInput!) { createOneField(input: { field: $f }) { id label options } }";
const CREATE_VIEW: &str = "mutation($i: CreateViewInput!) { createView(input: $i) { id name icon } }";

fn object(name: &str, label: &str) -> Value {
    json!({ "nameSingular": name, "namePlural": format!("{name}s"), "labelSingular": label,
        "labelPlural": format!("{label}s") })
}

fn select(object: &str, name: &str, value: &str, label: &str) -> Value {
    json!({ "objectMetadataId": object, "type": "SELECT", "name": name, "label": label,
        "options": [{ "value": value, "label": label, "color": "red", "position": 0 }] })
}

async fn assert_in_step(world: &World) {
    let workspace = world.member.actor.workspace;
    assert_eq!(world.server.engine.compare_workspace(workspace).await.unwrap(), vec![]);
}

#[tokio::test]
async fn hostile_names_are_refused_for_what_they_are() {
    let world = world().await;
    let company = world.object_id("company").await;
    let before = world.object(&company).await;
    for name in HOSTILE.into_iter().chain(["rocket\u{0}", "SELECT", "user", "type", "", " "]) {
        let codes = world.report(CREATE_OBJECT, json!({ "o": object(name, "Label") })).await;
        let wrong = ("objectMetadata".to_owned(), "INVALID_OBJECT_INPUT".to_owned());
        assert!(codes.contains(&wrong), "{name:?}: {codes:?}");
        let field = json!({ "objectMetadataId": company, "type": "TEXT", "name": name, "label": "Label" });
        let codes = world.report(CREATE_FIELD, json!({ "f": field })).await;
        assert!(codes.iter().all(|(_, code)| code == "INVALID_FIELD_INPUT"), "{name:?}: {codes:?}");
        if name != "SELECT" {
            let field = select(&company, "extra", name, "Label");
            let codes = world.report(CREATE_FIELD, json!({ "f": field })).await;
            assert!(codes.iter().all(|(_, code)| code == "INVALID_FIELD_INPUT"), "{name:?}: {codes:?}");
        }
    }
    assert_eq!(world.object(&company).await, before);
    assert_in_step(&world).await;
}

#[tokio::test]
async fn hostile_words_are_only_words() {
    let world = world().await;
    for (number, word) in HOSTILE.into_iter().enumerate() {
        let input = json!({ "o": {
            "nameSingular": format!("thing{number}"), "namePlural": format!("things{number}"),
            "labelSingular": word, "labelPlural": format!("{word}s"), "description": word, "icon": "IconRocket" } });
        let made = world.ask(CREATE_OBJECT, input).await["createOneObject"].clone();
        assert_eq!(made["description"], word);
        let id = text(&made["id"]);
        let field = world.ask(CREATE_FIELD, json!({ "f": select(&id, "kind", "A", word) })).await;
        let field = &field["createOneField"];
        assert_eq!((&field["label"], &field["options"][0]["label"]), (&json!(word), &json!(word)));
        let view = json!({ "i": { "objectMetadataId": id, "name": word, "icon": word } });
        let view = world.ask(CREATE_VIEW, view).await["createView"].clone();
        assert_eq!((&view["name"], &view["icon"]), (&json!(word), &json!(word)));
        let filter = json!({ "i": { "viewId": view["id"], "fieldMetadataId": world.field_id(&id, "name").await,
            "operand": "CONTAINS", "value": word } });
        let query = "mutation($i: CreateViewFilterInput!) { createViewFilter(input: $i) { value } }";
        assert_eq!(world.ask(query, filter).await["createViewFilter"]["value"], word);
        let section = json!({ "i": { "viewId": view["id"], "name": word } });
        let query = "mutation($i: CreateViewFieldGroupInput!) { createViewFieldGroup(input: $i) { name } }";
        assert_eq!(world.ask(query, section).await["createViewFieldGroup"]["name"], word);
        let folder = json!({ "i": { "type": "FOLDER", "name": word } });
        let query =
            "mutation($i: CreateNavigationMenuItemInput!) { createNavigationMenuItem(input: $i) { name } }";
        assert_eq!(world.ask(query, folder).await["createNavigationMenuItem"]["name"], word);
    }
    // What Postgres cannot store is the caller's mistake.
    let company = world.object_id("company").await;
    let view = json!({ "i": { "objectMetadataId": company, "name": "a\u{0}b", "icon": "IconList" } });
    assert_eq!(world.report(CREATE_VIEW, view).await, [("view".to_owned(), "INVALID_VIEW_DATA".to_owned())]);
    let codes = world.report(CREATE_OBJECT, json!({ "o": object("moon", "a\u{0}b") })).await;
    assert!(codes.iter().all(|(_, code)| code == "INVALID_OBJECT_INPUT"), "{codes:?}");
    assert_in_step(&world).await;
}

#[tokio::test]
async fn names_as_long_as_allowed_work_and_longer_ones_do_not() {
    let world = world().await;
    let (one, longer) = ("a".repeat(63), "a".repeat(64));
    let input = |singular: &str, label: String| {
        json!({ "o": { "nameSingular": singular, "namePlural": "b".repeat(63), "labelSingular": label,
            "labelPlural": "é".repeat(63) } })
    };
    for wrong in [input(&longer, "Label".to_owned()), input(&one, "🚀".repeat(64))] {
        let codes = world.report(CREATE_OBJECT, wrong).await;
        assert!(
            codes.contains(&("objectMetadata".to_owned(), "INVALID_OBJECT_INPUT".to_owned())),
            "{codes:?}"
        );
    }
    // Characters are counted, not bytes: 63 rockets are 252 of them.
    let made = world.ask(CREATE_OBJECT, input(&one, "🚀".repeat(63))).await["createOneObject"].clone();
    let id = text(&made["id"]);
    world
        .ask(CREATE_FIELD, json!({ "f": select(&id, &"c".repeat(63), &"V".repeat(63), &"é".repeat(63)) }))
        .await;
    for wrong in [
        select(&id, &"d".repeat(64), "A", "Label"),
        select(&id, "extra", &"V".repeat(64), "Label"),
        select(&id, "extra", "A", &"é".repeat(64)),
    ] {
        let codes = world.report(CREATE_FIELD, json!({ "f": wrong })).await;
        assert!(codes.iter().all(|(_, code)| code == "INVALID_FIELD_INPUT"), "{codes:?}");
    }
    let view = |name: String| json!({ "i": { "objectMetadataId": id, "name": name, "icon": "IconList" } });
    world.ask(CREATE_VIEW, view("🚀".repeat(255))).await;
    let codes = world.report(CREATE_VIEW, view("🚀".repeat(256))).await;
    assert_eq!(codes, [("view".to_owned(), "INVALID_VIEW_DATA".to_owned())]);
    assert_in_step(&world).await;
}
