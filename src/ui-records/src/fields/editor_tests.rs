//! What each editor begins with. What keys and pointer do is tested in the browser.

use icosa_model::FieldType as T;
use icosa_model::definition::{FieldRow, RelationType};
use serde_json::{Value, json};

use super::is_editable;
use super::test_support::{choice, edited, field, page, relation, text_of, thing, with};

fn has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn one_line_types_begin_with_the_value_as_it_is_typed() {
    for (field, value, shown) in [
        (field(T::Number), json!(1234.5), "value=\"1,234.5\""),
        (with(T::Number, |s| s.kind = Some("percentage".to_owned())), json!(0.125), "value=\"12.5%\""),
        (
            field(T::Uuid),
            json!("20202020-1c25-4d02-bf25-6aeccf7ea419"),
            "value=\"20202020-1c25-4d02-bf25-6aeccf7ea419\"",
        ),
        (field(T::Date), json!("2026-11-20"), "value=\"Nov 20, 2026\""),
        (field(T::DateTime), json!("2026-11-20T17:05:00.000Z"), "value=\"Nov 20, 2026 17:05\""),
        (
            with(T::Emails, |s| s.max_number_of_values = Some(1)),
            json!({ "primaryEmail": "a@b.co", "additionalEmails": null }),
            "value=\"a@b.co\"",
        ),
        (
            field(T::Currency),
            json!({ "amountMicros": "1234560000", "currencyCode": "EUR" }),
            "value=\"1,234.56\"",
        ),
        (field(T::FullName), json!({ "firstName": "Ada", "lastName": "Byron" }), "value=\"Byron\""),
    ] {
        let html = edited(&field, value, None);
        has(&html, &[shown, "role=\"group\"", "aria-label=\"Field\""]);
    }
}

#[test]
fn what_was_typed_on_the_cell_stands_in_the_editor() {
    for kind in [T::Number, T::Date, T::Uuid, T::Currency, T::FullName] {
        has(&edited(&field(kind), Value::Null, Some("7")), &["value=\"7\"", "data-seeded"]);
    }
    has(&edited(&field(T::Rating), json!("RATING_2"), Some("4")), &["aria-valuenow=\"4\""]);
}

#[test]
fn a_new_amount_has_the_currency_of_the_field() {
    let mut row = field(T::Currency);
    has(&edited(&row, Value::Null, None), &["<option value=\"USD\" selected"]);
    row.default_value = json!({ "amountMicros": null, "currencyCode": "'CHF'" });
    has(&edited(&row, Value::Null, None), &["<option value=\"CHF\" selected"]);
    let odd = json!({ "amountMicros": "1", "currencyCode": "XBT" });
    has(&edited(&row, odd, None), &["<option value=\"XBT\" selected"]);
}

#[test]
fn lists_show_their_items_and_know_their_limit() {
    let words = json!(["a", "b"]);
    let html = edited(&field(T::Array), words.clone(), None);
    assert_eq!(html.matches("role=\"listitem\"").count(), 2, "{html}");
    has(&html, &["aria-label=\"Add to Field\""]);
    assert!(!html.contains("Primary"), "{html}");
    let full = edited(&with(T::Array, |s| s.max_number_of_values = Some(2)), words, None);
    has(&full, &["At most 2 values.", "readonly"]);
    let links = json!({ "primaryLinkUrl": "a.org", "primaryLinkLabel": "Our shop", "secondaryLinks": [{ "url": "b.org", "label": null }] });
    has(&edited(&field(T::Links), links, None), &["a.org Our shop", "Primary"]);
}

#[test]
fn choices_are_listed_with_none_where_there_may_be_none() {
    let stages = [("NEW", "New lead", "red"), ("WON", "Won", "green")];
    let mut row = choice(T::Select, &stages);
    let html = edited(&row, json!("WON"), None);
    has(&html, &["role=\"combobox\"", "No field", "New lead"]);
    assert_eq!(html.matches("aria-selected=\"true\"").count(), 1, "{html}");
    row.is_nullable = false;
    assert!(!edited(&row, json!("WON"), None).contains("No field"));
    let many = edited(&choice(T::MultiSelect, &stages), json!(["NEW", "WON"]), None);
    assert_eq!(many.matches("aria-selected=\"true\"").count(), 2, "{many}");
    let found = edited(&choice(T::Select, &stages), Value::Null, Some("won"));
    assert!(found.contains("Won") && !found.contains("New lead"), "{found}");
}

#[test]
fn an_address_asks_for_the_parts_it_shows() {
    let value = json!({ "addressCity": "Paris", "addressCountry": "France", "addressLat": "48.85" });
    let html = edited(&field(T::Address), value.clone(), None);
    has(&html, &["Address 1", "value=\"Paris\"", "<option value=\"France\" selected"]);
    assert!(!html.contains("Latitude"), "{html}");
    let two =
        with(T::Address, |s| s.sub_fields = Some(vec!["addressCity".to_owned(), "addressLat".to_owned()]));
    let html = edited(&two, value, None);
    has(&html, &["Latitude", "value=\"48.85\"", "City"]);
    assert!(!html.contains("Country"), "{html}");
}

#[test]
fn documents_json_and_stars_have_editors_of_their_own() {
    has(
        &edited(&field(T::RawJson), json!({ "a": 1 }), None),
        &["field-code-area", "Format", "Ctrl+Enter saves"],
    );
    has(&edited(&field(T::RawJson), Value::Null, Some("{")), &["The text ends before"]);
    has(&edited(&field(T::RichText), json!({ "markdown": "# Plan" }), None), &["<h1", "rich-text-host"]);
    has(&edited(&field(T::Rating), json!("RATING_3"), None), &["role=\"slider\"", "aria-valuenow=\"3\""]);
}

#[test]
fn relations_are_picked_from_the_other_object() {
    let one = edited(&relation(RelationType::ManyToOne), json!({ "id": "1", "name": "Acme" }), None);
    has(&one, &["role=\"combobox\"", "No company"]);
    let many = edited(&relation(RelationType::OneToMany), json!([{ "id": "1", "name": "Acme" }]), None);
    has(&many, &["aria-multiselectable=\"true\"", "aria-selected=\"true\"", "Acme"]);
    assert!(!text_of(&many).contains("No company"), "{many}");
}

#[test]
fn people_edit_what_is_theirs() {
    let can_edit = |row: &FieldRow| {
        let page = page(row);
        let object = thing(&page);
        is_editable(&page.model, &object, object.field("f").unwrap())
    };
    for kind in [
        T::Text,
        T::Number,
        T::Boolean,
        T::Date,
        T::DateTime,
        T::Select,
        T::MultiSelect,
        T::Rating,
        T::Currency,
        T::Emails,
        T::Phones,
        T::Links,
        T::Array,
        T::FullName,
        T::Address,
        T::RichText,
        T::RawJson,
        T::Files,
        T::Uuid,
    ] {
        assert!(can_edit(&field(kind)), "{kind}");
        assert!(!can_edit(&FieldRow { is_ui_editable: false, ..field(kind) }), "{kind}");
        assert!(!can_edit(&FieldRow { is_system: true, ..field(kind) }), "{kind}");
    }
    for kind in [T::Actor, T::Position, T::TsVector] {
        assert!(!can_edit(&field(kind)), "{kind}");
    }
    assert!(can_edit(&relation(RelationType::ManyToOne)));
    assert!(can_edit(&relation(RelationType::OneToMany)));
}
