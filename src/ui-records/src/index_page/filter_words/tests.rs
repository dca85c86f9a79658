use icosa_model::FieldId;
use icosa_model::definition::RelationType;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::fields::test_support::{choice, field, page, relation, thing};

fn say(field: &icosa_model::definition::FieldRow, operand: &str, value: &str) -> (String, String) {
    let page = page(field);
    let object = thing(&page);
    let names = Names::from([("a".to_owned(), "Ada Lovelace".to_owned())]);
    let preferences = Preferences::default();
    let speaker = Speaker { model: &page.model, preferences: &preferences, names: &names };
    let row = ViewFilterRow::new(Uuid::nil(), FieldId(Uuid::from_u128(100)), operand, json!(value));
    let said = speaker.say(&object, &row).unwrap();
    (said.operand, said.value)
}

fn pair(operand: &str, value: &str) -> (String, String) {
    (operand.to_owned(), value.to_owned())
}

#[test]
fn filters_are_said_in_words() {
    let phase = choice(FieldType::Select, &[("NEW", "New", "red"), ("WON", "Won deals", "green")]);
    assert_eq!(say(&phase, "IS", r#"["WON","GONE"]"#), pair("is", "Won deals, GONE"));
    assert_eq!(say(&phase, "IS", "NEW"), pair("is", "New"), "a value alone");
    assert_eq!(say(&field(FieldType::Text), "IS_EMPTY", ""), pair("is empty", ""));
    assert_eq!(say(&field(FieldType::Number), "GREATER_THAN_OR_EQUAL", "5"), pair("is at least", "5"));
    let date = field(FieldType::Date);
    assert_eq!(say(&date, "IS_RELATIVE", "PAST_7_DAY;;UTC;;MONDAY;;"), pair("is in", "the past 7 days"));
    assert_eq!(say(&date, "IS_RELATIVE", "THIS_1_WEEK"), pair("is in", "this week"));
    assert_eq!(say(&date, "IS_TODAY", ""), pair("is today", ""));
}

#[test]
fn records_are_said_by_name() {
    let relation = relation(RelationType::ManyToOne);
    let choice = r#"{"isCurrentWorkspaceMemberSelected":true,"selectedRecordIds":["a","b"]}"#;
    assert_eq!(say(&relation, "IS", choice), pair("is", "Me, Ada Lovelace, unknown record"));
    assert_eq!(say(&relation, "IS_NOT", r#"["a"]"#), pair("is not", "Ada Lovelace"));
}
