//! Statements against files in `tests/sql`, each also planned by Postgres.
//!
//! `UPDATE_GOLDENS=1` writes the files; review the difference like code.

use std::fmt::Write as _;
use std::path::PathBuf;

use icosa_model::Model;
use icosa_model::query::{Cursor, DeletedRows, Direction, FieldPath, Filter, ListQuery, Op, Order, Select};
use icosa_sqlgen::connection::{Condition, Entry, Read, reads};
use icosa_sqlgen::stream::{self, StreamOrder};
use icosa_sqlgen::{Matching, RowLock, holding, pointed_at, update_each};
use icosa_sqlgen::{
    Search, SearchEdgePart, SearchNodePart, SearchPagePart, SearchPart, SearchPlace, SearchRead,
};
use icosa_sqlgen::{
    Statement, count, ddl, destroy, get, insert, labels, labels_held, list, list_among, position_bound,
    search, set_deleted, snapshot,
};
use icosa_sqlgen::{seen, timeline, update, update_seen};
use serde_json::json;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::database::{Workspace, fields, query, record, records_of, related};
use crate::fixture;

const ID: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);

fn compare(path: FieldPath, op: Op, value: serde_json::Value) -> Filter {
    Filter::Compare { path, op, value }
}

fn order(path: FieldPath, direction: Direction) -> Order {
    Order { path, direction }
}

pub fn lists(model: &Model) -> Vec<(&'static str, Statement)> {
    let plan = |query: &ListQuery| list(model, query).unwrap();
    let plain = query("company", &["name", "domainName", "annualRevenue", "createdAt"]);
    let mut relations = query("company", &["name"]);
    relations.limit = 60;
    relations.with_total = true;
    relations.select.push(related("people", &["name", "jobTitle"], 5));
    relations.select.push(Select::Relation {
        field: "noteTargets".to_owned(),
        select: vec![related("note", &["title"], 1)],
        limit: 5,
    });
    let mut filtered = query("opportunity", &["name", "stage", "company"]);
    filtered.select.push(related("company", &["name"], 1));
    filtered.filter = Some(Filter::And(vec![
        compare(FieldPath::field("stage"), Op::In, json!(["NEW", "MEETING", ""])),
        compare(FieldPath::part("amount", "amountMicros"), Op::Gte, json!(1_000_000)),
        Filter::Not(Box::new(compare(FieldPath::field("companyId"), Op::IsNull, json!(null)))),
        Filter::AnyText("big deal".to_owned()),
    ]));
    filtered.order = vec![order(FieldPath::field("company"), Direction::Ascending)];
    // As a view has it: one of two, and something of related records.
    let own = |path, value| Condition::Own(compare(path, Op::Gte, value));
    let revenue = own(FieldPath::part("annualRevenue", "amountMicros"), json!(50_000_000));
    let among = Condition::All(vec![
        Condition::Any(vec![
            Condition::Own(compare(FieldPath::field("stage"), Op::In, json!(["NEW"]))),
            own(FieldPath::part("amount", "amountMicros"), json!(1_000_000)),
        ]),
        Condition::Related { field: "company".to_owned(), condition: Box::new(revenue) },
    ]);
    let mut narrowed = query("opportunity", &["name"]);
    narrowed.with_total = true;
    let mut continued = query("person", &["name"]);
    continued.order = vec![order(FieldPath::field("name"), Direction::Ascending)];
    // ["ada","lovelace","1.5","1111…"]
    continued.after = Some(Cursor(
        "WyJhZGEiLCJsb3ZlbGFjZSIsIjEuNSIsIjExMTExMTExLTExMTEtNDExMS04MTExLTExMTExMTExMTExMSJd".to_owned(),
    ));
    let mut descending = continued.clone();
    descending.order = vec![order(FieldPath::field("name"), Direction::Descending)];
    descending.skip = 20;
    descending.deleted = DeletedRows::Only;
    vec![
        ("list_plain", plan(&plain)),
        ("list_relations", plan(&relations)),
        ("list_filtered", plan(&filtered)),
        ("list_among", list_among(model, &narrowed, &among).unwrap()),
        ("list_continued", plan(&continued)),
        ("list_continued_descending", plan(&descending)),
    ]
}

pub fn others(model: &Model) -> Vec<(&'static str, Statement)> {
    let one = record(json!({
        "name": {"firstName": "Ada", "lastName": "Lovelace"},
        "emails": {"primaryEmail": "ada@example.com", "additionalEmails": ["a@b.c"]},
        "companyId": ID.to_string(),
        "position": -1,
    }));
    let batch = records_of(json!([
        {"id": ID.to_string(), "name": "Acme", "tags": ["HOT", "ODD"], "aliases": ["a \"b\"", "c"]},
        {"name": "Beta", "foundedOn": "1999-12-31", "idealCustomer": true},
    ]));
    let change =
        record(json!({"stage": "CUSTOMER", "amount": {"amountMicros": "12000000"}, "closeDate": null}));
    let full = fields(&["name", "emails", "phones", "avatarFile", "company"]);
    let changes = [(ID, change.clone()), (Uuid::nil(), record(json!({"name": "Other", "companyId": null})))];
    let held = |object: &str, path: &FieldPath, value: &str, matching: Matching| {
        holding(model, object, path, &[json!(value)], matching, DeletedRows::Hidden).unwrap()
    };
    let wanted = Condition::Own(compare(FieldPath::field("jobTitle"), Op::ILike, json!("%chief%")));
    let by_name = StreamOrder::Lists(vec![order(FieldPath::field("name"), Direction::Descending)]);
    vec![
        ("get", get(model, "person", ID, &full).unwrap()),
        ("snapshot", snapshot(model, "opportunity", &[ID], RowLock::NoKeyUpdate).unwrap()),
        ("seen", seen(model, "opportunity", ID).unwrap()),
        ("update_seen", update_seen(model, "opportunity", ID, &change, "1234").unwrap()),
        ("snapshot_for_removal", snapshot(model, "opportunity", &[ID], RowLock::Update).unwrap()),
        ("count", count(model, "company", None, DeletedRows::Included).unwrap()),
        ("insert_one", insert(model, "person", &[one]).unwrap()),
        ("insert_batch", insert(model, "company", &batch).unwrap()),
        ("update", update(model, "opportunity", ID, &change).unwrap()),
        ("soft_delete", set_deleted(model, "company", &[ID], true).unwrap()),
        ("restore", set_deleted(model, "company", &[ID], false).unwrap()),
        ("destroy", destroy(model, "company", &[ID]).unwrap()),
        ("position_first", position_bound(model, "company", true).unwrap()),
        ("search", search(model, &["person", "company"], "Ada o'br", 10).unwrap()),
        ("search_number", search(model, &["person", "note"], "Ada +33 6 12 34 56 78", 10).unwrap()),
        ("search_empty", search(model, &["workspaceMember"], " ", 10).unwrap()),
        ("search_page", reads(model, &[Read::Search(search_read(DeletedRows::Included))]).unwrap()),
        ("search_page_live", reads(model, &[Read::Search(search_read(DeletedRows::Hidden))]).unwrap()),
        ("labels", labels(model, &[("person", vec![ID]), ("company", vec![ID, ID])]).unwrap()),
        ("labels_held", labels_held(model, &[("company", vec![ID])], &[("person", vec![ID])]).unwrap()),
        ("update_each", update_each(model, "opportunity", &changes).unwrap()),
        ("holding", held("person", &FieldPath::part("emails", "primaryEmail"), "a@b.c", Matching::Exact)),
        ("holding_label", held("company", &FieldPath::field("name"), "ACME", Matching::Label)),
        ("pointed_at", pointed_at(model, "company", &[ID], Uuid::nil(), "timelineActivity").unwrap()),
        ("stream_ids", stream::ids(model, "person", &wanted, &by_name, DeletedRows::Hidden).unwrap()),
        ("stream_records", stream::records(model, "person", &[ID], &full).unwrap()),
        ("timeline", timeline(model, "company", ID, Some(("2026-01-02T03:04:05.678Z", ID)), 20).unwrap()),
    ]
}

/// A page of a search that goes on after a place, with everything that its answer can carry.
fn search_read(deleted: DeletedRows) -> SearchRead {
    fn entry<T>(key: &str, what: T) -> Entry<T> {
        Entry { key: key.to_owned(), what }
    }
    let node = vec![
        entry("recordId", SearchNodePart::Id),
        entry("objectNameSingular", SearchNodePart::Object),
        entry("objectLabelSingular", SearchNodePart::ObjectLabel),
        entry("label", SearchNodePart::Label),
        entry("imageUrl", SearchNodePart::Image),
        entry("tsRankCD", SearchNodePart::Kind),
        entry("tsRank", SearchNodePart::Likeness),
    ];
    let edges = vec![entry("cursor", SearchEdgePart::Cursor), entry("node", SearchEdgePart::Node(node))];
    let info = vec![entry("hasNextPage", SearchPagePart::HasNext), entry("endCursor", SearchPagePart::End)];
    SearchRead {
        search: Search {
            objects: vec!["company".to_owned(), "note".to_owned()],
            text: "acmee".to_owned(),
            filter: Some(compare(FieldPath::field("createdAt"), Op::Gte, json!("2026-01-01T00:00:00Z"))),
            deleted,
            limit: 20,
            after: Some(SearchPlace { kind: 0.8, likeness: 0.25, object: "note".to_owned(), id: ID }),
        },
        parts: vec![entry("edges", SearchPart::Edges(edges)), entry("pageInfo", SearchPart::PageInfo(info))],
    }
}

/// Text and binds.
pub fn shown(statement: &Statement) -> String {
    let mut text = format!("{}\n", statement.sql);
    for (i, bind) in statement.binds.iter().enumerate() {
        writeln!(text, "-- ${} {bind:?}", i + 1).unwrap();
    }
    text
}

/// Compares a text with its file.
pub fn check(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sql").join(format!("{name}.sql"));
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == text, "{name} differs from {}:\n{text}", path.display());
}

#[test]
fn statements_are_the_reviewed_ones() {
    let model = fixture::model();
    for (name, statement) in lists(&model).into_iter().chain(others(&model)) {
        check(name, &shown(&statement));
    }
    check("create_workspace", &ddl::create_workspace(&model));
    check("drop_workspace", &ddl::drop_workspace(&model.schema()));
}

#[tokio::test]
async fn postgres_accepts_every_reviewed_statement() {
    let mut workspace = Workspace::create().await;
    let statements: Vec<_> = lists(&workspace.model).into_iter().chain(others(&workspace.model)).collect();
    for (name, mut statement) in statements {
        statement.sql = format!("EXPLAIN {}", statement.sql);
        if let Err(error) = workspace.try_rows(statement).await {
            panic!("{name}: {error}");
        }
    }
    let drop = ddl::drop_workspace(&workspace.model.schema());
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut workspace.connection).await.unwrap();
}
