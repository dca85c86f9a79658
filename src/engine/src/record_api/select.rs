//! What records carry in an answer: by depth, or by the names of fields.

use icosa_contract::AppError;
use icosa_model::query::Select;
use icosa_model::{Field, FieldType, Model, Object};

/// Most records on the other side of a one-to-many relation.
pub const MAX_RELATED: u32 = 60;

/// Most fields that a record carries when none are named.
pub const MAX_FIELDS: usize = 100;

/// What a client asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted<'f> {
    /// The records on the other side of relations, too.
    pub with_relations: bool,
    /// Only these fields; all without.
    pub fields: Option<&'f [String]>,
}

/// The selection that carries it. `id` is always in an answer.
///
/// # Errors
/// `BAD_USER_INPUT` naming the field.
pub fn selection(model: &Model, object: &Object, wanted: Wanted<'_>) -> Result<Vec<Select>, AppError> {
    let Some(names) = wanted.fields else {
        let mut select = own_fields(object);
        if wanted.with_relations {
            select.extend(object.fields.iter().filter_map(|field| related(model, field)));
        }
        return Ok(select);
    };
    let mut select = vec![Select::Field("id".to_owned())];
    for name in names {
        select.extend(named(model, object, name, wanted.with_relations)?);
    }
    Ok(select)
}

/// How many relations it follows.
#[must_use]
pub fn selected_relations(select: &[Select]) -> usize {
    let one = |item: &Select| match item {
        Select::Field(_) => 0,
        Select::Relation { select, .. } => 1 + selected_relations(select),
    };
    select.iter().map(one).sum()
}

/// Of an object with more fields than [`MAX_FIELDS`] those that records carry when none are named: what identifies
/// them, when they were made and changed and where they stand, then standard before custom fields, by name.
#[must_use]
pub fn capped_fields(object: &Object, with_relations: bool) -> Option<Vec<String>> {
    let is_offered = |field: &&Field| is_readable(field) || (field.is_to_many() && with_relations);
    let mut fields: Vec<&Field> = object.fields.iter().filter(is_offered).collect();
    if fields.len() <= MAX_FIELDS {
        return None;
    }
    let label = object.label_field().name.as_str();
    let image = object.image_field().map(|field| field.name.as_str());
    let first = ["id", label]
        .into_iter()
        .chain(image)
        .chain(["createdAt", "updatedAt", "deletedAt", "position"])
        .collect::<Vec<_>>();
    fields.sort_by_cached_key(|field| {
        let place = first.iter().position(|name| *name == field.name).unwrap_or(first.len());
        (place, !field.is_standard, field.name.clone())
    });
    Some(fields.into_iter().take(MAX_FIELDS).map(|field| field.name.clone()).collect())
}

fn named(model: &Model, object: &Object, name: &str, with_relations: bool) -> Result<Vec<Select>, AppError> {
    let Some(field) = object.field(name) else {
        return match object.field_by_join_column(name) {
            Some(_) => Ok(vec![Select::Field(name.to_owned())]),
            None => Err(unknown(object, name)),
        };
    };
    if field.relation.is_none() {
        return if is_readable(field) {
            Ok(vec![Select::Field(name.to_owned())])
        } else {
            Err(unknown(object, name))
        };
    }
    let key = field.join_column().map(|column| Select::Field(column.to_owned()));
    if !with_relations && key.is_none() {
        let message = format!("Field '{name}' is a to-many relation: it is there with depth 1 only");
        return Err(AppError::bad_input(message).with_field(name));
    }
    let other = related(model, field).filter(|_| with_relations);
    Ok(key.into_iter().chain(other).collect())
}

fn unknown(object: &Object, name: &str) -> AppError {
    let shown: String = name.chars().take(64).collect();
    let message = format!("Field '{shown}' does not exist on object '{}'", object.name_singular);
    AppError::bad_input(message).with_field(name)
}

/// Everything that a record itself holds; of many-to-one relations the key.
fn own_fields(object: &Object) -> Vec<Select> {
    let names = object.fields.iter().filter(|field| is_readable(field));
    names.map(|field| Select::Field(field.join_column().unwrap_or(&field.name).to_owned())).collect()
}

fn is_readable(field: &Field) -> bool {
    field.field_type != FieldType::TsVector && !field.columns.is_empty()
}

/// The other side of a relation with everything it holds itself.
fn related(model: &Model, field: &Field) -> Option<Select> {
    let target = model.object_by_id(field.relation.as_ref()?.target)?;
    Some(Select::Relation { field: field.name.clone(), select: own_fields(target), limit: MAX_RELATED })
}
