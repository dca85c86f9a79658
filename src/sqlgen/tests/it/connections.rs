//! Reads as trees: their statements against files in `tests/sql`, each also planned by Postgres.

use icosa_model::Model;
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_sqlgen::Statement;
use icosa_sqlgen::aggregate::{Aggregate, AggregateOperation};
use icosa_sqlgen::connection::{
    CompositePart, Condition, Connection, ConnectionPart, EdgePart, Entry, OrderKey, Page, PageInfoPart,
    Read, RecordPart, SortDirection, reads,
};
use icosa_sqlgen::group::{
    Bucket, Dimension, Granularity, GroupKey, GroupOrder, GroupPart, Groups, WeekStart,
};
use serde_json::json;
use uuid::Uuid;

use crate::database::Workspace;
use crate::fixture;
use crate::goldens::{check, shown};

const ID: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);
const UP: SortDirection = SortDirection { is_ascending: true, nulls_first: true };

fn entry<T>(key: &str, what: T) -> Entry<T> {
    Entry { key: key.to_owned(), what }
}

fn column(name: &str) -> Entry<RecordPart> {
    entry(name, RecordPart::Column(name.to_owned()))
}

fn edges(record: Vec<Entry<RecordPart>>) -> Entry<ConnectionPart> {
    let parts = vec![entry("node", EdgePart::Node(record)), entry("cursor", EdgePart::Cursor)];
    entry("edges", ConnectionPart::Edges(parts))
}

fn key(relation: Option<&str>, path: FieldPath, direction: SortDirection) -> OrderKey {
    OrderKey { relations: relation.into_iter().map(str::to_owned).collect(), path, direction }
}

fn connection(limit: u32, parts: Vec<Entry<ConnectionPart>>) -> Connection {
    Connection {
        condition: Condition::everything(),
        deleted: DeletedRows::Hidden,
        order: Vec::new(),
        page: Page { limit, ..Page::default() },
        parts,
    }
}

fn total() -> Entry<ConnectionPart> {
    entry("totalCount", ConnectionPart::Aggregate(Aggregate::TotalCount))
}

/// Companies by name, each with its first people: the query that the budget is about.
fn nested() -> Read {
    let name = RecordPart::Composite {
        field: "name".to_owned(),
        parts: vec![entry("first", CompositePart::Part("firstName".to_owned()))],
    };
    let mut people = connection(5, vec![edges(vec![column("id"), entry("name", name)]), total()]);
    people.order = vec![key(None, FieldPath::field("position"), UP)];
    let people = RecordPart::Connection { field: "people".to_owned(), connection: people };
    let mut companies = connection(60, vec![edges(vec![column("name"), entry("people", people)])]);
    companies.order = vec![key(None, FieldPath::field("name"), UP)];
    Read::Connection { object: "company".to_owned(), connection: companies }
}

/// The page before a place in an order through a relation.
fn backward() -> Read {
    let info = [("hasPreviousPage", PageInfoPart::HasPrevious), ("endCursor", PageInfoPart::End)];
    let info = info.map(|(name, part)| entry(name, part)).to_vec();
    let related = RecordPart::Related { field: "company".to_owned(), record: vec![column("name")] };
    let parts =
        vec![edges(vec![entry("company", related)]), entry("pageInfo", ConnectionPart::PageInfo(info))];
    let mut people = connection(2, parts);
    let down = SortDirection { is_ascending: false, nulls_first: true };
    people.order = vec![
        key(Some("company"), FieldPath::field("name"), down),
        key(None, FieldPath::field("createdAt"), UP),
    ];
    let from = json!({"company": {"name": "Acme"}, "createdAt": "2026-01-02T03:04:05.678901Z", "id": ID});
    people.page = Page { limit: 2, skip: 0, from: Some(from), is_backward: true };
    let name = Filter::Compare { path: FieldPath::field("name"), op: Op::ILike, value: json!("a%") };
    let condition = Box::new(Condition::Own(name));
    people.condition = Condition::Related { field: "company".to_owned(), condition };
    Read::Connection { object: "person".to_owned(), connection: people }
}

fn figures() -> Read {
    use AggregateOperation as A;
    let figure = |operation, field: &str| {
        let what = ConnectionPart::Aggregate(Aggregate::Of { operation, field: field.to_owned() });
        entry(field, what)
    };
    let parts = vec![
        total(),
        figure(A::CountUniqueValues, "domainName"),
        figure(A::PercentageEmpty, "name"),
        figure(A::Sum, "annualRevenue"),
        figure(A::Max, "createdAt"),
        figure(A::CountTrue, "idealCustomer"),
        figure(A::Avg, "employees"),
    ];
    Read::Connection { object: "company".to_owned(), connection: connection(10, parts) }
}

fn groups() -> Read {
    let bucket = Bucket {
        granularity: Granularity::Week,
        zone: Some("Europe/Paris".to_owned()),
        week_start: WeekStart::Sunday,
    };
    let by = |relation: Option<&str>, field: &str, bucket| Dimension {
        relation: relation.map(str::to_owned),
        path: FieldPath::field(field),
        bucket,
    };
    let sum = Aggregate::Of { operation: AggregateOperation::Sum, field: "amount".to_owned() };
    Read::Groups(Groups {
        object: "opportunity".to_owned(),
        condition: Condition::everything(),
        deleted: DeletedRows::Hidden,
        dimensions: vec![by(None, "closeDate", Some(bucket)), by(Some("company"), "name", None)],
        omits_absent: false,
        order: vec![GroupOrder { by: GroupKey::Aggregate(sum.clone()), direction: UP }],
        record_order: Vec::new(),
        limit: 50,
        parts: vec![
            entry("groupByDimensionValues", GroupPart::Dimensions),
            entry("sum", GroupPart::Connection(ConnectionPart::Aggregate(sum))),
            entry("edges", GroupPart::Connection(edges(vec![column("name")]).what)),
        ],
    })
}

fn by_ids() -> Read {
    let members = vec![entry("label", CompositePart::Part("label".to_owned()))];
    let files = RecordPart::Items { field: "avatarFile".to_owned(), members };
    Read::ByIds {
        object: "person".to_owned(),
        ids: vec![ID],
        is_list: true,
        record: vec![column("companyId"), entry("files", files)],
    }
}

/// A page in the plain form of REST: lists instead of edges.
fn plain() -> Read {
    let mut deals = connection(60, vec![entry("records", ConnectionPart::Records(vec![column("id")]))]);
    deals.order = vec![key(None, FieldPath::field("position"), UP)];
    let deals = RecordPart::List { field: "contactFor".to_owned(), connection: deals };
    let info = ConnectionPart::PageInfo(vec![entry("hasNextPage", PageInfoPart::HasNext)]);
    let record = vec![column("companyId"), entry("contactFor", deals)];
    let data = ConnectionPart::RecordsUnder("people".to_owned(), record);
    let mut people = connection(60, vec![entry("data", data), entry("pageInfo", info), total()]);
    people.order = vec![key(Some("company"), FieldPath::field("name"), UP)];
    Read::Connection { object: "person".to_owned(), connection: people }
}

/// Groups with figures as texts and samples as a list, in an order through two relations; those without a value are
/// left out.
fn plain_groups() -> Read {
    let Read::Groups(mut groups) = groups() else { unreachable!("groups are groups") };
    let sum = Aggregate::Of { operation: AggregateOperation::Sum, field: "amount".to_owned() };
    groups.omits_absent = true;
    let relations = ["pointOfContact", "company"].map(str::to_owned).to_vec();
    groups.record_order =
        vec![OrderKey { relations, path: FieldPath::field("name"), direction: UP.flipped() }];
    groups.parts = vec![
        entry("groupByDimensionValues", GroupPart::Dimensions),
        entry("sumAmountAmountMicros", GroupPart::Text(sum)),
        entry("records", GroupPart::Connection(ConnectionPart::Records(vec![column("name")]))),
    ];
    Read::Groups(groups)
}

fn statements(model: &Model) -> Vec<(&'static str, Statement)> {
    let plan = |all: &[Read]| reads(model, all).unwrap();
    vec![
        ("connection_nested", plan(&[nested()])),
        ("connection_backward", plan(&[backward()])),
        ("connection_figures", plan(&[figures()])),
        ("connection_groups", plan(&[groups()])),
        ("connection_by_ids", plan(&[by_ids()])),
        ("connection_plain", plan(&[plain()])),
        ("connection_plain_groups", plan(&[plain_groups()])),
    ]
}

#[test]
fn statements_are_the_reviewed_ones() {
    for (name, statement) in statements(&fixture::model()) {
        check(name, &shown(&statement));
    }
}

#[tokio::test]
async fn postgres_accepts_every_reviewed_statement() {
    let mut workspace = Workspace::create().await;
    for (name, mut statement) in statements(&workspace.model) {
        statement.sql = format!("EXPLAIN {}", statement.sql);
        if let Err(error) = workspace.try_rows(statement).await {
            panic!("{name}: {error}");
        }
    }
}
