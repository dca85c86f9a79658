use serde_json::{Value, json};

use super::super::fixtures::{choice, field, relation, with};
use super::super::{FormInput, InputKind, form_inputs};
use super::*;
use crate::FieldType as T;

/// What the fields of a form `name=value` submit.
fn submit(field: &Field, form: &[(&str, &str)]) -> Option<Result<Value, ValueError>> {
    let get = |name: &str| {
        form.iter().filter(|(input, _)| *input == name).map(|(_, value)| (*value).to_owned()).collect()
    };
    from_form(field, &get)
}

#[test]
fn inputs_fit_the_type() {
    let one = |field: &Field| match form_inputs(field).as_slice() {
        [FormInput { name, kind, .. }] => (name.clone(), kind.clone()),
        inputs => panic!("{inputs:?}"),
    };
    let f = || "f".to_owned();
    assert_eq!(one(&field(T::Text)), (f(), InputKind::Text));
    assert_eq!(one(&with(T::Text, |s| s.displayed_max_rows = Some(3))), (f(), InputKind::TextArea));
    assert_eq!(one(&field(T::Number)), (f(), InputKind::Number { step: "any" }));
    let int = with(T::Number, |s| s.data_type = Some("int".to_owned()));
    assert_eq!(one(&int), (f(), InputKind::Number { step: "1" }));
    assert_eq!(one(&field(T::DateTime)), (f(), InputKind::DateTimeLocal));
    assert_eq!(one(&relation(true)), ("fId".to_owned(), InputKind::Text));
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let select = choice(T::Select, &[("A", "First")]);
    assert_eq!(one(&select).1, InputKind::Select { options: vec![pair("", ""), pair("A", "First")] });
    let mut required = choice(T::Select, &[("A", "First")]);
    required.row.is_nullable = false;
    assert_eq!(one(&required).1, InputKind::Select { options: vec![pair("A", "First")] });
    assert!(form_inputs(&required).iter().all(|input| input.is_required));
    for kind in [T::Files, T::Actor, T::Position, T::TsVector] {
        assert_eq!(form_inputs(&field(kind)), Vec::new());
    }
    assert_eq!(form_inputs(&relation(false)), Vec::new());
    assert!(InputKind::Checkbox.needs_marker() && !InputKind::Text.needs_marker());
}

#[test]
fn parts_that_are_not_asked_for_are_kept() {
    let kind = |field: &Field, part: &str| {
        let name = format!("f.{part}");
        form_inputs(field).into_iter().find(|input| input.name == name).map(|input| input.kind)
    };
    let address =
        with(T::Address, |s| s.sub_fields = Some(vec!["addressCity".to_owned(), "addressLat".to_owned()]));
    assert_eq!(kind(&address, "addressCity"), Some(InputKind::Text));
    assert_eq!(kind(&address, "addressLat"), Some(InputKind::Number { step: "any" }));
    assert_eq!(kind(&address, "addressCountry"), Some(InputKind::Hidden));
    assert_eq!(kind(&field(T::Address), "addressLat"), Some(InputKind::Hidden));
    let one = with(T::Phones, |s| s.max_number_of_values = Some(1));
    assert_eq!(kind(&one, "additionalPhones"), Some(InputKind::Hidden));
    assert_eq!(kind(&field(T::Phones), "additionalPhones"), Some(InputKind::TextArea));
    let form = [("f.addressCity", "Paris"), ("f.addressCountry", "France"), ("f.addressLat", "48.85")];
    let stored = json!({ "addressCity": "Paris", "addressCountry": "France", "addressLat": "48.85" });
    assert_eq!(submit(&address, &form), Some(Ok(stored)));
}

#[test]
fn submitted_texts_become_values() {
    let percentage = with(T::Number, |s| s.kind = Some("percentage".to_owned()));
    for (field, form, value) in [
        (field(T::Text), vec![("f", "a\r\nb")], json!("a\nb")),
        (field(T::Text), vec![("f", "")], json!(null)),
        (field(T::Number), vec![("f", "1234.5")], json!(1234.5)),
        (percentage, vec![("f", "12.5")], json!(0.125)),
        (field(T::Boolean), vec![("f", ""), ("f", "true")], json!(true)),
        (field(T::Boolean), vec![("f", "")], json!(false)),
        (field(T::Date), vec![("f", "2026-11-20")], json!("2026-11-20")),
        (field(T::DateTime), vec![("f", "2026-11-20T17:05")], json!("2026-11-20T17:05:00.000Z")),
        (choice(T::Select, &[("A", "a")]), vec![("f", "")], json!(null)),
        (choice(T::MultiSelect, &[("A", "a"), ("B", "b")]), vec![("f", ""), ("f", "B")], json!(["B"])),
        (choice(T::MultiSelect, &[("A", "a")]), vec![("f", "")], json!(null)),
        (field(T::Array), vec![("f", "a, b\r\n\r\nc")], json!(["a, b", "c"])),
        (
            relation(true),
            vec![("fId", "20202020-1c25-4d02-bf25-6aeccf7ea419")],
            json!("20202020-1c25-4d02-bf25-6aeccf7ea419"),
        ),
        (relation(true), vec![("fId", "")], json!(null)),
        (
            field(T::FullName),
            vec![("f.firstName", " Ada "), ("f.lastName", "")],
            json!({ "firstName": "Ada", "lastName": null }),
        ),
        (field(T::FullName), vec![("f.lastName", "Byron")], json!({ "lastName": "Byron" })),
        (
            field(T::Emails),
            vec![("f.primaryEmail", "A@b.co"), ("f.additionalEmails", "c@d.eu\r\ne@f.gh\r\n")],
            json!({ "primaryEmail": "a@b.co", "additionalEmails": ["c@d.eu", "e@f.gh"] }),
        ),
        (
            field(T::Phones),
            vec![("f.primaryPhoneNumber", "+33 6 12 34 56 78"), ("f.additionalPhones", "")],
            json!({
                "primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "FR",
                "primaryPhoneCallingCode": "+33", "additionalPhones": null,
            }),
        ),
        (
            field(T::Links),
            vec![("f.primaryLinkUrl", "https://Acme.com/"), ("f.secondaryLinks", "b.io About us\r\n- Label")],
            json!({ "primaryLinkUrl": "https://acme.com", "secondaryLinks": [
                { "url": "b.io", "label": "About us" }, { "url": null, "label": "Label" },
            ] }),
        ),
        (
            field(T::Currency),
            vec![("f.amount", "1200.5"), ("f.currencyCode", "EUR")],
            json!({ "amountMicros": "1200500000", "currencyCode": "EUR" }),
        ),
        (
            field(T::Currency),
            vec![("f.amount", ""), ("f.currencyCode", "")],
            json!({ "amountMicros": null, "currencyCode": null }),
        ),
    ] {
        assert_eq!(submit(&field, &form), Some(Ok(value)), "{} {form:?}", field.field_type);
    }
}

#[test]
fn what_was_not_in_the_form_is_left_alone() {
    assert_eq!(submit(&field(T::Text), &[("other", "x")]), None);
    assert_eq!(submit(&field(T::Boolean), &[]), None);
    assert_eq!(submit(&field(T::Actor), &[("f", "x")]), None);
}

#[test]
fn refusals_quote_what_was_submitted() {
    for (field, form, message) in [
        (field(T::Number), ("f", "a lot"), "Invalid number value 'a lot' for field \"f\""),
        (field(T::Currency), ("f.amount", "1,5"), "Invalid number value '1,5' for field \"f.amountMicros\""),
        (field(T::Phones), ("f.primaryPhoneNumber", "call me"), "Provided phone number is invalid call me"),
        (relation(true), ("fId", "Acme"), "Invalid UUID value 'Acme' for field \"fId\""),
    ] {
        let error = submit(&field, &[form]).unwrap().unwrap_err();
        assert_eq!(error.message, message);
    }
}

#[test]
fn inputs_show_what_is_stored() {
    let zone = Zone { name: "Test".to_owned(), offsets: vec![(i64::MIN, 3600)] };
    let shown = |field: &Field, value: Value| {
        let key = field.join_column().unwrap_or("f").to_owned();
        form_values(field, &Record::from_iter([(key, value)]), &zone)
            .into_iter()
            .map(|(name, texts)| format!("{name}={}", texts.join("|")))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&field(T::DateTime), json!("2026-11-20T16:05:59.123Z")), ["f=2026-11-20T17:05"]);
    assert_eq!(shown(&field(T::Number), json!(1234.5)), ["f=1234.5"]);
    assert_eq!(shown(&field(T::Boolean), json!(true)), ["f=true"]);
    assert_eq!(shown(&choice(T::MultiSelect, &[]), json!(["A", "B"])), ["f=A|B"]);
    assert_eq!(shown(&relation(true), json!("x")), ["fId=x"]);
    assert_eq!(
        shown(&field(T::Currency), json!({ "amountMicros": 1_500_000, "currencyCode": "EUR" })),
        ["f.amount=1.5", "f.currencyCode=EUR"]
    );
    assert_eq!(
        shown(
            &field(T::Emails),
            json!({ "primaryEmail": "a@b.co", "additionalEmails": ["c@d.eu", "e@f.gh"] })
        ),
        ["f.primaryEmail=a@b.co", "f.additionalEmails=c@d.eu\ne@f.gh"]
    );
    assert_eq!(shown(&field(T::FullName), json!(null)), ["f.firstName=", "f.lastName="]);
}
