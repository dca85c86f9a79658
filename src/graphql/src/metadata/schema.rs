//! The schema as a whole and its limits.

use async_graphql::{MergedObject, Request, Schema, Variables};

use crate::metadata::commands::{CommandMutations, CommandQueries};
use crate::metadata::events::{EventMutations, EventSubscriptions};
use crate::metadata::fields::{FieldMutations, FieldQueries};
use crate::metadata::files::FileMutations;
use crate::metadata::hashes::Hashes;
use crate::metadata::indexes::IndexMutations;
use crate::metadata::minimal::MinimalQueries;
use crate::metadata::navigation::{NavigationMutations, NavigationQueries};
use crate::metadata::objects::{ObjectMutations, ObjectQueries};
use crate::metadata::pages::{PageMutations, PageQueries};
use crate::metadata::translations::TranslationQueries;
use crate::metadata::views::{ViewMutations, ViewQueries};

/// Levels of nesting; the introspection query of common tools has 13.
const DEPTH: usize = 20;
/// Fields, those of lists inside lists counted as often as such lists are long. Everything about all objects, with
/// fields, their relations and indexes, is well below.
const COMPLEXITY: usize = 20_000;

/// Everything that can be read.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct Query(
    ObjectQueries,
    FieldQueries,
    ViewQueries,
    NavigationQueries,
    MinimalQueries,
    TranslationQueries,
    PageQueries,
    CommandQueries,
);

/// Everything that can be changed.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct Mutation(
    ObjectMutations,
    FieldMutations,
    IndexMutations,
    ViewMutations,
    NavigationMutations,
    FileMutations,
    EventMutations,
    PageMutations,
    CommandMutations,
);

/// The metadata API.
pub type MetadataSchema = Schema<Query, Mutation, EventSubscriptions>;

/// The metadata API, to be made once.
#[must_use]
pub fn schema() -> MetadataSchema {
    Schema::build(Query::default(), Mutation::default(), EventSubscriptions)
        .limit_depth(DEPTH)
        .limit_complexity(COMPLEXITY)
        .data(Hashes::default())
        .finish()
}

/// The schema in GraphQL's own language.
#[must_use]
pub fn sdl() -> String {
    schema().sdl()
}

/// The members of an input type, for APIs that take it apart from a document.
pub async fn input_fields(schema: &MetadataSchema, name: &str) -> Vec<String> {
    let query = "query($name: String!) { __type(name: $name) { inputFields { name } } }";
    let variables = Variables::from_json(serde_json::json!({ "name": name }));
    let answer = schema.execute(Request::new(query).variables(variables)).await;
    let data = answer.data.into_json().unwrap_or_default();
    let fields = data.pointer("/__type/inputFields").and_then(serde_json::Value::as_array);
    let name = |field: &serde_json::Value| Some(field.get("name")?.as_str()?.to_owned());
    fields.into_iter().flatten().filter_map(name).collect()
}
