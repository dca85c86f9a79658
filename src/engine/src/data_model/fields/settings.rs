//! Settings by type (data model, section 1.5).

use icosa_model::definition::{FieldRow, FieldSettings};
use icosa_model::{FieldType, field_type::SubField};
use serde_json::json;

use super::code::INVALID;
use crate::data_model::draft::Draft;
use crate::data_model::report::{Kind, Problem};

/// Checks the settings of a row; what does not apply to its type is refused.
pub fn check(draft: &mut Draft<'_>, row: &FieldRow, kind: Kind) {
    let found: Vec<Problem> = misplaced(row).into_iter().chain(values(row)).collect();
    let subject = draft.field_subject(row, kind);
    for problem in found {
        draft.problem(&subject, problem);
    }
}

fn misplaced(row: &FieldRow) -> Option<Problem> {
    use FieldType as T;
    let s = &row.settings;
    let kind = row.field_type;
    let given: [(&str, bool, &[FieldType]); 14] = [
        ("dataType", s.data_type.is_some(), &[T::Number]),
        ("decimals", s.decimals.is_some(), &[T::Number, T::Currency]),
        ("type", s.kind.is_some(), &[T::Number, T::Links]),
        ("format", s.format.is_some(), &[T::Currency]),
        ("displayFormat", s.display_format.is_some(), &[T::Date, T::DateTime]),
        ("displayedMaxRows", s.displayed_max_rows.is_some(), &[T::Text]),
        (
            "maxNumberOfValues",
            s.max_number_of_values.is_some(),
            &[T::Emails, T::Phones, T::Array, T::Links, T::Files],
        ),
        ("clickAction", s.click_action.is_some(), &[T::Emails, T::Phones, T::Array, T::Links]),
        ("subFields", s.sub_fields.is_some(), &[T::Address]),
        ("customUnicodeDateFormat", s.custom_unicode_date_format.is_some(), &[T::Date, T::DateTime]),
        ("relationType", s.relation_type.is_some(), &[T::Relation, T::MorphRelation]),
        ("joinColumnName", s.join_column_name.is_some(), &[T::Relation, T::MorphRelation]),
        ("onDelete", s.on_delete.is_some(), &[T::Relation, T::MorphRelation]),
        ("junctionTargetFieldId", s.junction_target_field_id.is_some(), &[T::Relation, T::MorphRelation]),
    ];
    let wrong = given.iter().find(|(_, is_given, types)| *is_given && !types.contains(&kind))?;
    let message = format!("A field of type {kind} has no setting {}.", wrong.0);
    Some(Problem::new(INVALID, message).with_value(wrong.0))
}

fn values(row: &FieldRow) -> Vec<Problem> {
    let s = &row.settings;
    let mut found = Vec::new();
    for (what, value, allowed) in words(row.field_type, s) {
        if let Some(value) = value
            && !allowed.contains(&value.as_str())
        {
            let message = format!("{what} is one of {}.", allowed.join(", "));
            found.push(Problem::new(INVALID, message).with_value(value.clone()));
        }
    }
    if s.decimals.is_some_and(|decimals| decimals > 15) {
        found.push(Problem::new(INVALID, "A number has at most 15 decimals.").with_value(json!(s.decimals)));
    }
    let count = s.max_number_of_values;
    match row.field_type {
        FieldType::Files if !count.is_some_and(|count| (1..=10).contains(&count)) => {
            let message = "A files field holds 1 to 10 files: say how many (maxNumberOfValues).";
            found.push(Problem::new(INVALID, message).with_value(json!(count)));
        }
        _ if count == Some(0) => {
            found.push(Problem::new(INVALID, "A field holds at least one value.").with_value(0));
        }
        _ => {}
    }
    let known =
        |part: &String| FieldType::Address.sub_fields().iter().any(|known: &SubField| known.name == part);
    if let Some(parts) = &s.sub_fields
        && (parts.is_empty() || !parts.iter().all(known))
    {
        let message = "subFields names parts of an address, at least one.";
        found.push(Problem::new(INVALID, message).with_value(json!(parts)));
    }
    found
}

type Word<'s> = (&'static str, &'s Option<String>, &'static [&'static str]);

fn words(kind: FieldType, s: &FieldSettings) -> [Word<'_>; 5] {
    let kinds: &[&str] =
        if kind == FieldType::Links { &["url", "domain"] } else { &["number", "percentage", "shortNumber"] };
    [
        ("dataType", &s.data_type, &["float", "int", "bigint"]),
        ("type", &s.kind, kinds),
        ("format", &s.format, &["short", "full"]),
        ("displayFormat", &s.display_format, &["RELATIVE", "USER_SETTINGS", "CUSTOM"]),
        ("clickAction", &s.click_action, &["COPY", "OPEN_LINK", "OPEN_IN_APP"]),
    ]
}
