//! Changes that every row of a large table would have to be rewritten for, at once and with the table locked: put off
//! by the metadata, done batch by batch afterwards.
//!
//! Of a field with options, values that are no options any more (or stand at another place) stay in the column's enum
//! type under names no option can have; records are read as if they had what those values become, until they have.
//! Of a unique field at most one record has each of them: those few records are moved with the change itself.
//! Of a search, the generated columns become ordinary ones that a trigger keeps.

mod batches;
mod options;

use icosa_model::{FieldId, FieldType, Metadata, Model, ObjectId};

use super::change::ChangeHints;
use super::change::{search_differs, vector_recipe};

pub use batches::{Batches, batches};

/// What the records of a large table still need after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewrite {
    /// The object of the table.
    pub object_id: ObjectId,
    /// What.
    pub kind: RewriteKind,
}

/// What is done to each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewriteKind {
    /// Values of the field that are no options any more become what they stand for.
    MoveOptions(FieldId),
    /// The columns of the search are computed anew.
    FillSearch,
}

/// A unique field of a large table with lists of options, whose records would all have to be seen to at once: equal
/// values must be refused with the change itself, not by the job afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// Which field.
    pub field_id: FieldId,
}

/// Changes new metadata, which differs from the old by a change of people, so that large tables are not rewritten by
/// [`change`](super::change()), and notes in the hints what few records it moves instead. Both models are physical, `new`
/// is made of the metadata. Small tables that were large once are put in order when their options or their search change.
///
/// # Errors
/// What can be done neither later nor with few records.
pub fn put_off(
    old: &Model,
    new: &Model,
    metadata: &mut Metadata,
    hints: &mut ChangeHints,
) -> Result<(), TooLarge> {
    for row in &mut metadata.fields {
        let Some(object) = new.object_by_id(row.object_id) else { continue };
        let Some(was) = old.object_by_id(row.object_id).and_then(|object| object.field_by_id(row.id)) else {
            continue;
        };
        if !options::has_type_of_options(row) || was.field_type != row.field_type {
            continue;
        }
        // Equal values would be refused batch by batch, when the change is long made.
        let is_unique = object
            .indexes
            .iter()
            .any(|index| index.is_unique && index.fields.iter().any(|entry| entry.field_id == row.id));
        if !hints.large.contains(&row.object_id) || !is_unique {
            options::put_off(was, row, hints, hints.large.contains(&row.object_id));
            continue;
        }
        let moves = options::rearrange(was, row, hints);
        if !moves.is_empty() && row.field_type == FieldType::MultiSelect {
            return Err(TooLarge { field_id: row.id });
        }
        hints.moves.insert(row.id, moves);
    }
    for row in &mut metadata.objects {
        let (Some(before), Some(after)) = (old.object_by_id(row.id), new.object_by_id(row.id)) else {
            continue;
        };
        if search_differs(before, after) {
            let has_any = after.is_searchable || vector_recipe(after).is_some();
            row.is_search_kept_by_trigger = has_any && hints.large.contains(&row.id);
        }
    }
    Ok(())
}
