//! The ranked search.

use icosa_model::query::{DeletedRows, FieldPath, Filter, ListQuery, Op};
use icosa_sqlgen::connection::{Entry, Read, reads};
use icosa_sqlgen::{
    PlanError, Search, SearchEdgePart, SearchNodePart, SearchPagePart, SearchPart, SearchPlace, SearchRead,
    search, set_deleted,
};
use serde_json::{Value, json};
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
        ("+33 (0)6 12 34 56 78", vec!["Ada Lovelace"]),
        ("0033 612 345 678", vec!["Ada Lovelace"]),
        ("lovelace 06.12.34.56.78", vec!["Ada Lovelace"]),
        ("ADA@byron.UK", vec!["Ada Lovelace"]),
        ("o'brien", vec!["Pat O'Brien 100%"]),
        ("100%", vec!["Pat O'Brien 100%"]),
        ("1_0%", vec![]),
        ("100\u{ff05}", vec!["Pat O'Brien 100%"]),
        ("1\u{ff3f}0%", vec![]),
        ("\u{ff05}\u{ff05}\u{ff05}", vec![]),
        ("ada \u{ff3c}\u{2216}\u{fe68}\u{fe6a}lace", vec![]),
        ("nobody') | 'a", vec![]),
        ("') | 'ada", vec![]),
        ("') | 'x", vec![]),
        ("\u{ff07}", vec![]),
        ("\u{ff3c}", vec![]),
        ("\\", vec![]),
        ("& | ! :* <->", vec![]),
        ("-----", vec![]),
        ("Lovelace & Ada", vec!["Ada Lovelace"]),
        ("lovelace - <-> | ada", vec!["Ada Lovelace"]),
        ("nobody", vec![]),
    ] {
        assert_eq!(labels(&mut workspace, &["person"], text, 20).await, expected, "{text}");
    }
    assert_eq!(labels(&mut workspace, &["note"], "zepp", 20).await, ["Meeting"], "words of long texts too");
    assert_eq!(labels(&mut workspace, &["company"], "ete", 20).await, ["Été Blanc"]);
}

#[tokio::test]
async fn numbers_are_found_as_they_are_written_and_as_one() {
    let mut workspace = people().await;
    let names = [
        "Quote 2024-0153",
        "Case 12345-6789",
        "2024-01-15 Review",
        "Host 192.168.10.1",
        "0012345",
        "Order 20240177",
        "Lot 555 of 2031",
        "0612345678",
    ];
    workspace.insert("company", json!(names.map(|name| json!({"name": name})))).await;
    workspace
        .insert("note", json!([{"title": "Letter", "bodyV2": {"markdown": "about Quote 2024-0199"}}]))
        .await;
    let objects = ["person", "company", "note"];
    for (text, expected) in [
        ("Quote 2024-0153", vec!["Quote 2024-0153"]),
        ("2024-0153", vec!["Quote 2024-0153"]),
        ("12345-6789", vec!["Case 12345-6789"]),
        ("case 2345-67", vec!["Case 12345-6789"]),
        ("2024-01-15", vec!["2024-01-15 Review"]),
        ("192.168.10.1", vec!["Host 192.168.10.1"]),
        ("192.168.10.1 host", vec!["Host 192.168.10.1"]),
        ("0012345", vec!["0012345"]),
        ("2024 0177", vec!["Order 20240177"]),
        ("order 2024-01-77", vec![]),
        ("2031 555", vec!["Lot 555 of 2031"]),
        ("2024-0199", vec!["Letter"]),
        ("quote 2024-0199", vec!["Letter"]),
        ("06 12 34 56 78", vec!["0612345678", "Ada Lovelace"]),
    ] {
        assert_eq!(labels(&mut workspace, &objects, text, 20).await, expected, "{text}");
        let mut filtered = Vec::new();
        for (object, label) in [("person", "jobTitle"), ("company", "name"), ("note", "title")] {
            let filter = Some(Filter::Search(text.to_owned()));
            let query = ListQuery { filter, ..crate::database::query(object, &[label]) };
            filtered.extend(workspace.list(&query).await.records);
        }
        assert_eq!(filtered.len(), expected.len(), "{text}");
    }
    for (text, kind) in [("2024-0153", 0.6), ("0012345", 1.0), ("quote 2024-01", 0.8), ("06 12 34 56", 0.8)] {
        let (found, _) = read(&mut workspace, page(&objects, text, 9)).await;
        assert!((found[0].1.kind - kind).abs() < 0.01, "{text}: {found:?}");
    }
}

#[tokio::test]
async fn every_number_of_a_person_is_found_however_it_is_written() {
    let mut workspace = people().await;
    let more = json!([
        {"number": "798765432", "callingCode": "+44", "countryCode": "GB"},
        {"number": "298765432", "callingCode": "+33", "countryCode": "FR"},
    ]);
    let phones = json!({"primaryPhoneNumber": "4155550123", "primaryPhoneCallingCode": "+1",
        "primaryPhoneCountryCode": "US", "additionalPhones": more});
    workspace.insert("person", json!([{"name": {"firstName": "Eve"}, "phones": phones}])).await;
    for (text, expected) in [
        ("+33 2 98 76 54 32", vec!["Eve"]),
        ("0033298765432", vec!["Eve"]),
        ("02 98 76 54 32", vec!["Eve"]),
        ("298 765 432", vec!["Eve"]),
        ("+447 9876 5432", vec!["Eve"]),
        ("eve 0798765432", vec!["Eve"]),
        ("(415) 555-0123", vec!["Eve"]),
        ("+1 415 555 0123", vec!["Eve"]),
        ("+45 298 765 432", vec![]),
        ("03 98 76 54 32", vec![]),
    ] {
        assert_eq!(labels(&mut workspace, &["person"], text, 20).await, expected, "{text}");
    }
}

#[tokio::test]
async fn signs_between_words_and_pictures_keep_nothing_from_being_found() {
    let mut workspace = Workspace::create().await;
    let names = ["Jones, Smith & Sons", "Acme Berlin", "Moon \u{1f680}", "Heart \u{2764}\u{fe0f} Clinic"];
    workspace.insert("company", json!(names.map(|name| json!({"name": name})))).await;
    for (text, expected) in [
        ("Smith & Sons", vec!["Jones, Smith & Sons"]),
        ("sons & smith", vec!["Jones, Smith & Sons"]),
        ("Smith + Sons", vec!["Jones, Smith & Sons"]),
        ("Acme - Berlin", vec!["Acme Berlin"]),
        ("Acme \u{2013} Berlin", vec!["Acme Berlin"]),
        ("\u{1f680}", vec!["Moon \u{1f680}"]),
        ("\u{2764}\u{fe0f}", vec!["Heart \u{2764}\u{fe0f} Clinic"]),
        ("\u{1f680} moon", vec!["Moon \u{1f680}"]),
        ("\u{1f681}", vec![]),
        ("&", vec![]),
    ] {
        assert_eq!(labels(&mut workspace, &["company"], text, 20).await, expected, "{text}");
        let query = ListQuery {
            filter: Some(Filter::Search(text.to_owned())),
            ..crate::database::query("company", &["name"])
        };
        assert_eq!(workspace.list(&query).await.records.len(), expected.len(), "{text}");
    }
}

#[tokio::test]
async fn words_with_a_mistake_are_understood_where_nothing_else_is_found() {
    let mut workspace = people().await;
    for (text, expected) in [
        ("lovalace", vec!["Ada Lovelace"]),
        ("lovlace", vec!["Ada Lovelace"]),
        ("lovellace", vec!["Ada Lovelace"]),
        ("lvoelace", vec!["Ada Lovelace"]),
        ("Lovelaec", vec!["Ada Lovelace"]),
        ("ada lovalace", vec!["Ada Lovelace"]),
        ("analytikal", vec!["Ada Lovelace"]),
        ("elodei", vec!["Anne-Marie Élodie"]),
        ("élodei", vec!["Anne-Marie Élodie"]),
        ("bo lovalace", vec![]),
        ("lavalace", vec![]),
        ("612345679", vec![]),
        ("canad", vec!["Canada Bill"]),
    ] {
        assert_eq!(labels(&mut workspace, &["person"], text, 20).await, expected, "{text}");
    }
    let found = labels(&mut workspace, &["person", "company"], "blanx", 20).await;
    assert_eq!(found, ["Été Blanc"], "in any of the objects");
    assert!(labels(&mut workspace, &["person", "company"], "lovalace blanc", 20).await.is_empty());
    workspace.insert("company", json!([{"name": "Lovalace Ltd"}])).await;
    let found = labels(&mut workspace, &["person", "company"], "lovalace", 20).await;
    assert_eq!(found, ["Lovalace Ltd"], "what was typed is there");
}

fn page(objects: &[&str], text: &str, limit: u32) -> Search {
    Search {
        objects: objects.iter().map(|name| (*name).to_owned()).collect(),
        text: text.to_owned(),
        filter: None,
        deleted: DeletedRows::Hidden,
        limit,
        after: None,
    }
}

/// The answer of a page: labels with the cursors behind them, and whether there are more.
async fn read(workspace: &mut Workspace, search: Search) -> (Vec<(String, SearchPlace)>, bool) {
    fn entry<T>(key: &str, what: T) -> Entry<T> {
        Entry { key: key.to_owned(), what }
    }
    let node = [("label", SearchNodePart::Label), ("kind", SearchNodePart::Kind)];
    let mut node: Vec<_> = node.into_iter().map(|(key, what)| entry(key, what)).collect();
    node.push(entry("likeness", SearchNodePart::Likeness));
    node.push(entry("object", SearchNodePart::Object));
    node.push(entry("id", SearchNodePart::Id));
    let edges = SearchPart::Edges(vec![entry("node", SearchEdgePart::Node(node))]);
    let info = SearchPart::PageInfo(vec![entry("more", SearchPagePart::HasNext)]);
    let parts = vec![entry("edges", edges), entry("info", info)];
    let read = Read::Search(SearchRead { search, parts });
    let rows = workspace.rows(reads(&workspace.model, &[read]).unwrap()).await;
    let json: Value = serde_json::from_str(rows[0].get(0)).unwrap();
    let place = |node: &Value| SearchPlace {
        kind: node["kind"].as_f64().unwrap(),
        likeness: node["likeness"].as_f64().unwrap(),
        object: node["object"].as_str().unwrap().to_owned(),
        id: node["id"].as_str().unwrap().parse().unwrap(),
    };
    let edge = |edge: &Value| (edge["node"]["label"].as_str().unwrap().to_owned(), place(&edge["node"]));
    let edges = json["edges"].as_array().unwrap().iter().map(edge).collect();
    (edges, json["info"]["more"].as_bool().unwrap())
}

#[tokio::test]
async fn pages_follow_each_other_without_gaps() {
    let mut workspace = people().await;
    let many: Vec<Value> = (0..12).map(|i| json!({"name": format!("Ada {}", i % 3)})).collect();
    workspace.insert("company", json!(many)).await;
    let objects = ["person", "company", "note"];
    for text in ["ada", "", "adams", "lovalace"] {
        let (all, more) = read(&mut workspace, page(&objects, text, 100)).await;
        assert!(!more && !all.is_empty(), "{text}");
        for limit in [1, 2, 5] {
            let (mut walked, mut search) = (Vec::new(), page(&objects, text, limit));
            loop {
                let (found, more) = read(&mut workspace, search.clone()).await;
                assert!(found.len() <= limit as usize);
                search.after = found.last().map(|(_, place)| place.clone());
                walked.extend(found);
                if !more {
                    break;
                }
            }
            assert_eq!(walked, all, "{text} by {limit}");
        }
    }
    let (none, more) = read(&mut workspace, page(&objects, "ada", 0)).await;
    assert!(none.is_empty() && more);
    assert!(read(&mut workspace, page(&[], "ada", 5)).await.0.is_empty());
    assert!(read(&mut workspace, page(&[], "", 5)).await.0.is_empty());
}

#[tokio::test]
async fn searches_can_be_narrowed_down() {
    let mut workspace = people().await;
    let deleted = Search { deleted: DeletedRows::Only, ..page(&["person"], "ada", 9) };
    let (found, _) = read(&mut workspace, deleted).await;
    assert_eq!(found.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["Deleted Ada"]);
    let (all, _) = read(&mut workspace, page(&["person"], "ada", 9)).await;
    let id = all[1].1.id;
    for text in ["ada", ""] {
        let by_id = Filter::Compare {
            path: FieldPath::field("id"),
            op: Op::In,
            value: json!([id, uuid::Uuid::nil()]),
        };
        let one = Search { filter: Some(by_id), ..page(&["person", "company"], text, 9) };
        let (found, _) = read(&mut workspace, one).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.id, id);
    }
    let elsewhere = SearchPlace { kind: 1.0, likeness: 1.0, object: "note".to_owned(), id };
    for text in ["ada", ""] {
        let search = Search { after: Some(elsewhere.clone()), ..page(&["person"], text, 9) };
        let read = Read::Search(SearchRead { search, parts: Vec::new() });
        assert_eq!(reads(&workspace.model, &[read]), Err(PlanError::BadCursor));
    }
    for (kind, likeness) in [(1.0, 1e300), (1.0, -0.5), (1.0, 1e-300), (2.0, 0.5), (f64::NAN, 0.5)] {
        let after = Some(SearchPlace { kind, likeness, object: "person".to_owned(), id });
        let search = Search { after, ..page(&["person"], "ada", 9) };
        let read = Read::Search(SearchRead { search, parts: Vec::new() });
        assert_eq!(reads(&workspace.model, &[read]), Err(PlanError::BadCursor), "{kind} {likeness}");
    }
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

#[tokio::test]
async fn lists_can_be_filtered_as_the_search_finds() {
    let mut workspace = people().await;
    for (text, expected) in [
        ("lovelace ada", vec!["Ada"]),
        ("elo ann", vec!["Anne-Marie"]),
        ("06 12 34 56 78", vec!["Ada"]),
        ("lo", vec!["Ada"]),
        ("nobody", vec![]),
        ("lovalace", vec![]),
    ] {
        let query = ListQuery {
            filter: Some(Filter::Search(text.to_owned())),
            ..crate::database::query("person", &["name"])
        };
        let found = workspace.list(&query).await.records;
        let names: Vec<&str> =
            found.iter().map(|record| record["name"]["firstName"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{text}");
    }
    let everything = ListQuery {
        filter: Some(Filter::Search(" ".to_owned())),
        ..crate::database::query("person", &["name"])
    };
    assert_eq!(workspace.list(&everything).await.records.len(), 6);
    let long = ListQuery {
        filter: Some(Filter::Search("zepp".to_owned())),
        ..crate::database::query("note", &["title"])
    };
    assert_eq!(workspace.list(&long).await.records.len(), 1);
}
