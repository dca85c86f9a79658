//! What a selection comes to: fragments put in, conditions decided, fields of one response key together.

use apollo_compiler::ast::{DirectiveList, Value};
use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::{ExecutableDocument, Node};
use serde_json::{Map, Value as Json};

/// All fields of one response key: one field, asked for once or more.
pub struct Collected<'d> {
    /// The response key.
    pub key: &'d str,
    /// The first of them.
    pub field: &'d Node<Field>,
    sets: Vec<&'d SelectionSet>,
}

impl<'d> Collected<'d> {
    /// The field's name.
    pub fn name(&self) -> &'d str {
        self.field.name.as_str()
    }

    /// What is selected of it.
    pub fn sets(&self) -> &[&'d SelectionSet] {
        &self.sets
    }
}

/// Fields in the order of their first mention.
pub fn collect<'d>(
    document: &'d ExecutableDocument,
    sets: &[&'d SelectionSet],
    variables: &Map<String, Json>,
) -> Vec<Collected<'d>> {
    let mut found = Vec::new();
    for set in sets {
        add(document, set, variables, &mut found);
    }
    found
}

fn add<'d>(
    document: &'d ExecutableDocument,
    set: &'d SelectionSet,
    variables: &Map<String, Json>,
    found: &mut Vec<Collected<'d>>,
) {
    for selection in &set.selections {
        if !is_included(selection.directives(), variables) {
            continue;
        }
        match selection {
            Selection::Field(field) => {
                let key = field.response_key().as_str();
                match found.iter_mut().find(|known| known.key == key) {
                    Some(known) => known.sets.push(&field.selection_set),
                    None => found.push(Collected { key, field, sets: vec![&field.selection_set] }),
                }
            }
            Selection::InlineFragment(inline) => add(document, &inline.selection_set, variables, found),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(spread.fragment_name.as_str()) {
                    add(document, &fragment.selection_set, variables, found);
                }
            }
        }
    }
}

fn is_included(directives: &DirectiveList, variables: &Map<String, Json>) -> bool {
    let holds = |name: &str| {
        let condition = directives.get(name)?.specified_argument_by_name("if")?;
        match condition.as_ref() {
            Value::Boolean(value) => Some(*value),
            Value::Variable(name) => variables.get(name.as_str()).and_then(Json::as_bool),
            _ => None,
        }
    };
    !holds("skip").unwrap_or(false) && holds("include").unwrap_or(true)
}
