//! E-mails, links, phones and files.

use serde_json::{Value, json};

use super::super::fixtures::{field, with};
use super::super::{ValueError, normalise};
use super::{refused, stored};
use crate::FieldType as T;

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
