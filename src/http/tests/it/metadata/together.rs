//! Several at once: changes that meet, people who work meanwhile, records that are in the way, upgrades.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use reqwest::Method;
use serde_json::{Value, json};

use super::{CREATE_FIELD, World, text, world};
use crate::support::{engine, engine_with, serve};

const UPDATE: &str =
    "mutation($id: UUID!, $u: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $u }) { id } }";

fn field(object: &str, name: &str) -> Value {
    json!({ "f": { "objectMetadataId": object, "type": "TEXT", "name": name, "label": name } })
}

impl World {
    /// Sends a request to another instance.
    async fn ask_at(&self, base: &str, path: &str, body: Value) -> Value {
        let client = reqwest::Client::new();
        let request = client.post(format!("{base}{path}")).bearer_auth(&self.token).json(&body);
        crate::support::answer(request).await.expect(200)
    }
}

#[tokio::test]
async fn changes_at_once_are_made_one_after_the_other() {
    let world = Arc::new(world().await);
    let rocket = world.create_object("rocket", "rockets").await;
    let names = ["one", "two", "three", "four", "five", "six", "same", "same"];
    let changes = names.map(|name| {
        let (world, rocket) = (world.clone(), rocket.clone());
        tokio::spawn(async move { world.ask_as(&world.token, CREATE_FIELD, field(&rocket, name)).await })
    });
    let mut refused = Vec::new();
    for change in changes {
        let answer = change.await.unwrap();
        refused.extend(answer.get("errors").cloned());
    }
    assert_eq!(refused.len(), 1, "{refused:#?}");
    let problem = &refused[0][0]["extensions"]["errors"]["fieldMetadata"][0]["errors"][0];
    assert_eq!(problem["code"], "NOT_AVAILABLE", "{refused:#?}");
    let object = world.object(&rocket).await;
    let fields: Vec<&str> =
        object["fieldsList"].as_array().unwrap().iter().filter_map(|field| field["name"].as_str()).collect();
    assert!(names.iter().all(|name| fields.contains(name)), "{fields:?}");
    assert_eq!(world.server.engine.compare_workspace(world.member.actor.workspace).await.unwrap(), vec![]);
}

/// Through the API of another instance, which hears of each change a moment later.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_for_records_fails_while_the_model_changes_elsewhere() {
    let world = Arc::new(world().await);
    let rocket = world.create_object("rocket", "rockets").await;
    let base = serve(&engine(&world.server.db)).await;
    let (is_over, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let workers: Vec<_> = (0..3)
        .map(|worker| {
            let (world, base) = (world.clone(), base.clone());
            let (is_over, written) = (is_over.clone(), written.clone());
            tokio::spawn(async move {
                let mut number = 0;
                while !is_over.load(Ordering::Relaxed) {
                    number += 1;
                    let create = format!("mutation {{ createRocket(data: {{ name: \"{worker}-{number}\" }}) {{ id name }} }}");
                    let made = World::data(world.ask_at(&base, "/graphql", json!({ "query": create })).await);
                    let id = text(&made["createRocket"]["id"]);
                    let change = format!("mutation {{ updateRocket(id: {id:?}, data: {{ name: \"{worker}-{number}!\" }}) {{ name }} }}");
                    World::data(world.ask_at(&base, "/graphql", json!({ "query": change })).await);
                    let list = "{ rockets(first: 5) { totalCount edges { node { id name createdAt } } } }";
                    World::data(world.ask_at(&base, "/graphql", json!({ "query": list })).await);
                    written.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for round in 0..8 {
        let made = world.ask(CREATE_FIELD, field(&rocket, &format!("extra{round}"))).await;
        let id = made["createOneField"]["id"].clone();
        let rename = json!({ "id": id, "u": { "name": format!("other{round}"), "isUnique": true } });
        world.ask(UPDATE, rename).await;
        if round % 2 == 0 {
            let delete = "mutation($id: UUID!) { deleteOneField(input: { id: $id }) { id } }";
            world.ask(delete, json!({ "id": id })).await;
        }
    }
    is_over.store(true, Ordering::Relaxed);
    for worker in workers {
        worker.await.expect("no request failed");
    }
    let written = written.load(Ordering::Relaxed);
    let kept = "{ rockets(filter: { name: { like: \"%!\" } }) { totalCount } }";
    let kept = World::data(world.records(kept).await)["rockets"]["totalCount"].clone();
    assert!(written > 3, "{written}");
    assert_eq!(kept, json!(written), "nothing is lost");
}

#[tokio::test]
async fn records_in_the_way_are_counted_and_some_are_shown() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    for name in ["code", "thrust"] {
        world.create_field(field(&rocket, name)["f"].clone()).await;
    }
    for code in ["same", "same", "other", "same"] {
        let query = format!("mutation {{ createRocket(data: {{ name: \"x\", code: {code:?} }}) {{ id }} }}");
        World::data(world.records(&query).await);
    }
    for (name, update, code, rows) in [
        ("code", json!({ "isUnique": true }), "VALUES_NOT_UNIQUE", 3),
        ("thrust", json!({ "isNullable": false, "defaultValue": "'much'" }), "VALUES_MISSING", 4),
    ] {
        let id = world.field_id(&rocket, name).await;
        let error = world.error(UPDATE, json!({ "id": id, "u": update })).await;
        let extensions = &error["extensions"];
        assert_eq!(
            (&extensions["code"], &extensions["subCode"]),
            (&json!("CONFLICT"), &json!(code)),
            "{error:#}"
        );
        assert_eq!(extensions["details"]["rows"], rows, "{error:#}");
        let sample = extensions["details"]["sample"].as_array().unwrap();
        assert!(!sample.is_empty() && sample.len() <= rows, "{error:#}");
        let path = format!("/rest/metadata/fields/{id}");
        let refused =
            world.server.send(&world.token, Method::PATCH, &path, json!({ "isUnique": true })).await;
        if name == "code" {
            assert_eq!(refused.expect(409)["code"], "VALUES_NOT_UNIQUE");
        }
    }
}

#[tokio::test]
async fn nothing_is_changed_while_an_upgrade_says_so_and_everything_is_read() {
    let world = world().await;
    let locked = serve(&engine_with(&world.server.db, &[("WORKSPACE_SCHEMA_DDL_LOCKED", "true")])).await;
    let input = json!({ "nameSingular": "moon", "namePlural": "moons", "labelSingular": "Moon", "labelPlural": "Moons" });
    let query = "mutation($o: CreateObjectInput!) { createOneObject(input: { object: $o }) { id } }";
    let answer =
        world.ask_at(&locked, "/metadata", json!({ "query": query, "variables": { "o": input } })).await;
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(
        (&extensions["code"], &extensions["subCode"]),
        (&json!("FORBIDDEN"), &json!("DDL_LOCKED")),
        "{answer:#}"
    );
    let made = world
        .ask_at(
            &locked,
            "/graphql",
            json!({ "query": "mutation { createCompany(data: { name: \"A\" }) { id } }" }),
        )
        .await;
    World::data(made);
    let objects =
        world.ask_at(&locked, "/metadata", json!({ "query": "{ objects { edges { node { id } } } }" })).await;
    assert_eq!(World::data(objects)["objects"]["edges"].as_array().map(Vec::len), Some(10));
    world.create_object("moon", "moons").await;
}

/// Enough for a table to be large.
const LARGE: u32 = 21_000;

#[tokio::test]
async fn fields_of_large_tables_become_unique_and_say_what_they_cannot() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let option = |value: &str, position: u32| json!({ "value": value, "label": value, "color": "red", "position": position });
    let options = json!([option("A", 0), option("B", 1), option("C", 2)]);
    for (name, kind) in [("code", "TEXT"), ("marks", "MULTI_SELECT"), ("tags", "MULTI_SELECT")] {
        let mut field = json!({ "objectMetadataId": rocket, "type": kind, "name": name, "label": name });
        if kind == "MULTI_SELECT" {
            field["options"] = options.clone();
        }
        world.create_field(field).await;
    }
    let schema = icosa_model::SchemaName::from(world.member.actor.workspace);
    let rows = format!(
        r#"INSERT INTO "{schema}"."_rocket" ("name", "code", "createdByName", "createdBySource", "updatedByName", "updatedBySource")
           SELECT 'r' || n, 'c' || n, 'x', 'MANUAL', 'x', 'MANUAL' FROM generate_series(1, {LARGE}) n;
           ANALYZE "{schema}"."_rocket""#
    );
    let pool = world.server.db.db().pool();
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(pool).await.unwrap();
    let (code, marks, tags) = (
        world.field_id(&rocket, "code").await,
        world.field_id(&rocket, "marks").await,
        world.field_id(&rocket, "tags").await,
    );
    let patch = async |id: &str, update: Value| {
        let path = format!("/rest/metadata/fields/{id}");
        world.server.send(&world.token, Method::PATCH, &path, update).await
    };
    let is_unique = async |name: &str| {
        let object = world.object(&rocket).await;
        let fields = object["fieldsList"].as_array().unwrap().clone();
        fields.iter().find(|field| field["name"] == name).unwrap()["isUnique"] == true
    };
    world.ask(UPDATE, json!({ "id": code, "u": { "isUnique": true } })).await;
    assert!(is_unique("code").await);
    for is_now in [false, true] {
        patch(&code, json!({ "isUnique": is_now })).await.expect(200);
        assert_eq!(is_unique("code").await, is_now);
    }
    let twice = world.records("mutation { createRocket(data: { code: \"c7\" }) { id } }").await;
    assert_eq!(twice["errors"][0]["extensions"]["subCode"], "DUPLICATE_ENTRY_DETECTED", "{twice:#}");

    world.ask(UPDATE, json!({ "id": marks, "u": { "isUnique": true } })).await;
    let fewer = json!({ "options": [option("A", 0), option("B", 1)] });
    world.ask(UPDATE, json!({ "id": tags, "u": fewer })).await;
    for (id, update, code) in [
        (&marks, fewer.clone(), "TABLE_TOO_LARGE"),
        (&tags, json!({ "isUnique": true }), "CHANGE_NOT_FINISHED"),
    ] {
        let error = world.error(UPDATE, json!({ "id": id, "u": update })).await;
        let extensions = &error["extensions"];
        assert_eq!(
            (&extensions["code"], &extensions["subCode"]),
            (&json!("CONFLICT"), &json!(code)),
            "{error:#}"
        );
        assert_eq!(patch(id, update).await.expect(409)["code"], code);
    }
}
