//! A record in the shape asked for: one JSON expression over a row, and the lateral joins it needs.

use icosa_model::{Field, FieldType, Object, RelationKind};

use super::page::{Source, connection, first_part};
use super::tree::{CompositePart, Entry, RecordPart};
use crate::error::PlanError;
use crate::file_mark::file_mark;
use crate::json;
use crate::planner::{Planner, field, plain_slot, unknown_field};
use crate::select::Reach;
use crate::stored;
use crate::tree::{Alias, Expr, Join, Query};

const JSON: &str = "json";

/// Columns of the table that the parts read; always with `id`.
pub(crate) fn columns<'m>(
    object: &'m Object,
    parts: &[Entry<RecordPart>],
) -> Result<Vec<&'m str>, PlanError> {
    let mut names = vec!["id"];
    let mut add = |name: &'m str| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    for entry in parts {
        match &entry.what {
            RecordPart::Constant(_) | RecordPart::Nothing => {}
            RecordPart::Column(name) | RecordPart::Items { field: name, .. } => {
                field(object, name)?.columns.iter().for_each(|column| add(&column.name));
            }
            RecordPart::Composite { field: name, parts } => {
                let own = field(object, name)?;
                for part in parts {
                    if let Some(name) = part_name(&part.what) {
                        add(&part_column(object, own, name)?.name);
                    }
                }
            }
            RecordPart::Related { field: name, .. } => {
                if let Some(column) = field(object, name)?.join_column() {
                    add(column);
                }
            }
            RecordPart::Connection { .. } | RecordPart::List { .. } => {}
        }
    }
    Ok(names)
}

fn part_name(part: &CompositePart) -> Option<&str> {
    match part {
        CompositePart::Constant(_) => None,
        CompositePart::Part(name) | CompositePart::Items { part: name, .. } => Some(name),
    }
}

fn part_column<'m>(
    object: &Object,
    field: &'m Field,
    part: &str,
) -> Result<&'m icosa_model::Column, PlanError> {
    field.column(Some(part)).ok_or_else(|| PlanError::UnknownPart {
        object: object.name_singular.clone(),
        field: field.name.clone(),
        part: part.to_owned(),
    })
}

/// The record as JSON over a row that has [`columns`], and the joins to add to it.
pub(crate) fn record<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    parts: &[Entry<RecordPart>],
    alias: Alias,
    reach: Reach,
) -> Result<(Expr, Vec<Join>), PlanError> {
    let mut pairs = Vec::with_capacity(parts.len());
    let mut joins = Vec::new();
    for entry in parts {
        let value = match &entry.what {
            RecordPart::Constant(text) => Expr::Text(text.clone()),
            RecordPart::Nothing => Expr::Raw("NULL"),
            RecordPart::Column(name) => scalar(object, name, alias)?,
            RecordPart::Composite { field: name, parts } => {
                composite(object, field(object, name)?, parts, alias)?
            }
            RecordPart::Items { field: name, members } => {
                let own = field(object, name)?;
                let column = own.columns.first().ok_or_else(|| unknown_field(object, name))?;
                items(Expr::column(alias, &column.name), column.kind, members)
            }
            RecordPart::Related { field: name, record } => {
                let query = to_one(planner, field(object, name)?, record, alias, reach)?;
                lateral(planner, &mut joins, query)
            }
            RecordPart::Connection { field: name, connection: wanted } => {
                let own = field(object, name)?;
                let source = behind(planner, object, own, alias)?;
                let query = connection(planner, &source, wanted, reach)?;
                lateral(planner, &mut joins, query)
            }
            RecordPart::List { field: name, connection: wanted } => {
                let own = field(object, name)?;
                let source = behind(planner, object, own, alias)?;
                let query = first_part(planner, &source, wanted, reach)?;
                lateral(planner, &mut joins, query)
            }
        };
        pairs.push((entry.key.clone(), value));
    }
    Ok((json::object(pairs), joins))
}

fn lateral(planner: &mut Planner<'_>, joins: &mut Vec<Join>, query: Query) -> Expr {
    let joined = planner.alias();
    joins.push(Join::LeftLateral(Box::new(query), joined));
    Expr::column(joined, JSON)
}

fn scalar(object: &Object, name: &str, alias: Alias) -> Result<Expr, PlanError> {
    let field = field(object, name)?;
    let column = field.column(None).filter(|_| field.field_type != FieldType::TsVector);
    let column = column.ok_or_else(|| unknown_field(object, name))?;
    if column.kind == FieldType::Files {
        let member =
            |name: &&str| Entry { key: (*name).to_owned(), what: CompositePart::Part((*name).to_owned()) };
        let members: Vec<_> = FILE_MEMBERS.iter().map(member).collect();
        return Ok(items(Expr::column(alias, &column.name), column.kind, &members));
    }
    Ok(json::value(stored::read(field, column, alias), column.kind))
}

fn composite(
    object: &Object,
    field: &Field,
    parts: &[Entry<CompositePart>],
    alias: Alias,
) -> Result<Expr, PlanError> {
    let mut pairs = Vec::with_capacity(parts.len());
    for entry in parts {
        let value = match &entry.what {
            CompositePart::Constant(text) => Expr::Text(text.clone()),
            CompositePart::Part(name) => {
                let column = part_column(object, field, name)?;
                json::value(Expr::column(alias, &column.name), column.kind)
            }
            CompositePart::Items { part, members } => {
                let column = part_column(object, field, part)?;
                items(Expr::column(alias, &column.name), column.kind, members)
            }
        };
        pairs.push((entry.key.clone(), value));
    }
    Ok(json::object(pairs))
}

/// What a file is on the wire; the last one is made of the first.
const FILE_MEMBERS: [&str; 4] = ["fileId", "label", "extension", "url"];

/// Members of each item of a list in a `jsonb` column; what is no list is null. The address of a file is left for
/// whoever runs the statement ([`file_mark`]).
fn items(column: Expr, kind: FieldType, members: &[Entry<CompositePart>]) -> Expr {
    let members = members.iter().map(|entry| match &entry.what {
        CompositePart::Constant(text) => (entry.key.clone(), None, text.clone()),
        CompositePart::Part(name) if kind == FieldType::Files && name == "url" => {
            (entry.key.clone(), Some("fileId".to_owned()), file_mark().to_owned())
        }
        CompositePart::Part(name) | CompositePart::Items { part: name, .. } => {
            (entry.key.clone(), Some(name.clone()), String::new())
        }
    });
    Expr::JsonItems(Box::new(column), members.collect())
}

/// The record that a many-to-one relation leads to, unless it is deleted.
fn to_one<'m>(
    planner: &mut Planner<'m>,
    field: &'m Field,
    parts: &[Entry<RecordPart>],
    from: Alias,
    reach: Reach,
) -> Result<Query, PlanError> {
    let broken = || PlanError::UnknownObject { object: field.name.clone() };
    let relation = field.relation.as_ref().ok_or_else(broken)?;
    let column = field.join_column().ok_or_else(broken)?;
    let target = planner.object(&relation.target_name)?;
    let rows = planner.alias();
    let (json, joins) = record(planner, target, parts, rows, reach.down(1)?)?;
    let mut query = Query::named([(json, JSON)]).from(Join::Table(planner.table(target), rows));
    query.from.extend(joins);
    query.filter.push(Expr::column(rows, "id").infix(" = ", Expr::column(from, column)));
    query.filter.extend(plain_slot(target, "deletedAt").map(|slot| slot.expr(rows).null()));
    Ok(query)
}

/// The records that a one-to-many relation leads to.
fn behind<'m>(
    planner: &Planner<'m>,
    object: &Object,
    field: &'m Field,
    from: Alias,
) -> Result<Source<'m, 'm>, PlanError> {
    let relation = field.relation.as_ref().ok_or_else(|| unknown_field(object, &field.name))?;
    let RelationKind::OneToMany { target_column } = &relation.kind else {
        return Err(unknown_field(object, &field.name));
    };
    Ok(Source::behind(planner.object(&relation.target_name)?, from, target_column))
}
