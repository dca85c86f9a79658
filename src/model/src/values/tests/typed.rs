//! Typed texts, and what counts as empty.

use serde_json::json;

use super::super::fixtures::{choice, field, with};
use super::super::{is_empty, parse_text};
use super::stages;
use crate::FieldType as T;

#[test]
fn typed_texts() {
    let several = choice(T::MultiSelect, &[("A", "Blue sky"), ("B", "b")]);
    let percentage = with(T::Number, |settings| settings.kind = Some("percentage".to_owned()));
    let mut money = field(T::Currency);
    money.row.default_value = json!({ "amountMicros": null, "currencyCode": "'USD'" });
    assert_eq!(parse_text(&field(T::RichText), "# Hi").unwrap()["markdown"], "# Hi");
    for (field, text, value) in [
        (field(T::Text), "  Ada ", json!("Ada")),
        (field(T::Number), "1,200.5", json!(1200.5)),
        (percentage, "12.5 %", json!(0.125)),
        (field(T::Boolean), "Yes", json!(true)),
        (field(T::Date), "Nov 20, 2026", json!("2026-11-20")),
        (field(T::DateTime), "20 Nov 2026 5:05 pm", json!("2026-11-20T17:05:00.000Z")),
        (stages(), "in progress", json!("IN_PROGRESS")),
        (stages(), "new", json!("NEW")),
        (field(T::Rating), "4", json!("RATING_4")),
        (field(T::Rating), "★★☆☆☆", json!("RATING_2")),
        (several, "blue sky, B", json!(["A", "B"])),
        (field(T::Array), "a, b", json!(["a", "b"])),
        (field(T::Array), "a, b\nc", json!(["a, b", "c"])),
        (field(T::RawJson), "{\"a\":1}", json!({ "a": 1 })),
        (
            field(T::FullName),
            "Ludwig van Beethoven",
            json!({ "firstName": "Ludwig van", "lastName": "Beethoven" }),
        ),
        (field(T::FullName), "Plato", json!({ "firstName": "Plato", "lastName": null })),
        (
            field(T::Emails),
            "Ada <Ada@Example.com>; b@c.de",
            json!({ "primaryEmail": "ada@example.com", "additionalEmails": ["b@c.de"] }),
        ),
        (
            field(T::Phones),
            "+33 6 12 34 56 78, +45 12 34 56 78",
            json!({
                "primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "FR", "primaryPhoneCallingCode": "+33",
                "additionalPhones": [{ "number": "12345678", "countryCode": "DK", "callingCode": "+45" }],
            }),
        ),
        (
            field(T::Links),
            "https://Acme.com/ b.com",
            json!({
                "primaryLinkLabel": null, "primaryLinkUrl": "https://acme.com",
                "secondaryLinks": [{ "label": null, "url": "b.com" }],
            }),
        ),
        (field(T::Currency), "1,200.50 EUR", json!({ "amountMicros": "1200500000", "currencyCode": "EUR" })),
        (money, "5", json!({ "amountMicros": "5000000", "currencyCode": "USD" })),
        (
            field(T::Address),
            "888 Brannan St, San Francisco, CA 94103, United States",
            json!({
                "addressStreet1": "888 Brannan St", "addressStreet2": null, "addressCity": "San Francisco",
                "addressState": "CA", "addressPostcode": "94103", "addressCountry": "United States",
            }),
        ),
        (field(T::Number), "  ", json!(null)),
    ] {
        assert_eq!(parse_text(&field, text), Ok(value), "{} {text}", field.field_type);
    }
}

#[test]
fn typed_texts_that_cannot_be_read_are_quoted() {
    for (field, text, message) in [
        (field(T::Number), "a lot", "Invalid number value 'a lot' for field \"f\""),
        (field(T::Number), "50%", "Invalid number value '50%' for field \"f\""),
        (field(T::Boolean), "maybe", "Invalid boolean value 'maybe' for field \"f\""),
        (field(T::Date), "soon", "Invalid value 'soon' for date field \"f\". Expected format: 'YYYY-MM-DD'"),
        (stages(), "Old", "Invalid value 'Old' for field \"f\""),
        (field(T::Emails), "ada", "Invalid string value 'ada' for email field \"f.primaryEmail\""),
        (field(T::Currency), "much EUR", "Invalid number value 'much EUR' for field \"f.amountMicros\""),
        (field(T::Files), "x", "Field \"f\" cannot be typed"),
    ] {
        assert_eq!(parse_text(&field, text).unwrap_err().message, message);
    }
}

#[test]
fn emptiness_is_judged_by_what_is_shown() {
    for (kind, value, expected) in [
        (T::Text, json!(" "), true),
        (T::Number, json!(0), false),
        (T::Boolean, json!(false), false),
        (T::Array, json!([]), true),
        (T::FullName, json!({ "firstName": "", "lastName": null }), true),
        (T::Currency, json!({ "amountMicros": null, "currencyCode": "EUR" }), true),
        (T::Currency, json!({ "amountMicros": 0, "currencyCode": null }), false),
        (T::Phones, json!({ "primaryPhoneNumber": "", "primaryPhoneCountryCode": "FR" }), true),
        (T::Phones, json!({ "primaryPhoneNumber": "", "additionalPhones": [{ "number": "1" }] }), false),
        (T::Links, json!({ "primaryLinkUrl": null, "secondaryLinks": [] }), true),
        (
            T::RichText,
            json!({ "blocknote": "[{\"type\":\"paragraph\",\"content\":[]}]", "markdown": "" }),
            true,
        ),
        (
            T::RichText,
            json!({ "blocknote": "[{\"type\":\"image\",\"content\":[]}]", "markdown": null }),
            false,
        ),
        (T::RawJson, json!({}), true),
        (T::Actor, json!({ "source": "API", "name": "" }), false),
    ] {
        assert_eq!(is_empty(kind, &value), expected, "{kind} {value}");
    }
}
