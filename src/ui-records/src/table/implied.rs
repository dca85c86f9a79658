//! What filters leave no choice about.

use icosa_model::definition::{ViewFilterGroupRow, ViewFilterRow};
use icosa_model::view_filter::chosen;
use icosa_model::{FieldType, Object, Record};
use serde_json::json;
use uuid::Uuid;

/// Values that a new record must hold so that it appears in a table: those that its filters leave no choice about.
/// `member` stands for "Me".
#[must_use]
pub fn implied_values(
    object: &Object,
    rows: &[ViewFilterRow],
    groups: &[ViewFilterGroupRow],
    member: Uuid,
) -> Record {
    let mut values = Record::new();
    let own = rows.iter().filter(|row| row.operand == "IS" && row.relation_target_field_id.is_none());
    for row in own.filter(|row| must_hold(row.view_filter_group_id, groups)) {
        let Some(field) = object.field_by_id(row.field_id) else { continue };
        let key = field.join_column().unwrap_or(&field.name);
        match field.field_type {
            FieldType::Relation | FieldType::Select | FieldType::Rating => {
                // An option that is gone is no value of new records either.
                if let Some([value]) = chosen(field, row.text().trim(), Some(member)).as_deref()
                    && value != &json!("")
                {
                    values.insert(key.to_owned(), value.clone());
                }
            }
            FieldType::Boolean => {
                if let Ok(value) = row.text().trim().parse::<bool>() {
                    values.insert(key.to_owned(), json!(value));
                }
            }
            _ => {}
        }
    }
    values
}

/// What stands in this group holds of every row: all groups around it ask for all of theirs.
fn must_hold(group: Option<Uuid>, groups: &[ViewFilterGroupRow]) -> bool {
    let found = |id: Uuid| groups.iter().find(|group| group.id == id);
    let around = |group: &&ViewFilterGroupRow| group.parent_view_filter_group_id.and_then(found);
    let Some(id) = group else { return true };
    let mut chain = std::iter::successors(found(id), around).take(groups.len()).peekable();
    chain.peek().is_some() && chain.all(|group| group.logical_operator == "AND")
}

#[cfg(test)]
mod tests {
    use icosa_model::FieldId;

    use super::*;
    use crate::fields::test_support::{choice, field, page, thing};

    fn row(operand: &str, value: &str) -> ViewFilterRow {
        ViewFilterRow::new(Uuid::nil(), FieldId(Uuid::from_u128(100)), operand, json!(value))
    }

    fn implied(object: &Object, row: ViewFilterRow) -> Record {
        implied_values(object, &[row], &[], Uuid::nil())
    }

    #[test]
    fn new_records_take_over_what_filters_leave_no_choice_about() {
        let options = [("NEW", "New", "red"), ("WON", "Won", "green")];
        let object = thing(&page(&choice(FieldType::Select, &options)));
        let new = Record::from_iter([("f".to_owned(), json!("NEW"))]);
        assert_eq!(implied(&object, row("IS", r#"["NEW"]"#)), new);
        assert_eq!(implied(&object, row("IS", "NEW")), new);
        for (operand, value) in
            [("IS", r#"["GONE"]"#), ("IS", r#"["NEW","WON"]"#), ("IS", r#"[""]"#), ("IS_NOT", r#"["NEW"]"#)]
        {
            assert_eq!(implied(&object, row(operand, value)), Record::new(), "{operand} {value}");
        }
        let object = thing(&page(&field(FieldType::Boolean)));
        assert_eq!(implied(&object, row("IS", "true")), Record::from_iter([("f".to_owned(), json!(true))]));
        assert_eq!(implied(&object, row("IS", "perhaps")), Record::new());
    }

    #[test]
    fn one_of_several_filters_is_no_must() {
        let object = thing(&page(&choice(FieldType::Select, &[("NEW", "New", "red")])));
        let (outer, inner) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let grouped = |outer_word: &str, inner_word: &str| {
            let mut around = ViewFilterGroupRow::new(inner, inner_word);
            around.parent_view_filter_group_id = Some(outer);
            let groups = [ViewFilterGroupRow::new(outer, outer_word), around];
            let row = ViewFilterRow { view_filter_group_id: Some(inner), ..row("IS", "NEW") };
            !implied_values(&object, &[row], &groups, Uuid::nil()).is_empty()
        };
        assert!(grouped("AND", "AND"));
        assert!(!grouped("OR", "AND"));
        assert!(!grouped("AND", "NOT"));
    }
}
