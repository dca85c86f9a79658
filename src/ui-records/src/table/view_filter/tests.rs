use icosa_model::FieldId;
use icosa_model::definition::{FieldRow, RelationType};
use icosa_model::resolve::{Column, Relation, RelationKind};
use icosa_model::{ObjectId, definition::OnDelete};

use super::*;

const ME: Uuid = Uuid::from_u128(0xabc);

fn field(name: &str, field_type: FieldType) -> Field {
    let (id, object) = (FieldId(Uuid::from_u128(1)), ObjectId(Uuid::from_u128(2)));
    let row = FieldRow::new(id, object, name, field_type);
    Field { row, columns: Vec::new(), relation: None }
}

fn assignee() -> Field {
    let mut field = field("assignee", FieldType::Relation);
    field.row.settings.relation_type = Some(RelationType::ManyToOne);
    field.columns = vec![Column {
        name: "assigneeId".to_owned(),
        kind: FieldType::Uuid,
        sub_field: None,
        nullable: true,
    }];
    field.relation = Some(Relation {
        kind: RelationKind::ManyToOne { column: "assigneeId".to_owned(), on_delete: OnDelete::SetNull },
        target: ObjectId(Uuid::from_u128(3)),
        target_name: "workspaceMember".to_owned(),
        target_field: "assignedTasks".to_owned(),
    });
    field
}

fn row(operand: &str, value: &str) -> ViewFilterRow {
    ViewFilterRow::new(Uuid::from_u128(9), FieldId(Uuid::from_u128(1)), operand, json!(value))
}

fn compare(field: &str, op: Op, value: Value) -> Filter {
    Filter::Compare { path: FieldPath::field(field), op, value }
}

#[test]
fn me_is_the_signed_in_member() {
    let stored = row("IS", r#"{"isCurrentWorkspaceMemberSelected":true,"selectedRecordIds":[]}"#);
    let filter = view_filter(&assignee(), &stored, ME);
    assert_eq!(filter, Some(Filter::Or(vec![compare("assigneeId", Op::In, json!([ME]))])));
}

#[test]
fn is_not_keeps_rows_without_a_value() {
    let filter = view_filter(&field("stage", FieldType::Select), &row("IS_NOT", r#"["NEW"]"#), ME);
    let is = Filter::Or(vec![compare("stage", Op::In, json!(["NEW"]))]);
    let expected = Filter::Or(vec![Filter::Not(Box::new(is)), compare("stage", Op::IsNull, Value::Null)]);
    assert_eq!(filter, Some(expected));
}

#[test]
fn an_empty_choice_stands_for_no_value() {
    let filter = view_filter(&field("stage", FieldType::Select), &row("IS", r#"["NEW",""]"#), ME);
    let expected =
        Filter::Or(vec![compare("stage", Op::In, json!(["NEW"])), compare("stage", Op::IsNull, Value::Null)]);
    assert_eq!(filter, Some(expected));
}

#[test]
fn filters_without_a_usable_value_keep_every_row() {
    let select = field("stage", FieldType::Select);
    for value in ["", "[]", "not json"] {
        assert_eq!(view_filter(&select, &row("IS", value), ME), None, "{value}");
    }
    let nobody = row("IS", r#"{"isCurrentWorkspaceMemberSelected":false,"selectedRecordIds":[]}"#);
    assert_eq!(view_filter(&assignee(), &nobody, ME), None);
    assert_eq!(view_filter(&field("n", FieldType::Number), &row("IS", "many"), ME), None);
}

#[test]
fn signs_of_patterns_are_taken_literally() {
    let filter = view_filter(&field("name", FieldType::Text), &row("CONTAINS", "50%_a"), ME);
    assert_eq!(filter, Some(compare("name", Op::ILike, json!("%50\\%\\_a%"))));
}
