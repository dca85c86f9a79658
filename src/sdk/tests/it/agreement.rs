//! The same question asked over GraphQL and over REST has the same answer, and orders are what is written.

use std::cmp::Ordering;

use icosa_sdk::{Direction, Fields, Filter, GroupBy, Order, Page, Record};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestCaseError;
use serde_json::{Map, Value, json};

use crate::evaluator::{Kind, at, is_absent, kind, order};
use crate::filters::{any_filter, check};
use crate::specimens::{Specimens, specimens};
use crate::support::{id, ids};

/// What records can be put in order by.
const PATHS: [&str; 21] = [
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
    "code",
    "site.primaryLinkUrl",
    "mails.primaryEmail",
    "price.amountMicros",
    "owner.firstName",
    "position",
    "createdBy.source",
    "makerId",
    "maker.name",
    "maker.address.addressCity",
    COUNT,
];

/// How many specimens there are of the same maker.
const COUNT: &str = "maker.specimens.totalCount";

#[derive(Debug, Clone)]
struct Question {
    filter: Filter,
    order: Vec<Order>,
    page_size: u32,
    /// Which page: the one after, or before, the second page's neighbour.
    turns: Vec<bool>,
}

fn any_order() -> impl Strategy<Value = Vec<Order>> {
    use Direction as D;
    let direction = || select(vec![D::AscNullsFirst, D::AscNullsLast, D::DescNullsFirst, D::DescNullsLast]);
    (subsequence(PATHS.to_vec(), 0..=3).prop_shuffle(), prop::array::uniform3(direction())).prop_map(
        |(paths, directions)| {
            let each = paths.into_iter().zip(directions);
            each.map(|(path, direction)| Order { path: path.to_owned(), direction }).collect()
        },
    )
}

fn any_question(specimens: &Specimens) -> impl Strategy<Value = Question> + use<> {
    let turns = prop::collection::vec(prop::bool::weighted(0.7), 0..4);
    (any_filter(specimens), any_order(), 1_u32..30, turns)
        .prop_map(|(filter, order, page_size, turns)| Question { filter, order, page_size, turns })
}

/// The pages of a walk: forwards where a turn is true.
async fn pages<F>(
    turns: &[bool],
    first: F,
    next: impl AsyncFn(bool, String) -> icosa_sdk::Result<Page<Record>>,
) -> icosa_sdk::Result<Vec<Page<Record>>>
where
    F: Future<Output = icosa_sdk::Result<Page<Record>>>,
{
    let mut pages = vec![first.await?];
    for is_forward in turns {
        let info = &pages[pages.len() - 1].info;
        let cursor = if *is_forward { info.end_cursor.clone() } else { info.start_cursor.clone() };
        let Some(cursor) = cursor else { break };
        pages.push(next(*is_forward, cursor).await?);
    }
    Ok(pages)
}

async fn by_graphql(specimens: &Specimens, question: &Question) -> icosa_sdk::Result<Vec<Page<Record>>> {
    let list = specimens.all_records().list().filter(question.filter.clone());
    let list = list.order_by(question.order.clone()).page_size(question.page_size).with_total();
    pages(&question.turns, list.first(), async |is_forward, cursor| {
        if is_forward { list.after(&cursor).await } else { list.before(&cursor).await }
    })
    .await
}

async fn by_rest(specimens: &Specimens, question: &Question) -> icosa_sdk::Result<Vec<Page<Record>>> {
    let list = specimens.world.client.rest().list(specimens.object.names.plural()).filter(&question.filter);
    // Otherwise an object with many fields is told in part.
    let names = specimens.object.fields.iter().filter(|field| !field.paths().is_empty());
    let list = list.fields(names.map(|field| field.name.as_str()));
    let list = list.order_by(question.order.clone()).page_size(question.page_size);
    pages(&question.turns, list.first(), async |is_forward, cursor| {
        if is_forward { list.after(&cursor).await } else { list.before(&cursor).await }
    })
    .await
}

async fn agree(specimens: &Specimens, question: &Question) -> Result<(), TestCaseError> {
    let said = || format!("{} {:?} {}", question.filter.to_json(), question.order, question.page_size);
    let broken = |error: icosa_sdk::Error| TestCaseError::fail(format!("{}: {error}", said()));
    let graphql = by_graphql(specimens, question).await.map_err(broken)?;
    let rest = by_rest(specimens, question).await.map_err(broken)?;
    prop_assert_eq!(graphql.len(), rest.len(), "{}", said());
    for (one, other) in graphql.iter().zip(&rest) {
        prop_assert_eq!(ids(&one.records), ids(&other.records), "{}", said());
        prop_assert_eq!((&one.info, one.total), (&other.info, other.total), "{}", said());
        for (one, other) in one.records.iter().zip(&other.records) {
            prop_assert_eq!(one, other);
        }
    }
    let first = graphql.first().map(|page| page.records.as_slice()).unwrap_or_default();
    in_order(specimens, &question.order, first)
}

/// Each record is followed by one that is not smaller.
fn in_order(specimens: &Specimens, orders: &[Order], rows: &[Record]) -> Result<(), TestCaseError> {
    for pair in rows.windows(2) {
        let outcome = orders.iter().map(|order| compared(specimens, order, &pair[0], &pair[1]));
        let outcome =
            outcome.fold(Ordering::Equal, Ordering::then).then_with(|| id(&pair[0]).cmp(&id(&pair[1])));
        prop_assert_eq!(outcome, Ordering::Less, "{:?}: {:#?}", orders, pair);
    }
    Ok(())
}

fn compared(specimens: &Specimens, by: &Order, one: &Record, other: &Record) -> Ordering {
    use Direction as D;
    if by.path == COUNT {
        let ordering = siblings(specimens, one).cmp(&siblings(specimens, other));
        let is_descending = matches!(by.direction, D::DescNullsFirst | D::DescNullsLast);
        return if is_descending { ordering.reverse() } else { ordering };
    }
    let (object, [one, other]) = match by.path.strip_prefix("maker.") {
        None => (&specimens.object, [one, other].map(|row| at(row, &by.path))),
        Some(path) => {
            let value = |row| specimens.maker(row).map_or(&Value::Null, |maker| at(maker, path));
            (&specimens.makers, [one, other].map(value))
        }
    };
    let (nulls_first, is_descending) = match by.direction {
        D::AscNullsFirst => (true, false),
        D::AscNullsLast => (false, false),
        D::DescNullsFirst => (true, true),
        D::DescNullsLast => (false, true),
    };
    match (is_absent(one), is_absent(other)) {
        (true, true) => Ordering::Equal,
        (true, false) => {
            if nulls_first {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (false, true) => {
            if nulls_first {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (false, false) => {
            let ordering = match kind(object, by.path.trim_start_matches("maker.")) {
                // Texts are put in order without regard to capitals.
                Kind::Text | Kind::Email => lower(one).cmp(&lower(other)),
                kind => order(&kind, one, other),
            };
            if is_descending { ordering.reverse() } else { ordering }
        }
    }
}

/// Specimens of the same maker that are not deleted; none without a maker.
fn siblings(specimens: &Specimens, row: &Record) -> usize {
    let maker = &row["makerId"];
    let is_sibling = |other: &&Record| other["deletedAt"].is_null() && &other["makerId"] == maker;
    if maker.is_null() { 0 } else { specimens.rows.iter().filter(is_sibling).count() }
}

fn lower(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

/// Figures are numbers over GraphQL and texts over REST.
fn number(value: &Value) -> Option<f64> {
    value.as_str().map_or_else(|| value.as_f64(), |text| text.parse().ok())
}

/// But for the last digit, which reading JSON may change.
fn is_same(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-12 * one.abs().max(other.abs()),
        _ => one == other,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lists_are_the_same_over_graphql_and_rest() {
    let specimens = specimens().await;
    check(100, &any_question(&specimens), |question| {
        let specimens = &specimens;
        async move { agree(specimens, &question).await }
    });
}

#[tokio::test]
async fn one_record_is_the_same_over_graphql_and_rest() {
    let specimens = specimens().await;
    let rest = specimens.world.client.rest();
    let plural = specimens.object.names.plural();
    for row in specimens.rows.iter().filter(|row| row["deletedAt"].is_null()).take(10) {
        let graphql: Record = specimens.all_records().get(id(row)).await.unwrap().unwrap();
        let other: Record = rest.get(plural, id(row)).await.unwrap().unwrap();
        let common: Map<String, Value> = graphql
            .iter()
            .filter(|(name, _)| other.contains_key(*name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        assert_eq!(common, other);
    }
}

#[tokio::test]
async fn groups_are_the_same_over_graphql_and_rest() {
    let specimens = specimens().await;
    let records = specimens.all_records().fields(Fields::id());
    let rest = specimens.world.client.rest();
    let figures = [
        "totalCount",
        "sumWhole",
        "minReal",
        "maxPriceAmountMicros",
        "countUniqueValuesWord",
        "percentageEmptyFlag",
    ];
    for dimensions in [
        vec![json!({"state": true})],
        vec![json!({"flag": true}), json!({"stars": true})],
        vec![json!({"day": {"granularity": "MONTH"}})],
        vec![json!({"owner": {"firstName": true}})],
    ] {
        let by = GroupBy::new(dimensions.clone()).figures(figures).limit(40);
        let graphql = records.group_by(&by).await.unwrap();
        let other = rest.group_by(specimens.object.names.plural(), &by).await.unwrap();
        assert_eq!(graphql.len(), other.len(), "{dimensions:?}");
        for (one, other) in graphql.iter().zip(&other) {
            assert_eq!(one.group_by_dimension_values, other.group_by_dimension_values, "{dimensions:?}");
            for figure in figures {
                let (one, other) = (number(&one.figures[figure]), number(&other.figures[figure]));
                assert!(is_same(one, other), "{figure} of {dimensions:?}: {one:?}, {other:?}");
            }
        }
        let total: u64 = graphql.iter().filter_map(|group| group.figures["totalCount"].as_u64()).sum();
        assert_eq!(total, specimens.rows.iter().filter(|row| row["deletedAt"].is_null()).count() as u64);
    }
}
