//! What a selection comes to: fragments put in, conditions decided, fields of one response key together.

use std::collections::HashSet;

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

/// Fields in the order of their first mention. A fragment counts once, however often it is mentioned: fragments of
/// fragments may stand for more mentions than there are atoms.
pub fn collect<'d>(
    document: &'d ExecutableDocument,
    sets: &[&'d SelectionSet],
    variables: &Map<String, Json>,
) -> Vec<Collected<'d>> {
    let mut collector = Collector { document, variables, found: Vec::new(), seen: HashSet::new() };
    for set in sets {
        collector.add(set);
    }
    collector.found
}

struct Collector<'d, 'v> {
    document: &'d ExecutableDocument,
    variables: &'v Map<String, Json>,
    found: Vec<Collected<'d>>,
    /// Fragments that have been put in.
    seen: HashSet<&'d str>,
}

impl<'d> Collector<'d, '_> {
    fn add(&mut self, set: &'d SelectionSet) {
        for selection in &set.selections {
            if !is_included(selection.directives(), self.variables) {
                continue;
            }
            match selection {
                Selection::Field(field) => self.field(field),
                Selection::InlineFragment(inline) => self.add(&inline.selection_set),
                Selection::FragmentSpread(spread) => {
                    let name = spread.fragment_name.as_str();
                    let fragment = self.document.fragments.get(name).filter(|_| self.seen.insert(name));
                    if let Some(fragment) = fragment {
                        self.add(&fragment.selection_set);
                    }
                }
            }
        }
    }

    fn field(&mut self, field: &'d Node<Field>) {
        let key = field.response_key().as_str();
        match self.found.iter_mut().find(|known| known.key == key) {
            Some(known) => known.sets.push(&field.selection_set),
            None => self.found.push(Collected { key, field, sets: vec![&field.selection_set] }),
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
