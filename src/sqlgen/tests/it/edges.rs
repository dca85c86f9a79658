//! Whatever the planner lets through, Postgres runs: no odd value of a client becomes a database error.

use base64::Engine as _;
use icosa_model::query::{Cursor, DeletedRows, Direction, FieldPath, Filter, ListQuery, Op, Order};
use icosa_model::{Model, Record};
use icosa_sqlgen::{count, insert, list, search, update};
use serde_json::{Value, json};

use crate::database::{Workspace, query};

const OPERATORS: [Op; 14] = [
    Op::Eq,
    Op::Neq,
    Op::In,
    Op::Gt,
    Op::Gte,
    Op::Lt,
    Op::Lte,
    Op::Like,
    Op::ILike,
    Op::StartsWith,
    Op::EndsWith,
    Op::IsNull,
    Op::IsNotNull,
    Op::ContainsAny,
];

const TEXTS: [&str; 36] = [
    "",
    " ",
    "\\",
    "%\\",
    "a\\\\\\",
    "null",
    "NULL",
    "{}",
    "{",
    "[]",
    "a\0b",
    "true",
    "TRUE",
    "1",
    "-0",
    "+1",
    ".5",
    "5.",
    "1e308",
    "1e309",
    "4.9e-324",
    "1e-400",
    "99999999999999999999999999999999999999",
    "NaN",
    "Infinity",
    "now",
    "epoch",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00+23:59",
    "2024-06-30T23:59:60Z",
    "2024-02-30",
    "11111111-1111-4111-8111-111111111111",
    "{11111111-1111-4111-8111-111111111111}",
    "MANUAL",
];

fn values() -> Vec<Value> {
    let mut values: Vec<Value> = TEXTS.iter().map(|text| json!(text)).collect();
    values.extend(TEXTS.iter().map(|text| json!([text, "x"])));
    values.extend([
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5e300),
        json!(u64::MAX),
        json!(i64::MIN),
        json!([]),
        json!([null]),
        json!([[1]]),
        json!({}),
        json!({"a": "b\u{0}"}),
        json!(["HOT"]),
        json!("HOT"),
    ]);
    values
}

/// Every field, part and join column of an object, and some names that are none.
fn paths(model: &Model, object: &str) -> Vec<FieldPath> {
    let mut paths = vec![FieldPath::field("nothing"), FieldPath::part("name", "nothing")];
    for field in &model.object(object).unwrap().fields {
        paths.push(FieldPath::field(&field.name));
        paths.extend(field.join_column().map(FieldPath::field));
        paths
            .extend(field.field_type.sub_fields().iter().map(|part| FieldPath::part(&field.name, part.name)));
    }
    paths
}

#[tokio::test]
async fn accepted_filters_run() {
    let mut workspace = Workspace::create().await;
    workspace.insert("company", json!([{"name": "x"}])).await;
    workspace.insert("opportunity", json!([{"name": "x"}])).await;
    let mut accepted = 0;
    for object in ["company", "opportunity"] {
        for path in paths(&workspace.model, object) {
            for op in OPERATORS {
                let fitting = values().into_iter().filter_map(|value| {
                    let filter = Filter::Compare { path: path.clone(), op, value };
                    count(&workspace.model, object, Some(&filter), DeletedRows::Hidden)
                        .is_ok()
                        .then_some(filter)
                });
                let all: Vec<Filter> = fitting.collect();
                if all.is_empty() {
                    continue;
                }
                accepted += all.len();
                // Each has to be evaluated: none is hidden behind another.
                let each =
                    all.into_iter().map(|f| Filter::Or(vec![Filter::Not(Box::new(f.clone())), f])).collect();
                let filter = Filter::And(each);
                let statement = count(&workspace.model, object, Some(&filter), DeletedRows::Hidden).unwrap();
                if let Err(error) = workspace.try_rows(statement).await {
                    panic!("{object} {path:?} {op:?}: {error}");
                }
            }
        }
    }
    assert!(accepted > 2000, "only {accepted} filters were accepted");
}

#[tokio::test]
async fn accepted_cursors_run() {
    let mut workspace = Workspace::create().await;
    workspace.insert("opportunity", json!([{"name": "x"}])).await;
    let mut accepted = 0;
    for path in paths(&workspace.model, "opportunity") {
        for direction in [Direction::Ascending, Direction::Descending] {
            for first in TEXTS.iter().map(|text| json!(text)).chain([json!(null)]) {
                for keys in 1..4 {
                    let mut place: Vec<Value> = vec![first.clone(); keys];
                    place.extend([json!("1.5"), json!("11111111-1111-4111-8111-111111111111")]);
                    let bytes = json!(place).to_string();
                    let after = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
                    let order = vec![Order { path: path.clone(), direction }];
                    let query = ListQuery { order, after: Some(Cursor(after)), ..query("opportunity", &[]) };
                    let Ok(statement) = list(&workspace.model, &query) else { continue };
                    accepted += 1;
                    if let Err(error) = workspace.try_rows(statement).await {
                        panic!("{path:?} {place:?}: {error}");
                    }
                }
            }
        }
    }
    assert!(accepted > 300, "only {accepted} cursors were accepted");
}

#[tokio::test]
async fn accepted_values_are_stored() {
    let mut workspace = Workspace::create().await;
    let mut accepted = 0;
    for object in ["company", "opportunity"] {
        let id = workspace.insert(object, json!([{}])).await[0];
        for path in paths(&workspace.model, object) {
            for value in values() {
                let value = path.sub_field.as_ref().map_or(value.clone(), |part| json!({part: value}));
                let record: Record = [(path.field.clone(), value)].into_iter().collect();
                let writes = [
                    update(&workspace.model, object, id, &record),
                    insert(&workspace.model, object, &[record.clone(), Record::new()]),
                ];
                for statement in writes.into_iter().flatten() {
                    accepted += 1;
                    let Err(error) = workspace.try_rows(statement).await else { continue };
                    // A value in use and a record that is not there are no matter of form.
                    let code = error
                        .as_database_error()
                        .and_then(|e| e.code().map(String::from))
                        .unwrap_or_default();
                    assert!(["23505", "23503"].contains(&code.as_str()), "{object} {record:?}: {error}");
                }
            }
        }
    }
    assert!(accepted > 1000, "only {accepted} values were accepted");
}

#[tokio::test]
async fn any_text_can_be_searched_for() {
    let mut workspace = Workspace::create().await;
    workspace.insert("note", json!([{"title": "x", "bodyV2": {"markdown": "y"}}])).await;
    let odd =
        ["'", "\u{ff07}", "\u{ff3c}", "\u{2216}'", "a'b\\c", ":*", "!!", "<->", "(", "\u{1f600}", "\u{301}"];
    for text in TEXTS.iter().chain(&odd) {
        let Ok(statement) = search(&workspace.model, &["note", "noteTarget"], text, 5) else { continue };
        if let Err(error) = workspace.try_rows(statement).await {
            panic!("{text:?}: {error}");
        }
        let filter = Filter::AnyText((*text).to_owned());
        let statement = count(&workspace.model, "note", Some(&filter), DeletedRows::Hidden).unwrap();
        workspace.rows(statement).await;
    }
}
