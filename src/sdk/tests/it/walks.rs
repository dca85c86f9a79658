//! Random walks: page after page, forwards and backwards, while records are made and deleted.

use std::collections::BTreeMap;

use icosa_sdk::{Direction, Names, Order, Page, Record, Records, field};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use serde_json::json;
use uuid::Uuid;

use crate::filters::check;
use crate::support::{World, id, ids, world};

/// Records that are there from the start to the end of a walk.
const STAYING: usize = 17;
/// Records that may be deleted meanwhile.
const LEAVING: usize = 8;
/// Longest walk.
const MOST_PAGES: usize = 100;

/// What somebody else does between two pages.
#[derive(Debug, Clone)]
enum Change {
    Make(usize),
    Delete,
    /// Changes a field that the order does not go by, of a record that stays and of what points at it.
    Touch,
    Nothing,
}

#[derive(Debug, Clone)]
struct Walk {
    order: Vec<Order>,
    page_size: u32,
    is_backward: bool,
    by_rest: bool,
    /// In turn, again and again.
    changes: Vec<Change>,
}

const PATHS: [&str; 12] = [
    "name.firstName",
    "jobTitle",
    "position",
    "emails.primaryEmail",
    "createdAt",
    "companyId",
    "pointOfContactForOpportunities.totalCount",
    "pointOfContactForOpportunities.sumAmountAmountMicros",
    "pointOfContactForOpportunities.avgAmountAmountMicros",
    "pointOfContactForOpportunities.maxCloseDate",
    "pointOfContactForOpportunities.percentageEmptyCloseDate",
    "pointOfContactForOpportunities.countUniqueValuesStage",
];

fn any_order() -> impl Strategy<Value = Vec<Order>> {
    use Direction as D;
    let directions = select(vec![D::AscNullsFirst, D::AscNullsLast, D::DescNullsFirst, D::DescNullsLast]);
    let one = (select(PATHS.to_vec()), directions)
        .prop_map(|(path, direction)| Order { path: path.to_owned(), direction });
    prop::collection::vec(one, 0..3).prop_map(|mut orders| {
        orders.dedup_by(|one, other| one.path == other.path);
        orders
    })
}

fn any_walk() -> impl Strategy<Value = Walk> {
    let change = prop_oneof![
        3 => (0_usize..100).prop_map(Change::Make),
        2 => Just(Change::Delete),
        1 => Just(Change::Touch),
        1 => Just(Change::Nothing),
    ];
    let changes = prop::collection::vec(change, 1..6);
    (any_order(), 1_u32..9, any::<bool>(), any::<bool>(), changes).prop_map(
        |(order, page_size, is_backward, by_rest, changes)| Walk {
            order,
            page_size,
            is_backward,
            by_rest,
            changes,
        },
    )
}

/// Few values, so that many records are equal in any order, and some without.
fn person(number: usize) -> serde_json::Value {
    let names = [None, Some("a"), Some("B"), Some("b"), Some("\u{e4}")];
    let titles = [None, Some("CTO"), Some("cto"), Some("x,\"y")];
    let email = number.is_multiple_of(3).then(|| format!("p{}@x.test", Uuid::new_v4().simple()));
    json!({
        "name": {"firstName": names[number % 5], "lastName": "Here"}, "jobTitle": titles[number % 4], "position": number % 3,
        "emails": {"primaryEmail": email}
    })
}

/// The deals of a person: few values and numbers, so that many people are equal in any figure of theirs, and none of
/// some people.
fn deals(number: usize, person: Uuid) -> impl Iterator<Item = serde_json::Value> {
    let amounts = [json!(null), json!(1_000_000), json!(2_500_000), json!(0.1)];
    let dates = [None, Some("2026-01-01T00:00:00Z"), Some("2026-01-01T00:00:00.001Z")];
    let stages = ["NEW", "MEETING"];
    (0..number % 4).map(move |place| {
        let at = number + place;
        json!({
            "name": "Deal", "pointOfContactId": person, "amount": {"amountMicros": amounts[at % 4]},
            "closeDate": dates[at % 3], "stage": stages[at % 2],
        })
    })
}

fn opportunities(world: &World) -> Records {
    world.client.records(Names::new("opportunity", "opportunities"))
}

async fn make(world: &World, numbers: impl Iterator<Item = usize>) -> Vec<Uuid> {
    let numbers: Vec<usize> = numbers.collect();
    // Their ids are theirs from the start, so that each has its deals.
    let chosen: Vec<Uuid> = numbers.iter().map(|_| Uuid::new_v4()).collect();
    let mut people: Vec<_> = numbers.iter().copied().map(person).collect();
    for (person, id) in people.iter_mut().zip(&chosen) {
        person["id"] = json!(id);
    }
    let made = ids(&world.people().create_many::<Record>(&people, false).await.unwrap());
    let deals: Vec<_> =
        numbers.iter().zip(&chosen).flat_map(|(number, person)| deals(*number, *person)).collect();
    if !deals.is_empty() {
        opportunities(world).create_many::<Record>(&deals, false).await.unwrap();
    }
    made
}

async fn page(world: &World, walk: &Walk, cursor: Option<&str>) -> icosa_sdk::Result<Page<Record>> {
    let here = field("name.lastName").eq("Here");
    if walk.by_rest {
        let list = world.client.rest().list("people").filter(&here).fields(["id"]);
        let list = list.order_by(walk.order.clone()).page_size(walk.page_size);
        return match (cursor, walk.is_backward) {
            (None, _) => list.first().await,
            (Some(cursor), false) => list.after(cursor).await,
            (Some(cursor), true) => list.before(cursor).await,
        };
    }
    let list = world.people().list().filter(here).order_by(walk.order.clone()).page_size(walk.page_size);
    match (cursor, walk.is_backward) {
        (None, _) => list.first().await,
        (Some(cursor), false) => list.after(cursor).await,
        (Some(cursor), true) => list.before(cursor).await,
    }
}

/// A walk backwards begins after the last record: there is a list of everything to find its cursor.
async fn last_cursor(world: &World, walk: &Walk) -> icosa_sdk::Result<Option<String>> {
    let everything = Walk { page_size: 200, is_backward: false, ..walk.clone() };
    Ok(page(world, &everything, None).await?.info.end_cursor)
}

async fn change(world: &World, change: &Change, leaving: &mut Vec<Uuid>, staying: &[Uuid]) {
    match change {
        Change::Make(number) => {
            make(world, std::iter::once(*number)).await;
        }
        Change::Delete => {
            if let Some(id) = leaving.pop() {
                world.people().delete::<Record>(id).await.unwrap();
            }
        }
        Change::Touch => {
            let touched = json!({"linkedinLink": {"primaryLinkUrl": "https://l.test"}});
            world.people().update::<Record>(staying[0], &touched).await.unwrap();
            let theirs = field("pointOfContactId").is_in(staying);
            let renamed = json!({"name": "Renamed"});
            opportunities(world).update_many::<Record>(&theirs, &renamed).await.unwrap();
        }
        Change::Nothing => {}
    }
}

/// How often each record came.
async fn walk_through(
    world: &World,
    walk: &Walk,
) -> Result<(BTreeMap<Uuid, usize>, Vec<Uuid>), TestCaseError> {
    let broken = |error: icosa_sdk::Error| TestCaseError::fail(format!("{walk:?}: {error}"));
    let staying = make(world, 0..STAYING).await;
    let mut leaving = make(world, 3..3 + LEAVING).await;
    let mut seen = BTreeMap::new();
    let mut cursor = None;
    if walk.is_backward {
        cursor = last_cursor(world, walk).await.map_err(broken)?;
        let last =
            world.people().list().filter(field("name.lastName").eq("Here")).order_by(walk.order.clone());
        let last = last.page_size(200).first::<Record>().await.map_err(broken)?;
        // The record of the cursor itself is not on the page before it.
        seen.extend(last.records.last().map(|record| (id(record), 1)));
    }
    for step in 0..MOST_PAGES {
        let page = page(world, walk, cursor.as_deref()).await.map_err(broken)?;
        for record in &page.records {
            *seen.entry(id(record)).or_insert(0) += 1;
        }
        change(world, &walk.changes[step % walk.changes.len()], &mut leaving, &staying).await;
        let (more, next) = if walk.is_backward {
            (page.info.has_previous_page, page.info.start_cursor)
        } else {
            (page.info.has_next_page, page.info.end_cursor)
        };
        cursor = next;
        if !more || cursor.is_none() {
            return Ok((seen, staying));
        }
        // Whoever makes a record a page never gets to the end.
        if step > 2 * (STAYING + LEAVING) {
            return Err(TestCaseError::reject("made faster than read"));
        }
    }
    Err(TestCaseError::fail(format!("{walk:?} does not end")))
}

async fn visits_each_once(world: &World, walk: &Walk) -> Result<(), TestCaseError> {
    let outcome = walk_through(world, walk).await;
    opportunities(world).destroy_many::<Record>(&crate::support::everything()).await.unwrap();
    world.people().destroy_many::<Record>(&crate::support::everything()).await.unwrap();
    let (seen, staying) = outcome?;
    for id in staying {
        let times = seen.get(&id).copied().unwrap_or_default();
        prop_assert_eq!(times, 1, "a record that was there all the time came {} times: {:?}", times, walk);
    }
    for (id, times) in seen {
        prop_assert_eq!(times, 1, "{} came {} times: {:?}", id, times, walk);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_record_that_stays_comes_once() {
    let world = world().await;
    world.empty().await;
    check(60, &any_walk(), |walk| {
        let world = &world;
        async move { visits_each_once(world, &walk).await }
    });
}
