//! How much one operation may ask for.

use std::collections::{HashMap, HashSet};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Selection, SelectionSet};

use super::collect::Collected;
use super::error::Problem;

/// Fields of an operation, fragments expanded, those of introspection not counted.
const MOST_FIELDS: u64 = 2000;
/// Fields of the root.
const MOST_ROOTS: usize = 20;

/// Refuses what is too much before anything is made of it.
pub fn check_fields(document: &ExecutableDocument, root: &SelectionSet) -> Result<(), Problem> {
    let count = count(document, root, &mut HashMap::new());
    if count > MOST_FIELDS {
        let message = format!(
            "Query too complex - Too many fields requested: {count} - Maximum allowed fields: {MOST_FIELDS}"
        );
        return Err(Problem::coded("BAD_USER_INPUT", message));
    }
    Ok(())
}

/// Refuses too many fields of the root, and the same one twice.
pub fn check_roots(roots: &[Collected<'_>]) -> Result<(), Problem> {
    let names: Vec<&str> =
        roots.iter().map(|root| root.name()).filter(|name| !name.starts_with("__")).collect();
    if names.len() > MOST_ROOTS {
        let message = format!(
            "Query too complex - Too many root resolvers requested: {} - Maximum allowed root resolvers: {MOST_ROOTS}",
            names.len()
        );
        return Err(Problem::coded("BAD_USER_INPUT", message));
    }
    let mut seen = HashSet::new();
    match names.into_iter().find(|name| !seen.insert(*name)) {
        Some(name) => Err(Problem::coded("BAD_USER_INPUT", format!("Duplicate root resolver: \"{name}\""))),
        None => Ok(()),
    }
}

/// Each fragment is counted once and remembered: fragments of fragments may stand for more fields than there are atoms.
fn count<'d>(
    document: &'d ExecutableDocument,
    set: &'d SelectionSet,
    known: &mut HashMap<&'d str, u64>,
) -> u64 {
    let mut total: u64 = 0;
    for selection in &set.selections {
        let more = match selection {
            Selection::Field(field) if field.name.starts_with("__") => 0,
            Selection::Field(field) => count(document, &field.selection_set, known).saturating_add(1),
            Selection::InlineFragment(inline) => count(document, &inline.selection_set, known),
            Selection::FragmentSpread(spread) => {
                let name = spread.fragment_name.as_str();
                match known.get(name) {
                    Some(count) => *count,
                    None => {
                        let fragment = document.fragments.get(name);
                        let own =
                            fragment.map_or(0, |fragment| count(document, &fragment.selection_set, known));
                        known.insert(name, own);
                        own
                    }
                }
            }
        };
        total = total.saturating_add(more);
    }
    total
}
