//! How much one operation may ask for.

use std::collections::{HashMap, HashSet};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Selection, SelectionSet};

use super::collect::Collected;
use super::error::Problem;

/// Refuses more fields than that, fragments expanded, those of introspection not counted, before anything is made of
/// them.
pub fn check_fields(document: &ExecutableDocument, root: &SelectionSet, most: u32) -> Result<(), Problem> {
    let count = count(document, root, &mut HashMap::new());
    if count > u64::from(most) {
        let message = format!(
            "Query too complex - Too many fields requested: {count} - Maximum allowed fields: {most}"
        );
        return Err(Problem::coded("BAD_USER_INPUT", message));
    }
    Ok(())
}

/// Refuses more fields of the root than that, and the same one twice.
pub fn check_roots(roots: &[Collected<'_>], most: u32) -> Result<(), Problem> {
    let names: Vec<&str> =
        roots.iter().map(|root| root.name()).filter(|name| !name.starts_with("__")).collect();
    if u32::try_from(names.len()).is_ok_and(|count| count > most) {
        let message = format!(
            "Query too complex - Too many root resolvers requested: {} - Maximum allowed root resolvers: {most}",
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
