//! Rules of the metadata API, sections 3 to 10, broken one by one: a file each, with what is said about it.
//!
//! All cases run on the workspace of `failing/workspace.json`, which none of them may change. The file of a case holds
//! the changes (see [`super::names`]), and the code, sub-code and report entries that are expected.

use std::fs;
use std::path::{Path, PathBuf};

use icosa_contract::AppError;
use serde::Deserialize;
use serde_json::Value;

use super::workshop::{Workshop, workshop};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    changes: Value,
    code: String,
    #[serde(default)]
    sub_code: Option<String>,
    #[serde(default)]
    errors: Vec<Expected>,
    /// What `/metadata` answers where it is something else, or why that cannot be asked there: of interest to the test
    /// of the API, which runs the same cases.
    #[serde(default, rename = "overHttp")]
    _over_http: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Expected {
    metadata_name: String,
    code: String,
}

#[tokio::test]
async fn every_broken_rule_is_reported_and_nothing_is_changed() {
    let shop = workshop().await;
    prepare(&shop).await;
    let before = shop.metadata().await;
    let files = files();
    assert!(files.len() > 100, "the cases are there");
    let mut wrong = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let case: Case =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let outcome = shop.try_change(&case.changes).await;
        if let Some(problem) = difference(&case, outcome.err()) {
            wrong.push(format!("{}: {problem}", file.display()));
        }
        assert_eq!(*shop.metadata().await, *before, "{} changed something", file.display());
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// What the cases are about: an object with fields of many types, a board, and things that belong to somebody else.
async fn prepare(shop: &Workshop) {
    let text = fs::read_to_string(folder().join("workspace.json")).unwrap();
    let steps: Value = serde_json::from_str(&text).unwrap();
    for step in steps["own"].as_array().unwrap() {
        shop.change(step.clone()).await;
    }
    let mut foreign = steps["ofSomebodyElse"].clone();
    fill_in(&mut foreign, &shop.eve.user_workspace.unwrap().to_string());
    shop.change_as(&shop.eve, &foreign).await.unwrap();
}

/// Puts the caller's membership where the text says `me`.
fn fill_in(value: &mut Value, membership: &str) {
    match value {
        Value::String(text) if text == "me" => membership.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| fill_in(item, membership)),
        Value::Object(members) => members.values_mut().for_each(|member| fill_in(member, membership)),
        _ => {}
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data_model/failing")
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

fn difference(case: &Case, outcome: Option<AppError>) -> Option<String> {
    let Some(error) = outcome else { return Some("was accepted".to_owned()) };
    let code = serde_json::to_value(error.code).unwrap();
    let sub_code = case.sub_code.as_deref().unwrap_or("METADATA_VALIDATION_FAILED");
    let mut expected: Vec<&Expected> = case.errors.iter().collect();
    expected.sort();
    let mut found = entries(&error);
    found.sort();
    let is_same = code == case.code.as_str()
        && error.sub_code.as_deref() == Some(sub_code)
        && found.iter().collect::<Vec<_>>() == expected;
    if is_same && !error.message.trim().is_empty() {
        return None;
    }
    Some(format!("{code} {:?} {found:?} {:?}", error.sub_code, error.message))
}

/// Every code of the report with what it is about.
fn entries(error: &AppError) -> Vec<Expected> {
    let Some(errors) = error.details.as_ref().and_then(|details| details["errors"].as_object()) else {
        return Vec::new();
    };
    let about = |(name, list): (&String, &Value)| -> Vec<Expected> {
        let list = list.as_array().unwrap();
        assert_eq!(error.details.as_ref().unwrap()["summary"][name], list.len(), "the summary counts {name}");
        let codes = list.iter().flat_map(|entry| entry["errors"].as_array().unwrap());
        codes
            .map(|entry| Expected {
                metadata_name: name.clone(),
                code: entry["code"].as_str().unwrap().to_owned(),
            })
            .collect()
    };
    errors.iter().flat_map(about).collect()
}
