//! Opportunities over all stages, closing in 2026.

use icosa_model::Record;
use serde_json::json;
use uuid::Uuid;

use super::people::{Company, Person};
use super::{Kind, LAST_DAY, TEAM, stamped};
use crate::seed::random::{Random, nth};
use crate::seed::values::{instant, money, record, working_minute};
use crate::seed::words_data::DEALS;

const DEALS_MADE: usize = 80;

/// The stages in order, as often as deals stand in them.
const STAGES: &[&str] = &[
    "NEW",
    "CUSTOMER",
    "SCREENING",
    "MEETING",
    "PROPOSAL",
    "NEW",
    "SCREENING",
    "CUSTOMER",
    "MEETING",
    "NEW",
];

/// An opportunity with what others need to know of it.
pub(super) struct Deal {
    pub id: Uuid,
    /// Place in the list of people.
    pub contact: usize,
    pub record: Record,
}

pub(super) fn deals(companies: &[Company], people: &[Person]) -> Vec<Deal> {
    (0..DEALS_MADE).map(|row| deal(row, companies, people)).collect()
}

fn deal(row: usize, companies: &[Company], people: &[Person]) -> Deal {
    let mut random = Kind::Deal.random(row);
    let contact = random.below(people.len() as u64) as usize;
    let company = &companies[people[contact].company];
    let stage = *nth(STAGES, row as u64);
    let (created, close) = days(stage, &mut random);
    let values = json!({
        "name": format!("{} for {}", random.pick(DEALS), company.name),
        "amount": money(500 * (4 + (1 + random.below(20)) * (1 + random.below(20))), company.place.currency),
        "closeDate": instant(close, working_minute(&mut random)),
        "stage": stage,
        "companyId": company.id,
        "pointOfContactId": people[contact].id,
        "ownerId": random.percent(90).then(|| random.pick(&TEAM).0),
    });
    let created = (created, working_minute(&mut random));
    let record = stamped(Kind::Deal, row, created, record(values));
    Deal { id: Kind::Deal.id(row), contact, record }
}

/// Days of 2026 on which a deal began and closes: a customer has signed already, the further stages close sooner.
fn days(stage: &str, random: &mut Random) -> (i64, i64) {
    let close = match stage {
        "CUSTOMER" => random.between(30, 310),
        "PROPOSAL" => random.between(315, 345),
        "MEETING" => random.between(320, 355),
        _ => random.between(325, 364),
    };
    let begin = (close - random.between(20, 150)).clamp(1, LAST_DAY);
    (begin, close)
}
