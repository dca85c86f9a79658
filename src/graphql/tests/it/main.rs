//! The schema against what published clients of version 2.43 rely on.
//!
//! `facts.txt` holds names and types only, one a line, read off the type definitions of the published client library:
//! `type Object.field: Type`, `arg Object.field.argument: Type`, `input Input.field: Type`, `enum Enum.VALUE`.

#![expect(clippy::expect_used, reason = "a test stops where it goes wrong")]

use std::collections::HashSet;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{ServiceDocument, TypeKind, TypeSystemDefinition};

const FACTS: &str = include_str!("facts.txt");

fn ours() -> HashSet<String> {
    let document = parse_schema(icosa_graphql::metadata::sdl()).expect("our schema is valid");
    facts(&document)
}

fn facts(document: &ServiceDocument) -> HashSet<String> {
    let mut facts = HashSet::new();
    for definition in &document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = &definition.node.name.node;
        match &definition.node.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    let (field, ty) = (&field.node, &field.node.ty.node);
                    facts.insert(format!("type {name}.{}: {ty}", field.name.node));
                    for argument in &field.arguments {
                        let argument = &argument.node;
                        facts.insert(format!(
                            "arg {name}.{}.{}: {}",
                            field.name.node, argument.name.node, argument.ty.node
                        ));
                    }
                }
            }
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    facts.insert(format!("input {name}.{}: {}", field.node.name.node, field.node.ty.node));
                }
            }
            TypeKind::Enum(values) => {
                for value in &values.values {
                    facts.insert(format!("enum {name}.{}", value.node.value.node));
                }
            }
            _ => {}
        }
    }
    facts
}

#[test]
fn every_fact_that_clients_rely_on_is_one_of_ours() {
    let ours = ours();
    let missing: Vec<&str> = FACTS.lines().filter(|fact| !ours.contains(*fact)).collect();
    assert!(missing.is_empty(), "missing or of another type:\n{}", missing.join("\n"));
    assert!(FACTS.lines().count() > 800, "the list is whole");
}

/// A client that sends every argument that it knows needs none that it does not know.
#[test]
fn nothing_is_required_that_clients_do_not_know() {
    let known: HashSet<&str> = FACTS.lines().collect();
    let required: Vec<String> = ours()
        .into_iter()
        .filter(|fact| (fact.starts_with("input ") || fact.starts_with("arg ")) && fact.ends_with('!'))
        .filter(|fact| !known.contains(fact.as_str()))
        .collect();
    assert!(required.is_empty(), "{required:?}");
}

#[test]
fn paging_and_filters_may_be_omitted() {
    let sdl = icosa_graphql::metadata::sdl();
    for list in ["objects", "fields", "indexMetadatas"] {
        let known = sdl.lines().find(|line| line.trim_start().starts_with(&format!("{list}(")));
        let line = known.unwrap_or_else(|| panic!("no {list} in\n{sdl}"));
        assert!(line.contains("paging: CursorPaging! = {") && line.contains("first: 10"), "{line}");
        assert!(line.contains("Filter! = {"), "{line}");
    }
}
