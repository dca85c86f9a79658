use icosa_model::definition::RelationType;
use icosa_model::{FieldId, Record};

use super::*;
use crate::fields::test_support::{choice, field, page, relation, thing};

fn row(operand: &str, value: &str) -> ViewFilterRow {
    ViewFilterRow::new(Uuid::nil(), FieldId(Uuid::from_u128(100)), operand, json!(value))
}

fn compare(field: &str, op: Op, value: Value) -> Filter {
    Filter::Compare { path: FieldPath::field(field), op, value }
}

fn read(object: &Object, operand: &str, value: &str) -> Vec<Filter> {
    view_filters(object, &[row(operand, value)], Uuid::nil())
}

#[test]
fn values_are_absent_where_the_record_holds_them() {
    let object = thing(&page(&field(FieldType::Text)));
    assert_eq!(read(&object, "IS_EMPTY", ""), [compare("f", Op::IsNull, Value::Null)]);
    let object = thing(&page(&relation(RelationType::ManyToOne)));
    let filled = Filter::Not(Box::new(compare("fId", Op::IsNull, Value::Null)));
    assert_eq!(read(&object, "IS_NOT_EMPTY", ""), [filled]);
    // The records that point here are no value.
    let object = thing(&page(&relation(RelationType::OneToMany)));
    assert_eq!(read(&object, "IS_EMPTY", ""), []);
}

#[test]
fn what_is_said_of_related_records_keeps_every_row() {
    let object = thing(&page(&relation(RelationType::ManyToOne)));
    let id = Uuid::from_u128(7).to_string();
    let own = row("IS", &format!("[\"{id}\"]"));
    let through =
        ViewFilterRow { relation_target_field_id: Some(FieldId(Uuid::from_u128(20))), ..own.clone() };
    assert_eq!(view_filters(&object, &[own], Uuid::nil()).len(), 1);
    assert_eq!(view_filters(&object, &[through], Uuid::nil()), []);
}

#[test]
fn new_records_take_over_what_filters_leave_no_choice_about() {
    let options = [("NEW", "New", "red"), ("WON", "Won", "green")];
    let object = thing(&page(&choice(FieldType::Select, &options)));
    let implied = |operand: &str, value: &str| implied_values(&object, &[row(operand, value)], Uuid::nil());
    assert_eq!(implied("IS", r#"["NEW"]"#), Record::from_iter([("f".to_owned(), json!("NEW"))]));
    for (operand, value) in
        [("IS", r#"["GONE"]"#), ("IS", r#"["NEW","WON"]"#), ("IS", r#"[""]"#), ("IS_NOT", r#"["NEW"]"#)]
    {
        assert_eq!(implied(operand, value), Record::new(), "{operand} {value}");
    }
    let object = thing(&page(&field(FieldType::Boolean)));
    let implied = |value: &str| implied_values(&object, &[row("IS", value)], Uuid::nil());
    assert_eq!(implied("true"), Record::from_iter([("f".to_owned(), json!(true))]));
    assert_eq!(implied("perhaps"), Record::new());
}
