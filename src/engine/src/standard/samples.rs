//! The records a fresh workspace starts with. Their identifiers are fixed, so that inserting them again is a
//! conflict to pass over.

use icosa_model::Record;
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

const AIRBNB: Uuid = uuid!("c776ee49-f608-4a77-8cc8-6fe96ae1e43f");
const ANTHROPIC: Uuid = uuid!("f45ee421-8a3e-4aa5-a1cf-7207cc6754e1");
const STRIPE: Uuid = uuid!("1f70157c-4ea5-4d81-bc49-e1401abfbb94");
const FIGMA: Uuid = uuid!("9d5bcf43-7d38-4e88-82cb-d6d4ce638bf0");
const NOTION: Uuid = uuid!("06290608-8bf0-4806-99ae-a715a6a93fad");

const CHESKY: Uuid = uuid!("a2e78a5e-338b-46df-8811-fa08c7d19d35");
const AMODEI: Uuid = uuid!("93c72d2e-e65c-44c4-99ad-f87f50349dcf");
const COLLISON: Uuid = uuid!("edf6d445-13a7-4373-9a47-8f89e8c0a877");
const FIELD: Uuid = uuid!("b1e26fa6-c757-4c88-abfa-4b11f5cf3acf");
const ZHAO: Uuid = uuid!("7a93d1e5-3f74-4945-8a65-d7f996083f72");

/// The sample records by object, in an order that respects their relations. Values are in stored form (domains
/// and phones normalised), relations are `<name>Id`. `owner` is the member in charge of the opportunities.
#[must_use]
pub fn sample_records(owner: Option<Uuid>) -> Vec<(&'static str, Vec<Record>)> {
    vec![("company", companies()), ("person", people()), ("opportunity", opportunities(owner))]
}

/// Adds who made it and its position, counted from 1.
fn finish<const N: usize>(records: [Value; N]) -> Vec<Record> {
    let system = json!({"source": "SYSTEM", "name": "System", "workspaceMemberId": null, "context": null});
    let finish = |(value, position): (Value, u32)| {
        let mut record = match value {
            Value::Object(record) => record,
            _ => Record::new(),
        };
        record.insert("position".to_owned(), position.into());
        record.insert("createdBy".to_owned(), system.clone());
        record.insert("updatedBy".to_owned(), system.clone());
        record
    };
    records.into_iter().zip(1..).map(finish).collect()
}

fn companies() -> Vec<Record> {
    let company = |id: Uuid, name: &str, domain: &str, address: Value| {
        let domain = json!({"primaryLinkLabel": null, "primaryLinkUrl": domain, "secondaryLinks": null});
        json!({"id": id, "name": name, "domainName": domain, "address": address})
    };
    let address = |lines: [Option<&str>; 2], city: &str, place: [Option<&str>; 2], country: &str| {
        let ([street1, street2], [postcode, state]) = (lines, place);
        json!({
            "addressStreet1": street1, "addressStreet2": street2, "addressCity": city,
            "addressPostcode": postcode, "addressState": state, "addressCountry": country,
            "addressLat": null, "addressLng": null,
        })
    };
    let san_francisco = |street1, street2, postcode, state| {
        address([Some(street1), street2], "San Francisco", [Some(postcode), state], "United States")
    };
    finish([
        company(AIRBNB, "Airbnb", "airbnb.com", san_francisco("888 Brannan St", None, "94103", Some("CA"))),
        company(
            ANTHROPIC,
            "Anthropic",
            "anthropic.com",
            san_francisco("548 Market Street", None, "94104", Some("CA")),
        ),
        company(
            STRIPE,
            "Stripe",
            "stripe.com",
            address([Some("Eutaw Street"), None], "Dublin", [None, None], "Ireland"),
        ),
        company(FIGMA, "Figma", "figma.com", san_francisco("760 Market St", Some("Floor 10"), "94102", None)),
        company(NOTION, "Notion", "notion.com", san_francisco("2300 Harrison St", None, "94110", Some("CA"))),
    ])
}

fn people() -> Vec<Record> {
    let person = |id: Uuid, [first, last]: [&str; 2], email: &str, phone: &str, company: Uuid| {
        let avatar = format!(
            "https://twentyhq.github.io/placeholder-images/founders/{}-{}.jpg",
            first.to_lowercase(),
            last.to_lowercase()
        );
        json!({
            "id": id,
            "name": {"firstName": first, "lastName": last},
            "emails": {"primaryEmail": email, "additionalEmails": null},
            "phones": {
                "primaryPhoneNumber": phone, "primaryPhoneCountryCode": "US",
                "primaryPhoneCallingCode": "+1", "additionalPhones": null,
            },
            "avatarUrl": avatar,
            "companyId": company,
        })
    };
    finish([
        person(CHESKY, ["Brian", "Chesky"], "chesky@airbnb.com", "123456789", AIRBNB),
        person(AMODEI, ["Dario", "Amodei"], "amodei@anthropic.com", "555123456", ANTHROPIC),
        person(COLLISON, ["Patrick", "Collison"], "collison@stripe.com", "987625341", STRIPE),
        person(FIELD, ["Dylan", "Field"], "field@figma.com", "098822619", FIGMA),
        person(ZHAO, ["Ivan", "Zhao"], "zhao@notion.com", "882261739", NOTION),
    ])
}

fn opportunities(owner: Option<Uuid>) -> Vec<Record> {
    let deal =
        |id: Uuid, name: &str, dollars: u64, close: &str, stage: &str, [company, contact]: [Uuid; 2]| {
            json!({
                "id": id,
                "name": name,
                "amount": {"amountMicros": (dollars * 1_000_000).to_string(), "currencyCode": "USD"},
                "closeDate": format!("{close}:00.000Z"),
                "stage": stage,
                "companyId": company,
                "pointOfContactId": contact,
                "ownerId": owner,
            })
        };
    finish([
        deal(
            uuid!("822639e5-9bf7-40f1-8882-a11140362339"),
            "Platform Migration",
            60_000,
            "2026-01-31T16:25",
            "PROPOSAL",
            [STRIPE, COLLISON],
        ),
        deal(
            uuid!("fc747edc-cb00-4078-8d6b-1fab2611dae4"),
            "AI Model Training",
            100_000,
            "2026-02-15T16:25",
            "CUSTOMER",
            [ANTHROPIC, AMODEI],
        ),
        deal(
            uuid!("75de302f-1044-4957-8da4-1f67ebefd52b"),
            "Workspace Expansion",
            45_000,
            "2026-01-20T16:26",
            "MEETING",
            [NOTION, ZHAO],
        ),
        deal(
            uuid!("2beb07b0-340c-41d7-be33-5aa91757f329"),
            "API Integration Deal",
            75_000,
            "2026-01-25T16:26",
            "SCREENING",
            [STRIPE, COLLISON],
        ),
        deal(
            uuid!("9543adcf-ec03-44e2-9233-3c2d3ebae98a"),
            "Enterprise Plan Upgrade",
            50_000,
            "2026-03-10T16:26",
            "NEW",
            [AIRBNB, CHESKY],
        ),
        deal(
            uuid!("9457f8e9-16ae-43b9-92ee-cbd21f3dded5"),
            "Design Partnership",
            30_000,
            "2026-01-15T16:27",
            "NEW",
            [FIGMA, FIELD],
        ),
    ])
}
