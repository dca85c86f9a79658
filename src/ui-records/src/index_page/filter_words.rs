//! What a field can be filtered by, and how a filter is said.

use icosa_model::definition::ViewFilterRow;
use icosa_model::format::{Preferences, calendar, zone};
use icosa_model::{Field, FieldType};
use serde_json::Value;

/// What is asked for beside the operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Some of the field's options.
    Options,
    /// True or false.
    Truth,
    /// Part of a text.
    Text,
    /// A number.
    Number,
    /// A day.
    Day,
    /// Nothing.
    Nothing,
}

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operand {
    /// As views store it.
    pub word: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// What is asked for.
    pub asked: Asked,
}

const fn operand(word: &'static str, label: &'static str, asked: Asked) -> Operand {
    Operand { word, label, asked }
}

const EMPTY: Operand = operand("IS_EMPTY", "is empty", Asked::Nothing);
const FILLED: Operand = operand("IS_NOT_EMPTY", "is not empty", Asked::Nothing);
const CONTAINS: Operand = operand("CONTAINS", "contains", Asked::Text);
const LACKS: Operand = operand("DOES_NOT_CONTAIN", "does not contain", Asked::Text);
const AT_LEAST: Operand = operand("GREATER_THAN_OR_EQUAL", "is at least", Asked::Number);
const AT_MOST: Operand = operand("LESS_THAN_OR_EQUAL", "is at most", Asked::Number);
const BEFORE: Operand = operand("IS_BEFORE", "is before", Asked::Day);
const SINCE: Operand = operand("IS_AFTER", "is on or after", Asked::Day);

const OPTIONS: &[Operand] =
    &[operand("IS", "is", Asked::Options), operand("IS_NOT", "is not", Asked::Options), EMPTY, FILLED];
const SEVERAL: &[Operand] = &[
    operand("CONTAINS", "has", Asked::Options),
    operand("DOES_NOT_CONTAIN", "does not have", Asked::Options),
    EMPTY,
    FILLED,
];
const TRUTH: &[Operand] = &[operand("IS", "is", Asked::Truth)];
const PARTS: &[Operand] = &[CONTAINS, LACKS];
const TEXT: &[Operand] = &[CONTAINS, LACKS, EMPTY, FILLED];
const AMOUNT: &[Operand] = &[AT_LEAST, AT_MOST];
const NUMBER: &[Operand] = &[operand("IS", "is", Asked::Number), AT_LEAST, AT_MOST, EMPTY, FILLED];
const DAY: &[Operand] = &[operand("IS", "is", Asked::Day), BEFORE, SINCE, EMPTY, FILLED];
const MOMENT: &[Operand] = &[BEFORE, SINCE, EMPTY, FILLED];
const PRESENCE: &[Operand] = &[EMPTY, FILLED];

/// The operands offered for a field; none where it cannot be filtered by.
#[must_use]
pub fn operands(field: &Field) -> &'static [Operand] {
    use FieldType as T;
    match field.field_type {
        T::Select | T::Rating => OPTIONS,
        T::MultiSelect => SEVERAL,
        T::Boolean => TRUTH,
        T::Text => TEXT,
        T::Number | T::Numeric => NUMBER,
        T::Currency => AMOUNT,
        T::Date => DAY,
        T::DateTime => MOMENT,
        T::FullName | T::Emails | T::Links | T::Phones | T::Address => PARTS,
        T::Relation | T::MorphRelation if !field.is_to_many() => PRESENCE,
        _ => &[],
    }
}

/// The operand of a stored filter, if it is one that is offered.
#[must_use]
pub fn operand_of(field: &Field, word: &str) -> Option<Operand> {
    operands(field).iter().copied().find(|operand| operand.word == word)
}

/// The options that a value names.
#[must_use]
pub fn chosen(value: &str) -> Vec<String> {
    let parsed: Value = serde_json::from_str(value).unwrap_or_default();
    parsed.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The day that a value names, as inputs take it.
#[must_use]
pub fn day_of(field: &Field, value: &str, preferences: &Preferences) -> String {
    let local = if field.field_type == FieldType::DateTime {
        zone::to_local(value, &preferences.zone).unwrap_or_default()
    } else {
        value.to_owned()
    };
    local.get(..10).unwrap_or_default().to_owned()
}

/// The value that a day gives: of a moment the beginning of that day where the person is.
#[must_use]
pub fn value_of_day(field: &Field, day: &str, preferences: &Preferences) -> String {
    if field.field_type == FieldType::DateTime && !day.is_empty() {
        return zone::from_local(&format!("{day}T00:00"), &preferences.zone).unwrap_or_default();
    }
    day.to_owned()
}

/// A filter in words: the operand, and what is compared with.
#[must_use]
pub fn said(field: &Field, row: &ViewFilterRow, preferences: &Preferences) -> (String, String) {
    let Some(operand) = operand_of(field, &row.operand) else {
        // Made by a program, of a kind that is not offered here.
        return (row.operand.to_lowercase().replace('_', " "), String::new());
    };
    let value = row.text();
    let value = match operand.asked {
        Asked::Nothing => String::new(),
        Asked::Options => {
            let label = |value: &String| match field.options.iter().find(|option| option.value == *value) {
                Some(option) => option.label.clone(),
                None if value.is_empty() => "no value".to_owned(),
                None => value.clone(),
            };
            chosen(&value).iter().map(label).collect::<Vec<_>>().join(", ")
        }
        Asked::Truth => (if value == "true" { "true" } else { "false" }).to_owned(),
        Asked::Day => calendar::date(&day_of(field, &value, preferences), preferences),
        Asked::Text | Asked::Number => value,
    };
    (operand.label.to_owned(), value)
}

#[cfg(test)]
mod tests {
    use icosa_model::definition::{FieldRow, SelectOption};
    use icosa_model::{FieldId, ObjectId};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn field(field_type: FieldType) -> Field {
        let mut row = FieldRow::new(FieldId(Uuid::nil()), ObjectId(Uuid::nil()), "phase", field_type);
        let option = |value: &str, label: &str| SelectOption {
            id: Uuid::nil(),
            value: value.to_owned(),
            label: label.to_owned(),
            color: None,
            position: 0,
        };
        row.options = vec![option("NEW", "New"), option("WON", "Won deals")];
        Field { row, columns: Vec::new(), relation: None }
    }

    fn row(operand: &str, value: &str) -> ViewFilterRow {
        ViewFilterRow::new(Uuid::nil(), FieldId(Uuid::nil()), operand, json!(value))
    }

    #[test]
    fn filters_are_said_in_words() {
        let preferences = Preferences::default();
        let said = |kind, operand: &str, value: &str| said(&field(kind), &row(operand, value), &preferences);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(said(FieldType::Select, "IS", r#"["WON","GONE"]"#), pair("is", "Won deals, GONE"));
        assert_eq!(said(FieldType::Text, "IS_EMPTY", ""), pair("is empty", ""));
        assert_eq!(said(FieldType::Number, "GREATER_THAN_OR_EQUAL", "5"), pair("is at least", "5"));
        assert_eq!(said(FieldType::Date, "IS_RELATIVE", "x"), pair("is relative", ""));
    }

    #[test]
    fn what_has_no_operand_cannot_be_filtered_by() {
        assert!(operands(&field(FieldType::RawJson)).is_empty());
        assert_eq!(operand_of(&field(FieldType::Boolean), "IS").map(|o| o.asked), Some(Asked::Truth));
    }
}
