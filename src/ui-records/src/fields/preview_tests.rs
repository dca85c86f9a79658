use icosa_model::FieldType as T;
use icosa_model::definition::RelationType;

use super::super::test_support::{choice, field, html, page, relation, text_of, with};
use super::*;

fn preview(row: &FieldRow, sample: Option<Value>) -> String {
    let row = row.clone();
    html(page(&row), || view! { <FieldPreview field=row sample/> }.into_any())
}

#[test]
fn every_type_has_a_believable_sample() {
    let stages = [("NEW", "New lead", "red"), ("WON", "Won", "green"), ("LOST", "Lost", "gray")];
    for (row, text) in [
        (field(T::Text), "The analytical engine"),
        (field(T::Number), "1,234.5"),
        (with(T::Number, |s| s.kind = Some("percentage".to_owned())), "42.5%"),
        (with(T::Number, |s| s.kind = Some("shortNumber".to_owned())), "1.2m"),
        (with(T::Number, |s| s.data_type = Some("int".to_owned())), "1,234"),
        (field(T::Boolean), "True"),
        (field(T::Date), "Nov 17, 2026"),
        (with(T::DateTime, |s| s.display_format = Some("RELATIVE".to_owned())), "3 days ago"),
        (choice(T::Select, &stages), "New lead"),
        (choice(T::MultiSelect, &stages), "New lead Won"),
        (field(T::Currency), "$1.2k"),
        (field(T::Emails), "ada@engines.com"),
        (field(T::Phones), "+1 415 555 0123"),
        (field(T::Links), "engines.com"),
        (field(T::Array), "Analytical Difference"),
        (field(T::RawJson), "{\"cards\":[1,2,3],\"engine\":\"analytical\"}"),
        (field(T::FullName), "Ada Lovelace"),
        (field(T::Address), "350 Fifth Avenue, Floor 34, New York, NY, 10118, United States"),
        (with(T::Address, |s| s.sub_fields = Some(vec!["addressCity".to_owned()])), "New York"),
        (field(T::RichText), "The engine weaves algebraical patterns."),
        (field(T::Uuid), "0b5c1d0e-9a64-4c1f-8f1b-2f6d0c7a5e31"),
        (field(T::Files), "Contract.pdf Drawing.png"),
        (field(T::Actor), "Ada Lovelace"),
        (relation(RelationType::ManyToOne), "E Engines &amp; Co"),
        (relation(RelationType::OneToMany), "E Engines &amp; Co"),
    ] {
        let html = preview(&row, None);
        assert_eq!(text_of(&html), format!("Field {text}"), "{} {html}", row.field_type);
        assert!(!html.contains("href") && !html.contains("<button"), "{html}");
    }
    let stars = preview(&field(T::Rating), None);
    assert!(stars.contains("aria-label=\"4 of 5\""), "{stars}");
}

#[test]
fn the_default_value_and_a_given_sample_come_first() {
    let stages = [("NEW", "New lead", "red"), ("WON", "Won", "green")];
    let with_default = |mut row: FieldRow, default: Value| {
        row.default_value = default;
        text_of(&preview(&row, None))
    };
    assert_eq!(with_default(choice(T::Select, &stages), json!("'WON'")), "Field Won");
    assert_eq!(with_default(field(T::Boolean), json!(false)), "Field False");
    assert_eq!(with_default(field(T::Currency), json!({ "currencyCode": "'EUR'" })), "Field €1.2k");
    assert_eq!(text_of(&preview(&field(T::Text), Some(json!("Mine")))), "Field Mine");
}

#[test]
fn an_unfinished_field_is_drawn_as_far_as_it_goes() {
    let mut row = choice(T::Select, &[]);
    row.label = " ".to_owned();
    assert_eq!(text_of(&preview(&row, None)), "Untitled Empty");
    let mut row = relation(RelationType::ManyToOne);
    let page = page(&row);
    row.relation_target_object_id = None;
    let html = html(page, || view! { <FieldPreview field=row sample=None/> }.into_any());
    assert_eq!(text_of(&html), "Field Empty");
}
