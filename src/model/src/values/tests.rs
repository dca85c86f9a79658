//! The rules of the record API, one row each: what is written, what is stored, and the words of each refusal.

use serde_json::{Value, json};

use super::fixtures::{choice, field, relation, with};
use super::{INVALID_ARGS_DATA, ValueError, normalise, parse_text};
use crate::{Field, FieldType as T};

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

#[test]
fn emails() {
    stored(
        &field(T::Emails),
        &[
            (
                json!({ "primaryEmail": " Ada@Example.COM. ", "additionalEmails": ["X@MÜNCHEN｡DE", "", "x@münchen.de"] }),
                json!({ "primaryEmail": "ada@example.com", "additionalEmails": ["x@münchen.de"] }),
            ),
            (
                json!({ "primaryEmail": "", "additionalEmails": "[]" }),
                json!({ "primaryEmail": null, "additionalEmails": null }),
            ),
            (json!({ "additionalEmails": "[\"a@b.co\"]" }), json!({ "additionalEmails": ["a@b.co"] })),
            (
                json!({ "primaryEmail": "a+b.c_d'e@sub.x-y.museum" }),
                json!({ "primaryEmail": "a+b.c_d'e@sub.x-y.museum" }),
            ),
        ],
    );
    let long = format!("{}@{}.com", "a".repeat(60), "b.".repeat(100).trim_end_matches('.'));
    for text in [
        "x", "a@b", "@b.co", "a@", "a b@c.de", "a@b..co", ".a@b.co", "a.@b.co", "a@-b.co", "a@b.c", "a@b.12",
        "a@b,co", "a@@b.co", "<a@b.co>", "a@b.co>", &long,
    ] {
        let message = format!("Invalid string value '{text}' for email field \"f.primaryEmail\"");
        refused(&field(T::Emails), &[(json!({ "primaryEmail": text }), &message)]);
    }
    refused(
        &field(T::Emails),
        &[
            (
                json!({ "additionalEmails": ["x"] }),
                "Invalid string value 'x' for email field \"f.additionalEmails\"",
            ),
            (json!({ "additionalEmails": "x" }), "Invalid object value 'x' for field \"f.additionalEmails\""),
        ],
    );
}

#[test]
fn links_of_the_url_variant() {
    let primary = |url: &str| json!({ "primaryLinkUrl": url });
    for (given, expected) in [
        ("HTTPS://Www.Acme.com/About/?Q=1#Top", "https://www.acme.com/About/?Q=1#Top"),
        ("https://Acme.com/", "https://acme.com"),
        ("Acme.com/X", "Acme.com/X"),
        ("http://localhost:3000/a b", "http://localhost:3000/a b"),
        ("https://me:pw@Host.io:8080/x", "https://me:pw@host.io:8080/x"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("https://münchen.de", "https://münchen.de"),
        ("Mailto:ada@example.com", "mailto:ada@example.com"),
        ("slack://channel?id=1", "slack://channel?id=1"),
    ] {
        stored(&field(T::Links), &[(primary(given), primary(expected))]);
    }
    for url in [
        "javascript:alert(1)",
        "JavaScript://x.y/%0aalert(1)",
        "data:text/html,x",
        "no host",
        "https://",
        "https://a b.c",
        "word",
        "foo:bar",
        "https://a..b",
        "https://x:port",
    ] {
        let message = format!("Invalid URL '{url}' for field \"f.primaryLinkUrl\"");
        let error = ValueError { sub_code: "INVALID_URL", message };
        assert_eq!(normalise(&field(T::Links), &primary(url)), Err(error), "{url}");
    }
}

#[test]
fn links_of_the_domain_variant() {
    let field = with(T::Links, |settings| settings.kind = Some("domain".to_owned()));
    for (given, expected) in [
        ("https://www.Acme.com/x", "acme.com"),
        ("ACME.com.", "acme.com"),
        ("ftp://me:pw@www.www.acme.co.uk:21\\x?y#z", "acme.co.uk"),
        ("joe@acme.com", "acme.com"),
        (" //acme.com ", "acme.com"),
        ("www.com", "www.com"),
        ("MÜNCHEN.de", "münchen.de"),
    ] {
        stored(&field, &[(json!({ "primaryLinkUrl": given }), json!({ "primaryLinkUrl": expected }))]);
    }
    for url in ["acme", "http://", "a b.com", "https://https://acme.com"] {
        let error = normalise(&field, &json!({ "primaryLinkUrl": url })).unwrap_err();
        assert_eq!(error.sub_code, "INVALID_URL", "{url}");
    }
}

#[test]
fn links_are_dropped_or_promoted() {
    stored(
        &field(T::Links),
        &[
            (
                json!({ "primaryLinkUrl": "", "primaryLinkLabel": "", "secondaryLinks": [
                { "label": "", "url": "" }, { "url": "a.com", "label": "A" }, { "url": "b.com" },
            ] }),
                json!({ "primaryLinkUrl": "a.com", "primaryLinkLabel": "A", "secondaryLinks": [
                { "label": null, "url": "b.com" },
            ] }),
            ),
            (
                json!({ "primaryLinkUrl": "a.com", "secondaryLinks": "[{\"url\":\"b.com\",\"label\":\"\"}]" }),
                json!({ "primaryLinkUrl": "a.com", "secondaryLinks": [{ "label": null, "url": "b.com" }] }),
            ),
            (json!({ "secondaryLinks": [] }), json!({ "secondaryLinks": null })),
            (json!({ "primaryLinkLabel": "only" }), json!({ "primaryLinkLabel": "only" })),
        ],
    );
    refused(
        &field(T::Links),
        &[(
            json!({ "secondaryLinks": [{ "href": "x" }] }),
            "Invalid object value { href: 'x' } for field \"f.secondaryLinks\"",
        )],
    );
}

fn phone(number: Value, country: Value, calling: Value) -> Value {
    json!({ "primaryPhoneNumber": number, "primaryPhoneCountryCode": country, "primaryPhoneCallingCode": calling })
}

#[test]
fn phones_fill_in_what_follows() {
    let null = || Value::Null;
    let fr = || phone(json!("612345678"), json!("FR"), json!("+33"));
    stored(
        &field(T::Phones),
        &[
            (json!({ "primaryPhoneNumber": "+33612345678" }), fr()),
            (json!({ "primaryPhoneNumber": "0033 6 12-34.56.78" }), fr()),
            (json!({ "primaryPhoneNumber": "+33 (0)6 12 34 56 78" }), fr()),
            (phone(json!("612345678"), json!("fr"), null()), fr()),
            (phone(json!("612345678"), null(), json!("33")), fr()),
            (phone(json!("+33612345678 ext. 5"), json!("FR"), json!("+33")), fr()),
            (phone(json!("+14155550123"), null(), null()), phone(json!("4155550123"), null(), json!("+1"))),
            (phone(json!(""), json!(""), json!("")), phone(null(), null(), null())),
            (phone(json!("415 555 0123"), null(), null()), phone(json!("4155550123"), null(), null())),
            (
                json!({ "additionalPhones": "[{\"number\":\"+4512345678\",\"callingCode\":\"+45\"},{\"number\":\"\"}]" }),
                json!({ "additionalPhones": [{ "number": "12345678", "countryCode": "DK", "callingCode": "+45" }] }),
            ),
            (json!({ "additionalPhones": [] }), json!({ "additionalPhones": null })),
        ],
    );
}

#[test]
fn phones_are_refused_with_their_own_codes() {
    for (value, code, message) in [
        (
            phone(json!("1"), json!("ZZ"), Value::Null),
            "INVALID_PHONE_COUNTRY_CODE",
            "Invalid country code ZZ",
        ),
        (
            phone(json!("1"), Value::Null, json!("+999")),
            "INVALID_PHONE_CALLING_CODE",
            "Invalid calling code +999",
        ),
        (
            phone(json!("612345678"), json!("FR"), json!("+49")),
            "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE",
            "Provided country code and calling code are conflicting",
        ),
        (
            phone(json!("+4915112345678"), json!("FR"), Value::Null),
            "CONFLICTING_PHONE_COUNTRY_CODE",
            "Provided and inferred country code are conflicting",
        ),
        (
            phone(json!("+4915112345678"), Value::Null, json!("+33")),
            "CONFLICTING_PHONE_CALLING_CODE",
            "Provided and inferred calling code are conflicting",
        ),
        (
            json!({ "primaryPhoneNumber": "not a phone" }),
            "INVALID_PHONE_NUMBER",
            "Provided phone number is invalid not a phone",
        ),
        (json!({ "primaryPhoneNumber": "+" }), "INVALID_PHONE_NUMBER", "Provided phone number is invalid +"),
        (json!({ "primaryPhoneNumber": "1" }), "INVALID_PHONE_NUMBER", "Provided phone number is invalid 1"),
    ] {
        let error = ValueError { sub_code: code, message: message.to_owned() };
        assert_eq!(normalise(&field(T::Phones), &value), Err(error), "{value}");
    }
}

#[test]
fn files() {
    let id = "20202020-1c25-4d02-bf25-6aeccf7ea419";
    let two = with(T::Files, |settings| settings.max_number_of_values = Some(1));
    let file = json!({ "fileId": id, "label": "a.pdf" });
    stored(&two, &[(json!([file]), json!([file])), (json!([]), json!(null))]);
    for (value, detail) in [
        (json!("x"), "Expected array"),
        (json!([file, file]), "Array must contain at most 1 element(s)"),
        (json!([1]), "0: Expected object"),
        (json!([{ "fileId": "x", "label": "a" }]), "0: fileId is not a valid uuid"),
        (json!([{ "fileId": id }]), "0: label is required"),
        (json!([{ "fileId": id, "label": "a", "url": "x" }]), "0: Unrecognized key(s) in object: 'url'"),
    ] {
        let message = normalise(&two, &value).unwrap_err().message;
        assert!(message.starts_with("Invalid value \""), "{message}");
        assert!(message.ends_with(&format!("\" for FILES field \"f\" - {detail}")), "{message}");
    }
}

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
    use super::is_empty;
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
