//! Selections as trees of what records carry.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::SelectionSet;
use icosa_contract::AppError;
use icosa_engine::record_api::{Filtered, check_complexity, figure, read_filter, read_order};
use icosa_model::query::DeletedRows;
use icosa_model::{Field, FieldType, Model, Object};
use icosa_sqlgen::connection::{
    CompositePart, Connection, ConnectionPart, EdgePart, Entry, OrderKey, PageInfoPart, RecordPart,
};
use serde_json::{Map, Value as Json};

use super::arguments::Arguments;
use super::collect::{Collected, collect};
use super::error::invalid;
use super::names::{FILE_ITEM, composite_type, items_of_part, object_type};
use super::page;

/// Makes trees of the selections of one operation.
pub struct Selector<'d> {
    pub model: &'d Model,
    pub document: &'d ExecutableDocument,
    pub variables: &'d Map<String, Json>,
    complexity: usize,
    /// Most relations that are selected, filtered and ordered by in one operation.
    most_complex: u32,
    in_relation_to_many: bool,
    /// The cursors that one read was given, for the message about those that do not fit.
    pub cursors: Vec<String>,
}

impl<'d> Selector<'d> {
    /// Of an operation of the document.
    pub fn new(
        model: &'d Model,
        document: &'d ExecutableDocument,
        variables: &'d Map<String, Json>,
        most_complex: u32,
    ) -> Self {
        let (complexity, in_relation_to_many, cursors) = (1, false, Vec::new());
        Self { model, document, variables, complexity, most_complex, in_relation_to_many, cursors }
    }

    fn collect(&self, sets: &[&'d SelectionSet]) -> Vec<Collected<'d>> {
        collect(self.document, sets, self.variables)
    }

    /// Counts a relation.
    pub fn add_complexity(&mut self, more: usize) -> Result<(), AppError> {
        self.complexity = self.complexity.saturating_add(more);
        check_complexity(self.complexity, self.most_complex)
    }

    /// The filter of a field's arguments; its relations are counted.
    pub fn filter(&mut self, object: &Object, arguments: &Arguments) -> Result<Filtered, AppError> {
        let filtered = read_filter(self.model, object, arguments.get("filter"))?;
        self.add_complexity(filtered.relation_count())?;
        Ok(filtered)
    }

    /// What a record carries.
    pub fn record(
        &mut self,
        object: &Object,
        sets: &[&'d SelectionSet],
    ) -> Result<Vec<Entry<RecordPart>>, AppError> {
        let mut parts = Vec::new();
        for found in self.collect(sets) {
            let what = self.record_part(object, &found)?;
            parts.push(Entry { key: found.key.to_owned(), what });
        }
        Ok(parts)
    }

    fn record_part(&mut self, object: &Object, found: &Collected<'d>) -> Result<RecordPart, AppError> {
        let name = found.name();
        if name == "__typename" {
            return Ok(RecordPart::Constant(object_type(object)));
        }
        let Some(field) = object.field(name) else {
            return match object.field_by_join_column(name) {
                Some(_) => Ok(RecordPart::Column(name.to_owned())),
                None => Err(unknown(object, name)),
            };
        };
        if field.relation.is_some() {
            return self.relation(object, field, found);
        }
        Ok(match field.field_type {
            FieldType::TsVector => RecordPart::Nothing,
            FieldType::Files if !is_leaf(found) => {
                let members = self.members(FILE_ITEM.0, found.sets());
                RecordPart::Items { field: name.to_owned(), members }
            }
            kind if kind.is_composite() => {
                RecordPart::Composite { field: name.to_owned(), parts: self.composite(kind, found.sets()) }
            }
            _ => RecordPart::Column(name.to_owned()),
        })
    }

    fn relation(
        &mut self,
        object: &Object,
        field: &Field,
        found: &Collected<'d>,
    ) -> Result<RecordPart, AppError> {
        self.add_complexity(1)?;
        let relation = field.relation.as_ref().ok_or_else(|| unknown(object, &field.name))?;
        let target = self.model.object_by_id(relation.target).ok_or_else(|| unknown(object, &field.name))?;
        let name = field.name.clone();
        if !field.is_to_many() {
            return Ok(RecordPart::Related { field: name, record: self.record(target, found.sets())? });
        }
        if self.in_relation_to_many {
            let message = "Query complexity is too high. One-to-Many relation cannot be nested in another \
                           One-to-Many relation.";
            return Err(invalid("TOO_COMPLEX_QUERY", message));
        }
        let arguments = Arguments::of(found.field, self.variables)?;
        self.in_relation_to_many = true;
        let connection = self.connection(target, &arguments, found.sets(), true);
        self.in_relation_to_many = false;
        Ok(RecordPart::Connection { field: name, connection: connection? })
    }

    /// A page of records with its arguments.
    pub fn connection(
        &mut self,
        object: &Object,
        arguments: &Arguments,
        sets: &[&'d SelectionSet],
        is_related: bool,
    ) -> Result<Connection, AppError> {
        let page = page::read(arguments, is_related)?;
        for name in ["after", "before"] {
            self.cursors.extend(arguments.text(name)?.map(str::to_owned));
        }
        let filtered = self.filter(object, arguments)?;
        let order = read_order(self.model, object, &arguments.list("orderBy"))?;
        self.add_complexity(order.iter().map(OrderKey::relation_count).sum())?;
        let deleted = filtered.deleted(DeletedRows::Hidden);
        let condition = filtered.or_everything();
        let parts = self.connection_parts(object, sets)?;
        Ok(Connection { condition, deleted, order, page, parts })
    }

    /// What a connection carries.
    pub fn connection_parts(
        &mut self,
        object: &Object,
        sets: &[&'d SelectionSet],
    ) -> Result<Vec<Entry<ConnectionPart>>, AppError> {
        let mut parts = Vec::new();
        for found in self.collect(sets) {
            let what = self.connection_part(object, &found, "Connection")?;
            parts.push(Entry { key: found.key.to_owned(), what });
        }
        Ok(parts)
    }

    /// One thing that a connection (or group) carries; `suffix` ends the name of its type.
    pub fn connection_part(
        &mut self,
        object: &Object,
        found: &Collected<'d>,
        suffix: &str,
    ) -> Result<ConnectionPart, AppError> {
        Ok(match found.name() {
            "__typename" => ConnectionPart::Constant(format!("{}{suffix}", object_type(object))),
            "edges" => ConnectionPart::Edges(self.edges(object, found.sets())?),
            "pageInfo" => ConnectionPart::PageInfo(self.page_info(found.sets())),
            name => {
                let aggregate = figure(object, name).ok_or_else(|| unknown(object, name))?;
                ConnectionPart::Aggregate(aggregate)
            }
        })
    }

    /// What of an `edges` its collected selection is.
    pub fn fields(&self, sets: &[&'d SelectionSet]) -> Vec<Collected<'d>> {
        self.collect(sets)
    }

    fn edges(
        &mut self,
        object: &Object,
        sets: &[&'d SelectionSet],
    ) -> Result<Vec<Entry<EdgePart>>, AppError> {
        let mut parts = Vec::new();
        for found in self.collect(sets) {
            let what = match found.name() {
                "__typename" => EdgePart::Constant(format!("{}Edge", object_type(object))),
                "cursor" => EdgePart::Cursor,
                _ => EdgePart::Node(self.record(object, found.sets())?),
            };
            parts.push(Entry { key: found.key.to_owned(), what });
        }
        Ok(parts)
    }

    fn page_info(&self, sets: &[&'d SelectionSet]) -> Vec<Entry<PageInfoPart>> {
        let part = |found: Collected<'_>| Entry {
            key: found.key.to_owned(),
            what: match found.name() {
                "hasNextPage" => PageInfoPart::HasNext,
                "hasPreviousPage" => PageInfoPart::HasPrevious,
                "startCursor" => PageInfoPart::Start,
                "endCursor" => PageInfoPart::End,
                _ => PageInfoPart::Constant("PageInfo".to_owned()),
            },
        };
        self.collect(sets).into_iter().map(part).collect()
    }

    fn composite(&self, kind: FieldType, sets: &[&'d SelectionSet]) -> Vec<Entry<CompositePart>> {
        let part = |found: Collected<'d>| {
            let name = found.name();
            let what = match items_of_part(name) {
                _ if name == "__typename" => CompositePart::Constant(composite_type(kind).to_owned()),
                Some((item, _)) if !is_leaf(&found) => {
                    CompositePart::Items { part: name.to_owned(), members: self.members(item, found.sets()) }
                }
                _ => CompositePart::Part(name.to_owned()),
            };
            Entry { key: found.key.to_owned(), what }
        };
        self.collect(sets).into_iter().map(part).collect()
    }

    fn members(&self, item: &str, sets: &[&'d SelectionSet]) -> Vec<Entry<CompositePart>> {
        let member = |found: Collected<'_>| Entry {
            key: found.key.to_owned(),
            what: match found.name() {
                "__typename" => CompositePart::Constant(item.to_owned()),
                name => CompositePart::Part(name.to_owned()),
            },
        };
        self.collect(sets).into_iter().map(member).collect()
    }
}

fn is_leaf(found: &Collected<'_>) -> bool {
    found.sets().iter().all(|set| set.is_empty())
}

/// The object has no such field.
pub fn unknown(object: &Object, name: &str) -> AppError {
    let shown: String = name.chars().take(64).collect();
    invalid(
        "INVALID_QUERY_INPUT",
        format!("Object {} doesn't have any \"{shown}\" field.", object.name_singular),
    )
}
