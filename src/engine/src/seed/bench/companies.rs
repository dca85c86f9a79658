//! Companies: distinct names and domains.

use uuid::Uuid;

use super::copy::Line;
use super::{Path, Size};
use crate::seed::places_data::{PLACES, Place};
use crate::seed::random::{Random, nth, scatter};
use crate::seed::values::{slug, street};
use crate::seed::words_data::{COMPANY_FIRST, COMPANY_SECOND, COMPANY_THIRD};

const KIND: u64 = 1;

/// In the order [`line`] writes them, after the common ones.
pub(super) const COLUMNS: &[Path] = &[
    ("name", None),
    ("domainName", Some("primaryLinkUrl")),
    ("address", Some("addressStreet1")),
    ("address", Some("addressCity")),
    ("address", Some("addressPostcode")),
    ("address", Some("addressState")),
    ("address", Some("addressCountry")),
    ("linkedinLink", Some("primaryLinkUrl")),
    ("annualRevenue", Some("amountMicros")),
    ("annualRevenue", Some("currencyCode")),
    ("accountOwner", None),
];

pub(super) fn id(row: u64) -> Uuid {
    Random::of(KIND, row).uuid()
}

/// Two words joined; later rows get a third, the ones after those a number.
pub(super) fn name(row: u64) -> String {
    let pairs = (COMPANY_FIRST.len() * COMPANY_SECOND.len()) as u64;
    let pair = scatter(row % pairs, pairs);
    let first = nth(COMPANY_FIRST, pair);
    let second = nth(COMPANY_SECOND, pair / COMPANY_FIRST.len() as u64);
    let thirds = COMPANY_THIRD.len() as u64;
    match row / pairs {
        0 => format!("{first}{second}"),
        // Every pair has its own order of third words, so that a table does not show blocks of one.
        round => {
            let third = nth(COMPANY_THIRD, pair + round - 1);
            let number = (round - 1) / thirds;
            if number == 0 {
                format!("{first}{second} {third}")
            } else {
                format!("{first}{second} {third} {}", number + 1)
            }
        }
    }
}

pub(super) fn domain(row: u64) -> String {
    format!("{}.test", slug(&name(row), ""))
}

pub(super) fn place(row: u64) -> &'static Place {
    Random::of(KIND + 10, row).pick(PLACES)
}

pub(super) fn line(row: u64, size: Size) -> Line {
    let mut random = Random::of(KIND + 20, row);
    let (name, place) = (name(row), place(row));
    let linkedin = format!("https://www.linkedin.com/company/{}", slug(&name, "-"));
    // Many small ones, few large ones.
    let revenue = (100 + random.below(900)) * 10_u64.pow(random.below(5) as u32) * 1_000;
    let has_revenue = random.percent(70);
    Line::common(id(row), row, size.member, &mut random)
        .value(&name)
        .value(domain(row))
        .value(street(place, &mut random))
        .value(place.city)
        .value(place.postcode)
        .maybe(place.state)
        .value(place.country)
        .maybe(random.percent(60).then_some(linkedin))
        .maybe(has_revenue.then(|| revenue * 1_000_000))
        .maybe(has_revenue.then_some(place.currency))
        .maybe(random.percent(80).then_some(size.member))
}
