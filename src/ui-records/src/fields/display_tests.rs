use icosa_model::FieldType as T;
use icosa_model::definition::RelationType;
use serde_json::json;

use super::super::test_support::{choice, displayed, field, relation, text_of, with};
use super::*;

fn cell(field: &icosa_model::definition::FieldRow, value: Value) -> String {
    displayed(field, value, false)
}

fn wide(field: &icosa_model::definition::FieldRow, value: Value) -> String {
    displayed(field, value, true)
}

#[test]
fn every_type_says_its_value_in_a_cell() {
    let stages = [("NEW", "New lead", "red"), ("WON", "Won", "green")];
    for (field, value, text) in [
        (field(T::Text), json!("one\ntwo"), "one two"),
        (with(T::Number, |s| s.decimals = Some(1)), json!(1234), "1,234.0"),
        (with(T::Number, |s| s.kind = Some("percentage".to_owned())), json!(0.5), "50%"),
        (with(T::Number, |s| s.kind = Some("shortNumber".to_owned())), json!(1_200_000), "1.2m"),
        (field(T::Boolean), json!(false), "False"),
        (field(T::Date), json!("2026-11-20"), "Nov 20, 2026"),
        (with(T::Date, |s| s.display_format = Some("RELATIVE".to_owned())), json!("2026-11-21"), "tomorrow"),
        (field(T::DateTime), json!("2026-11-20T17:05:00.000Z"), "Nov 20, 2026 17:05"),
        (choice(T::Select, &stages), json!("WON"), "Won"),
        (choice(T::MultiSelect, &stages), json!(["NEW", "WON"]), "New lead Won"),
        (field(T::Currency), json!({ "amountMicros": "1500000000", "currencyCode": "EUR" }), "€1.5k"),
        (
            field(T::Emails),
            json!({ "primaryEmail": "a@b.co", "additionalEmails": ["c@d.eu"] }),
            "a@b.co c@d.eu",
        ),
        (
            field(T::Phones),
            json!({ "primaryPhoneNumber": "612345678", "primaryPhoneCallingCode": "+33" }),
            "+33 6 12 34 56 78",
        ),
        (field(T::Links), json!({ "primaryLinkUrl": "https://x.com/ada" }), "@ada"),
        (field(T::Array), json!(["a", "b"]), "a b"),
        (field(T::RawJson), json!({ "a": 1 }), "{\"a\":1}"),
        (field(T::FullName), json!({ "firstName": "Ada", "lastName": "Byron" }), "Ada Byron"),
        (field(T::Address), json!({ "addressCity": "Paris", "addressCountry": "FR" }), "Paris, France"),
        (field(T::RichText), json!({ "markdown": "# Plan" }), "Plan"),
        (
            field(T::Uuid),
            json!("20202020-1c25-4d02-bf25-6aeccf7ea419"),
            "20202020-1c25-4d02-bf25-6aeccf7ea419",
        ),
        (field(T::Files), json!([{ "label": "a.pdf" }]), "a.pdf"),
        (field(T::Actor), json!({ "source": "WEBHOOK", "name": "" }), "Webhook"),
        (relation(RelationType::ManyToOne), json!({ "id": "1", "name": "Acme" }), "A Acme"),
        (relation(RelationType::OneToMany), json!([{ "id": "1", "name": "Acme" }]), "A Acme"),
    ] {
        let html = cell(&field, value);
        assert_eq!(text_of(&html), text, "{} {html}", field.field_type);
    }
}

#[test]
fn an_empty_value_is_blank_in_a_cell_and_says_so_on_a_page() {
    for kind in [T::Text, T::Number, T::Emails, T::Currency, T::RichText, T::RawJson, T::Actor, T::Files] {
        assert_eq!(text_of(&cell(&field(kind), Value::Null)), "", "{kind}");
        assert_eq!(text_of(&wide(&field(kind), Value::Null)), "Empty", "{kind}");
    }
}

#[test]
fn texts_keep_their_lines_on_a_page_as_far_as_the_field_says() {
    let free = wide(&field(T::Text), json!("one\ntwo"));
    assert!(free.contains("one\ntwo") && !free.contains("field-clamped"), "{free}");
    let three = wide(&with(T::Text, |s| s.displayed_max_rows = Some(3)), json!("one\ntwo"));
    assert!(three.contains("field-clamped") && three.contains("--rows:3"), "{three}");
    let json = wide(&field(T::RawJson), json!({ "a": 1 }));
    assert!(json.contains("{\n  \"a\": 1\n}"), "{json}");
    let document = wide(&field(T::RichText), json!({ "markdown": "# Plan" }));
    assert!(document.contains("<h1"), "{document}");
}

#[test]
fn what_is_shortened_is_told_in_full_on_hover() {
    let money = cell(&field(T::Currency), json!({ "amountMicros": "1234560000", "currencyCode": "EUR" }));
    assert!(money.contains("title=\"€1,234.56\""), "{money}");
    let relative = with(T::Date, |s| s.display_format = Some("RELATIVE".to_owned()));
    assert!(cell(&relative, json!("2026-11-21")).contains("title=\"Nov 21, 2026\""));
}

#[test]
fn contacts_are_followed_or_copied_as_the_field_says() {
    let value = json!({ "primaryEmail": "ada@x.org" });
    let open = wide(&field(T::Emails), value.clone());
    assert!(
        open.contains("href=\"mailto:ada@x.org\"") && open.contains("aria-label=\"Copy ada@x.org\""),
        "{open}"
    );
    let copy = wide(&with(T::Emails, |s| s.click_action = Some("COPY".to_owned())), value.clone());
    assert!(
        copy.contains("title=\"Copy ada@x.org\"") && copy.contains("aria-label=\"Open ada@x.org\""),
        "{copy}"
    );
    let in_cell = cell(&field(T::Emails), value);
    assert!(!in_cell.contains("pill-side"), "{in_cell}");
    let link = cell(&field(T::Links), json!({ "primaryLinkUrl": "javascript:alert(1)" }));
    assert!(!link.contains("href"), "{link}");
    let words = cell(&with(T::Array, |s| s.click_action = Some("COPY".to_owned())), json!(["a"]));
    assert!(words.contains("<button"), "{words}");
    assert!(!cell(&field(T::Array), json!(["a"])).contains("<button"));
}

#[test]
fn files_lead_to_their_address_only_where_it_is_one() {
    let file = |url: &str| cell(&field(T::Files), json!([{ "label": "a.png", "url": url }]));
    assert!(file("/files/1").contains("href=\"/files/1\""));
    assert!(!file("javascript:alert(1)").contains("href"));
    assert!(!file("//evil.com/x").contains("href"));
    assert!(!cell(&field(T::Files), json!([{ "label": "a.png" }])).contains("href"));
}

#[test]
fn related_records_are_links_to_their_pages() {
    let html = cell(&relation(RelationType::ManyToOne), json!({ "id": "7", "name": "Acme" }));
    assert!(html.contains("href=\"/object/company/7\""), "{html}");
}

#[test]
fn who_did_it_is_told_by_picture_or_source() {
    let member =
        cell(&field(T::Actor), json!({ "source": "MANUAL", "name": "Ada", "workspaceMemberId": "1" }));
    assert!(member.contains("class=\"avatar") && member.contains("title=\"Ada · Manual\""), "{member}");
    let agent = cell(&field(T::Actor), json!({ "source": "AGENT", "name": "Helper" }));
    assert!(agent.contains("<svg") && !agent.contains("avatar"), "{agent}");
}
