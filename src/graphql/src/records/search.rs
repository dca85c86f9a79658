//! `search`: the best matches among the records of many objects.

use icosa_contract::{Actor, AppError};
use icosa_engine::search::{SearchRequest, read_search};
use icosa_sqlgen::connection::{Entry, Read};
use icosa_sqlgen::{SearchEdgePart, SearchNodePart, SearchPagePart, SearchPart, SearchRead};
use serde_json::Value as Json;

use super::arguments::Arguments;
use super::collect::Collected;
use super::compile::{Answer, Plan};
use super::error::invalid;
use super::schema::RecordSchema;
use super::select::Selector;

/// What the field of the root is called.
pub const NAME: &str = "search";

/// The field of the root is the search. An object of that name has the name for itself.
pub fn is_meant(schema: &RecordSchema, found: &Collected<'_>) -> bool {
    found.name() == NAME && schema.operation(NAME).is_none()
}

/// Adds the read of the field to the plan.
pub fn read<'d>(
    plan: &mut Plan,
    selector: &Selector<'d>,
    actor: &Actor,
    found: &Collected<'d>,
) -> Result<(), AppError> {
    let arguments = Arguments::of(found.field, selector.variables)?;
    let cursor = arguments.text("after")?;
    let is_narrowed = arguments.get("includedObjectNameSingulars").is_some();
    let included = is_narrowed.then(|| names(&arguments, "includedObjectNameSingulars")).transpose()?;
    let excluded = names(&arguments, "excludedObjectNameSingulars")?;
    let request = SearchRequest {
        text: arguments.text("searchInput")?.unwrap_or_default(),
        limit: arguments.int("limit")?.unwrap_or_default(),
        after: cursor,
        included: included.as_deref(),
        excluded: &excluded,
        filter: arguments.get("filter"),
    };
    let search = read_search(actor, selector.model, request)?;
    let read = Read::Search(SearchRead { search, parts: parts(selector, found) });
    let place = plan.read(read, cursor.map(str::to_owned));
    plan.answer(found.key, Answer::Read { place, is_required: false });
    Ok(())
}

fn names(arguments: &Arguments, name: &str) -> Result<Vec<String>, AppError> {
    let text = |item: Json| match item {
        Json::String(text) => Ok(text),
        _ => Err(invalid("INVALID_QUERY_INPUT", format!("Argument \"{name}\" must be a list of texts"))),
    };
    arguments.list(name).into_iter().map(text).collect()
}

fn entries<'d, T>(
    selector: &Selector<'d>,
    found: &Collected<'d>,
    what: impl Fn(&Collected<'d>) -> T,
) -> Vec<Entry<T>> {
    let fields = selector.fields(found.sets());
    fields.iter().map(|field| Entry { key: field.key.to_owned(), what: what(field) }).collect()
}

fn parts<'d>(selector: &Selector<'d>, found: &Collected<'d>) -> Vec<Entry<SearchPart>> {
    entries(selector, found, |field| match field.name() {
        "edges" => SearchPart::Edges(entries(selector, field, |field| match field.name() {
            "cursor" => SearchEdgePart::Cursor,
            "node" => SearchEdgePart::Node(entries(selector, field, node)),
            _ => SearchEdgePart::Constant("SearchResultEdge".to_owned()),
        })),
        "pageInfo" => SearchPart::PageInfo(entries(selector, field, |field| match field.name() {
            "hasNextPage" => SearchPagePart::HasNext,
            "endCursor" => SearchPagePart::End,
            _ => SearchPagePart::Constant("SearchResultPageInfo".to_owned()),
        })),
        _ => SearchPart::Constant("SearchResultConnection".to_owned()),
    })
}

fn node(field: &Collected<'_>) -> SearchNodePart {
    match field.name() {
        "recordId" => SearchNodePart::Id,
        "objectNameSingular" => SearchNodePart::Object,
        "objectLabelSingular" => SearchNodePart::ObjectLabel,
        "label" => SearchNodePart::Label,
        "imageUrl" => SearchNodePart::Image,
        "tsRankCD" => SearchNodePart::Kind,
        "tsRank" => SearchNodePart::Likeness,
        _ => SearchNodePart::Constant("SearchRecord".to_owned()),
    }
}
