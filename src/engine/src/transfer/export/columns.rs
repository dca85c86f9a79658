//! The columns of an export.

use std::collections::HashMap;

use icosa_model::query::Select;
use icosa_model::{Field, FieldType, Model, Object, Record};

use crate::transfer::parts::{self, Part};

/// What a column shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shows {
    /// A field that is one column.
    Whole,
    /// A part of a composite.
    Part(&'static str),
    /// The id in a relation's join column.
    Key(String),
    /// What the record of a relation is called, by this field of it.
    Name(String, FieldType),
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// First line.
    pub header: String,
    /// API name of the field.
    pub field: String,
    pub shows: Shows,
}

/// Columns of fields, in order; headers are what people read, made different where two are the same.
pub(super) fn of(model: &Model, object: &Object, names: &[String]) -> Vec<Column> {
    let field = |name: &String| object.field(name).or_else(|| object.field_by_join_column(name));
    let mut columns: Vec<Column> =
        names.iter().filter_map(field).flat_map(|field| of_field(model, field)).collect();
    columns.dedup();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for column in &columns {
        *counts.entry(column.header.clone()).or_default() += 1;
    }
    for column in
        columns.iter_mut().filter(|column| counts.get(&column.header).is_some_and(|count| *count > 1))
    {
        column.header = format!("{} ({})", column.header, column.field);
    }
    columns
}

fn of_field(model: &Model, field: &Field) -> Vec<Column> {
    if field.columns.is_empty() || field.field_type == FieldType::TsVector {
        return Vec::new();
    }
    let column = |header: String, shows: Shows| Column { header, field: field.name.clone(), shows };
    if let (Some(relation), Some(key)) = (&field.relation, field.join_column()) {
        let target = model.object_by_id(relation.target);
        let name = target.map(|target| {
            let label = target.label_field();
            column(field.label.clone(), Shows::Name(label.name.clone(), label.field_type))
        });
        let id = column(format!("{} / Id", field.label), Shows::Key(key.to_owned()));
        return name.into_iter().chain([id]).collect();
    }
    let parts = parts::parts(field);
    if parts.is_empty() {
        return vec![column(field.label.clone(), Shows::Whole)];
    }
    let of_part = |part: &Part| column(parts::header(field, part), Shows::Part(part.name));
    parts.iter().map(of_part).collect()
}

/// What has to be read for them.
pub(super) fn select(columns: &[Column]) -> Vec<Select> {
    let mut select: Vec<Select> = Vec::new();
    for column in columns {
        let item = match &column.shows {
            Shows::Whole | Shows::Part(_) => Select::Field(column.field.clone()),
            Shows::Key(key) => Select::Field(key.clone()),
            Shows::Name(label, _) => Select::Relation {
                field: column.field.clone(),
                select: vec![Select::Field(label.clone())],
                limit: 1,
            },
        };
        if !select.contains(&item) {
            select.push(item);
        }
    }
    select
}

/// A record as a line of JSON: relations by their keys only, files as a write takes them.
pub(super) fn line(object: &Object, columns: &[Column], record: &Record) -> Record {
    let mut record = record.clone();
    for column in columns {
        if matches!(column.shows, Shows::Name(..)) {
            record.remove(&column.field);
        }
        let is_files = object.field(&column.field).is_some_and(|field| field.field_type == FieldType::Files);
        if let Some(value) = record.get_mut(&column.field).filter(|value| is_files && !value.is_null()) {
            *value = super::cells::files_as_written(value);
        }
    }
    record
}
