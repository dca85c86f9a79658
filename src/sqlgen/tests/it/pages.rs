//! Orders and pages.

use icosa_model::Record;
use icosa_model::query::{Cursor, Direction, FieldPath, ListQuery, MAX_PAGE, Order};
use icosa_sqlgen::{PlanError, list};
use serde_json::json;

use crate::database::{Workspace, fields, query};
use crate::fixture;

fn order(path: &str, direction: Direction) -> Order {
    let path = match path.split_once('.') {
        Some((field, part)) => FieldPath::part(field, part),
        None => FieldPath::field(path),
    };
    Order { path, direction }
}

/// 40 opportunities with many ties and gaps in every column.
async fn opportunities() -> Workspace {
    let mut workspace = Workspace::create().await;
    let companies =
        workspace.insert("company", json!([{"name": "beta"}, {"name": "Alpha"}, {"name": null}])).await;
    let person = json!([{"name": {"firstName": "Zoé"}}, {"name": {"firstName": "adam", "lastName": "B"}}]);
    let people = workspace.insert("person", person).await;
    let rows: Vec<_> = (0..40_u32)
        .map(|i| {
            json!({
                "name": ([json!("b"), json!("B"), json!("á"), json!(null), json!("x'y\"z,\\")][i as usize % 5]),
                "position": f64::from(i % 3) / 3.0,
                "stage": (["CUSTOMER", "NEW"][i as usize % 2]),
                "rating": ([json!("RATING_3"), json!(null), json!("RATING_1")][i as usize % 3]),
                "closeDate": ([json!(null), json!("2026-01-01T00:00:00.123456Z"), json!("2026-01-01T00:00:00.123457Z")][i as usize % 3]),
                "amount": ([json!(null), json!({"amountMicros": "99999999999999999999"}), json!({"amountMicros": -5})][i as usize % 3]),
                "companyId": companies.get(i as usize % 4),
                "pointOfContactId": people.get(i as usize % 3),
            })
        })
        .collect();
    workspace.insert("opportunity", json!(rows)).await;
    workspace
}

async fn walk(workspace: &mut Workspace, mut query: ListQuery, size: u32) -> Vec<Record> {
    let mut records = Vec::new();
    query.limit = size;
    loop {
        let page = workspace.list(&query).await;
        assert_eq!(page.cursors.len(), page.records.len());
        records.extend(page.records);
        if !page.has_next {
            return records;
        }
        query.after = page.cursors.last().cloned();
        assert!(records.len() <= 40, "the pages do not end");
    }
}

#[tokio::test]
async fn pages_put_together_are_the_whole_list_in_any_order() {
    use Direction::{Ascending as Up, Descending as Down};
    let mut workspace = opportunities().await;
    let single = [
        "name",
        "stage",
        "rating",
        "closeDate",
        "amount",
        "company",
        "pointOfContact",
        "companyId",
        "createdBy",
        "id",
        "position",
    ];
    let mut orders: Vec<Vec<Order>> = vec![vec![]];
    orders.extend(single.iter().flat_map(|path| [vec![order(path, Up)], vec![order(path, Down)]]));
    orders.push(vec![order("stage", Down), order("name", Up)]);
    orders.push(vec![order("name", Down), order("rating", Down), order("position", Down)]);
    orders.push(vec![order("company", Down), order("pointOfContact", Up), order("name", Down)]);
    for orders in orders {
        let mut query = query("opportunity", &["name", "position"]);
        query.order.clone_from(&orders);
        let whole = workspace.list(&query).await;
        assert_eq!(whole.records.len(), 40);
        assert!(!whole.has_next);
        for size in [1, 7, 39] {
            let walked = walk(&mut workspace, query.clone(), size).await;
            assert_eq!(walked, whole.records, "{orders:?} by {size}");
        }
    }
}

#[tokio::test]
async fn absent_values_come_first_upwards_and_last_downwards() {
    let mut workspace = opportunities().await;
    for (path, field) in
        [("name", "name"), ("rating", "rating"), ("closeDate", "closeDate"), ("company", "companyId")]
    {
        for direction in [Direction::Ascending, Direction::Descending] {
            let mut query = query("opportunity", &[field]);
            query.order = vec![order(path, direction)];
            let records = workspace.list(&query).await.records;
            let end = if direction == Direction::Ascending { &records[0] } else { &records[39] };
            // A company without a name counts as absent as well.
            assert!(end[field].is_null() || path == "company", "{path} {direction:?}");
        }
    }
}

#[tokio::test]
async fn text_is_ordered_without_case_and_options_by_their_position() {
    let mut workspace = Workspace::create().await;
    let rows = json!([{"name": "b", "stage": "CUSTOMER"}, {"name": "A", "stage": "MEETING"}, {"name": "C", "stage": "NEW"}]);
    workspace.insert("opportunity", rows).await;
    for (path, expected) in [("name", "AbC"), ("stage", "CAb")] {
        let mut query = query("opportunity", &["name"]);
        query.order = vec![order(path, Direction::Ascending)];
        let records = workspace.list(&query).await.records;
        assert_eq!(records.iter().map(|r| r["name"].as_str().unwrap()).collect::<String>(), expected);
    }
}

#[tokio::test]
async fn skip_counts_from_the_cursor() {
    let mut workspace = opportunities().await;
    let mut query = query("opportunity", &[]);
    let whole = workspace.list(&query).await;
    query.after = Some(whole.cursors[4].clone());
    query.skip = 10;
    query.limit = 3;
    let page = workspace.list(&query).await;
    assert_eq!(page.records, whole.records[15..18]);
    assert!(page.has_next);
    query.limit = 0;
    assert_eq!(workspace.list(&query).await.records, []);
}

#[test]
fn foreign_cursors_and_greedy_limits_are_refused() {
    use base64::Engine as _;
    let model = fixture::model();
    let id = "11111111-1111-4111-8111-111111111111";
    let encode = |values: serde_json::Value| {
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(values.to_string())
    };
    let plan = |cursor: String| {
        let mut query = query("company", &[]);
        query.after = Some(Cursor(cursor));
        list(&model, &query)
    };
    assert!(plan(encode(json!(["1.5", id]))).is_ok());
    for cursor in [
        String::new(),
        "%%%".to_owned(),
        "AAAA".to_owned(),
        encode(json!({"id": id})),
        encode(json!([id])),
        encode(json!(["1.5", id, id])),
        encode(json!([1.5, id])),
        encode(json!([null, id])),
        encode(json!(["NaN", id])),
        encode(json!(["1.5", null])),
        encode(json!(["1.5", "'; DROP SCHEMA"])),
        "A".repeat(100_000),
    ] {
        assert_eq!(plan(cursor.clone()), Err(PlanError::BadCursor), "{cursor}");
    }
    let greedy = ListQuery { limit: MAX_PAGE + 1, ..query("company", &[]) };
    assert!(matches!(list(&model, &greedy), Err(PlanError::BadLimit { .. })));
    let mut greedy = query("company", &[]);
    greedy.select.push(crate::database::related("people", &[], MAX_PAGE + 1));
    assert!(matches!(list(&model, &greedy), Err(PlanError::BadLimit { .. })));
    let mut wide = query("company", &[]);
    let mut inner = vec![];
    for field in ["noteTargets", "people", "company", "people"] {
        inner =
            vec![icosa_model::query::Select::Relation { field: field.to_owned(), select: inner, limit: 200 }];
    }
    wide.select = inner;
    assert!(matches!(list(&model, &wide), Err(PlanError::TooManyRows { .. })));
}

#[test]
fn unknown_names_and_unordered_fields_are_refused() {
    let model = fixture::model();
    let plan = |path: &str| {
        list(&model, &ListQuery { order: vec![order(path, Direction::Ascending)], ..query("company", &[]) })
    };
    for path in ["data", "people", "searchVector"] {
        assert!(matches!(plan(path), Err(PlanError::NotSortable { .. })), "{path}");
    }
    assert!(matches!(plan("nme"), Err(PlanError::UnknownField { .. })));
    assert!(matches!(plan("domainName.x"), Err(PlanError::UnknownPart { .. })));
    for select in ["nme", "searchVector", "people"] {
        let query = ListQuery { select: fields(&[select]), ..query("company", &[]) };
        assert!(matches!(list(&model, &query), Err(PlanError::UnknownField { .. })), "{select}");
    }
    assert!(matches!(list(&model, &query("nothing", &[])), Err(PlanError::UnknownObject { .. })));
    let mut nested = query("company", &[]);
    let mut inner = vec![];
    for i in 0..30 {
        let field = if i % 2 == 0 { "company" } else { "people" };
        inner =
            vec![icosa_model::query::Select::Relation { field: field.to_owned(), select: inner, limit: 1 }];
    }
    nested.select = inner;
    assert!(matches!(list(&model, &nested), Err(PlanError::TooDeep { .. })));
}
