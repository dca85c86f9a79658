//! Filters through relations: `{company: {accountOwner: {userEmail: {eq: …}}}}`, and of relations to many
//! `{people: {some: {…}, totalCount: {gte: 3}}}`. What they say of a record itself is judged by [`parse_filter`]; here
//! they are taken apart where they go on to other records.

mod to_many;

use icosa_contract::AppError;
use icosa_model::query::DeletedRows;
use icosa_model::{Model, Object};
use icosa_sqlgen::connection::Condition;
use serde_json::{Map, Value};

use super::filter::parse_filter;
use super::operator::is_operator;
use super::problem::invalid_input;

pub use to_many::{QUANTIFIERS, WHERE};

/// Deepest nesting of groups and relations.
const MOST_DEPTH: usize = 12;
/// Most comparisons; a list of values is one.
const MOST_COMPARISONS: usize = 5_000;
/// Most values: a statement has 65,535 at most, and a point of time needs two.
const MOST_VALUES: usize = 30_000;

/// A filter that has been read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filtered {
    /// None restricts nothing.
    pub condition: Option<Condition>,
    /// It speaks of `deletedAt` of the record itself.
    pub mentions_deleted: bool,
}

impl Filtered {
    /// Which rows: those that a call sees by itself, unless the filter speaks of `deletedAt`.
    #[must_use]
    pub fn deleted(&self, rows: DeletedRows) -> DeletedRows {
        if self.mentions_deleted { DeletedRows::Included } else { rows }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let both: Vec<Condition> = self.condition.into_iter().chain(other.condition).collect();
        Self {
            condition: joined(both, Condition::All),
            mentions_deleted: self.mentions_deleted || other.mentions_deleted,
        }
    }

    /// How many relations it follows: what it adds to the complexity of a query.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        self.condition.as_ref().map_or(0, Condition::relation_count)
    }

    /// The condition, or one that restricts nothing.
    #[must_use]
    pub fn or_everything(self) -> Condition {
        self.condition.unwrap_or_else(Condition::everything)
    }
}

/// Reads a filter over an object's records; null and `{}` restrict nothing.
///
/// # Errors
/// `INVALID_ARGS_FILTER` saying what does not fit, `TOO_COMPLEX_QUERY` for too much nesting.
pub fn read_filter(model: &Model, object: &Object, value: Option<&Value>) -> Result<Filtered, AppError> {
    let value = value.unwrap_or(&Value::Null);
    if value.is_null() {
        Ok(Filtered::default())
    } else {
        check_size(value)?;
        let read = Reader::read(model, object, value, Level::default())?;
        // What holds of all records restricts nothing, in whatever words it is said.
        let condition = read.condition.filter(|condition| condition.constant() != Some(true));
        Ok(Filtered { condition, ..read })
    }
}

/// How much a filter asks for.
#[derive(Default)]
struct Size {
    comparisons: usize,
    values: usize,
}

impl Size {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Object(entries) => entries.values().for_each(|value| self.add(value)),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                items.iter().for_each(|item| self.add(item));
            }
            Value::Array(items) => {
                self.comparisons += 1;
                self.values += items.len();
            }
            _ => {
                self.comparisons += 1;
                self.values += 1;
            }
        }
    }
}

fn check_size(filter: &Value) -> Result<(), AppError> {
    let mut size = Size::default();
    size.add(filter);
    if size.comparisons > MOST_COMPARISONS || size.values > MOST_VALUES {
        let message = format!(
            "The filter has more than {MOST_COMPARISONS} comparisons, or more than {MOST_VALUES} values."
        );
        return Err(invalid_input("TOO_COMPLEX_QUERY", message));
    }
    Ok(())
}

struct Reader<'m> {
    model: &'m Model,
    mentions_deleted: bool,
}

/// How far the reader has come.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    depth: usize,
    /// Relations followed.
    hops: usize,
}

impl Level {
    fn down(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn through(self) -> Self {
        Self { depth: self.depth + 1, hops: self.hops + 1 }
    }

    /// Of a filter that is about records of its own.
    fn anew(self) -> Self {
        Self { depth: self.depth + 1, hops: 0 }
    }
}

impl<'m> Reader<'m> {
    /// The whole of a filter over an object's records.
    fn read(model: &'m Model, object: &Object, value: &Value, level: Level) -> Result<Filtered, AppError> {
        let mut reader = Self { model, mentions_deleted: false };
        let condition = reader.group(object, value, level)?;
        Ok(Filtered { condition, mentions_deleted: reader.mentions_deleted })
    }

    fn group(&mut self, object: &Object, value: &Value, level: Level) -> Result<Option<Condition>, AppError> {
        if level.depth > MOST_DEPTH {
            let message = format!("The filter is nested more than {MOST_DEPTH} levels deep.");
            return Err(invalid_input("TOO_COMPLEX_QUERY", message));
        }
        let Value::Object(entries) = value else {
            return Err(invalid_input("INVALID_ARGS_FILTER", "A filter must be an object"));
        };
        let mut all = Vec::new();
        for (key, value) in entries {
            let one = match key.as_str() {
                "and" => joined(self.list(object, key, value, level)?, Condition::All),
                "or" => joined(self.list(object, key, value, level)?, Condition::Any),
                "not" => {
                    let inner = self.group(object, value, level.down())?;
                    inner.map(|inner| Condition::Not(Box::new(inner)))
                }
                _ => self.field(object, key, value, level)?,
            };
            all.extend(one);
        }
        Ok(joined(all, Condition::All))
    }

    fn list(
        &mut self,
        object: &Object,
        key: &str,
        value: &Value,
        level: Level,
    ) -> Result<Vec<Condition>, AppError> {
        let items = match value {
            Value::Array(items) => items.as_slice(),
            Value::Object(_) => std::slice::from_ref(value),
            _ => {
                return Err(invalid_input(
                    "INVALID_ARGS_FILTER",
                    format!("Filter \"{key}\" must be an array"),
                ));
            }
        };
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            all.extend(self.group(object, item, level.down())?);
        }
        Ok(all)
    }

    fn field(
        &mut self,
        object: &Object,
        key: &str,
        value: &Value,
        level: Level,
    ) -> Result<Option<Condition>, AppError> {
        let own = object.field(key);
        let target = own.and_then(|field| self.model.object_by_id(field.relation.as_ref()?.target));
        if let (Some(field), Some(target)) = (own, target) {
            if field.is_to_many() {
                return self.to_many(field, target, value, level);
            }
            if value.as_object().is_some_and(|entries| !entries.keys().any(|name| is_operator(name))) {
                let inner = self.group(target, value, level.through())?;
                let related =
                    |inner| Condition::Related { field: key.to_owned(), condition: Box::new(inner) };
                return Ok(inner.map(related));
            }
        }
        let one = Value::Object(Map::from_iter([(key.to_owned(), value.clone())]));
        let parsed = parse_filter(object, &one)?;
        self.mentions_deleted |= level.hops == 0 && parsed.mentions_deleted;
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
