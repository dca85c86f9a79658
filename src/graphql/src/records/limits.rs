//! How much one operation may ask for.

use std::collections::{HashMap, HashSet};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use serde_json::Map;

use super::collect::{Collected, collect};
use super::error::Problem;

/// Deepest nesting of all definitions together, which no way through fragments can exceed: validating a document goes
/// down each of them on the stack.
const MOST_NESTED: usize = 400;
/// Most fields of introspection, fragments expanded; what tools ask is some two hundred.
const MOST_INTROSPECTED: u64 = 1_000;

/// Refuses what nests too deep, before it is validated.
pub fn check_nesting(document: &ExecutableDocument) -> Result<(), Problem> {
    let operations = document.operations.iter().map(|operation| nesting(&operation.selection_set));
    let fragments = document.fragments.values().map(|fragment| nesting(&fragment.selection_set));
    let deepest = operations.max().unwrap_or_default().saturating_add(fragments.sum());
    if deepest > MOST_NESTED {
        let message =
            format!("The operation and its fragments are nested more than {MOST_NESTED} levels deep.");
        return Err(Problem::coded("GRAPHQL_VALIDATION_FAILED", message));
    }
    Ok(())
}

/// What the parser has read is nested so deep at most that this may go down itself.
fn nesting(set: &SelectionSet) -> usize {
    let below = set.selections.iter().map(|selection| match selection {
        Selection::Field(field) => nesting(&field.selection_set),
        Selection::InlineFragment(inline) => nesting(&inline.selection_set),
        Selection::FragmentSpread(_) => 0,
    });
    below.max().unwrap_or_default() + 1
}

/// Refuses questions about the schema whose answers would be far larger than the schema: many fields, or one field under
/// several names.
pub fn check_introspection(document: &ExecutableDocument, operation: &Operation) -> Result<(), Problem> {
    let variables = Map::new();
    let roots = collect(document, &[&operation.selection_set], &variables);
    let asked: Vec<&Collected<'_>> = roots.iter().filter(|root| is_about_the_schema(root.field)).collect();
    let (mut known, everything) = (HashMap::new(), |_: &Field| true);
    let sets = asked.iter().flat_map(|root| root.sets());
    let count =
        sets.fold(0, |sum: u64, set| sum.saturating_add(count(document, set, &everything, &mut known)));
    let schemas = asked.iter().filter(|root| root.name() == "__schema").count();
    let is_repeated = || asked.iter().any(|root| has_aliases(document, root));
    if count > MOST_INTROSPECTED || schemas > 1 || is_repeated() {
        let message = format!(
            "Introspection too complex - at most {MOST_INTROSPECTED} fields, each under one name where it is asked"
        );
        return Err(Problem::coded("BAD_USER_INPUT", message));
    }
    Ok(())
}

fn is_about_the_schema(field: &Field) -> bool {
    ["__schema", "__type"].contains(&field.name.as_str())
}

/// Whether some field that goes on to others stands under two names; of so many fields at most.
fn has_aliases(document: &ExecutableDocument, found: &Collected<'_>) -> bool {
    let below = collect(document, found.sets(), &Map::new());
    let mut names = HashSet::new();
    let goes_on = |field: &&Collected<'_>| !field.field.selection_set.selections.is_empty();
    below.iter().filter(goes_on).any(|field| !names.insert(field.name()) || has_aliases(document, field))
}

/// Refuses more fields than that, fragments expanded, before anything is made of them. Questions about the schema are not
/// counted, nor the names of types, unless under names of their own.
pub fn check_fields(document: &ExecutableDocument, root: &SelectionSet, most: u32) -> Result<(), Problem> {
    let is_counted =
        |field: &Field| !is_about_the_schema(field) && (field.name != "__typename" || field.alias.is_some());
    let count = count(document, root, &is_counted, &mut HashMap::new());
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
    is_counted: &impl Fn(&Field) -> bool,
    known: &mut HashMap<&'d str, u64>,
) -> u64 {
    let mut total: u64 = 0;
    for selection in &set.selections {
        let more = match selection {
            Selection::Field(field) if !is_counted(field) => 0,
            Selection::Field(field) => {
                count(document, &field.selection_set, is_counted, known).saturating_add(1)
            }
            Selection::InlineFragment(inline) => count(document, &inline.selection_set, is_counted, known),
            Selection::FragmentSpread(spread) => {
                let name = spread.fragment_name.as_str();
                match known.get(name) {
                    Some(count) => *count,
                    None => {
                        let fragment = document.fragments.get(name);
                        let own = fragment.map_or(0, |fragment| {
                            count(document, &fragment.selection_set, is_counted, known)
                        });
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
