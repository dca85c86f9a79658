//! What is asked of the tables before the model changes.

use icosa_model::Model;
use icosa_sqlgen::check::{
    duplicate_values, filled, holds_data, holds_values, lacks_data, missing_values, mostly_empty,
    record_counts, values_used,
};
use icosa_sqlgen::{PlanError, Statement};
use serde_json::{Value, json};
use sqlx::Row;

use crate::database::Workspace;
use crate::fixture;
use crate::goldens;

impl Workspace {
    /// The JSON that a statement answers.
    async fn json(&mut self, statement: Result<Statement, PlanError>) -> Value {
        let rows = self.rows(statement.unwrap()).await;
        assert_eq!(rows.len(), 1);
        serde_json::from_str(rows[0].get(0)).unwrap()
    }

    async fn yes(&mut self, statement: Statement) -> bool {
        self.rows(statement).await[0].get(0)
    }

    async fn delete(&mut self, object: &str, id: uuid::Uuid) {
        let statement = icosa_sqlgen::set_deleted(&self.model, object, &[id], true).unwrap();
        self.rows(statement).await;
    }
}

fn labels(found: &Value) -> (u64, Vec<&str>) {
    let records = found["records"].as_array().unwrap();
    let mut labels: Vec<&str> = records.iter().map(|r| r["label"].as_str().unwrap()).collect();
    // Records of one batch have the same position.
    labels.sort_unstable();
    (found["count"].as_u64().unwrap(), labels)
}

#[test]
fn statements_are_the_reviewed_ones() {
    let model = fixture::model();
    for (name, statement) in [
        ("check_missing", missing_values(&model, "person", "company")),
        ("check_duplicates", duplicate_values(&model, "person", "phones")),
        ("check_values_used", values_used(&model, "company", "tags")),
        ("check_filled", filled(&model, "company", "annualRevenue")),
        ("check_mostly_empty", mostly_empty(&model, "opportunity")),
        ("check_record_counts", Ok(record_counts(&model))),
    ] {
        goldens::check(name, &goldens::shown(&statement.unwrap()));
    }
}

#[tokio::test]
async fn records_without_a_value_are_counted_and_some_named() {
    let mut workspace = Workspace::create().await;
    let people: Vec<Value> = (1..=7).map(|i| json!({"name": {"firstName": format!("P{i}")}})).collect();
    let ids = workspace.insert("person", json!(people)).await;
    workspace.insert("person", json!([{"name": {"firstName": "Q"}, "jobTitle": "Chief"}])).await;
    workspace.delete("person", ids[0]).await;
    let statement = missing_values(&workspace.model, "person", "jobTitle");
    let found = workspace.json(statement).await;
    assert_eq!(labels(&found).0, 7, "deleted ones need a value as well");
    assert_eq!(labels(&found).1.len(), 5);
    assert_eq!(found["records"][0]["id"].as_str().map(str::len), Some(36));
    let statement = missing_values(&workspace.model, "person", "company");
    assert_eq!(labels(&workspace.json(statement).await).0, 8);
    let statement = missing_values(&workspace.model, "person", "name");
    assert_eq!(labels(&workspace.json(statement).await), (0, vec![]));
}

#[tokio::test]
async fn equal_values_are_found_as_a_unique_index_would() {
    let mut workspace = Workspace::create().await;
    let companies = json!([
        {"name": "A", "employees": 1}, {"name": "B", "employees": 1}, {"name": "C", "employees": 2},
        {"name": "D"}, {"name": "E"}, {"name": "F", "employees": 3}, {"name": "G", "employees": 3},
    ]);
    let ids = workspace.insert("company", companies).await;
    workspace.delete("company", ids[6]).await;
    let statement = duplicate_values(&workspace.model, "company", "employees");
    assert_eq!(labels(&workspace.json(statement).await), (2, vec!["A", "B"]));
    let people = json!([
        {"phones": {"primaryPhoneNumber": "1", "primaryPhoneCallingCode": "+1", "primaryPhoneCountryCode": "US"}},
        {"phones": {"primaryPhoneNumber": "1", "primaryPhoneCallingCode": "+1", "primaryPhoneCountryCode": "CA"}},
    ]);
    workspace.insert("person", people).await;
    let statement = duplicate_values(&workspace.model, "person", "phones");
    assert_eq!(labels(&workspace.json(statement).await).0, 0, "all parts together");
    for (object, field) in [("person", "name"), ("company", "people"), ("company", "data"), ("company", "x")]
    {
        assert!(duplicate_values(&workspace.model, object, field).is_err(), "{field}");
    }
}

#[tokio::test]
async fn options_and_values_in_use_are_counted() {
    let mut workspace = Workspace::create().await;
    let tags = json!([{"tags": ["HOT", "ODD"]}, {"tags": ["HOT"]}, {"tags": []}, {}]);
    workspace.insert("company", tags).await;
    workspace.insert("opportunity", json!([{"stage": "NEW"}, {"stage": "NEW"}, {"stage": "CUSTOMER"}])).await;
    let statement = values_used(&workspace.model, "company", "tags");
    assert_eq!(workspace.json(statement).await, json!({"HOT": 2, "COLD": 1, "ODD": 1}));
    let statement = values_used(&workspace.model, "opportunity", "stage");
    assert_eq!(workspace.json(statement).await, json!({"NEW": 2, "MEETING": 0, "CUSTOMER": 1}));
    let statement = filled(&workspace.model, "company", "tags");
    assert_eq!(workspace.json(statement).await, json!({"count": 3}));
    assert!(values_used(&workspace.model, "company", "name").is_err());
    assert!(filled(&workspace.model, "company", "people").is_err());
}

#[tokio::test]
async fn tables_are_counted_and_empty_fields_found() {
    let mut workspace = Workspace::create().await;
    let ids = workspace.insert("company", json!([{"name": "A"}, {"name": "B"}])).await;
    workspace.delete("company", ids[0]).await;
    let counts = |rows: Vec<sqlx::postgres::PgRow>| -> Vec<(String, i64, bool)> {
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
    };
    let found = counts(workspace.rows(record_counts(&workspace.model)).await);
    assert_eq!(found.len(), workspace.model.objects().len());
    assert!(found.contains(&("company".to_owned(), 1, false)));
    let schema = workspace.model.schema();
    workspace
        .run(&format!(
            "UPDATE pg_class SET reltuples = 2000000 WHERE oid = '\"{schema}\".\"note\"'::regclass"
        ))
        .await;
    let found = counts(workspace.rows(record_counts(&workspace.model)).await);
    assert!(found.contains(&("note".to_owned(), 2_000_000, true)));

    let empty = |workspace: &Workspace| mostly_empty(&workspace.model, "company");
    let statement = empty(&workspace);
    assert_eq!(workspace.json(statement).await, json!([]), "too few to say anything");
    let mut many: Vec<Value> = (0..18).map(|_| json!({"name": "x", "employees": 1})).collect();
    many.push(json!({"name": "y", "domainName": {"primaryLinkUrl": "y.example"}}));
    workspace.insert("company", json!(many)).await;
    let statement = empty(&workspace);
    let ids = workspace.json(statement).await;
    let names: Vec<String> = ids.as_array().unwrap().iter().map(|id| name_of(&workspace.model, id)).collect();
    // 1 of 20 has a domain, 18 a number of employees, all have tags and data by default.
    for (field, is_empty) in
        [("foundedOn", true), ("address", true), ("domainName", false), ("employees", false), ("tags", false)]
    {
        assert_eq!(names.iter().any(|name| name == field), is_empty, "{field}");
    }
}

fn name_of(model: &Model, id: &Value) -> String {
    let id = id.as_str().unwrap().parse().unwrap();
    model.object("company").unwrap().field_by_id(id).unwrap().name.clone()
}

#[tokio::test]
async fn what_the_model_does_not_know_is_looked_at() {
    let mut workspace = Workspace::create().await;
    workspace.insert("company", json!([{"name": "A", "tags": ["HOT"]}])).await;
    workspace.insert("opportunity", json!([{"stage": "NEW"}])).await;
    let schema = workspace.model.schema();
    assert!(workspace.yes(holds_data(&schema, "company", None)).await);
    assert!(!workspace.yes(holds_data(&schema, "note", None)).await);
    assert!(workspace.yes(holds_data(&schema, "company", Some("name"))).await);
    assert!(!workspace.yes(holds_data(&schema, "company", Some("employees"))).await);
    assert!(workspace.yes(lacks_data(&schema, "company", "employees")).await);
    let values = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
    assert!(workspace.yes(holds_values(&schema, "company", "tags", true, &values(&["ODD", "HOT"]))).await);
    assert!(!workspace.yes(holds_values(&schema, "company", "tags", true, &values(&["ODD"]))).await);
    assert!(workspace.yes(holds_values(&schema, "opportunity", "stage", false, &values(&["NEW"]))).await);
}
