//! What an import does with each column, checked against the model.

use std::collections::HashSet;
use std::sync::Arc;

use icosa_contract::AppError;
use icosa_contract::transfer::{ColumnMatch, ImportMode, ImportOptions, ImportPlan};
use icosa_model::format::{NumberFormat, Preferences};
use icosa_model::{Model, Object, Record};

use super::targets::{self, Link, Target};
use crate::error::Failure;
use crate::record_api::unique::{self, UniqueKey};
use crate::records::scope::{Scope, Write};
use crate::zones;

/// A plan that can be carried out.
pub(crate) struct Resolved {
    pub model: Arc<Model>,
    pub object: Arc<Object>,
    /// Headers of the file, in order.
    pub headers: Vec<String>,
    /// Where each column goes, in order.
    pub targets: Vec<Option<Target>>,
    /// Relations by a value, with the column each comes from.
    pub links: Vec<(usize, Link)>,
    pub mode: ImportMode,
    pub clear_empty: bool,
    /// A row's record is recognised by its id.
    pub by_id: bool,
    /// A row's record is recognised by these keys.
    pub keys: Vec<UniqueKey>,
    pub preferences: Preferences,
}

/// Checks a plan for a file with these headers.
///
/// # Errors
/// `BAD_USER_INPUT` for columns and targets that are not there or collide, `FORBIDDEN` for records that cannot be
/// imported.
pub(crate) fn resolve(
    scope: &Scope<'_>,
    headers: Vec<String>,
    delimiter: u8,
    plan: &ImportPlan,
) -> Result<Resolved, Failure> {
    scope.check_write(Write::Create, &Record::new())?;
    let (model, object) = (Arc::clone(&scope.model), Arc::clone(&scope.object));
    let mut targets: Vec<Option<Target>> = vec![None; headers.len()];
    for column in &plan.columns {
        let Some(path) = column.target.as_deref().filter(|path| !path.is_empty()) else { continue };
        let place = place(&headers, column)?;
        let target = targets::parse(&model, &object, path, column.create_missing)?;
        if let Some(slot) = targets.get_mut(place) {
            *slot = Some(target);
        }
    }
    refuse_collisions(&targets)?;
    if targets.iter().all(Option::is_none) {
        return Err(refused("NOTHING_TO_IMPORT", "No column is matched to a field.").into());
    }
    let links = targets.iter().enumerate();
    let links = links.filter_map(|(place, target)| match target {
        Some(Target::Link(link)) => Some((place, link.clone())),
        _ => None,
    });
    let links: Vec<(usize, Link)> = links.collect();
    for (_, link) in links.iter().filter(|(_, link)| link.creates) {
        let other = Scope::on(scope.engine, scope.actor, Arc::clone(&model), &link.object)?;
        other.check_write(Write::Create, &Record::new())?;
    }
    let (by_id, keys) = recognised_by(&object, plan.options.match_by.as_deref())?;
    Ok(Resolved {
        preferences: preferences(&plan.options, delimiter)?,
        mode: plan.options.mode,
        clear_empty: plan.options.clear_empty,
        model,
        object,
        headers,
        targets,
        links,
        by_id,
        keys,
    })
}

fn refused(code: &str, message: impl Into<String>) -> AppError {
    AppError::bad_input(message).with_sub_code(code)
}

/// Which column of the file is meant.
fn place(headers: &[String], column: &ColumnMatch) -> Result<usize, AppError> {
    let named = match column.index {
        Some(index) => usize::try_from(index).ok().filter(|index| *index < headers.len()),
        None => headers.iter().position(|header| *header == column.column),
    };
    named.ok_or_else(|| {
        let shown: String = column.column.chars().take(100).collect();
        refused("COLUMN_NOT_FOUND", format!("The file has no column \"{shown}\"."))
    })
}

/// An entry for every column of the file, in order: the plan tells what the file looked like when it is gone.
pub(crate) fn all_columns(headers: &[String], matched: &[ColumnMatch]) -> Vec<ColumnMatch> {
    let mut all: Vec<ColumnMatch> = headers
        .iter()
        .zip(0..)
        .map(|(header, index)| ColumnMatch {
            column: header.clone(),
            index: Some(index),
            ..ColumnMatch::default()
        })
        .collect();
    for column in matched.iter().filter(|column| column.target.is_some()) {
        if let Some(slot) = place(headers, column).ok().and_then(|place| all.get_mut(place)) {
            slot.target.clone_from(&column.target);
            slot.create_missing = column.create_missing;
        }
    }
    all
}

/// Two columns must not say different things about one value.
fn refuse_collisions(targets: &[Option<Target>]) -> Result<(), AppError> {
    let mut taken = HashSet::new();
    for target in targets.iter().flatten() {
        let (key, part) = match target {
            Target::Id => ("id", ""),
            Target::Whole(name) => (name.as_str(), ""),
            Target::Part(name, part) => (name.as_str(), part.as_str()),
            Target::Link(link) => (link.column.as_str(), ""),
        };
        let is_free = taken.insert((key, part))
            && (part.is_empty() || !taken.contains(&(key, "")))
            && (!part.is_empty() || !taken.iter().any(|(other, part)| *other == key && !part.is_empty()));
        if !is_free {
            let message = format!("Two columns go to \"{key}\".");
            return Err(refused("DUPLICATE_TARGET", message).with_field(key));
        }
    }
    Ok(())
}

/// What rows are recognised by: everything, or what was chosen.
fn recognised_by(object: &Object, chosen: Option<&str>) -> Result<(bool, Vec<UniqueKey>), AppError> {
    let all = unique::keys(object);
    match chosen {
        None | Some("") => Ok((true, all)),
        Some("id") => Ok((true, Vec::new())),
        Some(name) => {
            let is_named =
                |key: &UniqueKey| key.describe() == name || key.parts.iter().all(|part| part.key == name);
            let keys: Vec<UniqueKey> = all.into_iter().filter(is_named).collect();
            if keys.is_empty() {
                let message = format!("Records are not recognised by \"{name}\": it is not unique.");
                return Err(refused("NOT_UNIQUE", message).with_field(name));
            }
            Ok((false, keys))
        }
    }
}

fn preferences(options: &ImportOptions, delimiter: u8) -> Result<Preferences, AppError> {
    let zone = match options.time_zone.as_deref() {
        None | Some("") => zones::zone("UTC"),
        Some(name) if zones::is_known(name) => zones::zone(name),
        Some(_) => {
            return Err(refused("INVALID_OPTION", "There is no such time zone.").with_field("timeZone"));
        }
    };
    let by_delimiter =
        if delimiter == b';' { NumberFormat::DotsAndComma } else { NumberFormat::CommasAndDot };
    Ok(Preferences {
        date_format: options.date_format,
        number_format: options.number_format.unwrap_or(by_delimiter),
        zone,
        ..Preferences::default()
    })
}
