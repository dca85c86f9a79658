//! The filter parameter: `name[like]:"%a%",or(employees[gt]:10,companyId[is]:NULL)`, or the same as JSON in the form
//! of the GraphQL API. Either way the outcome has that form, and one set of rules judges it.

mod scan;
mod typed;

use icosa_engine::record_api::{OPERATORS, is_operator, takes_list};
use icosa_model::{Model, Object};
use serde_json::{Value, json};

use super::error::RestError;
use scan::{Given, Scanner};

/// Deepest nesting of groups; what is read stops a level or two before it.
const MOST_DEPTH: usize = 24;
/// Most names of one path.
const MOST_SEGMENTS: usize = 16;

/// A filter as data, before its values have their types.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Vec<Node>),
    Clause { path: Vec<String>, operator: String, given: Given },
}

/// The filter in the form of the GraphQL API; an empty text is `{}`.
///
/// # Errors
/// What cannot be read.
pub fn parse(model: &Model, object: &Object, text: &str) -> Result<Value, RestError> {
    let text = text.trim();
    if text.starts_with('{') {
        return serde_json::from_str(text).map_err(|_| invalid("it is not valid JSON"));
    }
    node(model, object, &read(text)?)
}

fn invalid(reason: &str) -> RestError {
    RestError::bad_request(format!("'filter' invalid. {reason}"))
}

/// Reads the text; several clauses side by side all hold.
pub(super) fn read(text: &str) -> Result<Node, RestError> {
    scan::check_parentheses(text)?;
    let mut scanner = Scanner::new(text);
    let mut nodes = Vec::new();
    if !scanner.is_at_end() {
        nodes = list(&mut scanner, 0)?;
    }
    if !scanner.is_at_end() {
        return Err(invalid(&format!("'{}' was not expected", scanner.rest())));
    }
    Ok(match nodes.len() {
        1 => nodes.remove(0),
        _ => Node::And(nodes),
    })
}

fn list(scanner: &mut Scanner<'_>, depth: usize) -> Result<Vec<Node>, RestError> {
    let mut nodes = vec![item(scanner, depth)?];
    while scanner.take(',') {
        nodes.push(item(scanner, depth)?);
    }
    Ok(nodes)
}

fn item(scanner: &mut Scanner<'_>, depth: usize) -> Result<Node, RestError> {
    if depth > MOST_DEPTH {
        let message = format!("it is nested more than {MOST_DEPTH} levels deep");
        return Err(RestError::invalid("TOO_COMPLEX_QUERY", format!("'filter' invalid. {message}")));
    }
    for (word, make) in [("and", Node::And as fn(Vec<Node>) -> Node), ("or", Node::Or), ("not", Node::Not)] {
        if scanner.take_group(word) {
            let nodes =
                if scanner.take(')') { return Ok(make(Vec::new())) } else { list(scanner, depth + 1)? };
            return if scanner.take(')') {
                Ok(make(nodes))
            } else {
                Err(invalid("a close bracket was expected"))
            };
        }
    }
    clause(scanner)
}

fn clause(scanner: &mut Scanner<'_>) -> Result<Node, RestError> {
    let shown = scanner.rest().to_owned();
    let malformed = || {
        let shown: String = shown.chars().take(100).collect();
        invalid(&format!("'{shown}' is not of the form field[comparator]:value"))
    };
    let path = scanner.until('[').ok_or_else(malformed)?.trim().to_owned();
    let operator = scanner.until(']').ok_or_else(malformed)?.trim().to_owned();
    if path.is_empty() || path.split('.').count() > MOST_SEGMENTS || !scanner.take(':') {
        return Err(malformed());
    }
    if !is_operator(&operator) {
        let all = OPERATORS.join(",");
        return Err(invalid(&format!("for '{path}', comparator {operator} not in {all}")));
    }
    let given = scanner.value()?;
    if takes_list(&operator) && !matches!(given, Given::List(_)) {
        return Err(RestError::bad_request(format!(
            "'filter' invalid for '{operator}' operator. Received '{}' but array value expected eg: \
             'field[{operator}]:[value_1,value_2]'",
            given.text()
        )));
    }
    Ok(Node::Clause { path: path.split('.').map(str::to_owned).collect(), operator, given })
}

fn node(model: &Model, object: &Object, from: &Node) -> Result<Value, RestError> {
    let all =
        |nodes: &[Node]| nodes.iter().map(|inner| node(model, object, inner)).collect::<Result<Vec<_>, _>>();
    Ok(match from {
        Node::And(nodes) => json!({"and": all(nodes)?}),
        Node::Or(nodes) => json!({"or": all(nodes)?}),
        Node::Not(nodes) => json!({"not": {"and": all(nodes)?}}),
        Node::Clause { path, operator, given } => {
            let value = typed::value(model, object, path, operator, given);
            let inner = json!({operator.as_str(): value});
            path.iter().rev().fold(inner, |inner, segment| json!({segment.as_str(): inner}))
        }
    })
}

#[cfg(test)]
mod tests;
