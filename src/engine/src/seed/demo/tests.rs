use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use icosa_model::resolve;
use serde_json::Value;

use super::*;
use crate::seed::check;
use crate::standard::{metadata, sample_records};

fn apple() -> DemoWorkspace {
    workspaces().swap_remove(0)
}

fn of<'r>(workspace: &'r DemoWorkspace, object: &str) -> &'r [Record] {
    workspace.records.iter().find(|(name, _)| *name == object).map(|(_, records)| records.as_slice()).unwrap()
}

#[test]
fn the_workspaces_have_their_known_addresses_and_schemas() {
    let known: Vec<_> = workspaces()
        .iter()
        .map(|workspace| (workspace.subdomain, icosa_model::SchemaName::from(workspace.id).to_string()))
        .collect();
    assert_eq!(
        known,
        [
            ("apple", "workspace_1wgvd1injqtife6y4rvfbu3h5".to_owned()),
            ("yc", "workspace_3ixj3i1a5avy16ptijtb3lae3".to_owned())
        ]
    );
}

#[test]
fn users_have_one_identity_in_both_workspaces() {
    let [apple, yc] = workspaces().try_into().unwrap();
    let identity = |user: &DemoUser| (user.id, user.email, user.member_id, user.password);
    assert_eq!(
        apple.users.iter().map(identity).collect::<Vec<_>>(),
        yc.users.iter().map(identity).collect::<Vec<_>>()
    );
    assert!(apple.users.iter().any(|user| user.role == "Admin"));
    assert!(yc.users.iter().any(|user| user.role == "Admin"));
}

#[test]
fn the_data_is_the_same_every_time() {
    assert_eq!(apple().records, apple().records);
}

#[test]
fn there_is_enough_to_look_at() {
    let workspace = apple();
    let counts: HashMap<_, _> =
        workspace.records.iter().map(|(name, records)| (*name, records.len())).collect();
    assert_eq!(counts["company"], 60);
    assert_eq!(counts["person"], 200);
    assert_eq!(counts["opportunity"], 80);
    assert_eq!(counts["task"], 30);
    assert_eq!(counts["note"], 25);
    assert!(counts["noteTarget"] >= 25 && counts["taskTarget"] >= 30);
}

#[test]
fn records_fit_the_model_and_point_at_records_before_them() {
    let workspace = apple();
    let model = resolve(Arc::new(metadata(workspace.id))).unwrap();
    let members = workspace.users.iter().map(|user| user.member_id).collect();
    let all: Vec<_> = sample_records(Some(JANE)).into_iter().chain(workspace.records).collect();
    check::fits(&model, &all, &members);
}

#[test]
fn nothing_unique_is_used_twice() {
    let workspace = apple();
    let values = |object: &str, path: [&str; 2]| {
        let samples = sample_records(None);
        let samples =
            samples.into_iter().filter(|(name, _)| *name == object).flat_map(|(_, records)| records);
        let all: Vec<_> = samples.chain(of(&workspace, object).iter().cloned()).collect();
        let texts: Vec<_> =
            all.iter().filter_map(|record| record[path[0]][path[1]].as_str().map(str::to_owned)).collect();
        assert_eq!(texts.len(), all.len());
        texts
    };
    for (object, path) in
        [("company", ["domainName", "primaryLinkUrl"]), ("person", ["emails", "primaryEmail"])]
    {
        let values = values(object, path);
        assert_eq!(values.iter().collect::<HashSet<_>>().len(), values.len(), "{object}");
        assert!(values.iter().all(|value| value.is_ascii() && *value == value.to_lowercase()), "{object}");
    }
    let titles: HashSet<_> =
        of(&workspace, "task").iter().map(|task| task["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), 30);
}

#[test]
fn deals_stand_in_every_stage_and_close_in_2026() {
    let workspace = apple();
    let mut stages: HashMap<&str, u32> = HashMap::new();
    for deal in of(&workspace, "opportunity") {
        *stages.entry(deal["stage"].as_str().unwrap()).or_default() += 1;
        assert!(deal["closeDate"].as_str().unwrap().starts_with("2026-"));
        assert!(deal["createdAt"].as_str() < deal["closeDate"].as_str());
    }
    assert_eq!(stages.len(), 5);
    assert!(stages.values().all(|&count| count >= 5), "{stages:?}");
}

#[test]
fn nothing_was_written_in_the_future() {
    for (object, records) in apple().records {
        assert!(records.iter().all(|record| record["createdAt"].as_str() < Some("2026-11-16")), "{object}");
    }
}

#[test]
fn texts_name_what_they_are_about() {
    let workspace = apple();
    for record in of(&workspace, "note").iter().chain(of(&workspace, "task")) {
        let text = Value::Object(record.clone()).to_string();
        assert!(!text.contains("{person}") && !text.contains("{company}"), "{text}");
    }
}
