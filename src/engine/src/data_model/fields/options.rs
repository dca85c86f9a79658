//! Choices of SELECT, MULTI_SELECT and RATING (data model, section 1.4; metadata API, section 6.4).

use std::collections::{BTreeMap, HashSet};

use icosa_contract::data_model::OptionInput;
use icosa_model::FieldType;
use icosa_model::definition::{FieldRow, SelectOption};
use icosa_model::field_type::{RATINGS, TAG_COLORS};
use icosa_model::naming::MAX_NAME;
use uuid::Uuid;

use super::code::INVALID;
use super::defaults::literal;
use crate::data_model::draft::{Draft, tidy};
use crate::data_model::report::{Kind, Problem};

/// Has choices.
pub fn has_options(kind: FieldType) -> bool {
    matches!(kind, FieldType::Select | FieldType::MultiSelect | FieldType::Rating)
}

/// The choices as they are stored: by position, with an id each. One that is sent without an id and has the value of one
/// that is there (`before`) is that one: nobody who leaves ids out means to take values away from records.
pub fn rows(kind: FieldType, given: Option<&[OptionInput]>, before: &[SelectOption]) -> Vec<SelectOption> {
    match given {
        _ if !has_options(kind) => Vec::new(),
        None if kind == FieldType::Rating => ratings(),
        None => Vec::new(),
        Some(given) => {
            let mut sorted: Vec<&OptionInput> = given.iter().collect();
            sorted.sort_by(|a, b| a.position.total_cmp(&b.position));
            let mut rows: Vec<SelectOption> =
                sorted.iter().zip(0..).map(|(option, position)| stored(kind, option, position)).collect();
            for i in sorted.iter().zip(0..).filter(|(option, _)| option.id.is_none()).map(|(_, i)| i) {
                recognise(&mut rows, i, before);
            }
            rows
        }
    }
}

fn stored(kind: FieldType, option: &OptionInput, position: u32) -> SelectOption {
    let id = option.id.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let color = || option.color.clone().unwrap_or_else(|| "gray".to_owned());
    SelectOption {
        id: id.unwrap_or_else(Uuid::new_v4),
        value: option.value.trim().to_owned(),
        label: tidy(&option.label),
        color: (kind != FieldType::Rating).then(color),
        position,
    }
}

/// Gives a choice the id of the one with its value, unless another one has it.
fn recognise(rows: &mut [SelectOption], i: usize, before: &[SelectOption]) {
    let Some(value) = rows.get(i).map(|row| row.value.as_str()) else { return };
    let Some(known) = before.iter().find(|option| option.value == value).map(|option| option.id) else {
        return;
    };
    if rows.iter().any(|row| row.id == known) {
        return;
    }
    if let Some(row) = rows.get_mut(i) {
        row.id = known;
    }
}

fn ratings() -> Vec<SelectOption> {
    let option = |(value, position): (&&str, u32)| SelectOption {
        id: Uuid::new_v4(),
        value: (*value).to_owned(),
        label: (position + 1).to_string(),
        color: None,
        position,
    };
    RATINGS.iter().zip(0..).map(option).collect()
}

/// What becomes of the values of removed choices: what the request says, or else of one choice the default if there is
/// one. From lists they disappear.
pub fn mapping(
    before: &FieldRow,
    after: &FieldRow,
    wanted: &BTreeMap<String, Option<String>>,
) -> BTreeMap<String, Option<String>> {
    let mut mapping = wanted.clone();
    let default = after.default_value.as_str().and_then(literal);
    let stays = |option: &&SelectOption| after.options.iter().any(|other| other.id == option.id);
    for removed in before.options.iter().filter(|option| !stays(option)) {
        if let Some(default) = default {
            mapping.entry(removed.value.clone()).or_insert_with(|| Some(default.to_owned()));
        }
    }
    mapping
}

/// Checks the choices as they were sent; the row holds them as they will be stored.
pub fn check(draft: &mut Draft<'_>, row: &FieldRow, given: Option<&[OptionInput]>, kind: Kind) {
    if !has_options(row.field_type) {
        return;
    }
    let mut found = Vec::new();
    if row.options.is_empty() {
        found.push(Problem::new(INVALID, format!("{} has at least one option.", row.label)));
    }
    for option in given.unwrap_or_default() {
        found.extend(sent(option));
    }
    found.extend(row.options.iter().flat_map(one));
    if row.field_type == FieldType::Rating && given.is_some_and(|given| !given.is_empty()) {
        found.extend(not_five(row));
    }
    repeated(row, &mut found);
    let positions: HashSet<u64> =
        given.unwrap_or_default().iter().map(|option| option.position.to_bits()).collect();
    if given.is_some_and(|given| positions.len() < given.len()) {
        found.push(Problem::new(INVALID, "Each option has a position of its own."));
    }
    let subject = draft.field_subject(row, kind);
    for problem in found {
        draft.problem(&subject, problem);
    }
}

fn sent(option: &OptionInput) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some(id) = option.id.as_deref()
        && Uuid::parse_str(id).is_err()
    {
        found.push(Problem::new(INVALID, "The id of an option is a UUID.").with_value(id));
    }
    if !option.position.is_finite() {
        found.push(Problem::new(INVALID, "The position of an option is a number."));
    }
    found
}

/// Stars cannot be chosen, only what they are called.
fn not_five(row: &FieldRow) -> Option<Problem> {
    let is_five = row.options.iter().map(|option| option.value.as_str()).eq(RATINGS);
    (!is_five).then(|| Problem::new(INVALID, "A rating has the values RATING_1 to RATING_5, in this order."))
}

fn one(option: &SelectOption) -> Vec<Problem> {
    let mut found = Vec::new();
    let value = option.value.as_str();
    let length = value.chars().count();
    if length == 0 || length > MAX_NAME {
        let message = format!("The value of an option has 1 to {MAX_NAME} characters.");
        found.push(Problem::new(INVALID, message).with_value(value));
    } else if !is_upper_snake(value) {
        let message =
            format!("{value:?} is no option value: write it in upper snake case, e.g. IN_PROGRESS.");
        found.push(Problem::new(INVALID, message).with_value(value));
    }
    let length = option.label.chars().count();
    if length == 0 || length > MAX_NAME {
        let message = format!("The label of an option has 1 to {MAX_NAME} characters.");
        found.push(Problem::new(INVALID, message).with_value(option.label.clone()));
    }
    if option.label.contains('\0') {
        let message = "The label of an option holds a character that cannot be stored.";
        found.push(Problem::new(INVALID, message).with_value(option.label.clone()));
    }
    if option.label.contains(',') {
        let message = "The label of an option holds no comma.";
        found.push(Problem::new(INVALID, message).with_value(option.label.clone()));
    }
    if let Some(color) = option.color.as_deref()
        && !TAG_COLORS.contains(&color)
    {
        found.push(Problem::new(INVALID, format!("There is no colour called {color:?}.")).with_value(color));
    }
    found
}

/// `IN_PROGRESS`, `OPTION_1`, `_1`: begins with a letter or an underscore, so that it can be a GraphQL enum value.
fn is_upper_snake(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && value.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn repeated(row: &FieldRow, found: &mut Vec<Problem>) {
    let (mut values, mut ids) = (HashSet::new(), HashSet::new());
    for option in &row.options {
        if !values.insert(option.value.as_str()) {
            let message = format!("Two options have the value {:?}.", option.value);
            found.push(Problem::new(INVALID, message).with_value(option.value.clone()));
        }
        if !ids.insert(option.id) {
            let message = "Two options have the same id.";
            found.push(Problem::new(INVALID, message).with_value(option.id.to_string()));
        }
    }
}
