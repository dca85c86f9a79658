//! Filters: the engine judges what they say of the record itself; here they are taken apart where they go through a
//! relation.

use icosa_contract::AppError;
use icosa_engine::record_api::{is_operator, parse_filter};
use icosa_model::query::{DeletedRows, Filter};
use icosa_model::{Model, Object};
use icosa_sqlgen::connection::Condition;
use serde_json::{Map, Value as Json};

use super::error::invalid;

/// Deepest nesting of groups.
const MOST_DEPTH: usize = 12;

/// A filter that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Filtered {
    /// None restricts nothing.
    pub condition: Option<Condition>,
    mentions_deleted: bool,
}

impl Filtered {
    /// Which rows: those that a read sees by itself, unless the filter speaks of `deletedAt`.
    pub fn deleted(&self, rows: DeletedRows) -> DeletedRows {
        if self.mentions_deleted { DeletedRows::Included } else { rows }
    }
}

/// Reads a filter over an object's records.
///
/// # Errors
/// `INVALID_ARGS_FILTER` saying what does not fit.
pub fn read(model: &Model, object: &Object, value: Option<&Json>) -> Result<Filtered, AppError> {
    let mut reader = Reader { model, mentions_deleted: false };
    let condition = match value {
        None => None,
        Some(value) => reader.group(object, value, 0, 0)?,
    };
    Ok(Filtered { condition, mentions_deleted: reader.mentions_deleted })
}

struct Reader<'m> {
    model: &'m Model,
    mentions_deleted: bool,
}

impl Reader<'_> {
    fn group(
        &mut self,
        object: &Object,
        value: &Json,
        depth: usize,
        hops: usize,
    ) -> Result<Option<Condition>, AppError> {
        if depth > MOST_DEPTH {
            let message = format!("The filter is nested more than {MOST_DEPTH} levels deep.");
            return Err(invalid("TOO_COMPLEX_QUERY", message));
        }
        let Json::Object(entries) = value else {
            return Err(invalid("INVALID_ARGS_FILTER", "A filter must be an object"));
        };
        let mut all = Vec::new();
        for (key, value) in entries {
            let one = match key.as_str() {
                "and" => joined(self.list(object, key, value, depth, hops)?, Condition::All),
                "or" => joined(self.list(object, key, value, depth, hops)?, Condition::Any),
                "not" => {
                    self.group(object, value, depth + 1, hops)?.map(|inner| Condition::Not(Box::new(inner)))
                }
                _ => self.field(object, key, value, depth, hops)?,
            };
            all.extend(one);
        }
        Ok(joined(all, Condition::All))
    }

    fn list(
        &mut self,
        object: &Object,
        key: &str,
        value: &Json,
        depth: usize,
        hops: usize,
    ) -> Result<Vec<Condition>, AppError> {
        let items = match value {
            Json::Array(items) => items.as_slice(),
            Json::Object(_) => std::slice::from_ref(value),
            _ => return Err(invalid("INVALID_ARGS_FILTER", format!("Filter \"{key}\" must be an array"))),
        };
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            all.extend(self.group(object, item, depth + 1, hops)?);
        }
        Ok(all)
    }

    fn field(
        &mut self,
        object: &Object,
        key: &str,
        value: &Json,
        depth: usize,
        hops: usize,
    ) -> Result<Option<Condition>, AppError> {
        let target = object.field(key).filter(|field| field.join_column().is_some());
        let target = target.and_then(|field| self.model.object_by_id(field.relation.as_ref()?.target));
        let goes_through =
            value.as_object().is_some_and(|entries| !entries.keys().any(|name| is_operator(name)));
        if let Some(target) = target.filter(|_| goes_through) {
            if hops > 0 {
                let message = "Relation filter nesting deeper than 1 hop is not supported";
                return Err(invalid("INVALID_ARGS_FILTER", message).with_field(key));
            }
            let inner = self.group(target, value, depth + 1, hops + 1)?;
            return Ok(
                inner.map(|inner| Condition::Related { field: key.to_owned(), condition: Box::new(inner) })
            );
        }
        let one = Json::Object(Map::from_iter([(key.to_owned(), value.clone())]));
        let parsed = parse_filter(object, &one)?;
        self.mentions_deleted |= hops == 0 && parsed.mentions_deleted;
        Ok(parsed.filter.map(Condition::Own))
    }
}

fn joined(mut items: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Option<Condition> {
    match items.len() {
        0 => None,
        1 => items.pop(),
        _ => Some(join(items)),
    }
}

/// The same for the engine's use-cases, which know no conditions on related records.
pub fn own(condition: &Condition) -> Option<Filter> {
    let each = |items: &[Condition]| items.iter().map(own).collect::<Option<Vec<_>>>();
    match condition {
        Condition::All(items) => each(items).map(Filter::And),
        Condition::Any(items) => each(items).map(Filter::Or),
        Condition::Not(inner) => own(inner).map(|inner| Filter::Not(Box::new(inner))),
        Condition::Own(filter) => Some(filter.clone()),
        Condition::Related { .. } => None,
    }
}

/// Nothing is done to all records by mistake.
pub fn required() -> AppError {
    invalid("INVALID_QUERY_INPUT", "A non-empty filter is required")
}
