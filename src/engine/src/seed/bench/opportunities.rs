//! Opportunities: over all stages, with a company and someone there.

use uuid::Uuid;

use super::copy::Line;
use super::{Path, Size, companies, people};
use crate::seed::random::Random;
use crate::seed::values::{instant, working_minute};
use crate::seed::words_data::DEALS;

const KIND: u64 = 3;

/// Stages, as often as deals stand in them.
const STAGES: &[&str] = &[
    "NEW",
    "NEW",
    "NEW",
    "SCREENING",
    "SCREENING",
    "MEETING",
    "MEETING",
    "PROPOSAL",
    "CUSTOMER",
    "CUSTOMER",
];

/// In the order [`line`] writes them, after the common ones.
pub(super) const COLUMNS: &[Path] = &[
    ("name", None),
    ("amount", Some("amountMicros")),
    ("amount", Some("currencyCode")),
    ("closeDate", None),
    ("stage", None),
    ("company", None),
    ("pointOfContact", None),
    ("owner", None),
];

fn id(row: u64) -> Uuid {
    Random::of(KIND, row).uuid()
}

pub(super) fn line(row: u64, size: Size) -> Line {
    let mut random = Random::of(KIND + 20, row);
    let company = random.below(size.companies);
    let name = format!("{} for {}", random.pick(DEALS), companies::name(company));
    let dollars = 500 * (2 + random.below(40) * random.below(40));
    let has_amount = random.percent(95);
    let close = random.between(-365, 540);
    let contact = (company < size.people && random.percent(90)).then(|| people::id(company));
    Line::common(id(row), row, size.member, &mut random)
        .value(name)
        .maybe(has_amount.then_some(dollars * 1_000_000))
        .maybe(has_amount.then_some("USD"))
        .maybe(random.percent(95).then(|| instant(close, working_minute(&mut random))))
        .value(random.pick(STAGES))
        .value(companies::id(company))
        .maybe(contact)
        .maybe(random.percent(85).then_some(size.member))
}
