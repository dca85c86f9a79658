//! Reads as trees: their statements against files in `tests/sql`, each also planned by Postgres.

use icosa_model::Model;
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_sqlgen::Statement;
use icosa_sqlgen::aggregate::{Aggregate, AggregateOperation};
use icosa_sqlgen::connection::{
    CompositePart, Condition, Connection, ConnectionPart, EdgePart, Entry, FigureComparison, OrderBy,
    OrderKey, Page, PageInfoPart, Quantifier, Read, RecordPart, SortDirection, reads,
};
use icosa_sqlgen::group::{
    Bucket, Dimension, Granularity, GroupKey, GroupOrder, GroupPart, Groups, RelatedPart, WeekStart,
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
    let by = OrderBy::Field(path);
    OrderKey { relations: relation.into_iter().map(str::to_owned).collect(), by, direction }
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
        vec![OrderKey { relations, by: OrderBy::Field(FieldPath::field("name")), direction: UP.flipped() }];
    groups.parts = vec![
        entry("groupByDimensionValues", GroupPart::Dimensions),
        entry("sumAmountAmountMicros", GroupPart::Text(sum)),
        entry("records", GroupPart::Connection(ConnectionPart::Records(vec![column("name")]))),
    ];
    Read::Groups(groups)
}

fn own(field: &str, op: Op, value: serde_json::Value) -> Box<Condition> {
    Box::new(Condition::Own(Filter::Compare { path: FieldPath::field(field), op, value }))
}

fn sum(field: &str) -> Aggregate {
    Aggregate::Of { operation: AggregateOperation::Sum, field: field.to_owned() }
}

/// Companies with people or deals that pass, each way of asking, the page after a place in an order by figures.
fn behind() -> Read {
    let of = |field: &str, which, condition| Condition::Behind {
        field: field.to_owned(),
        which,
        deleted: DeletedRows::Hidden,
        condition,
    };
    let owned = Condition::Related {
        field: "pointOfContact".to_owned(),
        condition: own("jobTitle", Op::Eq, json!("CTO")),
    };
    let compare =
        |name: &str, figure, op, value| FigureComparison { name: name.to_owned(), figure, op, value };
    let figures = Condition::Figures {
        field: "opportunities".to_owned(),
        deleted: DeletedRows::Hidden,
        condition: own("stage", Op::Eq, json!("NEW")),
        comparisons: vec![
            compare("totalCount", Aggregate::TotalCount, Op::Gte, json!(3)),
            compare("sumAmountAmountMicros", sum("amount"), Op::Gt, json!("9007199254740993")),
            compare("sumAmountAmountMicros", sum("amount"), Op::In, json!(["1", null])),
        ],
    };
    let mut companies = connection(2, vec![edges(vec![column("name")]), total()]);
    companies.condition = Condition::All(vec![
        of("people", Quantifier::Some, own("jobTitle", Op::ILike, json!("%chief%"))),
        Condition::Any(vec![
            of("opportunities", Quantifier::None, Box::new(owned)),
            of("people", Quantifier::Every, own("jobTitle", Op::IsNotNull, json!(null))),
        ]),
        figures,
    ]);
    let by = |relation: &str, name: &str, figure| OrderKey {
        relations: Vec::new(),
        by: OrderBy::Figure { relation: relation.to_owned(), name: name.to_owned(), figure },
        direction: UP.flipped(),
    };
    companies.order = vec![
        by("people", "totalCount", Aggregate::TotalCount),
        by("opportunities", "sumAmountAmountMicros", sum("amount")),
    ];
    let from =
        json!({"people": {"totalCount": 4}, "opportunities": {"sumAmountAmountMicros": null}, "id": ID});
    companies.page = Page { limit: 2, skip: 0, from: Some(from), is_backward: false };
    Read::Connection { object: "company".to_owned(), connection: companies }
}

/// The same about one company: what it says of others goes by their join columns.
fn behind_one() -> Read {
    let Read::Connection { object, connection: mut companies } = behind() else {
        unreachable!("a connection")
    };
    let one = own("domainName", Op::IsNotNull, json!(null));
    let named = Filter::Compare {
        path: FieldPath::part("domainName", "primaryLinkUrl"),
        op: Op::Eq,
        value: json!("c77.test"),
    };
    companies.condition = Condition::All(vec![Condition::Own(named), *one, companies.condition]);
    companies.page.from = None;
    Read::Connection { object, connection: companies }
}

/// Groups that tell of their companies and people, each counted once.
fn related_groups() -> Read {
    let Read::Groups(mut groups) = groups() else { unreachable!("groups are groups") };
    let of = |field: &str, parts| {
        let parts = GroupPart::Related { field: field.to_owned(), parts };
        entry(field, parts)
    };
    let figures = vec![
        entry("__typename", RelatedPart::Constant("CompanyGroupByFigures".to_owned())),
        entry("sum", RelatedPart::Value(sum("employees"))),
        entry("revenue", RelatedPart::Text(sum("annualRevenue"))),
    ];
    groups.condition = *own("name", Op::ILike, json!("%a%"));
    groups.parts = vec![
        entry("groupByDimensionValues", GroupPart::Dimensions),
        entry("total", GroupPart::Connection(ConnectionPart::Aggregate(Aggregate::TotalCount))),
        of("company", figures),
        of("pointOfContact", vec![entry("total", RelatedPart::Value(Aggregate::TotalCount))]),
    ];
    Read::Groups(groups)
}

pub fn statements(model: &Model) -> Vec<(&'static str, Statement)> {
    let plan = |all: &[Read]| reads(model, all).unwrap();
    vec![
        ("connection_behind", plan(&[behind()])),
        ("connection_behind_one", plan(&[behind_one()])),
        ("connection_related_groups", plan(&[related_groups()])),
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
