//! Where columns of a file can go.

use icosa_contract::AppError;
use icosa_contract::transfer::ImportTarget;
use icosa_model::query::FieldPath;
use icosa_model::{Field, FieldType, Model, Object};
use icosa_sqlgen::Matching;

use super::parts;
use crate::record_api::unique::{self, UniqueKey};

/// A relation found by a value of the other record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The relation field.
    pub field: String,
    /// Its join column.
    pub column: String,
    /// The other object, singular.
    pub object: String,
    /// What the value is of.
    pub by: FieldPath,
    /// How it is compared.
    pub matching: Matching,
    /// Records that are not there are made.
    pub creates: bool,
}

/// Where a column goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// The record's own id.
    Id,
    /// A field, or a relation by its join column.
    Whole(String),
    /// A part of a composite.
    Part(String, String),
    /// A relation by a value.
    Link(Link),
}

/// Reads a path.
///
/// # Errors
/// `BAD_USER_INPUT` naming it.
pub(crate) fn parse(model: &Model, object: &Object, path: &str, creates: bool) -> Result<Target, AppError> {
    let unknown = || {
        let shown: String = path.chars().take(100).collect();
        AppError::bad_input(format!("A column cannot go to \"{shown}\".")).with_sub_code("INVALID_TARGET")
    };
    if path == "id" {
        return Ok(Target::Id);
    }
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(field) = object.field(name) else {
        let is_key = rest.is_none() && object.field_by_join_column(name).is_some();
        return if is_key { Ok(Target::Whole(name.to_owned())) } else { Err(unknown()) };
    };
    if let Some(relation) = &field.relation {
        let column = field.join_column().ok_or_else(unknown)?;
        let target = model.object_by_id(relation.target).ok_or_else(unknown)?;
        let Some(rest) = rest.filter(|rest| *rest != "id") else {
            return Ok(Target::Whole(column.to_owned()));
        };
        let (by, matching) = link_keys(target)
            .into_iter()
            .find(|(by, _)| described(by) == rest || (by.field == rest && by.sub_field.is_some()))
            .ok_or_else(unknown)?;
        let (field, column) = (field.name.clone(), column.to_owned());
        let object = target.name_singular.clone();
        return Ok(Target::Link(Link { field, column, object, by, matching, creates }));
    }
    match rest {
        None if is_written(field) => Ok(Target::Whole(name.to_owned())),
        Some(part) if is_written(field) && parts::is_part(field, part) => {
            Ok(Target::Part(name.to_owned(), part.to_owned()))
        }
        _ => Err(unknown()),
    }
}

/// `domainName.primaryLinkUrl`
pub(crate) fn described(path: &FieldPath) -> String {
    match &path.sub_field {
        Some(part) => format!("{}.{part}", path.field),
        None => path.field.clone(),
    }
}

/// What a record of an object can be found by: single values of its unique keys, and its name.
fn link_keys(target: &Object) -> Vec<(FieldPath, Matching)> {
    let single = |key: UniqueKey| match key.parts.as_slice() {
        [part] => Some(FieldPath { field: part.key.clone(), sub_field: part.sub_field.clone() }),
        _ => None,
    };
    let unique = unique::keys(target).into_iter().filter_map(single);
    let own = unique.filter(|path| target.field(&path.field).is_some_and(|field| field.relation.is_none()));
    let mut keys: Vec<(FieldPath, Matching)> = own.map(|path| (path, Matching::Exact)).collect();
    let label = target.label_field();
    if label.field_type == FieldType::Text && !keys.iter().any(|(path, _)| path.field == label.name) {
        keys.push((FieldPath::field(&label.name), Matching::Label));
    }
    keys
}

/// Whether values come in by the field at all.
fn is_written(field: &Field) -> bool {
    const MANAGED: [&str; 5] = ["id", "updatedAt", "updatedBy", "deletedAt", "searchVector"];
    !field.columns.is_empty()
        && field.field_type != FieldType::TsVector
        && !MANAGED.contains(&field.name.as_str())
}

/// Every place a column can go, in the order of the fields.
pub(crate) fn all(model: &Model, object: &Object) -> Vec<ImportTarget> {
    let unique: Vec<UniqueKey> = unique::keys(object);
    let is_unique = |name: &str, part: Option<&str>| {
        unique.iter().any(|key| match key.parts.as_slice() {
            [one] => one.key == name && one.sub_field.as_deref() == part,
            _ => false,
        })
    };
    let mut targets = vec![ImportTarget {
        path: "id".to_owned(),
        label: "Id".to_owned(),
        is_required: false,
        is_unique: true,
        can_create: false,
    }];
    for field in object.fields.iter().filter(|field| is_written(field)) {
        let is_required = !field.is_nullable && field.default_value.is_null();
        let plain = |path: String, label: String, is_unique: bool| ImportTarget {
            path,
            label,
            is_required,
            is_unique,
            can_create: false,
        };
        if field.relation.is_some() {
            targets.extend(relation_targets(model, field, is_required));
            continue;
        }
        if field.field_type == FieldType::Position || field.field_type == FieldType::Actor {
            continue;
        }
        targets.push(plain(field.name.clone(), field.label.clone(), is_unique(&field.name, None)));
        targets.extend(parts::parts(field).iter().map(|part| ImportTarget {
            is_required: false,
            ..plain(
                format!("{}.{}", field.name, part.name),
                parts::header(field, part),
                is_unique(&field.name, Some(part.name)),
            )
        }));
    }
    targets
}

fn relation_targets(model: &Model, field: &Field, is_required: bool) -> Vec<ImportTarget> {
    let Some(target) = field.relation.as_ref().and_then(|relation| model.object_by_id(relation.target))
    else {
        return Vec::new();
    };
    let Some(column) = field.join_column() else { return Vec::new() };
    let target_of = |path: String, what: String, can_create: bool| ImportTarget {
        path,
        label: format!("{} / {what}", field.label),
        is_required,
        is_unique: false,
        can_create,
    };
    let mut targets = vec![target_of(column.to_owned(), "Id".to_owned(), false)];
    for (by, _) in link_keys(target) {
        let what = target.field(&by.field).map_or_else(|| by.field.clone(), |field| field.label.clone());
        targets.push(target_of(format!("{}.{}", field.name, described(&by)), what, true));
    }
    targets
}
