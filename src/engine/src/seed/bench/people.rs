//! People: each in a company, each with an e-mail address of their own.

use uuid::Uuid;

use super::copy::Line;
use super::{Path, Size, companies};
use crate::seed::random::{Random, nth, scatter};
use crate::seed::values::{phone_number, slug};
use crate::seed::words_data::{FIRST_NAMES, JOB_TITLES, LAST_NAMES};

const KIND: u64 = 2;

/// In the order [`line`] writes them, after the common ones.
pub(super) const COLUMNS: &[Path] = &[
    ("name", Some("firstName")),
    ("name", Some("lastName")),
    ("emails", Some("primaryEmail")),
    ("linkedinLink", Some("primaryLinkUrl")),
    ("jobTitle", None),
    ("phones", Some("primaryPhoneNumber")),
    ("phones", Some("primaryPhoneCountryCode")),
    ("phones", Some("primaryPhoneCallingCode")),
    ("company", None),
];

pub(super) fn id(row: u64) -> Uuid {
    Random::of(KIND, row).uuid()
}

/// The company of a person: every company has the person of its own number; of the others, early companies have
/// many and late ones few.
fn company(row: u64, size: Size) -> u64 {
    if row < size.companies {
        return row;
    }
    let mut random = Random::of(KIND + 10, row);
    let first = random.below(size.companies);
    if random.percent(50) { first } else { random.below(first + 1) }
}

/// The part of the address before the `@`. A pair of names that comes again takes a middle initial, then a number.
fn mailbox(first: &str, last: &str, round: u64) -> String {
    const INITIALS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let (first, last) = (slug(first, "-"), slug(last, "-"));
    match round {
        0 => format!("{first}.{last}"),
        1..=26 => format!("{first}.{}.{last}", char::from(*nth(INITIALS, round - 1))),
        _ => format!("{first}.{last}.{round}"),
    }
}

pub(super) fn line(row: u64, size: Size) -> Line {
    let mut random = Random::of(KIND + 20, row);
    let pairs = (FIRST_NAMES.len() * LAST_NAMES.len()) as u64;
    let pair = scatter(row % pairs, pairs);
    let first = nth(FIRST_NAMES, pair);
    let last = nth(LAST_NAMES, pair / FIRST_NAMES.len() as u64);
    let mailbox = mailbox(first, last, row / pairs);
    let company = company(row, size);
    let place = companies::place(company);
    let linkedin = format!("https://www.linkedin.com/in/{}", mailbox.replace('.', "-"));
    let has_phone = random.percent(75);
    Line::common(id(row), row, size.member, &mut random)
        .value(first)
        .value(last)
        .value(format!("{mailbox}@{}", companies::domain(company)))
        .maybe(random.percent(50).then_some(linkedin))
        .maybe(random.percent(90).then(|| random.pick(JOB_TITLES)))
        .maybe(has_phone.then(|| phone_number(place, &mut random)))
        .maybe(has_phone.then_some(place.country_code))
        .maybe(has_phone.then_some(place.calling_code))
        .value(companies::id(company))
}
