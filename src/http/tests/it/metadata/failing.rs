//! The rules of the metadata API broken one by one over HTTP: the cases of the engine's own test, each as the mutation
//! that asks for it, answered with the code that the case names.
//!
//! A case may say under `overHttp` what is answered where it is something else, because the schema refuses a value before
//! a rule could (`{"code": ...}`), or why it cannot be asked for (`{"impossible": ...}`).

mod mutations;
#[path = "../../../../engine/tests/it/data_model/names.rs"]
#[expect(dead_code, reason = "some of its names are of use to the engine's tests only")]
mod names;

use std::fs;
use std::path::{Path, PathBuf};

use icosa_contract::Actor;
use icosa_contract::data_model::DataModelApi;
use icosa_store::users;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{World, world};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    changes: Vec<Value>,
    code: String,
    #[serde(default)]
    sub_code: Option<String>,
    #[serde(default)]
    errors: Vec<Value>,
    #[serde(default)]
    over_http: Option<OverHttp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum OverHttp {
    Code(String),
    #[expect(dead_code, reason = "for those who read the case")]
    Impossible(String),
}

#[tokio::test]
async fn every_broken_rule_is_answered_with_its_code_and_nothing_is_changed() {
    let world = prepared().await;
    let before = world.metadata().await;
    let (mut wrong, mut asked, mut left) = (Vec::new(), 0, Vec::new());
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        let case: Case =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        match (&case.over_http, &case.changes[..]) {
            (Some(OverHttp::Impossible(_)), _) => continue,
            (_, [_]) => {}
            // What comes before the rule is broken stays.
            _ => {
                left.push((file, case));
                continue;
            }
        }
        asked += 1;
        if let Some(problem) = answered(&world, &case).await {
            wrong.push(format!("{}: {problem}", file.display()));
        }
        assert_eq!(world.metadata().await, before, "{} changed something", file.display());
    }
    for (file, case) in left {
        asked += 1;
        let world = prepared().await;
        if let Some(problem) = answered(&world, &case).await {
            wrong.push(format!("{}: {problem}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 300, "{asked}");
}

impl World {
    async fn metadata(&self) -> icosa_model::Metadata {
        let model = DataModelApi::model(&self.server.engine, &self.member.actor).await.unwrap();
        model.metadata().as_ref().clone()
    }

    async fn change(&self, actor: &Actor, written: &Value) {
        let changes = names::changes(&self.metadata().await, written);
        self.server.engine.change(actor, changes).await.unwrap();
    }
}

/// What the cases are about, with ids that only the engine lets one choose.
async fn prepared() -> World {
    let world = world().await;
    let eve = world.server.member("eve@example.com").await.actor;
    let mut connection = world.server.db.db().pool().acquire().await.unwrap();
    let workspace = world.member.actor.workspace;
    let membership = users::add_membership(&mut connection, eve.user.unwrap(), workspace).await.unwrap();
    let eve = Actor { workspace, user_workspace: Some(membership), member: None, ..eve };
    let text = fs::read_to_string(folder().join("workspace.json")).unwrap();
    let text = text.replace("\"me\"", &format!("\"{membership}\""));
    let steps: Value = serde_json::from_str(&text).unwrap();
    for step in steps["own"].as_array().unwrap() {
        world.change(&world.member.actor, step).await;
    }
    world.change(&eve, &steps["ofSomebodyElse"]).await;
    world
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/tests/it/data_model/failing")
}

fn files() -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let areas = entries(&folder()).into_iter().filter(|path| path.is_dir());
    let mut files: Vec<PathBuf> = areas.flat_map(|area| entries(&area)).collect();
    files.sort();
    files
}

/// Asks for the changes one by one; says what is wrong with the answer to the last one.
async fn answered(world: &World, case: &Case) -> Option<String> {
    let (last, first) = case.changes.split_last().unwrap();
    for change in first {
        let (query, variables) = mutations::mutation(&names::resolve(&world.metadata().await, change));
        world.ask(&query, variables).await;
    }
    let (query, variables) = mutations::mutation(&names::resolve(&world.metadata().await, last));
    let answer = world.ask_as(&world.token, &query, variables).await;
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let [error] = errors else { return Some(format!("{answer}")) };
    let (extensions, message) = (&error["extensions"], error["message"].as_str().unwrap_or_default());
    let is_same = match &case.over_http {
        Some(OverHttp::Code(code)) => extensions["code"] == code.as_str(),
        _ if case.code == "METADATA_VALIDATION_FAILED" => {
            extensions["code"] == case.code.as_str()
                && sorted(entries(extensions)) == sorted(case.errors.clone())
        }
        _ => {
            extensions["code"] == case.code.as_str()
                && extensions["subCode"].as_str() == case.sub_code.as_deref()
        }
    };
    let is_told = !message.trim().is_empty() && extensions["userFriendlyMessage"].is_string();
    (!is_same || !is_told).then(|| format!("{error}"))
}

/// Every code of a report with what it is about; the numbers of its summary are looked at.
fn entries(extensions: &Value) -> Vec<Value> {
    let Some(kinds) = extensions["errors"].as_object() else { return Vec::new() };
    let total: usize = kinds.values().map(|list| list.as_array().map_or(0, Vec::len)).sum();
    assert_eq!(extensions["summary"]["totalErrors"], total, "{extensions:#}");
    let of_kind = |(kind, list): (&String, &Value)| -> Vec<Value> {
        let list = list.as_array().unwrap();
        assert_eq!(extensions["summary"][kind], list.len(), "{extensions:#}");
        let about = |entity: &Value| -> Vec<Value> {
            assert_eq!((&entity["metadataName"], &entity["status"]), (&json!(kind), &json!("fail")));
            let problems = entity["errors"].as_array().unwrap();
            problems.iter().map(|problem| json!({"metadataName": kind, "code": problem["code"]})).collect()
        };
        list.iter().flat_map(about).collect()
    };
    kinds.iter().flat_map(of_kind).collect()
}

fn sorted(mut list: Vec<Value>) -> Vec<String> {
    let mut list: Vec<String> =
        list.drain(..).map(|entry| format!("{} {}", entry["metadataName"], entry["code"])).collect();
    list.sort();
    list
}
