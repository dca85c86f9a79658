//! Writing and reading records.

use icosa_model::query::DeletedRows;
use icosa_sqlgen::{
    PlanError, RowLock, destroy, insert, labels, labels_held, position_bound, set_deleted, snapshot, update,
};
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

use crate::database::{Workspace, fields, query, record, records_of, related};
use crate::fixture;

#[tokio::test]
async fn every_kind_of_value_comes_back_as_it_went_in() {
    let mut workspace = Workspace::create().await;
    let company = json!({
        "name": "Æther \"& Söhne\" \\ 'quoted'",
        "domainName": {"primaryLinkLabel": "site", "primaryLinkUrl": "https://aether.example", "secondaryLinks": [{"label": "x", "url": "y"}]},
        "address": {"addressStreet1": "1 Rue", "addressStreet2": null, "addressCity": "Lyon", "addressPostcode": null,
            "addressState": null, "addressCountry": "France", "addressLat": 45.76, "addressLng": -4.8357},
        "annualRevenue": {"amountMicros": 1_500_000, "currencyCode": "EUR"},
        "employees": 12.5,
        "idealCustomer": true,
        "tags": ["ODD", "HOT"],
        "aliases": ["a,b", "c\"d", "{e}", "\\", "null"],
        "foundedOn": "2001-02-03",
        "data": {"deep": [1, {"x": null}]},
        "position": -2.5,
        "createdAt": "2026-01-02T03:04:05.678Z",
    });
    let names: Vec<&str> = company.as_object().unwrap().keys().map(String::as_str).collect();
    let mut second = company.clone();
    second["domainName"] = Value::Null;
    let ids = workspace.insert("company", json!([company, second])).await;
    let one = workspace.insert("company", json!([second])).await;
    for id in ids.iter().take(1) {
        let mut read = workspace.get("company", *id, &fields(&names)).await.unwrap();
        assert_eq!(read["id"], json!(id));
        assert_eq!(read["deletedAt"], Value::Null);
        let read = read.as_object_mut().unwrap();
        read.retain(|name, _| names.contains(&name.as_str()));
        assert_eq!(Value::Object(read.clone()), company);
    }
    for id in [ids[1], one[0]] {
        let read = workspace.get("company", id, &fields(&["domainName", "aliases"])).await.unwrap();
        let empty = json!({"primaryLinkLabel": null, "primaryLinkUrl": null, "secondaryLinks": null});
        assert_eq!(read["domainName"], empty, "a composite keeps its shape");
        assert_eq!(read["aliases"], company["aliases"]);
    }
}

#[tokio::test]
async fn amounts_beyond_a_double_keep_their_digits() {
    let mut workspace = Workspace::create().await;
    let ids = workspace
        .insert(
            "opportunity",
            json!([
                {"amount": {"amountMicros": "9007199254740991"}},
                {"amount": {"amountMicros": "12345678901234567890123"}},
            ]),
        )
        .await;
    let mut amounts = Vec::new();
    for id in ids {
        let read = workspace.get("opportunity", id, &fields(&["amount"])).await.unwrap();
        amounts.push(read["amount"]["amountMicros"].clone());
    }
    assert_eq!(amounts, [json!(9_007_199_254_740_991_u64), json!("12345678901234567890123")]);
}

#[tokio::test]
async fn missing_keys_take_the_default_of_the_column() {
    let mut workspace = Workspace::create().await;
    // Alone, and beside a record that names the column.
    let alone = workspace.insert("company", json!([{"name": "Alone"}])).await;
    let given = json!([{"name": "A", "tags": ["HOT"], "idealCustomer": true, "data": {"a": 1}, "createdAt": "2020-01-01T00:00:00Z"}, {"name": "B"}]);
    let pair = workspace.insert("company", given).await;
    for id in [alone[0], pair[1]] {
        let read = workspace
            .get("company", id, &fields(&["tags", "idealCustomer", "data", "createdBy", "createdAt"]))
            .await;
        let read = read.unwrap();
        assert_eq!(read["tags"], json!(["COLD"]));
        assert_eq!(read["idealCustomer"], json!(false));
        assert_eq!(read["data"], json!({"it's": "here"}));
        let actor = json!({"source": "MANUAL", "workspaceMemberId": null, "name": "System", "context": null});
        assert_eq!(read["createdBy"], actor);
        assert!(read["createdAt"].as_str().unwrap() > "2026");
    }
    let model = &workspace.model;
    let refused = insert(model, "company", &records_of(json!([{"idealCustomer": null}])));
    assert!(matches!(refused, Err(PlanError::Required { field, .. }) if field == "idealCustomer"));
    assert_eq!(insert(model, "company", &[]), Err(PlanError::NothingToWrite));
}

#[tokio::test]
async fn empty_values_are_stored_as_none() {
    let mut workspace = Workspace::create().await;
    let id = workspace.insert("company", json!([{"name": "", "aliases": [], "tags": []}])).await[0];
    let read = workspace.get("company", id, &fields(&["name", "aliases", "tags"])).await.unwrap();
    assert_eq!([&read["name"], &read["aliases"], &read["tags"]], [&Value::Null; 3]);
}

#[tokio::test]
async fn a_change_touches_what_it_names_and_the_time_of_change() {
    let mut workspace = Workspace::create().await;
    let person = json!({
        "name": {"firstName": "Ada", "lastName": "Byron"}, "jobTitle": "Countess",
        "updatedAt": "2020-01-01T00:00:00Z",
    });
    let id = workspace.insert("person", json!([person])).await[0];
    let change =
        record(json!({"name": {"lastName": "Lovelace"}, "updatedAt": "1999-01-01T00:00:00Z", "id": id}));
    let statement = update(&workspace.model, "person", id, &change).unwrap();
    assert_eq!(workspace.ids(statement).await, [id]);
    let read = workspace.get("person", id, &fields(&["name", "jobTitle", "updatedAt"])).await.unwrap();
    assert_eq!(read["name"], json!({"firstName": null, "lastName": "Lovelace"}), "a composite is replaced");
    assert_eq!(read["jobTitle"], json!("Countess"));
    assert!(read["updatedAt"].as_str().unwrap() > "2026");

    let model = &workspace.model;
    let other = record(json!({"id": Uuid::from_u128(7)}));
    assert!(matches!(update(model, "person", id, &other), Err(PlanError::BadValue { .. })));
    let half = record(json!({"createdBy": {"source": "API"}}));
    assert!(
        matches!(update(model, "person", id, &half), Err(PlanError::Required { field, .. }) if field == "createdBy.name")
    );
}

#[tokio::test]
async fn soft_deletion_hides_restoring_shows_destroying_removes() {
    let mut workspace = Workspace::create().await;
    let ids = workspace.insert("company", json!([{"name": "A"}, {"name": "B"}])).await;
    let deleted = |workspace: &Workspace, deleted| {
        set_deleted(&workspace.model, "company", &ids[..1], deleted).unwrap()
    };
    let statement = deleted(&workspace, true);
    assert_eq!(workspace.ids(statement.clone()).await, ids[..1]);
    assert!(workspace.ids(statement).await.is_empty(), "already deleted");
    let change = update(&workspace.model, "company", ids[0], &record(json!({"name": "C"}))).unwrap();
    assert!(workspace.ids(change).await.is_empty(), "only live records change");

    for (rows, expected) in [(DeletedRows::Hidden, "B"), (DeletedRows::Only, "A")] {
        let mut query = query("company", &["name"]);
        query.deleted = rows;
        query.with_total = true;
        let page = workspace.list(&query).await;
        assert_eq!(page.records.iter().map(|r| r["name"].as_str().unwrap()).collect::<Vec<_>>(), [expected]);
        assert_eq!(page.total, Some(1));
    }
    assert!(workspace.get("company", ids[0], &[]).await.unwrap()["deletedAt"].is_string());

    let statement = deleted(&workspace, false);
    assert_eq!(workspace.ids(statement).await, ids[..1]);
    let statement = destroy(&workspace.model, "company", &ids[..1]).unwrap();
    assert_eq!(workspace.ids(statement).await, ids[..1]);
    assert_eq!(workspace.get("company", ids[0], &[]).await, None);
}

#[tokio::test]
async fn a_snapshot_has_every_own_field_and_no_other() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme"}])).await[0];
    let ids = workspace.insert("person", json!([{"companyId": company}, {"jobTitle": "Boss"}])).await;
    let statement = snapshot(&workspace.model, "person", &ids, RowLock::Update).unwrap();
    let rows = workspace.rows(statement).await;
    let read: Vec<Uuid> = rows.iter().map(|row| row.get("id")).collect();
    let mut sorted = ids.clone();
    sorted.sort();
    assert_eq!(read, sorted);
    let json: Value = serde_json::from_str(rows[usize::from(read[0] != ids[0])].get("json")).unwrap();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "id",
        "createdAt",
        "updatedAt",
        "deletedAt",
        "createdBy",
        "updatedBy",
        "position",
        "name",
        "emails",
        "phones",
        "jobTitle",
        "avatarFile",
        "companyId",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(json["companyId"], json!(company));
}

#[tokio::test]
async fn relations_carry_live_records_in_position_order() {
    let mut workspace = Workspace::create().await;
    let companies = workspace
        .insert("company", json!([{"name": "Acme", "position": 1}, {"name": "Gone", "position": 2}]))
        .await;
    let person = |first: &str, position: i32, company: usize| json!({"name": {"firstName": first}, "position": position, "companyId": companies[company]});
    let people =
        [person("c", 3, 0), person("a", 1, 0), person("b", 2, 0), person("x", 0, 0), person("g", 9, 1)];
    let ids = workspace.insert("person", json!(people)).await;
    let statement = set_deleted(&workspace.model, "person", &ids[3..4], true).unwrap();
    workspace.ids(statement).await;
    let statement = set_deleted(&workspace.model, "company", &companies[1..], true).unwrap();
    workspace.ids(statement).await;

    let select = [related("people", &["name"], 2)];
    let read = workspace.get("company", companies[0], &select).await.unwrap();
    let firsts: Vec<&Value> =
        read["people"].as_array().unwrap().iter().map(|p| &p["name"]["firstName"]).collect();
    assert_eq!(firsts, ["a", "b"]);

    let select = [related("company", &["name"], 1)];
    let read = workspace.get("person", ids[0], &select).await.unwrap();
    assert_eq!(read["company"], json!({"id": companies[0], "name": "Acme"}));
    let read = workspace.get("person", ids[4], &select).await.unwrap();
    assert_eq!(read["company"], Value::Null, "a soft-deleted record is not shown");
}

#[tokio::test]
async fn junctions_lead_to_the_records_beyond() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme"}])).await[0];
    let note = workspace.insert("note", json!([{"title": "Call"}])).await[0];
    workspace.insert("noteTarget", json!([{"noteId": note, "targetCompanyId": company}])).await;
    let mut query = query("company", &["name"]);
    let mut junction = related("noteTargets", &["targetCompanyId"], 5);
    if let icosa_model::query::Select::Relation { select, .. } = &mut junction {
        select.push(related("note", &["title"], 1));
    }
    query.select.push(junction);
    let page = workspace.list(&query).await;
    assert_eq!(page.records[0]["noteTargets"][0]["note"], json!({"id": note, "title": "Call"}));
    assert_eq!(page.records[0]["noteTargets"][0]["targetCompanyId"], json!(company));
}

#[tokio::test]
async fn position_bounds_are_those_of_live_records() {
    let mut workspace = Workspace::create().await;
    let bound = |workspace: &Workspace, first| position_bound(&workspace.model, "company", first).unwrap();
    let statement = bound(&workspace, true);
    assert_eq!(workspace.rows(statement).await[0].get::<Option<f64>, _>(0), None);
    let ids =
        workspace.insert("company", json!([{"position": -3}, {"position": 4.5}, {"position": -9}])).await;
    let statement = set_deleted(&workspace.model, "company", &ids[2..], true).unwrap();
    workspace.ids(statement).await;
    let mut bounds = Vec::new();
    for first in [true, false] {
        let statement = bound(&workspace, first);
        bounds.push(workspace.rows(statement).await[0].get::<Option<f64>, _>(0));
    }
    assert_eq!(bounds, [Some(-3.0), Some(4.5)]);
}

#[test]
fn values_that_do_not_fit_are_refused_before_postgres_sees_them() {
    let model = fixture::model();
    for (object, values) in [
        ("company", json!({"employees": "many"})),
        ("company", json!({"name": 5})),
        ("company", json!({"name": "nul\u{0}"})),
        ("company", json!({"data": {"a": "nul\u{0}"}})),
        ("company", json!({"tags": ["BLUE"]})),
        ("company", json!({"tags": "x'); DROP TABLE"})),
        ("company", json!({"foundedOn": "2024-02-31"})),
        ("company", json!({"annualRevenue": 5})),
        ("company", json!({"annualRevenue": {"amountMicros": "NaN"}})),
        ("company", json!({"createdAt": "yesterday"})),
        ("opportunity", json!({"stage": "new"})),
        ("person", json!({"companyId": "1"})),
    ] {
        let error = insert(&model, object, &[record(values.clone())]);
        assert!(matches!(error, Err(PlanError::BadValue { .. })), "{values}: {error:?}");
    }
    for values in [json!({"nme": 1}), json!({"searchVector": "x"}), json!({"people": []}), json!({"\"": 1})] {
        let error = insert(&model, "company", &[record(values.clone())]);
        assert!(matches!(error, Err(PlanError::UnknownField { .. })), "{values}: {error:?}");
    }
    let error = insert(&model, "person", &[record(json!({"company": {"id": 1}}))]);
    assert!(matches!(error, Err(PlanError::UnknownField { .. })), "relations go by their id");
    let error = insert(&model, "company", &[record(json!({"domainName": {"x": 1}}))]);
    assert!(matches!(error, Err(PlanError::UnknownPart { .. })));
    assert!(matches!(insert(&model, "pg_user", &[record(json!({}))]), Err(PlanError::UnknownObject { .. })));
}

#[tokio::test]
async fn labels_of_several_objects_come_in_one_statement() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme"}, {"name": "Gone"}])).await;
    let person =
        workspace.insert("person", json!([{"name": {"firstName": "Ada", "lastName": "Lovelace"}}])).await[0];
    let statement = set_deleted(&workspace.model, "company", &company[1..], true).unwrap();
    workspace.ids(statement).await;
    let wanted = [("company", [&company[..], &[Uuid::new_v4()]].concat()), ("person", vec![person])];
    let statement = labels(&workspace.model, &wanted).unwrap();
    let mut found: Vec<(String, Uuid, bool)> =
        workspace.rows(statement).await.iter().map(|row| (row.get(1), row.get(0), row.get(2))).collect();
    found.sort();
    let expected = [("Acme", company[0], false), ("Ada Lovelace", person, false), ("Gone", company[1], true)];
    let expected = expected.map(|(label, id, deleted)| (label.to_owned(), id, deleted));
    assert_eq!(found, expected);
    assert!(matches!(labels(&workspace.model, &[("x", vec![])]), Err(PlanError::UnknownObject { .. })));
    assert_eq!(labels(&workspace.model, &[]), Err(PlanError::NothingToWrite));
    // Held or not, they are called the same.
    for at in 0..=wanted.len() {
        let (held, others) = wanted.split_at(at);
        let mut same: Vec<(String, Uuid, bool)> = workspace
            .rows(labels_held(&workspace.model, held, others).unwrap())
            .await
            .iter()
            .map(|row| (row.get(1), row.get(0), row.get(2)))
            .collect();
        same.sort();
        assert_eq!(same, found, "{at} held");
    }
}
