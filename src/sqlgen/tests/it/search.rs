//! The ranked search.

use icosa_sqlgen::{PlanError, search, set_deleted};
use serde_json::json;
use sqlx::Row;

use crate::database::Workspace;
use crate::fixture;

async fn people() -> Workspace {
    let mut workspace = Workspace::create().await;
    let rows = json!([
        {"name": {"firstName": "Anne-Marie", "lastName": "Élodie"}, "position": 5, "jobTitle": "Ada's boss"},
        {"name": {"firstName": "Ada", "lastName": "Lovelace"}, "position": 4,
            "emails": {"primaryEmail": "countess@analytical.org", "additionalEmails": ["ada@byron.uk"]},
            "phones": {"primaryPhoneNumber": "612345678", "primaryPhoneCallingCode": "+33", "primaryPhoneCountryCode": "FR"}},
        {"name": {"firstName": "Ada", "lastName": null}, "position": 6},
        {"name": {"firstName": "Bo", "lastName": "Adams"}, "position": 3},
        {"name": {"firstName": "Canada", "lastName": "Bill"}, "position": 2},
        {"name": {"firstName": "Deleted", "lastName": "Ada"}, "position": 1},
        {"name": {"firstName": "Pat", "lastName": "O'Brien 100%"}, "position": 7, "avatarFile": [{"fileId": "f1", "label": "x"}]},
    ]);
    let ids = workspace.insert("person", rows).await;
    let statement = set_deleted(&workspace.model, "person", &ids[5..6], true).unwrap();
    workspace.ids(statement).await;
    let rows = json!([{"name": "Ada Inc", "domainName": {"primaryLinkUrl": "https://ada.example"}}, {"name": "Été Blanc"}]);
    workspace.insert("company", rows).await;
    workspace
        .insert("note", json!([{"title": "Meeting", "bodyV2": {"markdown": "about the zeppelin"}}]))
        .await;
    workspace
}

async fn labels(workspace: &mut Workspace, objects: &[&str], text: &str, limit: u32) -> Vec<String> {
    let statement = search(&workspace.model, objects, text, limit).unwrap();
    workspace.rows(statement).await.iter().map(|row| row.get("label")).collect()
}

#[tokio::test]
async fn exact_then_beginning_then_word_then_part() {
    let mut workspace = people().await;
    let found = labels(&mut workspace, &["person"], "ADA", 20).await;
    assert_eq!(found, ["Ada", "Ada Lovelace", "Bo Adams", "Canada Bill", "Anne-Marie Élodie"]);
    assert_eq!(labels(&mut workspace, &["person"], "ada", 2).await, ["Ada", "Ada Lovelace"]);
}

#[tokio::test]
async fn words_match_in_any_order_without_accents() {
    let mut workspace = people().await;
    for (text, expected) in [
        ("lovelace ada", vec!["Ada Lovelace"]),
        ("elo ann", vec!["Anne-Marie Élodie"]),
        ("ÉLODIE", vec!["Anne-Marie Élodie"]),
        ("velac", vec!["Ada Lovelace"]),
        ("lo", vec!["Ada Lovelace"]),
        ("analytical", vec!["Ada Lovelace"]),
        ("byron", vec!["Ada Lovelace"]),
        ("+33 6 12 34 56 78", vec!["Ada Lovelace"]),
        ("06 12 34 56 78", vec!["Ada Lovelace"]),
        ("3456 78", vec!["Ada Lovelace"]),
        ("o'brien", vec!["Pat O'Brien 100%"]),
        ("100%", vec!["Pat O'Brien 100%"]),
        ("1_0%", vec![]),
        ("') | 'a", vec![]),
        ("\u{ff07}", vec![]),
        ("\u{ff3c}", vec![]),
        ("\\", vec![]),
        ("& | ! :* <->", vec![]),
        ("nobody", vec![]),
    ] {
        assert_eq!(labels(&mut workspace, &["person"], text, 20).await, expected, "{text}");
    }
    assert_eq!(labels(&mut workspace, &["note"], "zepp", 20).await, ["Meeting"], "words of long texts too");
    assert_eq!(labels(&mut workspace, &["company"], "ete", 20).await, ["Été Blanc"]);
}

#[tokio::test]
async fn several_objects_are_ranked_together() {
    let mut workspace = people().await;
    let statement = search(&workspace.model, &["company", "person"], "ada", 4).unwrap();
    let rows = workspace.rows(statement).await;
    let shown: Vec<(String, String, Option<String>)> =
        rows.iter().map(|row| (row.get("object"), row.get("label"), row.get("image"))).collect();
    let expected = [
        ("person", "Ada", None),
        ("company", "Ada Inc", Some("https://ada.example")),
        ("person", "Ada Lovelace", None),
        ("person", "Bo Adams", None),
    ];
    assert_eq!(shown, expected.map(|(o, l, i)| (o.to_owned(), l.to_owned(), i.map(str::to_owned))));
}

#[tokio::test]
async fn without_a_text_the_first_records_of_each_object_come() {
    let mut workspace = people().await;
    let found = labels(&mut workspace, &["company", "person"], "  ", 3).await;
    assert_eq!(found[1], "Canada Bill");
    assert_eq!(found.len(), 3);
    assert!(labels(&mut workspace, &[], "x", 3).await.is_empty());
    assert!(labels(&mut workspace, &["workspaceMember", "noteTarget", "rocket"], "x", 3).await.is_empty());
}

#[tokio::test]
async fn long_texts_can_be_stored_and_found() {
    let mut workspace = Workspace::create().await;
    let long: String = (0..120_000).map(|i| format!("w{i:x}é ")).collect();
    let note = json!([{"title": long, "bodyV2": {"markdown": long}}]);
    workspace.insert("note", note).await;
    workspace.insert("company", json!([{"name": long}])).await;
    assert_eq!(labels(&mut workspace, &["note"], "w1fe", 3).await.len(), 1);
}

#[test]
fn bad_requests_are_refused() {
    let model = fixture::model();
    assert!(matches!(search(&model, &["x"], "a", 5), Err(PlanError::UnknownObject { .. })));
    assert!(matches!(search(&model, &["person"], "a", 5000), Err(PlanError::BadLimit { .. })));
    assert_eq!(search(&model, &["person"], "a\0", 5), Err(PlanError::BadText));
}
