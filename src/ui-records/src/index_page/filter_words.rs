//! What a field can be filtered by, and how a filter is said.

use std::collections::HashMap;

use icosa_model::definition::ViewFilterRow;
use icosa_model::format::{Preferences, calendar, zone};
use icosa_model::view_filter::{named, names_me};
use icosa_model::{Field, FieldType, Model, Object};

use super::plan::related_field;
use crate::fields::type_icon;

/// What is asked for beside the operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Some of the field's options.
    Options,
    /// Some records of the object that the field leads to.
    Records,
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
const EQUAL: Operand = operand("IS", "is", Asked::Number);
const UNEQUAL: Operand = operand("IS_NOT", "is not", Asked::Number);
const BEFORE: Operand = operand("IS_BEFORE", "is before", Asked::Day);
const SINCE: Operand = operand("IS_AFTER", "is on or after", Asked::Day);
const TODAY: Operand = operand("IS_TODAY", "is today", Asked::Nothing);
const PAST: Operand = operand("IS_IN_PAST", "is in the past", Asked::Nothing);
const FUTURE: Operand = operand("IS_IN_FUTURE", "is in the future", Asked::Nothing);

const OPTIONS: &[Operand] =
    &[operand("IS", "is", Asked::Options), operand("IS_NOT", "is not", Asked::Options), EMPTY, FILLED];
const SEVERAL: &[Operand] = &[
    operand("CONTAINS", "has", Asked::Options),
    operand("DOES_NOT_CONTAIN", "does not have", Asked::Options),
    EMPTY,
    FILLED,
];
const RECORDS: &[Operand] =
    &[operand("IS", "is", Asked::Records), operand("IS_NOT", "is not", Asked::Records), EMPTY, FILLED];
const TRUTH: &[Operand] = &[operand("IS", "is", Asked::Truth)];
const TEXT: &[Operand] = &[CONTAINS, LACKS, EMPTY, FILLED];
const AMOUNT: &[Operand] = &[AT_LEAST, AT_MOST, EQUAL, UNEQUAL, EMPTY, FILLED];
const NUMBER: &[Operand] = &[EQUAL, UNEQUAL, AT_LEAST, AT_MOST, EMPTY, FILLED];
const DAY: &[Operand] = &[operand("IS", "is", Asked::Day), BEFORE, SINCE, TODAY, PAST, FUTURE, EMPTY, FILLED];
const MOMENT: &[Operand] = &[BEFORE, SINCE, TODAY, PAST, FUTURE, EMPTY, FILLED];

/// Operands that programs store and nothing here offers, as people read them.
const OTHERS: &[(&str, &str)] = &[
    ("IS", "is"),
    ("IS_NOT", "is not"),
    ("IS_NOT_NULL", "is not empty"),
    ("IS_RELATIVE", "is in"),
    ("VECTOR_SEARCH", "matches"),
];

/// The operands offered for a field; none where it cannot be filtered by.
#[must_use]
pub fn operands(field: &Field) -> &'static [Operand] {
    use FieldType as T;
    match field.field_type {
        T::Select | T::Rating => OPTIONS,
        T::MultiSelect => SEVERAL,
        T::Boolean => TRUTH,
        T::Number | T::Numeric => NUMBER,
        T::Currency => AMOUNT,
        T::Date => DAY,
        T::DateTime => MOMENT,
        T::Text | T::FullName | T::Emails | T::Links | T::Phones | T::Address | T::Array | T::Actor => TEXT,
        T::Relation | T::MorphRelation if !field.is_to_many() => RECORDS,
        _ => &[],
    }
}

/// The operand of a stored filter, if it is one that is offered.
#[must_use]
pub fn operand_of(field: &Field, word: &str) -> Option<Operand> {
    operands(field).iter().copied().find(|operand| operand.word == word)
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

/// What records are called, by id.
pub type Names = HashMap<String, String>;

/// A filter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of the field.
    pub icon: String,
    /// The field, and the one of related records behind it.
    pub label: String,
    /// How values are compared.
    pub operand: String,
    /// What with; empty where the operand says all.
    pub value: String,
}

/// Who says filters in words.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    /// Where fields of related records are found.
    pub model: &'a Model,
    /// How dates are written.
    pub preferences: &'a Preferences,
    /// Of the records that filters name.
    pub names: &'a Names,
}

impl Speaker<'_> {
    /// Says a filter; `None` where its field does not exist.
    #[must_use]
    pub fn say(self, object: &Object, row: &ViewFilterRow) -> Option<Said> {
        let own = object.field_by_id(row.field_id)?;
        let field = match row.relation_target_field_id {
            Some(_) => related_field(self.model, object, row)?.1,
            None => own,
        };
        let mut label = own.label.clone();
        if row.relation_target_field_id.is_some() {
            label = format!("{label} \u{203a} {}", field.label);
        }
        if let Some(part) = &row.sub_field_name {
            label = format!("{label} \u{203a} {}", spaced(part));
        }
        let operand = match operand_of(field, &row.operand) {
            Some(operand) => operand.label.to_owned(),
            None => other_operand(&row.operand),
        };
        let icon = own.icon.clone().unwrap_or_else(|| type_icon(own.field_type).to_owned());
        Some(Said { icon, label, operand, value: self.value(field, row) })
    }

    fn value(self, field: &Field, row: &ViewFilterRow) -> String {
        let text = row.text();
        let is_said = operand_of(field, &row.operand).is_some_and(|operand| operand.asked == Asked::Nothing);
        if is_said {
            return String::new();
        }
        match field.field_type {
            _ if row.operand == "IS_RELATIVE" => span(&text),
            _ if row.sub_field_name.is_some() => named(&text).join(", "),
            FieldType::Select | FieldType::MultiSelect | FieldType::Rating => {
                named(&text).iter().map(|value| option(field, value)).collect::<Vec<_>>().join(", ")
            }
            FieldType::Relation | FieldType::MorphRelation => self.records(&text),
            FieldType::Date | FieldType::DateTime => {
                calendar::date(&day_of(field, &text, self.preferences), self.preferences)
            }
            _ => text,
        }
    }

    /// The records that a filter names, "Me" first.
    fn records(self, text: &str) -> String {
        let name = |id: String| self.names.get(&id).cloned().unwrap_or_else(|| "unknown record".to_owned());
        let me = names_me(text).then(|| "Me".to_owned());
        me.into_iter().chain(named(text).into_iter().map(name)).collect::<Vec<_>>().join(", ")
    }
}

fn other_operand(word: &str) -> String {
    let known = OTHERS.iter().find(|(other, _)| *other == word).map(|(_, label)| (*label).to_owned());
    known.unwrap_or_else(|| word.to_lowercase().replace('_', " "))
}

fn option(field: &Field, value: &str) -> String {
    // Ratings are named by their number, too.
    let is_it = |option: &str| option == value || option.strip_prefix("RATING_") == Some(value);
    match field.options.iter().find(|option| is_it(&option.value)) {
        Some(option) => option.label.clone(),
        None if value.is_empty() => "no value".to_owned(),
        None => value.to_owned(),
    }
}

/// A span relative to now (`PAST_7_DAY`, with a zone and the like behind it) in words.
fn span(text: &str) -> String {
    let mut words = text.split(";;").next().unwrap_or_default().split('_');
    let (Some(way), Some(count), Some(unit)) = (words.next(), words.next(), words.next()) else {
        return text.to_owned();
    };
    let unit = unit.to_lowercase();
    match (way, count) {
        ("THIS", _) => format!("this {unit}"),
        (_, "1") => format!("the {} {unit}", if way == "PAST" { "past" } else { "next" }),
        _ => format!("the {} {count} {unit}s", if way == "PAST" { "past" } else { "next" }),
    }
}

/// `addressCity` as words.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests;
