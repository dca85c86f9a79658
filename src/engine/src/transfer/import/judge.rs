//! What a row says, judged as far as the row itself tells: in the thread that reads the file.

use icosa_contract::AppError;
use icosa_model::values::ValueError;
use icosa_model::{Field, Record};
use icosa_store::imports::Place;
use serde_json::Value;
use uuid::Uuid;

use super::cells;
use crate::records::validate::{self, Prepared};
use crate::transfer::file::{Cell, Row};
use crate::transfer::plan::Resolved;
use crate::transfer::targets::{Link, Target};

/// Longest value in a report, characters.
const SHOWN: usize = 200;

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The column it is about.
    pub column: Option<usize>,
    pub code: String,
    pub message: String,
}

/// A row that says something that can be stored.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The record's own id.
    pub id: Option<Uuid>,
    /// Its values.
    pub prepared: Prepared,
    /// Fields and parts that the file is silent about keep what is stored: composites whose parts came one by one.
    pub partial: Vec<String>,
    /// Relations by a value: which link of the plan, and the value as it is compared.
    pub links: Vec<(usize, Value)>,
}

/// A row that has been judged.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// As a spreadsheet counts.
    pub number: u64,
    /// Where the next row begins.
    pub next: Place,
    /// For the report.
    pub cells: Vec<Cell>,
    /// What it says, or everything that is wrong with it.
    pub said: Result<Said, Vec<Problem>>,
}

/// Judges a row.
pub(crate) fn judge(plan: &Resolved, row: Row) -> Judged {
    let Row { number, next, cells } = row;
    let (cells, said) = match cells {
        Err(message) => (Vec::new(), Err(vec![problem(None, "INVALID_ROW", message)])),
        Ok(cells) => {
            let said = said(plan, &cells);
            (cells, said)
        }
    };
    Judged { number, next, cells, said }
}

pub(crate) fn problem(column: Option<usize>, code: &str, message: impl Into<String>) -> Problem {
    Problem { column, code: code.to_owned(), message: message.into() }
}

/// An error of the record API about the column that its field comes from.
pub(crate) fn of_error(plan: &Resolved, error: AppError) -> Problem {
    let code = error.sub_code.unwrap_or_else(|| "INVALID_ARGS_DATA".to_owned());
    let column = error.field.and_then(|field| column_of(plan, &field));
    Problem { column, code, message: error.message }
}

/// The first column that goes to a field, named with or without its part.
pub(crate) fn column_of(plan: &Resolved, field: &str) -> Option<usize> {
    let name = field.split('.').next().unwrap_or(field);
    plan.targets.iter().position(|target| match target {
        Some(Target::Whole(own) | Target::Part(own, _)) => own == name,
        Some(Target::Link(Link { column, field, .. })) => column == name || field == name,
        Some(Target::Id) => name == "id",
        None => false,
    })
}

fn said(plan: &Resolved, cells: &[Cell]) -> Result<Said, Vec<Problem>> {
    let mut problems = Vec::new();
    if cells.iter().skip(plan.headers.len()).any(|cell| !cell.is_blank()) {
        problems.push(problem(None, "TOO_MANY_VALUES", "The row has more values than there are columns."));
    }
    let mut collected = Collected::default();
    for (place, (cell, target)) in cells.iter().zip(&plan.targets).enumerate() {
        let Some(target) = target else { continue };
        if let Err(found) = collected.add(plan, place, cell, target) {
            problems.push(found);
        }
    }
    let Collected { id, mut values, parts, links } = collected;
    let mut partial = Vec::new();
    for (name, mut given) in parts {
        if let Some(field) = plan.object.field(&name) {
            cells::complete(field, &mut given);
        }
        partial.push(name.clone());
        values.insert(name, Value::Object(given));
    }
    if problems.is_empty() && values.is_empty() && links.is_empty() && id.is_none() {
        problems.push(problem(None, "EMPTY_ROW", "The row says nothing."));
    }
    let prepared = match validate::for_create(&plan.object, &values) {
        Ok(prepared) => prepared,
        Err(_) => {
            problems.extend(each_problem(plan, &values));
            Prepared::default()
        }
    };
    if problems.is_empty() {
        let mut said = Said { id, prepared, partial, links };
        keep_silent_lists(plan, &values, &mut said);
        Ok(said)
    } else {
        Err(problems)
    }
}

/// All that is wrong, one field at a time.
fn each_problem(plan: &Resolved, values: &Record) -> Vec<Problem> {
    let refused = values.iter().filter_map(|(key, value)| {
        let alone = Record::from_iter([(key.clone(), value.clone())]);
        validate::for_create(&plan.object, &alone).err()
    });
    refused.map(|error| of_error(plan, error)).collect()
}

/// Normalising makes all parts of a phone number; a list that no column gave is not said to be empty.
fn keep_silent_lists(plan: &Resolved, given: &Record, said: &mut Said) {
    for name in &said.partial {
        let Some(field) = plan.object.field(name) else { continue };
        let Some(Value::Object(parts)) = said.prepared.values.get_mut(name) else { continue };
        let is_given = |part: &str| given.get(name).is_some_and(|value| value.get(part).is_some());
        for part in field.field_type.sub_fields() {
            let is_list = part.name.starts_with("additional") || part.name.starts_with("secondary");
            if is_list && !is_given(part.name) {
                parts.remove(part.name);
            }
        }
    }
}

#[derive(Default)]
struct Collected {
    id: Option<Uuid>,
    values: Record,
    parts: Vec<(String, Record)>,
    links: Vec<(usize, Value)>,
}

impl Collected {
    fn add(&mut self, plan: &Resolved, place: usize, cell: &Cell, target: &Target) -> Result<(), Problem> {
        let of_value = |error: ValueError| problem(Some(place), error.sub_code, error.message);
        let is_blank = cell.is_blank();
        match target {
            Target::Id if is_blank => {}
            Target::Id => {
                let text = cell.text();
                let id = Uuid::parse_str(text.trim()).map_err(|_| {
                    let shown = shortened(&text);
                    let message = format!("Invalid UUID value '{shown}' for field \"id\"");
                    problem(Some(place), "INVALID_ARGS_DATA", message)
                })?;
                self.id = Some(id);
            }
            Target::Whole(name) => {
                if is_blank {
                    self.clear(plan, name);
                    return Ok(());
                }
                let object = &plan.object;
                let field = object.field(name).or_else(|| object.field_by_join_column(name));
                let field = field.ok_or_else(|| of_value(cells::unknown(name)))?;
                let value = cells::whole(field, cell, &plan.preferences).map_err(of_value)?;
                self.values.insert(name.clone(), value);
            }
            Target::Part(name, part) => {
                let field = plan.object.field(name).ok_or_else(|| of_value(cells::unknown(name)))?;
                if is_blank {
                    if plan.clear_empty {
                        let key = if part == "amount" { "amountMicros" } else { part };
                        self.parts_of(name).entry(key).or_insert(Value::Null);
                    }
                    return Ok(());
                }
                let into = self.parts_of(name);
                cells::part(field, part, cell, &plan.preferences, into).map_err(of_value)?;
            }
            Target::Link(link) if is_blank => self.clear(plan, &link.column),
            Target::Link(link) => {
                let number = plan.links.iter().position(|(own, _)| *own == place).unwrap_or_default();
                let value = link_value(plan, link, cell, place)?;
                self.links.push((number, value));
            }
        }
        Ok(())
    }

    fn clear(&mut self, plan: &Resolved, name: &str) {
        if plan.clear_empty {
            self.values.insert(name.to_owned(), Value::Null);
        }
    }

    fn parts_of(&mut self, name: &str) -> &mut Record {
        let place = self.parts.iter().position(|(own, _)| own == name).unwrap_or_else(|| {
            self.parts.push((name.to_owned(), Record::new()));
            self.parts.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "found or added just above")]
        &mut self.parts[place].1
    }
}

/// The value that the other record is found by, as it is stored there.
fn link_value(plan: &Resolved, link: &Link, cell: &Cell, place: usize) -> Result<Value, Problem> {
    let refused = |error: AppError| of_link(place, error);
    let of_value = |error: ValueError| problem(Some(place), error.sub_code, error.message);
    let missing = || of_value(cells::unknown(&link.by.field));
    let target = plan.model.object(&link.object).ok_or_else(missing)?;
    let field: &Field = target.field(&link.by.field).ok_or_else(missing)?;
    let value = match &link.by.sub_field {
        Some(part) => {
            let mut parts = Record::new();
            cells::part(field, part, cell, &plan.preferences, &mut parts).map_err(of_value)?;
            Value::Object(parts)
        }
        None => cells::whole(field, cell, &plan.preferences).map_err(of_value)?,
    };
    let given = Record::from_iter([(field.name.clone(), value)]);
    let mut prepared = validate::for_create(target, &given).map_err(refused)?;
    let stored = prepared.values.remove(&field.name).unwrap_or_default();
    let found = match &link.by.sub_field {
        Some(part) => stored.get(part).cloned().unwrap_or_default(),
        None => stored,
    };
    if found.is_null() {
        Err(problem(Some(place), "INVALID_ARGS_DATA", "The value is empty."))
    } else {
        Ok(found)
    }
}

fn of_link(place: usize, error: AppError) -> Problem {
    let code = error.sub_code.unwrap_or_else(|| "INVALID_ARGS_DATA".to_owned());
    Problem { column: Some(place), code, message: error.message }
}

/// For reports.
pub(crate) fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
