//! Random filters: what the server answers is what the words of the specification say.

use std::collections::BTreeSet;

use futures::TryStreamExt;
use icosa_sdk::{Filter, Operator, Record, field};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::Union;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::evaluator::{Kind, at, is_absent, kind, passing};
use crate::specimens::{Specimens, specimens};
use crate::support::{id, ids};

/// Everything that can be filtered by.
pub const PATHS: [&str; 41] = [
    "id",
    "name",
    "word",
    "whole",
    "real",
    "huge",
    "flag",
    "day",
    "moment",
    "state",
    "stars",
    "marks",
    "tags",
    "extra",
    "code",
    "site.primaryLinkUrl",
    "site.primaryLinkLabel",
    "site.secondaryLinks",
    "mails.primaryEmail",
    "mails.additionalEmails",
    "calls.primaryPhoneNumber",
    "calls.primaryPhoneCountryCode",
    "calls.primaryPhoneCallingCode",
    "calls.additionalPhones",
    "price.amountMicros",
    "price.currencyCode",
    "owner.firstName",
    "owner.lastName",
    "place.addressCity",
    "place.addressPostcode",
    "place.addressLat",
    "place.addressLng",
    "story.markdown",
    "story.blocknote",
    "position",
    "createdBy.source",
    "createdBy.name",
    "makerId",
    "createdAt",
    "maker.name",
    "maker.address.addressCity",
];

fn kind_of(specimens: &Specimens, path: &str) -> Kind {
    match path.strip_prefix("maker.") {
        Some(path) => kind(&specimens.makers, path),
        None => kind(&specimens.object, path),
    }
}

/// The operators of each kind: record-api.md 3.2.
fn operators(kind: &Kind) -> &'static [Operator] {
    use Operator as O;
    match kind {
        Kind::Text | Kind::Email => &[
            O::Eq,
            O::Neq,
            O::Gt,
            O::Gte,
            O::Lt,
            O::Lte,
            O::In,
            O::Is,
            O::Like,
            O::Ilike,
            O::StartsWith,
            O::EndsWith,
        ],
        Kind::Number | Kind::Uuid | Kind::Date | Kind::DateTime => {
            &[O::Eq, O::Neq, O::Gt, O::Gte, O::Lt, O::Lte, O::In, O::Is]
        }
        Kind::Boolean => &[O::Eq, O::Is],
        Kind::Select(_) => {
            &[O::Eq, O::Neq, O::Gt, O::Gte, O::Lt, O::Lte, O::In, O::ContainsAny, O::Is, O::IsEmptyArray]
        }
        Kind::MultiSelect(_) => &[O::ContainsAny, O::ContainsExactly, O::Is, O::IsEmptyArray],
        Kind::Array => &[O::ContainsIlike, O::Is, O::IsEmptyArray],
        Kind::Json => &[O::Is, O::Like],
    }
}

/// Values that a field is compared with: those of records, and some beside them.
fn operands(specimens: &Specimens, path: &str, kind: &Kind) -> Vec<Value> {
    let values = specimens.rows.iter().map(|row| match path.strip_prefix("maker.") {
        Some(path) => specimens.maker(row).map_or(&Value::Null, |maker| at(maker, path)),
        None => at(row, path),
    });
    let mut found: Vec<Value> = Vec::new();
    let beside = match kind {
        Kind::Text => json!(["", "b", "AB", "zz", "\u{e4}b"]),
        Kind::Email => json!(["", "ANN@A.TEST", "zoe@z.test"]),
        Kind::Number => json!([-2, 0.5, 3, "7", "1e3"]),
        Kind::Boolean => json!([true, false, "true"]),
        Kind::Uuid => json!(["99999999-9999-4999-8999-999999999999"]),
        Kind::Date => json!(["2024-02-28", "2100-01-01"]),
        Kind::DateTime => {
            json!(["2024-03-01T00:00:00.0019Z", "2024-03-01T02:00:00+02:00", "2100-01-01T00:00:00Z"])
        }
        Kind::Select(choices) | Kind::MultiSelect(choices) => json!(choices),
        Kind::Array | Kind::Json => json!([]),
    };
    let items = |value: &Value| match (kind, value) {
        (Kind::MultiSelect(_), _) => Vec::new(),
        (_, value) => vec![value.clone()],
    };
    for value in values.flat_map(items).chain(beside.as_array().unwrap().clone()) {
        if !is_absent(&value) && !found.contains(&value) {
            found.push(value);
        }
    }
    if matches!(kind, Kind::Text | Kind::Email) {
        found.push(json!(""));
    }
    found
}

fn patterns(kind: &Kind, path: &str) -> Vec<String> {
    let all: &[&str] = match kind {
        Kind::Json => &["%a%", "%\"a\": 1%", "[1, \"two\"]", "%555%", "%d.test%", "%cy@c.test%", "", "_%"],
        Kind::Array => &["red", "%e%", "a,b", "100\\%", "_lue", "", "%\"%", "Ä"],
        _ if path.starts_with("story") => &["%hello%", "%Hello%", "second%", "", "%\"type\"%"],
        _ => &[
            "a%",
            "%B",
            "_b",
            "%\\_%",
            "100\\%",
            "%",
            "",
            "a\\",
            "%ä%",
            "%(x), \"y\"",
            "O'%",
            "%.test",
            "+%",
        ],
    };
    all.iter().map(|pattern| (*pattern).to_owned()).collect()
}

/// Comparisons of one field by one operator.
fn comparisons(specimens: &Specimens, path: &'static str, operator: Operator) -> BoxedStrategy<Filter> {
    use Operator as O;
    let kind = kind_of(specimens, path);
    let compare = move |value: Value| field(path).compare(operator, value);
    match operator {
        O::Is => select(vec!["NULL", "NOT_NULL"]).prop_map(move |word| compare(json!(word))).boxed(),
        O::IsEmptyArray => Just(compare(json!(true))).boxed(),
        O::Like | O::Ilike | O::ContainsIlike => {
            select(patterns(&kind, path)).prop_map(move |pattern| compare(json!(pattern))).boxed()
        }
        O::StartsWith | O::EndsWith => {
            select(vec!["a", "A", "b", "\"y\"", "%", "https://", ".test", "+", "1", ""])
                .prop_map(move |text| compare(json!(text)))
                .boxed()
        }
        O::In | O::ContainsAny | O::ContainsExactly => {
            let operands = operands(specimens, path, &kind);
            let most = operands.len().min(4);
            subsequence(operands, 0..=most).prop_map(move |values| compare(json!(values))).boxed()
        }
        _ => select(operands(specimens, path, &kind)).prop_map(compare).boxed(),
    }
}

/// Several operators of one field in one object.
fn several(specimens: &Specimens, path: &'static str) -> BoxedStrategy<Filter> {
    let known = operators(&kind_of(specimens, path));
    let each: Vec<_> = known.iter().map(|operator| comparisons(specimens, path, *operator)).collect();
    subsequence(each, 2..=known.len().min(3)).prop_flat_map(|chosen| chosen).prop_map(merged).boxed()
}

/// Comparisons of the same field as one object.
fn merged(comparisons: Vec<Filter>) -> Filter {
    let (mut field, mut operators) = (String::new(), Record::new());
    for comparison in comparisons {
        let Filter::Compare { path, operator, value } = comparison else { panic!("comparisons only") };
        operators.insert(operator.as_str().to_owned(), value);
        field = path;
    }
    let whole = field.rsplit('.').fold(Value::Object(operators), |inner, name| json!({ name: inner }));
    Filter::Json(whole.as_object().unwrap().clone())
}

/// Comparisons of any field.
fn leaf(specimens: &Specimens) -> BoxedStrategy<Filter> {
    let each = PATHS.iter().map(|path| {
        let kind = kind_of(specimens, path);
        Union::new(operators(&kind).iter().map(|operator| comparisons(specimens, path, *operator)))
    });
    let deleted =
        select(vec!["NULL", "NOT_NULL"]).prop_map(|word| field("deletedAt").compare(Operator::Is, word));
    let several = Union::new(PATHS.iter().map(|path| several(specimens, path)));
    // Most filters do not speak of deletion.
    prop_oneof![30 => Union::new(each), 10 => several, 1 => deleted].boxed()
}

/// Comparisons put together in every way.
pub fn any_filter(specimens: &Specimens) -> impl Strategy<Value = Filter> + use<> {
    leaf(specimens).prop_recursive(4, 20, 4, |inner| {
        let several = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            several.clone().prop_map(Filter::And),
            several.prop_map(Filter::Or),
            inner.prop_map(|filter| !filter),
        ]
    })
}

/// Runs as many cases, each of which may wait for the server.
pub fn check<S: Strategy, F>(cases: u32, strategy: &S, holds: impl Fn(S::Value) -> F)
where
    F: Future<Output = Result<(), TestCaseError>>,
{
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config)
        .run(strategy, |value| tokio::task::block_in_place(|| Handle::current().block_on(holds(value))));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

fn expected(specimens: &Specimens, filter: &Filter) -> BTreeSet<Uuid> {
    passing(specimens, filter).into_iter().map(id).collect()
}

async fn by_graphql(specimens: &Specimens, filter: &Filter) -> icosa_sdk::Result<BTreeSet<Uuid>> {
    let list = specimens.world.client.records(specimens.object.names.clone()).list();
    let rows: Vec<Record> = list.filter(filter.clone()).page_size(200).stream().try_collect().await?;
    Ok(ids(&rows).into_iter().collect())
}

async fn by_rest(specimens: &Specimens, text: &str) -> icosa_sdk::Result<BTreeSet<Uuid>> {
    let list = specimens.world.client.rest().list(specimens.object.names.plural()).fields(["id"]);
    let rows: Vec<Record> = list.filter_text(text).page_size(200).stream().try_collect().await?;
    Ok(ids(&rows).into_iter().collect())
}

/// The names of rows, for messages.
fn shown(specimens: &Specimens, found: &BTreeSet<Uuid>, expected: &BTreeSet<Uuid>) -> String {
    let row =
        |id: &Uuid| specimens.rows.iter().find(|row| crate::support::id(row) == *id).map(|row| json!(row));
    let side = |ids: Vec<&Uuid>| {
        ids.into_iter().take(2).filter_map(row).map(|row| row.to_string()).collect::<Vec<_>>()
    };
    let (more, less) = (found.difference(expected).collect(), expected.difference(found).collect());
    format!("found, not expected: {:#?}\nexpected, not found: {:#?}", side(more), side(less))
}

async fn agrees(specimens: &Specimens, filter: &Filter) -> Result<(), TestCaseError> {
    let expected = expected(specimens, filter);
    let fail = |api: &str, found: &BTreeSet<Uuid>| {
        TestCaseError::fail(format!("{api}: {}\n{}", filter.to_json(), shown(specimens, found, &expected)))
    };
    let broken = |error: icosa_sdk::Error| TestCaseError::fail(format!("{}: {error}", filter.to_json()));
    let found = by_graphql(specimens, filter).await.map_err(broken)?;
    if found != expected {
        return Err(fail("GraphQL", &found));
    }
    for text in [filter.to_rest(), filter.to_json().to_string()] {
        let found = by_rest(specimens, &text)
            .await
            .map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        if found != expected {
            return Err(fail(&format!("REST {text}"), &found));
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_operator_of_every_type_means_what_is_written() {
    let specimens = specimens().await;
    for path in PATHS {
        let kind = kind_of(&specimens, path);
        for operator in operators(&kind) {
            check(4, &comparisons(&specimens, path, *operator), |filter| {
                let specimens = &specimens;
                async move { agrees(specimens, &filter).await }
            });
        }
        check(4, &several(&specimens, path), |filter| {
            let specimens = &specimens;
            async move { agrees(specimens, &filter).await }
        });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn filters_put_together_mean_what_is_written() {
    let specimens = specimens().await;
    check(200, &any_filter(&specimens), |filter| {
        let specimens = &specimens;
        async move { agrees(specimens, &filter).await }
    });
}
