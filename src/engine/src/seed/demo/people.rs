//! Companies and the people who work there.

use icosa_model::Record;
use serde_json::{Value, json};
use uuid::Uuid;

use super::texts_data::COMPANIES;
use super::{Kind, TEAM, stamped};
use crate::seed::places_data::{PLACES, Place};
use crate::seed::random::{nth, scatter};
use crate::seed::values::{address, link, money, phone, record, slug, working_minute};
use crate::seed::words_data::{FIRST_NAMES, JOB_TITLES, LAST_NAMES};

const PEOPLE: usize = 200;

/// A company with what others need to know of it.
pub(super) struct Company {
    pub id: Uuid,
    pub name: &'static str,
    pub domain: String,
    pub place: &'static Place,
    pub record: Record,
}

/// A person with what others need to know of them.
pub(super) struct Person {
    pub id: Uuid,
    pub name: String,
    /// Place in the list of companies.
    pub company: usize,
    pub record: Record,
}

pub(super) fn companies() -> Vec<Company> {
    COMPANIES.iter().enumerate().map(|(row, name)| company(row, name)).collect()
}

fn company(row: usize, name: &'static str) -> Company {
    let mut random = Kind::Company.random(row);
    let place = nth(PLACES, row as u64);
    let domain = format!("{}.example", slug(name, ""));
    let owner = random.percent(85).then(|| random.pick(&TEAM).0);
    let linkedin = random
        .percent(75)
        .then(|| link(&format!("https://www.linkedin.com/company/{}-demo", slug(name, "-"))));
    let revenue = random.percent(80).then(|| money(250_000 * (1 + random.below(400)), place.currency));
    let values = json!({
        "name": name,
        "domainName": link(&domain),
        "address": address(place, &mut random),
        "linkedinLink": linkedin,
        "annualRevenue": revenue,
        "accountOwnerId": owner,
    });
    let created = (random.between(4, 300), working_minute(&mut random));
    let record = stamped(Kind::Company, row, created, record(values));
    Company { id: Kind::Company.id(row), name, domain, place, record }
}

/// Everyone has a company, every company somebody.
pub(super) fn people(companies: &[Company]) -> Vec<Person> {
    (0..PEOPLE).map(|row| person(row, companies)).collect()
}

fn person(row: usize, companies: &[Company]) -> Person {
    let mut random = Kind::Person.random(row);
    let company = if row < companies.len() { row } else { random.below(companies.len() as u64) as usize };
    let Company { id: company_id, domain, place, .. } = &companies[company];
    let names = (FIRST_NAMES.len() * LAST_NAMES.len()) as u64;
    let pair = scatter(row as u64, names);
    let (first, last) = (nth(FIRST_NAMES, pair), nth(LAST_NAMES, pair / FIRST_NAMES.len() as u64));
    let name = format!("{first} {last}");
    let linkedin =
        random.percent(60).then(|| link(&format!("https://www.linkedin.com/in/{}-demo", slug(&name, "-"))));
    let phone: Option<Value> = random.percent(80).then(|| phone(place, &mut random));
    let values = json!({
        "name": {"firstName": first, "lastName": last},
        "emails": {"primaryEmail": format!("{}@{domain}", slug(&name, ".")), "additionalEmails": null},
        "phones": phone,
        "linkedinLink": linkedin,
        "jobTitle": random.percent(95).then(|| random.pick(JOB_TITLES)),
        "companyId": company_id,
    });
    let created = (random.between(4, 300), working_minute(&mut random));
    let record = stamped(Kind::Person, row, created, record(values));
    Person { id: Kind::Person.id(row), name, company, record }
}
