//! The rules of the record API, one row each: what is written, what is stored, and the words of each refusal.

use serde_json::{Value, json};

use super::fixtures::{choice, field, relation, with};
use super::{INVALID_ARGS_DATA, ValueError, normalise};
use crate::{Field, FieldType as T};

mod contacts;
mod typed;

fn stored(field: &Field, rows: &[(Value, Value)]) {
    for (given, expected) in rows {
        assert_eq!(normalise(field, given).as_ref(), Ok(expected), "{} {given}", field.field_type);
        assert_eq!(normalise(field, expected).as_ref(), Ok(expected), "again: {} {given}", field.field_type);
    }
}

fn refused(field: &Field, rows: &[(Value, &str)]) {
    for (given, message) in rows {
        let error = ValueError { sub_code: INVALID_ARGS_DATA, message: (*message).to_owned() };
        assert_eq!(normalise(field, given), Err(error), "{} {given}", field.field_type);
    }
}

fn stages() -> Field {
    choice(T::Select, &[("NEW", "New"), ("IN_PROGRESS", "In progress")])
}

#[test]
fn null_is_stored_for_every_type() {
    for kind in [T::Text, T::Number, T::Select, T::Emails, T::Files, T::RawJson, T::Position, T::Date] {
        assert_eq!(normalise(&field(kind), &Value::Null), Ok(Value::Null));
    }
}

#[test]
fn texts() {
    let field = field(T::Text);
    stored(&field, &[(json!("a"), json!("a")), (json!(""), json!(null)), (json!("a\0b"), json!("ab"))]);
    stored(&field, &[(json!(" kept "), json!(" kept "))]);
    refused(
        &field,
        &[
            (json!(1), "Invalid string value 1 for text field \"f\""),
            (json!(true), "Invalid string value true for text field \"f\""),
            (json!({ "a": [] }), "Invalid string value { a: [] } for text field \"f\""),
        ],
    );
}

#[test]
fn numbers() {
    let float = field(T::Number);
    stored(&float, &[(json!(1.5), json!(1.5)), (json!(3.0), json!(3)), (json!(-0.0), json!(0))]);
    refused(
        &float,
        &[
            (json!("string"), "Invalid number value 'string' for field \"f\""),
            (json!("12"), "Invalid number value '12' for field \"f\""),
            (json!(true), "Invalid number value true for field \"f\""),
        ],
    );
    let int = with(T::Number, |settings| settings.data_type = Some("int".to_owned()));
    stored(&int, &[(json!(2_147_483_647), json!(2_147_483_647)), (json!(5.0), json!(5))]);
    refused(
        &int,
        &[
            (json!(1.5), "Invalid number value 1.5 for field \"f\""),
            (json!(2_147_483_648_i64), "Invalid number value 2147483648 for field \"f\""),
        ],
    );
    let bigint = with(T::Number, |settings| settings.data_type = Some("bigint".to_owned()));
    stored(&bigint, &[(json!(9_007_199_254_740_991_i64), json!(9_007_199_254_740_991_i64))]);
    refused(&bigint, &[(json!(0.1), "Invalid number value 0.1 for field \"f\"")]);
}

#[test]
fn numerics_keep_every_digit() {
    let field = field(T::Numeric);
    stored(
        &field,
        &[
            (json!("0012.50"), json!("12.5")),
            (json!(1_000_000), json!("1000000")),
            (json!("123456789012345678901234567890"), json!("123456789012345678901234567890")),
            (json!("1e3"), json!("1000")),
            (json!(""), json!(null)),
        ],
    );
    refused(
        &field,
        &[
            (json!("abc"), "Invalid number value NaN for field \"f\""),
            (json!([]), "Invalid number value [] for field \"f\""),
        ],
    );
}

#[test]
fn booleans_and_ids() {
    stored(&field(T::Boolean), &[(json!(true), json!(true)), (json!(false), json!(false))]);
    refused(
        &field(T::Boolean),
        &[
            (json!(1), "Invalid boolean value 1 for field \"f\""),
            (json!("true"), "Invalid boolean value 'true' for field \"f\""),
        ],
    );
    let id = "20202020-1c25-4d02-bf25-6aeccf7ea419";
    stored(&field(T::Uuid), &[(json!(id), json!(id)), (json!(id.to_uppercase()), json!(id))]);
    refused(
        &field(T::Uuid),
        &[
            (json!("x"), "Invalid UUID value 'x' for field \"f\""),
            (json!(""), "Invalid UUID value '' for field \"f\""),
            (json!(7), "Invalid UUID value 7 for field \"f\""),
            (
                json!("202020201c254d02bf256aeccf7ea419"),
                "Invalid UUID value '202020201c254d02bf256aeccf7ea419' for field \"f\"",
            ),
        ],
    );
}

#[test]
fn days_must_exist() {
    let field = field(T::Date);
    stored(&field, &[(json!("2024-02-29"), json!("2024-02-29"))]);
    for text in ["2024-02-31", "2024-13-01", "2024-02", "2024", "x", "2024-2-1", "2024-02-01T00:00:00Z", ""] {
        let message = format!("Invalid value '{text}' for date field \"f\". Expected format: 'YYYY-MM-DD'");
        refused(&field, &[(json!(text), &message)]);
    }
    refused(
        &field,
        &[(json!(2024), "Invalid value 2024 for date field \"f\". Expected format: 'YYYY-MM-DD'")],
    );
}

#[test]
fn instants_are_utc() {
    let field = field(T::DateTime);
    stored(
        &field,
        &[
            (json!("2026-11-20T15:05:00+02:00"), json!("2026-11-20T13:05:00.000Z")),
            (json!("2026-11-20"), json!("2026-11-20T00:00:00.000Z")),
        ],
    );
    for text in ["2026", "2026-11", "x", "2026-02-30T00:00:00Z"] {
        let message = format!(
            "Invalid value '{text}' for date-time field \"f\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'"
        );
        refused(&field, &[(json!(text), &message)]);
    }
}

#[test]
fn choices() {
    stored(&stages(), &[(json!("NEW"), json!("NEW"))]);
    refused(
        &stages(),
        &[
            (json!("x"), "Invalid value 'x' for field \"f\""),
            (json!("New"), "Invalid value 'New' for field \"f\""),
            (json!(1), "Invalid string value 1 for text field \"f\""),
        ],
    );
    stored(&field(T::Rating), &[(json!("RATING_5"), json!("RATING_5"))]);
    refused(&field(T::Rating), &[(json!("RATING_6"), "Invalid value 'RATING_6' for field \"f\"")]);
    let several = choice(T::MultiSelect, &[("A", "a"), ("B", "b")]);
    stored(
        &several,
        &[(json!(["B", "A", "B"]), json!(["B", "A"])), (json!("A"), json!(["A"])), (json!([]), json!(null))],
    );
    refused(
        &several,
        &[
            (json!(["A", "x"]), "Invalid value 'x' for multi select field \"f\""),
            (json!([1]), "Invalid value 1 for field \"f - Array values need to be string\""),
        ],
    );
}

#[test]
fn arrays_and_json() {
    stored(
        &field(T::Array),
        &[
            (json!(["a", "a"]), json!(["a", "a"])),
            (json!("a"), json!(["a"])),
            (json!([]), json!(null)),
            (json!(""), json!(null)),
        ],
    );
    refused(
        &field(T::Array),
        &[
            (json!(true), "Invalid value true for field \"f - Array values need to be string\""),
            (json!(["a", 1]), "Invalid value 1 for field \"f - Array values need to be string\""),
        ],
    );
    stored(
        &field(T::RawJson),
        &[(json!({ "a": "b\0" }), json!({ "a": "b" })), (json!("[1]"), json!([1])), (json!({}), json!(null))],
    );
    refused(
        &field(T::RawJson),
        &[
            (json!("x"), "Invalid object value 'x' for field \"f\""),
            (json!("1"), "Invalid object value '1' for field \"f\""),
            (json!(true), "Invalid object value true for field \"f\""),
        ],
    );
}

#[test]
fn positions() {
    let mut position = field(T::Position);
    position.row.name = "position".to_owned();
    stored(
        &position,
        &[(json!(1.5), json!(1.5)), (json!("first"), json!("first")), (json!("last"), json!("last"))],
    );
    refused(&position, &[(json!("middle"), "Invalid position value 'middle' for field \"position\"")]);
}

#[test]
fn relations() {
    let id = "20202020-1c25-4d02-bf25-6aeccf7ea419";
    stored(&relation(true), &[(json!(id), json!(id)), (json!({ "disconnect": true }), json!(null))]);
    refused(
        &relation(true),
        &[
            (json!("x"), "Invalid UUID value 'x' for field \"fId\""),
            (json!({ "create": {} }), "Relation \"f\" requires connect or disconnect operation"),
        ],
    );
    refused(
        &relation(false),
        &[(json!(id), "One-to-many relation f field does not support write operations.")],
    );
}

#[test]
fn composites_refuse_what_they_do_not_know() {
    for kind in [T::FullName, T::Address, T::Emails, T::Phones, T::Links, T::Currency, T::Actor, T::RichText]
    {
        refused(
            &field(kind),
            &[
                (json!("x"), "Invalid object value 'x' for field \"f\""),
                (json!({ "nope": 1 }), "Invalid object value { nope: 1 } for field \"f\""),
            ],
        );
    }
    stored(
        &field(T::FullName),
        &[
            (json!({ "firstName": "Ada", "lastName": "" }), json!({ "firstName": "Ada", "lastName": null })),
            (json!({ "lastName": "Byron" }), json!({ "lastName": "Byron" })),
            (json!({}), json!({})),
        ],
    );
    refused(
        &field(T::FullName),
        &[(json!({ "firstName": 1 }), "Invalid string value 1 for text field \"f.firstName\"")],
    );
    stored(
        &field(T::Address),
        &[(
            json!({ "addressCity": "Paris", "addressState": "", "addressLat": 48.85 }),
            json!({ "addressCity": "Paris", "addressState": null, "addressLat": "48.85" }),
        )],
    );
    stored(
        &field(T::Currency),
        &[(
            json!({ "amountMicros": 1_200_000_000_i64, "currencyCode": "eur" }),
            json!({ "amountMicros": "1200000000", "currencyCode": "EUR" }),
        )],
    );
    refused(
        &field(T::Currency),
        &[(json!({ "amountMicros": "a lot" }), "Invalid number value NaN for field \"f.amountMicros\"")],
    );
}

#[test]
fn actors_take_source_and_context_only() {
    stored(
        &field(T::Actor),
        &[(json!({ "source": "IMPORT", "context": {} }), json!({ "source": "IMPORT", "context": null }))],
    );
    refused(
        &field(T::Actor),
        &[
            (json!({ "source": "PIGEON" }), "Invalid value 'PIGEON' for field \"f.source\""),
            (json!({ "name": "Ada" }), "Invalid object value { name: 'Ada' } for field \"f\""),
        ],
    );
}

#[test]
fn rich_text_gains_its_missing_half() {
    let both = normalise(&field(T::RichText), &json!({ "markdown": "**hi**" })).unwrap();
    assert_eq!(both["markdown"], "**hi**");
    assert!(both["blocknote"].as_str().unwrap().contains("hi"));
    stored(&field(T::RichText), &[(both.clone(), both)]);
    refused(
        &field(T::RichText),
        &[
            (json!({ "markdown": 1 }), "Invalid string value 1 for text field \"f.markdown\""),
            (
                json!({ "blocknote": "{}" }),
                "Invalid rich text value for field \"f\": the document must be an array of blocks",
            ),
        ],
    );
}
