//! An object with a field of every type, and records of it with many kinds of values.

use futures::TryStreamExt;
use icosa_sdk::metadata::{NewField, NewObject, Object};
use icosa_sdk::{FieldType, Fields, Record, Records};
use serde_json::{Value, json};

use crate::support::{World, everything, id, world};

/// How many records there are.
const ROWS: usize = 48;

/// The records of two objects, one pointing at the other, as the API tells them.
pub struct Specimens {
    pub world: World,
    pub object: Object,
    pub makers: Object,
    /// Deleted ones among them.
    pub rows: Vec<Record>,
    pub companies: Vec<Record>,
}

/// A value for each record, chosen so that any two fields meet in many combinations.
fn pick(pool: &Value, row: usize, stride: usize) -> Value {
    let pool = pool.as_array().unwrap();
    pool[(row * stride + row / pool.len()) % pool.len()].clone()
}

pub async fn specimens() -> Specimens {
    let world = world().await;
    world.empty().await;
    let metadata = world.member.metadata();
    let made = metadata.create_object(&NewObject::new("specimen", "specimens")).await.unwrap();
    let makers = metadata.object("company").await.unwrap().unwrap();
    for field in fields(&made, &makers) {
        metadata.create_field(&field).await.unwrap();
    }
    let object = metadata.object("specimen").await.unwrap().unwrap();
    let companies = make_companies(&world, &makers).await;
    let records = world.client.records(object.names.clone());
    for chunk in (0..ROWS).map(|row| specimen(row, &companies)).collect::<Vec<_>>().chunks(20) {
        records.create_many::<Record>(chunk, false).await.unwrap();
    }
    let mut specimens = Specimens { world, object, makers, rows: Vec::new(), companies };
    delete_some(&records, &specimens.all_records()).await;
    specimens.rows = all(&specimens.all_records()).await;
    assert_eq!(specimens.rows.len(), ROWS);
    specimens
}

impl Specimens {
    /// Answers carry everything that a record holds.
    pub fn all_records(&self) -> Records {
        let fields = Fields::all(&self.object);
        self.world.client.records(self.object.names.clone()).fields(fields)
    }

    /// The company that a row points at.
    pub fn maker(&self, row: &Record) -> Option<&Record> {
        self.companies.iter().find(|company| company["id"] == row["makerId"])
    }
}

pub async fn all(records: &Records) -> Vec<Record> {
    records.list().filter(everything()).page_size(200).stream().try_collect().await.unwrap()
}

fn fields(object: &Object, makers: &Object) -> Vec<NewField> {
    use FieldType as T;
    let new = |kind, name: &str| NewField::new(object.id, kind, name);
    // Not in the order of the alphabet: choices are compared by their place.
    let choices = [("ZED", "Zed"), ("ALPHA", "Alpha"), ("MID", "Mid")];
    vec![
        new(T::Text, "word"),
        new(T::Number, "whole").settings(json!({"dataType": "int"})),
        new(T::Number, "real").settings(json!({"dataType": "float", "decimals": 3})),
        new(T::Number, "huge").settings(json!({"dataType": "bigint"})),
        new(T::Boolean, "flag"),
        new(T::Date, "day"),
        new(T::DateTime, "moment"),
        new(T::Select, "state").choices(choices),
        new(T::Rating, "stars"),
        new(T::MultiSelect, "marks").choices(choices),
        new(T::Array, "tags"),
        new(T::RawJson, "extra"),
        new(T::Uuid, "code"),
        new(T::Links, "site"),
        new(T::Emails, "mails"),
        new(T::Phones, "calls"),
        new(T::Currency, "price"),
        new(T::FullName, "owner"),
        new(T::Address, "place"),
        new(T::RichText, "story"),
        NewField::to_one(object.id, "maker", makers.id, "specimens"),
    ]
}

async fn make_companies(world: &World, makers: &Object) -> Vec<Record> {
    let records = world.client.records(makers.names.clone()).fields(Fields::all(makers));
    let data = [
        json!({"name": "Acme", "domainName": {"primaryLinkUrl": "https://acme.test"}}),
        json!({"name": "acme two", "address": {"addressCity": "Berlin"}}),
        json!({"address": {"addressCity": "Paris"}}),
    ];
    records.create_many(&data, false).await.unwrap()
}

/// Every fifth can be restored only.
async fn delete_some(records: &Records, all_records: &Records) {
    for row in all(all_records).await.iter().step_by(5) {
        records.delete::<Record>(id(row)).await.unwrap();
    }
}

fn specimen(row: usize, companies: &[Record]) -> Value {
    let texts =
        json!([null, "", "a", "A", "ab", "Äb", "äB", "a_b", "100%", "a\\b", "zeta (x), \"y\"", "O'Neil"]);
    let ids = json!([
        null,
        "00000000-0000-4000-8000-000000000001",
        "a0000000-0000-4000-8000-000000000002",
        "ffffffff-ffff-4fff-8fff-ffffffffffff",
    ]);
    let makers: Value = companies.iter().map(|company| company["id"].clone()).chain([Value::Null]).collect();
    let value = |stride, pool: Value| pick(&pool, row, stride);
    json!({
        "name": value(5, texts.clone()),
        "word": value(1, texts.clone()),
        "whole": value(1, json!([null, -1, 0, 1, 7, 2_147_483_647])),
        "real": value(3, json!([null, -0.5, 0, 0.125, 1, 2.5])),
        "huge": value(1, json!([null, 0, -123_456_789_012_345_i64, 123_456_789_012_344_i64, 123_456_789_012_345_i64])),
        "flag": value(1, json!([null, true, false])),
        "day": value(1, json!([null, "1969-12-31", "2024-02-29", "2024-03-01", "2026-01-31"])),
        "moment": value(3, json!([
            null, "2024-03-01T00:00:00.000Z", "2024-03-01T00:00:00.001Z", "2024-03-01T01:00:00.0015+01:00",
            "1969-12-31T23:59:59.999Z", "2026-01-31T12:00:00Z",
        ])),
        "state": value(1, json!([null, "ZED", "ALPHA", "MID"])),
        "stars": value(2, json!([null, "RATING_1", "RATING_2", "RATING_5", "RATING_3"])),
        "marks": value(1, json!([null, [], ["ZED"], ["ALPHA", "ZED"], ["MID"], ["ZED", "ALPHA", "MID"], ["ALPHA"]])),
        "tags": value(3, json!([null, [], ["red"], ["Red", "blue"], ["a,b", "100%"], ["blue"], ["x\"y", "ä"]])),
        "extra": value(2, json!([null, {}, [], {"a": 1}, {"b": {"c": "x y"}, "aa": [1, true, null]}, [1, "two"]])),
        "code": value(1, ids),
        "site": value(1, json!([
            null, {"primaryLinkUrl": "https://a.test/x", "primaryLinkLabel": "A"}, {"primaryLinkUrl": "https://b.test"},
            {"primaryLinkUrl": "https://c.test", "secondaryLinks": [{"label": "D", "url": "https://d.test"}]},
        ])),
        "mails": value(3, json!([
            null, {"primaryEmail": "Ann@A.test"}, {"primaryEmail": "ben@b.test", "additionalEmails": ["cy@c.test"]},
            {"primaryEmail": "cy@c.test", "additionalEmails": []},
        ])),
        "calls": value(1, json!([
            null, {"primaryPhoneNumber": "+33612345678"}, {"primaryPhoneNumber": "2025550123", "primaryPhoneCountryCode": "US"},
            {"primaryPhoneNumber": "+493012345678", "additionalPhones": [{"number": "2025550199", "countryCode": "US", "callingCode": "+1"}]},
        ])),
        "price": value(2, json!([
            null, {"amountMicros": 0, "currencyCode": "EUR"}, {"amountMicros": 1_500_000, "currencyCode": "USD"},
            {"amountMicros": "9007199254740993", "currencyCode": "EUR"}, {"amountMicros": -1_000_000, "currencyCode": "EUR"},
        ])),
        "owner": value(1, json!([
            null, {"firstName": "Ann", "lastName": "Lee"}, {"firstName": "ann", "lastName": ""}, {"firstName": "", "lastName": "lee"},
        ])),
        "place": value(3, json!([
            null, {"addressCity": "Berlin", "addressCountry": "Germany", "addressLat": 52.52, "addressLng": -0.001},
            {"addressStreet1": "Main St 1", "addressPostcode": "00501"}, {"addressCity": "berlin", "addressLat": "52.520"},
        ])),
        "story": value(1, json!([null, {"markdown": "Hello **world**"}, {"markdown": "second\n\nline"}])),
        "position": value(7, json!([1, 2.5, -3, 0, 12])),
        "createdBy": {"source": value(1, json!(["API", "IMPORT", "EMAIL"]))},
        "makerId": pick(&makers, row, 1),
    })
}
