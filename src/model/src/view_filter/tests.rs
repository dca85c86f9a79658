use super::*;
use crate::definition::FieldRow;
use crate::resolve::{Column, Relation, RelationKind};
use crate::values::fixtures::{choice, field as of};
use crate::{FieldId, ObjectId, definition::OnDelete};

const ME: Uuid = Uuid::from_u128(0xabc);

fn field(field_type: FieldType) -> Field {
    of(field_type)
}

fn stage(field_type: FieldType) -> Field {
    choice(field_type, &[("NEW", "New"), ("WON", "Won")])
}

fn assignee() -> Field {
    let mut field = field(FieldType::Relation);
    field.columns =
        vec![Column { name: "fId".to_owned(), kind: FieldType::Uuid, sub_field: None, nullable: true }];
    field.relation = Some(Relation {
        kind: RelationKind::ManyToOne { column: "fId".to_owned(), on_delete: OnDelete::SetNull },
        target: ObjectId(Uuid::from_u128(3)),
        target_name: "workspaceMember".to_owned(),
        target_field: "assignedTasks".to_owned(),
    });
    field
}

/// With the columns of its parts.
fn composite(field_type: FieldType) -> Field {
    let row = FieldRow::new(FieldId(Uuid::nil()), ObjectId(Uuid::nil()), "f", field_type);
    let column = |part: &crate::SubField| Column {
        name: part.name.to_owned(),
        kind: part.kind,
        sub_field: Some(part.name),
        nullable: true,
    };
    Field { row, columns: field_type.sub_fields().iter().map(column).collect(), relation: None }
}

fn read(field: &Field, operand: &str, value: &str) -> Option<Filter> {
    view_filter(
        field,
        &ViewFilterRow::new(Uuid::nil(), FieldId(Uuid::nil()), operand, json!(value)),
        Some(ME),
    )
}

fn read_part(field: &Field, part: &str, operand: &str, value: &str) -> Option<Filter> {
    let row = ViewFilterRow::new(Uuid::nil(), FieldId(Uuid::nil()), operand, json!(value));
    view_filter(field, &ViewFilterRow { sub_field_name: Some(part.to_owned()), ..row }, None)
}

fn whole(op: Op, value: impl Into<Value>) -> Filter {
    compare(&FieldPath::field("f"), op, value)
}

fn part(name: &str, op: Op, value: impl Into<Value>) -> Filter {
    compare(&FieldPath::part("f", name), op, value)
}

fn absent() -> Filter {
    whole(Op::IsNull, Value::Null)
}

#[test]
fn me_is_the_signed_in_member() {
    let value = r#"{"isCurrentWorkspaceMemberSelected":true,"selectedRecordIds":[]}"#;
    let mine = compare(&FieldPath::field("fId"), Op::In, json!([ME]));
    assert_eq!(read(&assignee(), "IS", value), Some(Filter::Or(vec![mine])));
}

#[test]
fn is_not_keeps_records_without_a_value() {
    let is = Filter::Or(vec![whole(Op::In, json!(["NEW"]))]);
    let expected = Filter::Or(vec![not(is), absent()]);
    assert_eq!(read(&stage(FieldType::Select), "IS_NOT", r#"["NEW"]"#), Some(expected));
}

#[test]
fn an_empty_choice_stands_for_no_value() {
    let expected = Filter::Or(vec![whole(Op::In, json!(["NEW"])), absent()]);
    assert_eq!(read(&stage(FieldType::Select), "IS", r#"["NEW",""]"#), Some(expected));
    assert_eq!(read(&stage(FieldType::Select), "IS", r#"[""]"#), Some(Filter::Or(vec![absent()])));
}

#[test]
fn options_that_are_gone_are_left_out() {
    let some = |values: Value| Some(Filter::Or(vec![whole(Op::In, values)]));
    assert_eq!(read(&stage(FieldType::Select), "IS", r#"["GONE","NEW"]"#), some(json!(["NEW"])));
    // Nothing is one of what is gone.
    assert_eq!(read(&stage(FieldType::Select), "IS", r#"["GONE"]"#), some(json!([])));
    assert_eq!(
        read(&field(FieldType::Rating), "IS", r#"["RATING_9","RATING_2"]"#),
        some(json!(["RATING_2"]))
    );
    let contains = read(&stage(FieldType::MultiSelect), "CONTAINS", r#"["GONE","WON"]"#);
    assert_eq!(contains, Some(whole(Op::ContainsAny, json!(["WON"]))));
    let other = compare(&FieldPath::field("fId"), Op::In, json!([]));
    assert_eq!(read(&assignee(), "IS", r#"["no id"]"#), Some(Filter::Or(vec![other])));
}

#[test]
fn filters_without_a_usable_value_keep_every_record() {
    for (field, operand, value) in [
        (stage(FieldType::Select), "IS", ""),
        (stage(FieldType::Select), "IS", "[]"),
        (stage(FieldType::Select), "IS", "GONE"),
        (stage(FieldType::Select), "SOUNDS_LIKE", r#"["NEW"]"#),
        (stage(FieldType::MultiSelect), "CONTAINS", "not json"),
        (field(FieldType::Rating), "GREATER_THAN_OR_EQUAL", "6"),
        (assignee(), "IS", r#"{"isCurrentWorkspaceMemberSelected":false,"selectedRecordIds":[]}"#),
        (assignee(), "IS", "somebody"),
        (field(FieldType::Number), "IS", "many"),
        (field(FieldType::Number), "IS", "inf"),
        (field(FieldType::Boolean), "IS", "perhaps"),
        (field(FieldType::Date), "IS", "2026-02-30"),
        (field(FieldType::Date), "IS_BEFORE", "tomorrow"),
        (field(FieldType::DateTime), "IS_AFTER", "2026"),
        (field(FieldType::Text), "CONTAINS", "a\0b"),
        (composite(FieldType::Phones), "CONTAINS", "none"),
        (composite(FieldType::Currency), "CONTAINS", "EUR"),
        (composite(FieldType::Currency), "GREATER_THAN_OR_EQUAL", "1e308"),
    ] {
        assert_eq!(read(&field, operand, value), None, "{} {operand} {value}", field.field_type);
    }
}

#[test]
fn names_are_found_by_all_their_words() {
    let word = |word: &str| {
        let pattern = format!("%{word}%");
        let part = |name: &str| part(name, Op::ILike, pattern.clone());
        Filter::Or(vec![part("firstName"), part("lastName")])
    };
    let both = Filter::And(vec![word("Ada"), word("Lovelace")]);
    let name = composite(FieldType::FullName);
    assert_eq!(read(&name, "CONTAINS", " Ada  Lovelace "), Some(both.clone()));
    assert_eq!(read(&name, "DOES_NOT_CONTAIN", "Ada Lovelace"), Some(not(both)));
    assert_eq!(read_part(&name, "lastName", "CONTAINS", "love"), Some(part("lastName", Op::ILike, "%love%")));
}

#[test]
fn all_values_of_a_field_are_looked_at() {
    let found = |field_type: FieldType, text: &str| read(&composite(field_type), "CONTAINS", text);
    let any = |parts: &[(&str, Op)], text: &str| {
        Some(Filter::Or(parts.iter().map(|(name, op)| part(name, *op, text)).collect()))
    };
    let parts = [
        ("primaryPhoneNumber", Op::ILike),
        ("primaryPhoneCallingCode", Op::ILike),
        ("additionalPhones", Op::Like),
    ];
    assert_eq!(found(FieldType::Phones, "(030) 12-34"), any(&parts, "%0301234%"));
    assert_eq!(found(FieldType::Phones, "+49"), any(&parts, "%+49%"));
    let parts = [("primaryEmail", Op::ILike), ("additionalEmails", Op::Like)];
    assert_eq!(found(FieldType::Emails, "a_b"), any(&parts, "%a\\_b%"));
    let parts =
        [("primaryLinkUrl", Op::ILike), ("primaryLinkLabel", Op::ILike), ("secondaryLinks", Op::Like)];
    assert_eq!(found(FieldType::Links, "x"), any(&parts, "%x%"));
}

#[test]
fn signs_of_patterns_are_taken_literally() {
    let found = read(&field(FieldType::Text), "CONTAINS", "50%_a\\");
    assert_eq!(found, Some(whole(Op::ILike, "%50\\%\\_a\\\\%")));
}

#[test]
fn amounts_are_given_in_units_and_currencies_in_a_list() {
    let money = composite(FieldType::Currency);
    let micros = |op, value: &str| Some(part("amountMicros", op, value));
    assert_eq!(read(&money, "GREATER_THAN_OR_EQUAL", "20.5"), micros(Op::Gte, "20500000"));
    assert_eq!(read_part(&money, "amountMicros", "LESS_THAN_OR_EQUAL", "3"), micros(Op::Lte, "3000000"));
    let euros = Filter::Or(vec![part("currencyCode", Op::In, json!(["EUR"]))]);
    assert_eq!(read_part(&money, "currencyCode", "IS_NOT", r#"["EUR"]"#), Some(not(euros)));
    assert_eq!(read_part(&money, "colour", "IS", "red"), None);
}

#[test]
fn ratings_have_an_order() {
    let stars = field(FieldType::Rating);
    let high = Some(whole(Op::In, json!(["RATING_4", "RATING_5"])));
    assert_eq!(read(&stars, "GREATER_THAN_OR_EQUAL", "4"), high);
    assert_eq!(read(&stars, "GREATER_THAN_OR_EQUAL", "RATING_4"), high);
    assert_eq!(
        read(&stars, "LESS_THAN_OR_EQUAL", r#"["RATING_1"]"#),
        Some(whole(Op::In, json!(["RATING_1"])))
    );
}

#[test]
fn days_and_instants_are_read_like_any_other() {
    let day = |operand: &str, text: &str| read(&field(FieldType::Date), operand, text);
    assert_eq!(day("IS", "2026-02-28"), Some(whole(Op::Eq, "2026-02-28")));
    assert_eq!(day("IS_BEFORE", "2026-02-28T10:00:00Z"), Some(whole(Op::Lt, "2026-02-28")));
    let instant = |operand: &str, text: &str| read(&field(FieldType::DateTime), operand, text);
    assert_eq!(instant("IS_AFTER", "2026-02-28"), Some(whole(Op::Gte, "2026-02-28T00:00:00.000Z")));
    let during = [(Op::Gte, "2026-02-28T00:00:00.000Z"), (Op::Lt, "2026-03-01T00:00:00.000Z")];
    let during = Filter::And(during.map(|(op, text)| whole(op, text)).to_vec());
    assert_eq!(instant("IS", "2026-02-28T10:00:00Z"), Some(during));
}

#[test]
fn what_is_named_is_known_without_the_field() {
    let words = |text: &str| named(text).join(",");
    assert_eq!(
        (words(r#"["NEW","GONE",""]"#), words("NEW"), words(r#""NEW""#)),
        ("NEW,GONE,".into(), "NEW".into(), "NEW".into())
    );
    assert_eq!((words(""), words("[]")), (String::new(), String::new()));
    let choice = r#"{"isCurrentWorkspaceMemberSelected":true,"selectedRecordIds":["a"]}"#;
    assert_eq!((words(choice), names_me(choice)), ("a".to_owned(), true));
    assert!(!names_me(r#"["a"]"#) && !names_me("true"));
}
